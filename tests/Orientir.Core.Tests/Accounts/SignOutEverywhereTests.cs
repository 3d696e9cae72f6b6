using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class SignOutEverywhereTests
{
    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task SignIns_Ended_AreThoseOfTheActorAlone(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var (user, other) = (
            await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId)),
            await world.AccountAsync("other", new NewGrant(Role.Expert, world.RegionId))
        );
        var before = await StampsAsync();
        await world.In(context =>
            new SignOutEverywhere(context, AccountRules.Users(context), world.Clock).RunAsync(world.Operator with { UserId = user }, Cancel)
        );
        var after = await StampsAsync();
        after[user].ShouldNotBe(before[user]);
        after[other].ShouldBe(before[other]);

        Task<Dictionary<int, string?>> StampsAsync() =>
            world.In(context => context.Users.ToDictionaryAsync(row => row.Id, row => row.SecurityStamp, Cancel));
    }

    private static CancellationToken Cancel => RegionWorld.Cancel;
}
