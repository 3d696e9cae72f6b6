using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Orientir.Core.Jobs;

namespace Orientir.Core.Tests.Jobs;

public class GiveUpForeignJobsTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 12, 1, 2, 30, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfAKindNobodyKnows_EndsItAfterADayInWords(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await using (var context = Open(store))
        {
            context.Jobs.AddRange(
                Job.Of("backup", 1, null, null, Now),
                Job.Of("counting", 2, null, null, Now),
                Job.Of("backup", 3, null, null, Now)
            );
            await context.SaveChangesAsync(Cancel);
            // A site that knew it was killed at its work.
            (await context.Jobs.SingleAsync(row => row.Payload == "3", Cancel)).Begin(Now);
            await context.SaveChangesAsync(Cancel);
        }
        clock.Advance(GiveUpForeignJobs.Patience);
        (await RunAsync(store)).ShouldBeEmpty();
        clock.Advance(TimeSpan.FromSeconds(1));
        (await RunAsync(store)).ShouldBe(["backup"]);
        (await RunAsync(store)).ShouldBeEmpty();

        await using var after = Open(store);
        (await after.Jobs.OrderBy(row => row.Id).Select(row => new { row.State, row.LastFault }).ToListAsync(Cancel)).ShouldBe([
            new { State = JobState.Failed, LastFault = (string?)GiveUpForeignJobs.NobodyKnows },
            new { State = JobState.Waiting, LastFault = (string?)null },
            new { State = JobState.Failed, LastFault = (string?)GiveUpForeignJobs.NobodyKnows },
        ]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfACancelledOne_EndsItAtOnce(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await using var context = Open(store);
        context.Jobs.Add(Job.Of("backup", 1, null, null, Now));
        await context.SaveChangesAsync(Cancel);
        await context.Jobs.ExecuteUpdateAsync(set => set.SetProperty(row => row.CancelAskedAt, Now), Cancel);
        (await RunAsync(store)).ShouldBeEmpty();
        (await context.Jobs.AsNoTracking().SingleAsync(Cancel)).State.ShouldBe(JobState.Cancelled);
    }

    private Task<IReadOnlyList<string>> RunAsync(TestStore store) =>
        new GiveUpForeignJobs(store.Store.Open, [new CountingKind()], clock).RunAsync(Cancel);

    private static OrientirContext Open(TestStore store)
    {
        var context = store.Store.Open();
        context.AllRegions = true;
        return context;
    }
}
