using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;
using OtpNet;

namespace Orientir.Core.Tests.Accounts;

public class EnterByCodeTests
{
    private const string Home = "203.0.113.5";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Codes_GuessedBesideTheRightPassword_CloseTheNetworkAndStandInTheAudit(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        await StepAsync(world, user, SecondFactorStep.Begin, "");
        var recovery = await StepAsync(world, user, SecondFactorStep.Confirm, await CodeAsync(world, user));

        // The right password between the guesses makes none of them free.
        var entries = new List<Entry>();
        for (var guess = 0; guess < 7; guess++)
        {
            await PasswordAsync(Home);
            entries.Add(await EnterAsync($"00000{guess}", Home));
        }
        entries.ShouldAllBe(entry => entry.User == null);
        entries.Count(entry => entry.Wait is null).ShouldBe(SignInAttempts.MostWrong);
        (await world.In(context => context.AuditEntries.CountAsync(entry => entry.Action == "account.wrong-code", Cancel))).ShouldBe(
            SignInAttempts.MostWrong
        );
        // Closed is closed: to recovery codes as well, and none is used up by trying.
        (await EnterAsync(recovery[0], Home)).Wait.ShouldNotBeNull();
        (await EnterAsync(recovery[0], "198.51.100.9")).User!.Id.ShouldBe(user);
        (await EnterAsync(recovery[0], "198.51.100.9")).User.ShouldBeNull();
        world.Clock.Now += SignInAttempts.Lockout;
        (await EnterAsync(recovery[1], Home)).User!.Id.ShouldBe(user);

        Task<Entry> PasswordAsync(string address) =>
            world.In(context =>
                new EnterByPassword(context, Users(world, context), world.Clock).RunAsync(
                    new("person@example.org", RegionWorld.Password, address),
                    Cancel
                )
            );

        Task<Entry> EnterAsync(string code, string address) =>
            world.In(context => new EnterByCode(context, Users(world, context), world.Clock).RunAsync(new(user, code, address), Cancel));
    }

    private static Task<IReadOnlyList<string>> StepAsync(RegionWorld world, int user, SecondFactorStep step, string proof) =>
        world.In(context =>
            new ChangeSecondFactor(context, Users(world, context), world.Clock).RunAsync(
                world.Operator with
                {
                    UserId = user,
                },
                new(step, proof),
                Cancel
            )
        );

    private static Task<string> CodeAsync(RegionWorld world, int user) =>
        world.In(async context =>
        {
            var account = await context.Users.SingleAsync(row => row.Id == user, Cancel);
            var key = await Users(world, context).GetAuthenticatorKeyAsync(account);
            return new Totp(Base32Encoding.ToBytes(key!)).ComputeTotp(world.Clock.Now);
        });

    private static UserManager<User> Users(RegionWorld world, OrientirContext context)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(context).AddSingleton<TimeProvider>(world.Clock);
        services.AddAccountRules().AddTokenProvider<TelephoneCode>(TokenOptions.DefaultAuthenticatorProvider);
        return services.BuildServiceProvider().GetRequiredService<UserManager<User>>();
    }
}
