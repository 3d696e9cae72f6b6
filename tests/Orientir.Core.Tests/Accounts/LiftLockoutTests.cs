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

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Lockout_LiftedInANetworkClosedToStrangers_IsSaidToStayClosedThere(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        var limits = new SignInLimits(1_000, 20);
        for (var wrong = 0; wrong < 20; wrong++)
            await EnterAsync($"person{wrong}@example.org", "не тот пароль", "203.0.113.5");
        (await ClosedAsync()).ShouldBeNull();
        (await EnterAsync("person@example.org", RegionWorld.Password, "203.0.113.5")).Wait.ShouldNotBeNull();
        await world.In(context => new LiftLockout(context, world.Clock).RunAsync(world.Operator, user, Cancel));
        (await EnterAsync("person@example.org", RegionWorld.Password, "203.0.113.5")).Wait.ShouldNotBeNull();
        (await ClosedAsync()).ShouldBe(world.Clock.Now.AddHours(1));
        (
            await world.In(context =>
                new Visible(context, world.As(new ActorGrant(Role.Expert, null, null)), world.Clock).ClosedNetworkAsync(
                    user,
                    limits,
                    Cancel
                )
            )
        ).ShouldBeNull("accounts are not the matter of an expert");
        (await EnterAsync("person@example.org", RegionWorld.Password, "198.51.100.7")).User.ShouldNotBeNull();
        world.Clock.Now = world.Clock.Now.AddHours(1);
        (await ClosedAsync()).ShouldBeNull();
        (await EnterAsync("person@example.org", RegionWorld.Password, "203.0.113.5")).User.ShouldNotBeNull();

        Task<DateTime?> ClosedAsync() =>
            world.In(context => new Visible(context, world.Operator, world.Clock).ClosedNetworkAsync(user, limits, Cancel));

        Task<Entry> EnterAsync(string email, string password, string address) =>
            world.In(context =>
                new EnterByPassword(context, AccountRules.Users(context), world.Clock, limits).RunAsync(
                    new(email, password, address),
                    Cancel
                )
            );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Lockouts_LiftedWhileTheAccountIsTriedFromManyNetworks_WaitForNobody(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        // Rows are found in the order they came to lie in; whoever tries takes that of all networks first.
        await world.In(async context =>
        {
            var account = AttemptCounts.AccountOf("person@example.org");
            for (var network = 0; network < 8; network++)
                context.SignInAttempts.Add(new() { Account = account, Network = $"203.0.113.{network}" });
            await context.SaveChangesAsync(Cancel);
        });
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(network =>
                    Task.Run(
                        async () =>
                        {
                            for (var round = 0; round < 12; round++)
                                if (network == 0)
                                    await world.In(context => new LiftLockout(context, world.Clock).RunAsync(world.Operator, user, Cancel));
                                else
                                    await world.In(context =>
                                        new AttemptCounts(context, world.Clock, SignInLimits.Usual).BeginAsync(
                                            "person@example.org",
                                            user,
                                            $"203.0.113.{network}",
                                            Cancel
                                        )
                                    );
                        },
                        Cancel
                    )
                )
        );
    }
}
