using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

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
        var person = new PersonWithTelephone(world, user);
        await person.StepAsync(SecondFactorStep.Begin);
        var recovery = await person.StepAsync(SecondFactorStep.Confirm, await person.CodeAsync());

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
                new EnterByPassword(context, PersonWithTelephone.Users(world, context), world.Clock).RunAsync(
                    new("person@example.org", RegionWorld.Password, address),
                    Cancel
                )
            );

        Task<Entry> EnterAsync(string code, string address) =>
            world.In(context =>
                new EnterByCode(context, PersonWithTelephone.Users(world, context), world.Clock).RunAsync(new(user, code, address), Cancel)
            );
    }
}
