using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class RecordSignInTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task SignIn_Recorded_LeavesTheRowOthersReadAlone(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        // A wrong password elsewhere at the same moment changes the row that this sign-in has read.
        await using var context = world.Open();
        var stale = await context.Users.SingleAsync(row => row.Id == user, Cancel);
        await world.In(async other =>
        {
            var row = await other.Users.SingleAsync(one => one.Id == user, Cancel);
            (row.AccessFailedCount, row.ConcurrencyStamp) = (1, "other");
            await other.SaveChangesAsync(Cancel);
        });
        await new RecordSignIn(context, world.Clock).RunAsync(world.Operator with { UserId = user }, Cancel);
        stale.LastSignInAt.ShouldBeNull();
        var read = await world.In(other => other.Users.SingleAsync(row => row.Id == user, Cancel));
        (read.LastSignInAt, read.AccessFailedCount).ShouldBe((world.Clock.Now, 1));
        (await world.In(other => other.AuditEntries.SingleAsync(entry => entry.Action == "account.sign-in", Cancel))).UserId.ShouldBe(user);
    }
}
