using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class EnterByPasswordTests
{
    private const string Email = "person@example.org";
    private const string Home = "203.0.113.5";
    private const string Elsewhere = "198.51.100.9";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Counts what proving takes; fast, so that a hundred guesses take no minute.</summary>
    private sealed class CountingHasher : IPasswordHasher<User>
    {
        private int proofs;

        public int Proofs => proofs;

        public string HashPassword(User user, string password)
        {
            Interlocked.Increment(ref proofs);
            return "hash of " + password;
        }

        public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref proofs);
            return hashedPassword == "hash of " + providedPassword ? PasswordVerificationResult.Success : PasswordVerificationResult.Failed;
        }
    }

    private sealed class World(RegionWorld region) : IDisposable
    {
        public CountingHasher Hasher { get; } = new();

        public RegionWorld Region => region;

        public static async Task<World> MakeAsync(Database database)
        {
            var world = new World(await RegionWorld.MakeAsync(database));
            foreach (var email in (string[])[Email, "second@example.org", "disabled@example.org"])
                await world.Region.In(context =>
                    new AddAccount(context, world.Users(context), world.Region.Clock).RunAsync(
                        Actor.Installation(world.Region.RegionId),
                        new(email, email, RegionWorld.Password, [new(Role.Expert, world.Region.RegionId)]),
                        Cancel
                    )
                );
            await world.Region.In(context =>
                context
                    .Users.Where(row => row.Email == "disabled@example.org")
                    .ExecuteUpdateAsync(row => row.SetProperty(user => user.DisabledAt, world.Region.Clock.Now), Cancel)
            );
            return world;
        }

        public UserManager<User> Users(OrientirContext context)
        {
            var services = new ServiceCollection().AddLogging().AddSingleton(context).AddSingleton<IPasswordHasher<User>>(Hasher);
            services.AddAccountRules();
            return services.BuildServiceProvider().GetRequiredService<UserManager<User>>();
        }

        public Task<Entry> EnterAsync(string email, string password, string address = Home, SignInLimits? limits = null) =>
            region.In(context =>
                new EnterByPassword(context, Users(context), region.Clock, limits).RunAsync(new(email, password, address), Cancel)
            );

        public Task<(int Proofs, int Statements)> CostAsync(string email, string password) =>
            region.In(async context =>
            {
                var users = Users(context);
                var before = Hasher.Proofs;
                using var statements = new StatementCount(context);
                await new EnterByPassword(context, users, region.Clock).RunAsync(new(email, password, Home), Cancel);
                return (Hasher.Proofs - before, statements.Sent);
            });

        public void Dispose() => region.Dispose();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Enter_UnknownWrongDisabledOrClosed_TakesTheSameWork(Database database)
    {
        using var world = await World.MakeAsync(database);
        for (var wrong = 0; wrong < SignInAttempts.MostWrong; wrong++)
            await world.EnterAsync("second@example.org", "не тот");
        // Each of them has its rows already.
        foreach (var email in (string[])["nobody@example.org", Email, "disabled@example.org"])
            await world.EnterAsync(email, "не тот");
        var costs = new List<(int, int)>();
        foreach (var email in (string[])["nobody@example.org", Email, "disabled@example.org", "second@example.org", ""])
            costs.Add(await world.CostAsync(email, "не тот"));
        costs.Add(await world.CostAsync("second@example.org", RegionWorld.Password));
        costs.Select(cost => cost.Item1).ShouldAllBe(proofs => proofs == 1);
        costs.Select(cost => cost.Item2).Distinct().Count().ShouldBe(1, string.Join(' ', costs));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Enter_AfterFiveWrongFromANetwork_IsClosedToItAndOpenToOthers(Database database)
    {
        using var world = await World.MakeAsync(database);
        for (var wrong = 0; wrong < SignInAttempts.MostWrong; wrong++)
            (await world.EnterAsync(Email, "не тот")).Wait.ShouldBeNull();
        (await world.EnterAsync(Email, RegionWorld.Password)).User.ShouldBeNull();
        (await world.EnterAsync(Email, RegionWorld.Password, Elsewhere)).User.ShouldNotBeNull();
        // Another account of the same network is entered all the same.
        (await world.EnterAsync("second@example.org", RegionWorld.Password)).User.ShouldNotBeNull();
        world.Region.Clock.Now += SignInAttempts.Lockout;
        (await world.EnterAsync(Email, RegionWorld.Password)).User.ShouldNotBeNull();
    }

    [Fact]
    public async Task Enter_FromOneHouseOfIPv6_IsCountedTogether()
    {
        using var world = await World.MakeAsync(Database.Sqlite);
        for (var wrong = 0; wrong < SignInAttempts.MostWrong; wrong++)
            await world.EnterAsync(Email, "не тот", $"2001:db8:1:2::{wrong + 1}");
        (await world.EnterAsync(Email, RegionWorld.Password, "2001:db8:1:2:ffff::77")).Wait.ShouldNotBeNull();
        (await world.EnterAsync(Email, RegionWorld.Password, "2001:db8:1:3::1")).User.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Enter_FortyGuessesAtOnce_ProvesFive(Database database)
    {
        using var world = await World.MakeAsync(database);
        var entries = await Task.WhenAll(Enumerable.Range(0, 40).Select(guess => world.EnterAsync(Email, $"догадка {guess}")));
        entries.Count(entry => entry.Wait is null).ShouldBe(SignInAttempts.MostWrong);
        (await world.EnterAsync(Email, RegionWorld.Password)).User.ShouldBeNull();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Enter_GuessedFromManyNetworks_WaitsLongerEachTimeButNotWhereTheOwnerIsKnown(Database database)
    {
        using var world = await World.MakeAsync(database);
        (await world.EnterAsync(Email, RegionWorld.Password, Home)).User.ShouldNotBeNull();
        var proved = 0;
        for (var second = 0; second < 120; second++)
        {
            if ((await world.EnterAsync(Email, "не тот", $"198.51.{second / 200}.{second % 200 + 1}")).Wait is null)
                proved++;
            world.Region.Clock.Now += TimeSpan.FromSeconds(1);
        }
        // Ten are free, then 5, 10, 20, 40, 80 seconds.
        proved.ShouldBeInRange(13, 16);
        (await world.EnterAsync(Email, RegionWorld.Password, "192.0.2.1")).Wait.ShouldNotBeNull();
        (await world.EnterAsync(Email, RegionWorld.Password, Home)).User.ShouldNotBeNull();
    }

    [Fact]
    public async Task Enter_ManyAccountsFromOneNetwork_ClosesItToStrangersOnly()
    {
        using var world = await World.MakeAsync(Database.Sqlite);
        var limits = new SignInLimits(1_000, 20);
        (await world.EnterAsync(Email, RegionWorld.Password, Home, limits)).User.ShouldNotBeNull();
        for (var account = 0; account < 20; account++)
            (await world.EnterAsync($"person{account}@example.org", "Весна2026!", Home, limits)).Wait.ShouldBeNull();
        (await world.EnterAsync("second@example.org", RegionWorld.Password, Home, limits)).Wait.ShouldNotBeNull();
        (await world.EnterAsync(Email, RegionWorld.Password, Home, limits)).User.ShouldNotBeNull();
        (await world.EnterAsync("second@example.org", RegionWorld.Password, Elsewhere, limits)).User.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Count_OfANetworkWithinAMinute_EndsAtTheLimitAndBeginsAnew(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var limits = new SignInLimits(30, 100);
        // As many sites as there are contexts: they count together.
        var waits = await Task.WhenAll(Enumerable.Range(0, 45).Select(_ => CountAsync(Home)));
        waits.Count(wait => wait is null).ShouldBe(30);
        waits.OfType<TimeSpan>().ShouldAllBe(wait => wait > TimeSpan.Zero && wait <= TimeSpan.FromMinutes(1));
        (await CountAsync(Elsewhere)).ShouldBeNull();
        world.Clock.Now += TimeSpan.FromMinutes(1);
        (await CountAsync(Home)).ShouldBeNull();

        Task<TimeSpan?> CountAsync(string address) =>
            world.In(context => new CountSignIn(context, world.Clock, limits).RunAsync(address, Cancel));
    }
}
