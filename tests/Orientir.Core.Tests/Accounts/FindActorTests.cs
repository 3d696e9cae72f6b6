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
    public async Task Actor_OfTerritorialRoles_CoversTheTreesBelow(Database database)
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
        (await new FindActor(context).RunAsync(user, null, "127.0.0.1", cancel: Cancel)).ShouldNotBeNull();
        var first = statements.Sent;
        first.ShouldBe(2);
        // Known beforehand, as the cookie of a session knows it, the region goes along with the one question.
        context.RegionId = null;
        var found = await new FindActor(context).RunAsync(user, world.RegionId, "127.0.0.1", cancel: Cancel);
        (statements.Sent - first).ShouldBe(1);
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
        context.RegionId = null;
        (await new FindActor(context).RunAsync(user + 1, world.RegionId, "127.0.0.1", cancel: Cancel)).ShouldBeNull();
        // Nobody stands in a region by wishing for it.
        context.RegionId.ShouldBeNull();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Actor_OfNamedDirections_IsHeldToThemInEachRole(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var (own, deep, other) = await TerritoriesAsync(world);
        var user = await world.AccountAsync("executor", new NewGrant(Role.Operator, world.RegionId));
        await world.In(context =>
        {
            foreach (var (top, uids) in new[] { (own, new[] { "1.1", "1.3" }), (other, ["1.2"]) })
                context.Add(
                    new Grant
                    {
                        UserId = user,
                        Role = Role.Executor,
                        RegionId = world.RegionId,
                        TerritoryId = top,
                        Directions = NamedDirections.Of(uids),
                    }
                );
            return context.SaveChangesAsync(Cancel);
        });
        await using var context = world.Open();
        foreach (var wished in new[] { world.RegionId, world.RegionId + 1, (int?)null })
        {
            var found = (await new FindActor(context).RunAsync(user, wished, "127.0.0.1", cancel: Cancel))!;
            found.RegionId.ShouldBe(world.RegionId);
            (found.Grants[0].Directions, found.Grants[0].Territories).ShouldBe((null, null));
            found.Grants.Skip(1).Select(grant => string.Join(' ', grant.Directions!.Order())).ShouldBe(["1.1 1.3", "1.2"]);
            found.Grants[1].Territories!.Order().ShouldBe(deep.Prepend(own).Order());
            found.Grants[2].Territories!.ShouldBe([other]);
        }
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
