using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class ChangeLookTests
{
    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Look_Changed_IsTheActorsOwnAndOnRecord(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        await ChangeAsync("dark", lowVision: true);
        (await LookAsync()).ShouldBe(("dark", true));
        (await Should.ThrowAsync<RefusedException>(() => ChangeAsync("red", lowVision: false))).Errors.ShouldHaveSingleItem();
        (await LookAsync()).ShouldBe(("dark", true));
        await ChangeAsync("", lowVision: false);
        (await LookAsync()).ShouldBe((null, false));
        (await world.In(context => context.AuditEntries.CountAsync(row => row.Action == "account.look", Cancel))).ShouldBe(2);

        Task ChangeAsync(string theme, bool lowVision) =>
            world.In(context =>
                new ChangeLook(context, world.Clock).RunAsync(world.Operator with { UserId = user }, new(theme, lowVision), Cancel)
            );

        async Task<(string?, bool)> LookAsync()
        {
            var row = await world.In(context => context.Users.AsNoTracking().SingleAsync(one => one.Id == user, Cancel));
            return (row.Theme, row.LowVision);
        }
    }

    private static CancellationToken Cancel => RegionWorld.Cancel;
}
