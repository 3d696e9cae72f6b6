using Microsoft.Extensions.Time.Testing;
using Orientir.Core.Jobs;

namespace Orientir.Core.Tests.Jobs;

public class FindDueJobsTests
{
    private static readonly DateTime Now = new(2026, 12, 1, 9, 0, 0, DateTimeKind.Utc);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Find_BehindALongQueueOfAnotherKind_GivesTheOldestOfEach(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await using (var context = store.Store.Open())
        {
            context.AllRegions = true;
            context.Jobs.AddRange(Enumerable.Range(0, 1_100).Select(_ => Job.Of("counting", "", null, null, Now)));
            await context.SaveChangesAsync(Cancel);
            context.Jobs.Add(Job.Of("other", "", null, null, Now));
            context.Jobs.Add(Job.Of("other", "", null, null, Now, Now.AddMinutes(1)));
            context.Jobs.Add(Job.Of("unknown", "", null, null, Now));
            await context.SaveChangesAsync(Cancel);
        }
        var found = await new FindDueJobs(
            store.Store.Open,
            [new CountingKind(), new OtherKind()],
            new FakeTimeProvider(new DateTimeOffset(Now))
        ).RunAsync(Cancel);
        found.Select(job => job.Kind).ShouldBe([.. Enumerable.Repeat("counting", 20), "other"]);
        found.Take(20).Select(job => job.Id - found[0].Id).ShouldBe(Enumerable.Range(0, 20));
        found.ShouldAllBe(job => !job.Abandoned);
    }

    private sealed class OtherKind : JobKind
    {
        public override string Name => "other";

        public override string Title => "Другое";

        public override Task RunAsync(JobRun run, CancellationToken cancel) => Task.CompletedTask;
    }
}
