using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class ChangeAccessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Access_ClosedByAnOperator_SuspendsTheRolesOfItsRegionOnly(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new(Role.Expert, world.RegionId), new(Role.Administrator, null));
        await ChangeAsync(world, world.Operator, user, open: false);
        (await HeldAsync()).ShouldBe([Role.Administrator]);
        (await UserAsync(world, user)).DisabledAt.ShouldBeNull();
        await ChangeAsync(world, world.Operator, user, open: true);
        (await HeldAsync()).ShouldBe([Role.Administrator, Role.Expert], ignoreOrder: true);

        Task<List<Role>> HeldAsync() =>
            world.In(context =>
                context
                    .Grants.Where(grant => grant.UserId == user && grant.SuspendedAt == null)
                    .Select(grant => grant.Role)
                    .ToListAsync(Cancel)
            );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Access_ClosedByAnAdministrator_IsOpenedByNobodyElse(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        await ChangeAsync(world, Actor.Installation(world.RegionId), user, open: false);
        (await UserAsync(world, user)).DisabledAt.ShouldBe(world.Clock.Now);
        (await Should.ThrowAsync<RefusedException>(() => ChangeAsync(world, world.Operator, user, open: true))).Kind.ShouldBe(
            RefusalKind.Conflict
        );
        (
            await Should.ThrowAsync<RefusedException>(() => ChangeAsync(world, world.Operator with { UserId = user }, user, open: false))
        ).Kind.ShouldBe(RefusalKind.Conflict);
        await ChangeAsync(world, Actor.Installation(world.RegionId), user, open: true);
        (await UserAsync(world, user)).DisabledAt.ShouldBeNull();
        (
            await world.In(context =>
                context.AuditEntries.CountAsync(entry => entry.ObjectKind == "user" && entry.ObjectId == user, Cancel)
            )
        ).ShouldBe(3);
    }

    private static Task<User> UserAsync(RegionWorld world, int user) =>
        world.In(context => context.Users.SingleAsync(row => row.Id == user, Cancel));

    private static Task ChangeAsync(RegionWorld world, Actor actor, int user, bool open) =>
        world.In(context => new ChangeAccess(context, world.Clock).RunAsync(actor, new(user, open), Cancel));
}
