using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class AddGrantTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Role_GivenToAnAccount_HoldsOnceAndIsOnRecord(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        for (var time = 0; time < 2; time++)
            await AddAsync(world, world.Operator, user, new(Role.Ministry, world.RegionId, Directions: ["1"]));
        (
            await world.In(context =>
                context
                    .Grants.Where(grant => grant.UserId == user)
                    .OrderBy(grant => grant.Id)
                    .Select(grant => grant.Role)
                    .ToListAsync(Cancel)
            )
        ).ShouldBe([Role.Expert, Role.Ministry]);
        (
            await world.In(context =>
                context.AuditEntries.CountAsync(entry => entry.Action == "account.grant" && entry.ObjectId == user, Cancel)
            )
        ).ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Role_GivenWithoutTheRightOrWhatItNeeds_IsRefused(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        (await RefusalAsync(world.Operator, new(Role.Administrator, null))).ShouldBe(RefusalKind.Forbidden);
        (await RefusalAsync(world.Operator, new(Role.Operator, world.RegionId + 1))).ShouldBe(RefusalKind.Forbidden);
        (await RefusalAsync(world.As(new ActorGrant(Role.Ministry, null, null)), new(Role.Ministry, world.RegionId))).ShouldBe(
            RefusalKind.Forbidden
        );
        (await RefusalAsync(world.Operator, new(Role.Coordinator, world.RegionId))).ShouldBe(RefusalKind.Invalid);
        (await RefusalAsync(world.Operator, new(Role.Coordinator, world.RegionId, 999))).ShouldBe(RefusalKind.Invalid);
        (await RefusalAsync(world.Operator with { UserId = user }, new(Role.Ministry, world.RegionId))).ShouldBe(RefusalKind.Conflict);
        (await world.In(context => context.Grants.CountAsync(grant => grant.UserId == user, Cancel))).ShouldBe(1);

        async Task<RefusalKind> RefusalAsync(Actor actor, NewGrant grant) =>
            (await Should.ThrowAsync<RefusedException>(() => AddAsync(world, actor, user, grant))).Kind;
    }

    private static Task AddAsync(RegionWorld world, Actor actor, int user, NewGrant grant) =>
        world.In(context => new AddGrant(context, world.Clock).RunAsync(actor, new(user, grant), Cancel));
}
