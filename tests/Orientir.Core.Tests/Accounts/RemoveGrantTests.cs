using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class RemoveGrantTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Role_TakenAway_IsGoneAndStaysOnRecord(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new(Role.Expert, world.RegionId), new(Role.Ministry, world.RegionId));
        await RemoveAsync(world, world.Operator, user, await GrantAsync(world, user, Role.Expert));
        (await world.In(context => context.Grants.SingleAsync(grant => grant.UserId == user, Cancel))).Role.ShouldBe(Role.Ministry);
        (await world.In(context => context.AuditEntries.SingleAsync(entry => entry.Action == "account.revoke", Cancel))).Old!.ShouldContain(
            nameof(Role.Expert)
        );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Role_OfAnotherAccountOrOnesOwnRightToManage_StaysHeld(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var (user, other) = (
            await world.AccountAsync("person", new NewGrant(Role.Operator, world.RegionId)),
            await world.AccountAsync("other", new NewGrant(Role.Ministry, world.RegionId))
        );
        var (own, foreign) = (await GrantAsync(world, user, Role.Operator), await GrantAsync(world, other, Role.Ministry));
        (await RefusalAsync(world.Operator with { UserId = user }, own)).ShouldBe(RefusalKind.Conflict);
        (await RefusalAsync(world.Operator, foreign)).ShouldBe(RefusalKind.NotFound);
        (await RefusalAsync(world.As(new ActorGrant(Role.Ministry, null, null)), own)).ShouldBe(RefusalKind.Forbidden);
        (await world.In(context => context.Grants.CountAsync(Cancel))).ShouldBe(2);

        async Task<RefusalKind> RefusalAsync(Actor actor, int grant) =>
            (await Should.ThrowAsync<RefusedException>(() => RemoveAsync(world, actor, user, grant))).Kind;
    }

    private static Task<int> GrantAsync(RegionWorld world, int user, Role role) =>
        world.In(context =>
            context.Grants.Where(grant => grant.UserId == user && grant.Role == role).Select(grant => grant.Id).SingleAsync(Cancel)
        );

    private static Task RemoveAsync(RegionWorld world, Actor actor, int user, int grant) =>
        world.In(context => new RemoveGrant(context, world.Clock).RunAsync(actor, new(user, grant), Cancel));
}
