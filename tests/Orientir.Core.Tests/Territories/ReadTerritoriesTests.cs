using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Territories;

public class ReadTerritoriesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Read_OfARegister_GivesTheTreeWithItsSubjectsAsFarAsItIsSeen(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.ImportAsync(
            System.Text.Encoding.UTF8.GetBytes(
                """
                id,name,kind,parent,oktmo,aliases
                r,Тверская область,region,,,
                m2,Ржевский район,municipality,r,,
                m1,город Ржев,municipality,r,,Ржев-город
                s1,Школа № 1,organisation,m1,,
                """
            ),
            "register.csv"
        );
        var tree = await ReadAsync(world, world.Operator);
        tree.Rows.Select(row => row.Code).ShouldBe(["m1", "m2", "s1"]);
        tree.Top.Select(row => row.Code).ShouldBe(["m1", "m2"]);
        var town = tree.Rows.Single(row => row.Code == "m1");
        (tree.CountBelow(town.Id), tree.CountBelow(tree.Rows.Single(row => row.Code == "m2").Id)).ShouldBe((1, 0));
        tree.Top.Sum(row => tree.SubjectsOf(row.Id)).ShouldBe(await SubjectsAsync(world));
        tree.SubjectsOf(town.Id).ShouldBeGreaterThan(0);
        var school = tree.Rows.Single(row => row.Code == "s1");
        tree.Above(school.Id).Select(row => row.Code).ShouldBe(["m1"]);
        tree.Find("РЖЕВ-ГОРОД").Select(row => row.Code).ShouldBe(["m1"]);

        var own = await ReadAsync(world, world.As(new ActorGrant(Role.Coordinator, new HashSet<int> { town.Id, school.Id }, null)));
        own.Top.Select(row => row.Code).ShouldBe(["m1"]);
        own.Rows.Select(row => row.Code).ShouldBe(["m1", "s1"]);
        (await ReadAsync(world, world.As())).Rows.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Find_NameKeptWithALatinLetter_IsFoundByItsRussianOne(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.ImportAsync("id,name,kind,parent,oktmo\nm1,Лужский район,municipality,,\n"u8.ToArray(), "register.csv");
        // As it stands since the upgrade where it was taken before such letters were refused.
        await world.In(context =>
            context
                .Territories.Where(row => row.Code == "m1")
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(row => row.Name, "Лужcкий район")
                            .SetProperty(row => row.FoldedName, FoldedName.Of("Лужcкий район")),
                    Cancel
                )
        );
        var tree = await ReadAsync(world, world.Operator);
        tree.Find("лужский").Select(row => row.Code).ShouldBe(["m1"]);
        tree.Find("Лужcк").Select(row => row.Code).ShouldBe(["m1"]);
        var known = Register.Of(await world.In(context => context.Territories.AsNoTracking().ToListAsync(Cancel)));
        foreach (var name in (string[])["Лужский район", "Лужский МР", "Лужcкий р-н"])
            known.Resolve(name).Entry.ShouldNotBeNull(name).Id.ShouldBe("m1");
    }

    private static Task<TerritoryTree> ReadAsync(RegionWorld world, Actor actor) =>
        world.In(context => new ReadTerritories(new Visible(context, actor, world.Clock)).RunAsync(Cancel));

    private static Task<int> SubjectsAsync(RegionWorld world) => world.In(context => context.Subjects.CountAsync(Cancel));
}
