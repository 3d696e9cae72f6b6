using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Methodologies;

namespace Orientir.Core.Tests.Methodologies;

public class ImportMethodologyTests
{
    private static string Package(int revision = 0, string title = "Показатель", double points = 1, int edition = 1) =>
        $$$"""
            {"format":"orientir-methodology/1","id":"m","edition":{{{edition}}},"revision":{{{revision}}},"title":"М","subject":"municipality","basis":"приказ","missing":"zero","combine":"median",
             "stages":[],"nodes":[{"code":"1","kind":"direction","title":"Н","nodes":[{"code":"1.1","title":"{{{title}}}","scale":{"kind":"binary","points":{{{points}}}}}]}]}
            """;

    private static Task<int> ImportAsync(RegionWorld world, string package) =>
        world.In(context =>
            new ImportMethodology(context, world.Clock).RunAsync(
                world.Operator,
                new(Encoding.UTF8.GetBytes(package), "m.json"),
                RegionWorld.Cancel
            )
        );

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_DraftThenPublished_IsReplacedThenStays(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await ImportAsync(world, Package());
        var draft = await ImportAsync(world, Package(title: "Иначе"));
        (await world.In(context => context.Methodologies.SingleAsync(RegionWorld.Cancel))).Read().Nodes[2].Title.ShouldBe("Иначе");

        await world.In(context => new PublishMethodology(context, world.Clock).RunAsync(world.Operator, draft, RegionWorld.Cancel));
        (await ImportAsync(world, Package(title: "Иначе"))).ShouldBe(draft);
        (await Should.ThrowAsync<RefusedException>(() => ImportAsync(world, Package(title: "Снова")))).Kind.ShouldBe(RefusalKind.Conflict);
        (await Should.ThrowAsync<InputException>(() => ImportAsync(world, Package(1, points: 2))))
            .Errors.ShouldHaveSingleItem()
            .Place.ShouldContain("nodes[0].nodes[0]");
        (await ImportAsync(world, Package(1, "Точнее"))).ShouldNotBe(draft);
        (await ImportAsync(world, Package(points: 2, edition: 2))).ShouldNotBe(draft);
        (
            await world.In(context => context.AuditEntries.OrderBy(row => row.Id).Select(row => row.Action).ToListAsync(RegionWorld.Cancel))
        ).ShouldBe(["methodology.import", "methodology.replace", "methodology.publish", "methodology.import", "methodology.import"]);
    }

    [Fact]
    public async Task Run_FaultyPackage_NamesTheNode()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        (await Should.ThrowAsync<InputException>(() => ImportAsync(world, Package(points: -1))))
            .Errors.ShouldHaveSingleItem()
            .Place.ShouldContain("$.nodes[0].nodes[0].scale.points");
    }

    [Fact]
    public async Task Copy_EverySharedPackage_GivesADraftEqualToTheFile()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        var shared = new SharedPackages(Path.Combine(AppContext.BaseDirectory, "methodologies"));
        shared.All.Count.ShouldBeGreaterThan(10);
        foreach (var package in shared.All)
            await world.In(context =>
                new CopyMethodology(context, world.Clock, shared).RunAsync(world.Operator, package.File, RegionWorld.Cancel)
            );
        await using var store = world.Open();
        foreach (var edition in await store.Methodologies.ToListAsync(RegionWorld.Cancel))
        {
            edition.PublishedAt.ShouldBeNull();
            edition.Read().Nodes.Count.ShouldBeGreaterThan(1);
        }
    }
}
