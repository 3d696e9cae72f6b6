using Microsoft.EntityFrameworkCore;
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

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Find_OfEveryStateAndMoment_GivesWhatMayBegin(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await using var context = store.Store.Open();
        context.AllRegions = true;
        var (asked, jobs) = (new List<Job>(), new List<Job>());
        foreach (var wait in (TimeSpan[])[TimeSpan.FromDays(-1), TimeSpan.Zero, TimeSpan.FromTicks(10), TimeSpan.FromDays(1)])
        {
            asked.Add(Job.Of("counting", "", null, null, Now.AddDays(-2), Now + wait));
            jobs.Add(Job.Of("counting", "", null, null, Now.AddDays(-2), Now + wait));
        }
        foreach (var bound in (TimeSpan[])[-Job.Patience, Job.ClockSetBack])
        foreach (var apart in (TimeSpan[])[TimeSpan.FromTicks(-10), TimeSpan.Zero, TimeSpan.FromTicks(10)])
            jobs.Add(Begun(Now + bound + apart));
        jobs.Add(Ended(job => job.Finish(Now)));
        jobs.Add(Ended(job => job.FinishCancelled(Now)));
        jobs.Add(Ended(job => job.Fail("ошибка", Now, again: null)));
        jobs.Add(Ended(job => job.Fail("ошибка", Now, Now.AddMinutes(1))));
        context.Jobs.AddRange([.. asked, .. jobs]);
        await context.SaveChangesAsync(Cancel);
        var stopped = asked.ConvertAll(job => job.Id);
        await context
            .Jobs.Where(job => stopped.Contains(job.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(job => job.CancelAskedAt, Now), Cancel);

        var found = await new FindDueJobs(store.Store.Open, [new CountingKind()], new FakeTimeProvider(new DateTimeOffset(Now))).RunAsync(
            Cancel
        );
        var kept = await context.Jobs.AsNoTracking().OrderBy(job => job.Id).ToListAsync(Cancel);
        kept.Where(job => job.MayBegin(Now)).Select(job => job.Id).ShouldBe(found.Select(job => job.Id));
        found.Count.ShouldBe(asked.Count + 2 + 2);

        static Job Begun(DateTime at)
        {
            var job = Job.Of("counting", "", null, null, at);
            job.Begin(at);
            return job;
        }

        static Job Ended(Action<Job> end)
        {
            var job = Begun(Now.AddDays(-1));
            end(job);
            return job;
        }
    }

    private sealed class OtherKind : JobKind
    {
        public override string Name => "other";

        public override string Title => "Другое";

        public override Task RunAsync(JobRun run, CancellationToken cancel) => Task.CompletedTask;
    }
}
