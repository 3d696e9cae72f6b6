using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Accounts;

public class FindActorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Actor_OfTerritorialRoles_CoversTheTreesBelowInTwoStatements(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var (own, deep, other) = await TerritoriesAsync(world);
        var user = await world.AccountAsync(
            "coordinator",
            new(Role.Coordinator, world.RegionId, own),
            new(Role.Publisher, world.RegionId, other)
        );
        await using var context = world.Open();
        context.RegionId = null;
        using var statements = new StatementCount(context);
        var found = await new FindActor(context).RunAsync(user, null, "127.0.0.1", cancel: Cancel);
        statements.Sent.ShouldBe(2);
        found!.Grants.Select(grant => grant.Role).ShouldBe([Role.Coordinator, Role.Publisher]);
        found.Grants[0].Territories!.Order().ShouldBe(deep.Prepend(own).Order());
        found.Grants[1].Territories!.ShouldBe([other]);
        context.RegionId.ShouldBe(world.RegionId);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Actor_OfTheWholeRegion_TakesOneStatement(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("operator", new NewGrant(Role.Operator, world.RegionId));
        await using var context = world.Open();
        using var statements = new StatementCount(context);
        var found = await new FindActor(context).RunAsync(user, null, "127.0.0.1", cancel: Cancel);
        statements.Sent.ShouldBe(1);
        found!.Grants.ShouldHaveSingleItem().Territories.ShouldBeNull();
        (await new FindActor(context).RunAsync(user + 1, null, "127.0.0.1", cancel: Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Actor_AfterARoleIsSuspendedOrTheTreeChanges_IsFoundAnew()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        var (own, deep, other) = await TerritoriesAsync(world);
        var user = await world.AccountAsync("coordinator", new NewGrant(Role.Coordinator, world.RegionId, own));
        await world.In(async context =>
        {
            var last = deep[^1];
            var moved = await context.Territories.SingleAsync(row => row.Id == last, Cancel);
            moved.MoveUnder(other);
            await context.SaveChangesAsync(Cancel);
        });
        (await FoundAsync())!.Grants.ShouldHaveSingleItem().Territories!.ShouldNotContain(deep[^1]);
        await world.In(context => new ChangeAccess(context, world.Clock).RunAsync(world.Operator, new(user, Open: false), Cancel));
        (await FoundAsync())!.Grants.ShouldBeEmpty();

        Task<Actor?> FoundAsync() => world.In(context => new FindActor(context).RunAsync(user, null, "127.0.0.1", cancel: Cancel));
    }

    /// <summary>A municipality with two organisations, a group below one of them, and another municipality.</summary>
    private static async Task<(int Own, int[] Below, int Other)> TerritoriesAsync(RegionWorld world)
    {
        await using var context = world.Open();
        var (own, other) = (Make("own", null), Make("other", null));
        context.AddRange(own, other);
        await context.SaveChangesAsync(Cancel);
        var (first, second) = (Make("first", own.Id), Make("second", own.Id));
        context.AddRange(first, second);
        await context.SaveChangesAsync(Cancel);
        var deep = Make("deep", first.Id);
        context.Add(deep);
        await context.SaveChangesAsync(Cancel);
        return (own.Id, [first.Id, second.Id, deep.Id], other.Id);

        Territory Make(string code, int? parent) =>
            new()
            {
                RegionId = world.RegionId,
                ParentId = parent,
                Code = code,
                Kind = EntryKind.Municipality,
                Name = code,
            };
    }
}
