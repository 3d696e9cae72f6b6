using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Territories;

public class RemoveTerritoryTests
{
    private const string Register =
        "id,name,kind,parent,oktmo,aliases\nm1,Лужский район,municipality,,41633000,Луга\nm2,Тихвинский район,municipality,,,\ns1,Школа № 1,school,m1,,\n";

    private static Task<Territory> FindAsync(RegionWorld world, string code) =>
        world.In(context => context.Territories.AsNoTracking().SingleAsync(row => row.Code == code, RegionWorld.Cancel));

    private static async Task<RemovalOutcome> RemoveAsync(RegionWorld world, string code)
    {
        var territory = await FindAsync(world, code);
        return await world.In(context =>
            new RemoveTerritory(context, world.Clock).RunAsync(world.Operator, new(territory.Id, territory.Version), RegionWorld.Cancel)
        );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_NothingReferring_DeletesFromTheLeavesUp(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.ImportAsync(Encoding.UTF8.GetBytes(Register), "r.csv");
        (await FindAsync(world, "m1")).Aliases.Single().FoldedName.ShouldBe("луга");
        (await Should.ThrowAsync<RefusedException>(() => RemoveAsync(world, "m1"))).Message.ShouldContain("Школа № 1");

        (await RemoveAsync(world, "s1")).ShouldBe(RemovalOutcome.Deleted);
        (await RemoveAsync(world, "m1")).ShouldBe(RemovalOutcome.Deleted);
        await using var store = world.Open();
        (await store.Territories.Select(row => row.Code).ToListAsync(RegionWorld.Cancel)).ShouldBe(["m2"]);
        (await store.Subjects.Select(row => row.Code).ToListAsync(RegionWorld.Cancel)).ShouldBe(["m2"]);
        (await store.AuditEntries.CountAsync(row => row.Action == "territory.delete", RegionWorld.Cancel)).ShouldBe(2);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_InACampaign_ArchivesAndTheCampaignKeepsIt(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var campaign = await world.CampaignAsync();
        var territory = await world.In(context => context.Territories.AsNoTracking().OrderBy(row => row.Id).FirstAsync(RegionWorld.Cancel));
        (await RemoveAsync(world, territory.Code)).ShouldBe(RemovalOutcome.Archived);

        await using (var store = world.Open())
        {
            (await store.CampaignSubjects.CountAsync(row => row.CampaignId == campaign, RegionWorld.Cancel)).ShouldBe(18);
            (await store.Subjects.SingleAsync(row => row.TerritoryId == territory.Id, RegionWorld.Cancel)).ArchivedAt.ShouldBe(
                world.Clock.Now
            );
        }
        await world.In(context => new RestoreTerritory(context, world.Clock).RunAsync(world.Operator, territory.Id, RegionWorld.Cancel));
        (await world.In(context => context.Subjects.CountAsync(row => row.ArchivedAt == null, RegionWorld.Cancel))).ShouldBe(18);
        (await FindAsync(world, territory.Code)).ArchivedAt.ShouldBeNull();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OverAnotherVersionOrWithoutTheRight_IsRefused(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.ImportAsync(Encoding.UTF8.GetBytes(Register), "r.csv");
        var territory = await FindAsync(world, "m2");
        (
            await Should.ThrowAsync<RefusedException>(() =>
                world.In(context =>
                    new RemoveTerritory(context, world.Clock).RunAsync(
                        world.Operator,
                        new(territory.Id, territory.Version + 1),
                        RegionWorld.Cancel
                    )
                )
            )
        ).Kind.ShouldBe(RefusalKind.Conflict);
        var coordinator = world.As(new ActorGrant(Role.Coordinator, new HashSet<int> { territory.Id }, null));
        (
            await Should.ThrowAsync<RefusedException>(() =>
                world.In(context =>
                    new RemoveTerritory(context, world.Clock).RunAsync(
                        coordinator,
                        new(territory.Id, territory.Version),
                        RegionWorld.Cancel
                    )
                )
            )
        ).Kind.ShouldBe(RefusalKind.Forbidden);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Import_OfAnArchivedTerritory_TakesItBackInSight(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.ImportAsync(Encoding.UTF8.GetBytes(Register), "r.csv");
        var school = await world.In(context => context.Subjects.AsNoTracking().SingleAsync(row => row.Code == "s1", RegionWorld.Cancel));
        await RemoveAsync(world, "s1");
        await RemoveAsync(world, "m2");
        await world.In(context =>
            new SaveSubject(context, world.Clock).RunAsync(
                world.Operator,
                new(null, 0, context.Territories.Single(row => row.Code == "m1").Id, "service", "c1", "Методическая служба", ""),
                RegionWorld.Cancel
            )
        );
        var service = await world.In(context =>
            context.Subjects.AsNoTracking().SingleAsync(row => row.Kind == "service", RegionWorld.Cancel)
        );
        (
            await world.In(context =>
                new RemoveSubject(context, world.Clock).RunAsync(world.Operator, new(service.Id, service.Version), RegionWorld.Cancel)
            )
        ).ShouldBe(RemovalOutcome.Deleted);

        await world.In(context =>
            context
                .Territories.Where(row => row.Code == "m1")
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.ArchivedAt, world.Clock.Now), RegionWorld.Cancel)
        );
        await world.In(context =>
            context
                .Subjects.Where(row => row.Code == "m1")
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.ArchivedAt, world.Clock.Now), RegionWorld.Cancel)
        );
        var preview = await world.In(context =>
            new ImportTerritories(context, world.Clock).RunAsync(
                world.Operator,
                new(Encoding.UTF8.GetBytes(Register), "r.csv"),
                RegionWorld.Cancel
            )
        );
        preview.Entries.Select(entry => entry.Outcome).ShouldBe([ImportOutcome.Changed, ImportOutcome.New, ImportOutcome.New]);
        preview.Entries[0].Changes.ShouldHaveSingleItem().ShouldBe(new FieldChange("состояние", "в архиве", "действует"));
        await world.ImportAsync(Encoding.UTF8.GetBytes(Register), "r.csv");
        (await world.In(context => context.Subjects.CountAsync(row => row.ArchivedAt == null, RegionWorld.Cancel))).ShouldBe(3);
    }
}
