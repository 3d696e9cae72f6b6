using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class RemoveSecondFactorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfSomebodyElse_SwitchesItOffWithItsKeyOnRecord(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await WithFactorAsync(world, new NewGrant(Role.Expert, world.RegionId));
        var key = await KeyAsync(world, user);
        key.ShouldNotBeNullOrEmpty();
        await RemoveAsync(world, world.Operator, user);
        (await world.In(context => context.Users.SingleAsync(row => row.Id == user, Cancel))).TwoFactorEnabled.ShouldBeFalse();
        (await KeyAsync(world, user)).ShouldNotBe(key);
        (
            await world.In(context => context.AuditEntries.SingleAsync(entry => entry.Action == "account.remove-second-factor", Cancel))
        ).ObjectId.ShouldBe(user);
    }

    [Fact]
    public async Task Run_OfOneselfOrBeyondOnesRegion_IsRefusedAndLeavesIt()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        var user = await WithFactorAsync(world, new NewGrant(Role.Expert, world.RegionId));
        await RefusedAsync(world.Operator with { UserId = user }, RefusalKind.Conflict);
        await RefusedAsync(world.As(new ActorGrant(Role.Ministry, null, null)), RefusalKind.Forbidden);
        await world.In(async context =>
        {
            context.Grants.Add(
                new Grant
                {
                    UserId = user,
                    Role = Role.Administrator,
                    RegionId = null,
                }
            );
            await context.SaveChangesAsync(Cancel);
        });
        await RefusedAsync(world.Operator, RefusalKind.Forbidden);
        (await world.In(context => context.Users.SingleAsync(row => row.Id == user, Cancel))).TwoFactorEnabled.ShouldBeTrue();

        async Task RefusedAsync(Actor actor, RefusalKind kind) =>
            (await Should.ThrowAsync<RefusedException>(() => RemoveAsync(world, actor, user))).Kind.ShouldBe(kind);
    }

    private static async Task<int> WithFactorAsync(RegionWorld world, NewGrant grant)
    {
        var id = await world.AccountAsync("person", grant);
        await world.In(async context =>
        {
            var users = PersonWithTelephone.Users(world, context);
            var user = await context.Users.SingleAsync(row => row.Id == id, Cancel);
            await users.ResetAuthenticatorKeyAsync(user);
            await users.SetTwoFactorEnabledAsync(user, true);
        });
        return id;
    }

    private static Task RemoveAsync(RegionWorld world, Actor actor, int user) =>
        world.In(context =>
            new RemoveSecondFactor(context, PersonWithTelephone.Users(world, context), world.Clock).RunAsync(actor, user, Cancel)
        );

    private static Task<string?> KeyAsync(RegionWorld world, int user) =>
        world.In(async context =>
            await PersonWithTelephone
                .Users(world, context)
                .GetAuthenticatorKeyAsync(await context.Users.SingleAsync(row => row.Id == user, Cancel))
        );
}
