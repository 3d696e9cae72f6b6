using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class LiftLockoutTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Lockout_Lifted_LetsSignInAtOnce(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        await world.In(async context =>
        {
            var locked = await context.Users.SingleAsync(row => row.Id == user, Cancel);
            (locked.LockoutEnd, locked.AccessFailedCount) = (new DateTimeOffset(world.Clock.Now).AddMinutes(15), 4);
            await context.SaveChangesAsync(Cancel);
        });
        (await Should.ThrowAsync<RefusedException>(() => LiftAsync(world.As(new ActorGrant(Role.Ministry, null, null))))).Kind.ShouldBe(
            RefusalKind.Forbidden
        );
        (await ReadAsync()).LockoutEnd.ShouldNotBeNull();
        await LiftAsync(world.Operator);
        ((await ReadAsync()).LockoutEnd, (await ReadAsync()).AccessFailedCount).ShouldBe((null, 0));
        (
            await world.In(context => context.AuditEntries.SingleAsync(entry => entry.Action == "account.lift-lockout", Cancel))
        ).ObjectId.ShouldBe(user);

        Task LiftAsync(Actor actor) => world.In(context => new LiftLockout(context, world.Clock).RunAsync(actor, user, Cancel));

        Task<User> ReadAsync() => world.In(context => context.Users.SingleAsync(row => row.Id == user, Cancel));
    }
}
