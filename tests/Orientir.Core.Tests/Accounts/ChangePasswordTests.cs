using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class ChangePasswordTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Password_Changed_OpensTheAccountAndEndsOtherSessions(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        var stamp = (await UserAsync(world, user)).SecurityStamp;
        const string Next = "высокий берег у моря";
        (await RefusalAsync("не тот пароль", Next)).ShouldBe(nameof(NewPassword.Current));
        (await RefusalAsync(RegionWorld.Password, "коротко")).ShouldBe(nameof(NewPassword.Password));
        (await UserAsync(world, user)).SecurityStamp.ShouldBe(stamp);
        await ChangeAsync(RegionWorld.Password, Next);
        (await UserAsync(world, user)).SecurityStamp.ShouldNotBe(stamp);
        (await FitsAsync(Next)).ShouldBeTrue();
        (await FitsAsync(RegionWorld.Password)).ShouldBeFalse();
        (await world.In(context => context.AuditEntries.CountAsync(entry => entry.Action == "account.password", Cancel))).ShouldBe(1);

        Task ChangeAsync(string current, string next) =>
            world.In(context =>
                new ChangePassword(context, AccountRules.Users(context), world.Clock, SignInLimits.Usual).RunAsync(
                    world.Operator with
                    {
                        UserId = user,
                    },
                    new(current, next),
                    Cancel
                )
            );

        async Task<string> RefusalAsync(string current, string next) =>
            (await Should.ThrowAsync<RefusedException>(() => ChangeAsync(current, next))).Errors[0].Field;

        Task<bool> FitsAsync(string password) =>
            world.In(async context =>
            {
                var users = AccountRules.Users(context);
                return await users.CheckPasswordAsync((await users.FindByEmailAsync("person@example.org"))!, password);
            });
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Password_GuessedWithinASession_ClosesTheAccountToThatNetwork(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        var kinds = new List<RefusalKind>();
        for (var guess = 0; guess < 8; guess++)
            kinds.Add((await Should.ThrowAsync<RefusedException>(() => ChangeAsync("127.0.0.1", $"догадка № {guess}"))).Kind);
        kinds.ShouldBe([.. Enumerable.Repeat(RefusalKind.Invalid, 5), .. Enumerable.Repeat(RefusalKind.TooMany, 3)]);
        (await Should.ThrowAsync<RefusedException>(() => ChangeAsync("127.0.0.1", RegionWorld.Password))).Wait.ShouldNotBeNull();
        (await world.In(context => context.AuditEntries.CountAsync(entry => entry.Action == "account.wrong-password", Cancel))).ShouldBe(5);
        // The owner elsewhere goes on.
        await ChangeAsync("198.51.100.7", RegionWorld.Password);

        Task ChangeAsync(string address, string current) =>
            world.In(context =>
                new ChangePassword(context, AccountRules.Users(context), world.Clock, SignInLimits.Usual).RunAsync(
                    world.Operator with
                    {
                        UserId = user,
                        Address = address,
                    },
                    new(current, "высокий берег у моря"),
                    Cancel
                )
            );
    }

    private static Task<User> UserAsync(RegionWorld world, int user) =>
        world.In(context => context.Users.SingleAsync(row => row.Id == user, Cancel));
}
