using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Tests.Letters;
using static Orientir.Core.Tests.Letters.LettersWorld;

namespace Orientir.Core.Tests.Accounts;

public class AcceptInvitationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public enum Meanwhile
    {
        Revoked,
        Renewed,
        Expired,
        Used,
    }

    [Theory]
    [InlineData(Database.Sqlite, Meanwhile.Revoked)]
    [InlineData(Database.Sqlite, Meanwhile.Renewed)]
    [InlineData(Database.Sqlite, Meanwhile.Expired)]
    [InlineData(Database.Sqlite, Meanwhile.Used)]
    [InlineData(Database.Postgres, Meanwhile.Revoked)]
    [InlineData(Database.Postgres, Meanwhile.Renewed)]
    [InlineData(Database.Postgres, Meanwhile.Expired)]
    [InlineData(Database.Postgres, Meanwhile.Used)]
    public async Task Run_OfALinkThatDiesWhileThePasswordIsHashed_MakesNoAccount(Database database, Meanwhile what)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org");
        var invitation = await world.In(context => context.Invitations.Select(row => row.Id).SingleAsync(Cancel));
        var secret = OneTimeLink.SecretIn((await world.LettersAsync()).Single().Link!);
        var hasher = new Overtaken(() =>
            what switch
            {
                Meanwhile.Revoked => RevokeAsync(world, invitation),
                Meanwhile.Renewed => world.In(context =>
                    new RenewInvitations(context, world.Clock).RunAsync(world.Operator, new([invitation], Site), Cancel)
                ),
                Meanwhile.Expired => Task.FromResult(world.Clock.Now += TimeSpan.FromDays(15)),
                _ => AcceptAsync(world, secret),
            }
        );

        (await Should.ThrowAsync<RefusedException>(() => AcceptAsync(world, secret, hasher))).Kind.ShouldBe(RefusalKind.Conflict);
        (await GrantsAsync(world)).ShouldBe(what == Meanwhile.Used ? 1 : 0);
        (await world.In(context => context.Users.CountAsync(Cancel))).ShouldBe(what == Meanwhile.Used ? 1 : 0);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_BesideARevocation_OneOfBothIsTrueAndTheOtherIsTold(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync([.. Enumerable.Range(0, 6).Select(number => $"p{number}@example.org")]);
        foreach (var letter in await world.LettersAsync())
        {
            var before = await GrantsAsync(world);
            var told = await Task.WhenAll(
                Task.Run(
                    () => IsDoneAsync(AcceptAsync(world, OneTimeLink.SecretIn(letter.Link!), new Overtaken(() => Task.CompletedTask))),
                    Cancel
                ),
                Task.Run(() => IsDoneAsync(RevokeAsync(world, letter.CauseId)), Cancel)
            );
            told.Count(done => done).ShouldBe(1);
            (await GrantsAsync(world) - before).ShouldBe(told[0] ? 1 : 0);
        }
    }

    private static async Task<bool> IsDoneAsync(Task work)
    {
        try
        {
            await work;
            return true;
        }
        catch (RefusedException refused)
        {
            refused.Kind.ShouldBe(RefusalKind.Conflict);
            return false;
        }
    }

    private static Task<int> GrantsAsync(RegionWorld world) => world.In(context => context.Grants.CountAsync(Cancel));

    private static Task RevokeAsync(RegionWorld world, int id) =>
        world.In(context => new RevokeInvitation(context, world.Clock).RunAsync(world.Operator, id, Cancel));

    private static async Task<int> AcceptAsync(RegionWorld world, string secret, IPasswordHasher<User>? hasher = null)
    {
        await using var context = world.OpenNowhere();
        return await new AcceptInvitation(context, AccountRules.Users(context, hasher), world.Clock).RunAsync(
            new Actor(0, "", null, [], ""),
            new(secret, "Анна Иванова", RegionWorld.Password),
            Cancel
        );
    }

    /// <summary>Hashes while something else is done.</summary>
    private sealed class Overtaken(Func<Task> by) : IPasswordHasher<User>
    {
        public string HashPassword(User user, string password)
        {
            by().GetAwaiter().GetResult();
            return "хеш";
        }

        public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword) =>
            PasswordVerificationResult.Failed;
    }
}
