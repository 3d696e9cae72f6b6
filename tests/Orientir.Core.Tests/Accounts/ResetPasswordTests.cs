using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class ResetPasswordTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Link_GivenTwice_LeavesTheLastAloneAlive(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        for (var time = 0; time < 2; time++)
            await ResetAsync(world, world.Operator, user);
        var links = await world.In(context => context.Invitations.OrderBy(row => row.Id).ToListAsync(Cancel));
        links.ShouldAllBe(link => link.UserId == user && link.Role == null);
        links.ConvertAll(link => link.RevokedAt is null).ShouldBe([false, true]);
        links[1].ExpiresAt.ShouldBe(world.Clock.Now + OneTimeLink.Lifetime);
        (await world.In(context => context.Users.SingleAsync(row => row.Id == user, Cancel))).PasswordHash.ShouldNotBeNull();
        (await world.In(context => context.AuditEntries.CountAsync(entry => entry.Action == "account.reset-password", Cancel))).ShouldBe(2);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Link_ToAnAccountWithOtherRoles_IsRefusedToAnOperator(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new(Role.Expert, world.RegionId), new(Role.Administrator, null));
        (await Should.ThrowAsync<RefusedException>(() => ResetAsync(world, world.Operator, user))).Kind.ShouldBe(RefusalKind.Forbidden);
        (
            await Should.ThrowAsync<RefusedException>(() => ResetAsync(world, world.As(new ActorGrant(Role.Ministry, null, null)), user))
        ).Kind.ShouldBe(RefusalKind.Forbidden);
        (await world.In(context => context.Invitations.CountAsync(Cancel))).ShouldBe(0);
    }

    private static Task ResetAsync(RegionWorld world, Actor actor, int user) =>
        world.In(async context =>
        {
            await new ResetPassword(context, world.Clock).RunAsync(actor, new(user, RegionWorld.Site), Cancel);
        });
}
