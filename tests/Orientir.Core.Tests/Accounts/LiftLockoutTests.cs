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
        for (var wrong = 0; wrong < SignInAttempts.MostWrong; wrong++)
            (await EnterAsync("не тот пароль")).User.ShouldBeNull();
        (await EnterAsync(RegionWorld.Password)).Wait.ShouldNotBeNull();
        (await Should.ThrowAsync<RefusedException>(() => LiftAsync(world.As(new ActorGrant(Role.Ministry, null, null))))).Kind.ShouldBe(
            RefusalKind.Forbidden
        );
        (await EnterAsync(RegionWorld.Password)).Wait.ShouldNotBeNull();
        (await LockedAsync()).ShouldBe([user]);
        await LiftAsync(world.Operator);
        (await LockedAsync()).ShouldBeEmpty();
        (await EnterAsync(RegionWorld.Password)).User!.Id.ShouldBe(user);
        (
            await world.In(context => context.AuditEntries.SingleAsync(entry => entry.Action == "account.lift-lockout", Cancel))
        ).ObjectId.ShouldBe(user);

        Task LiftAsync(Actor actor) => world.In(context => new LiftLockout(context, world.Clock).RunAsync(actor, user, Cancel));

        Task<List<int?>> LockedAsync() =>
            world.In(context => new Visible(context, world.Operator, world.Clock).Lockouts.Select(row => row.UserId).ToListAsync(Cancel));

        Task<Entry> EnterAsync(string password) =>
            world.In(context =>
                new EnterByPassword(context, AccountRules.Users(context), world.Clock).RunAsync(
                    new("person@example.org", password, "203.0.113.5"),
                    Cancel
                )
            );
    }
}
