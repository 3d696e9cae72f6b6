using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Orientir.Core.Jobs;
using Orientir.Core.Tests.Jobs;
using Orientir.Data;
using Orientir.Data.Jobs;

namespace Orientir.Core.Tests.Data;

/// <summary>
/// Jobs with the scheduler under them. What is waited for is said by the jobs themselves; the time limit only ends a test that fails.
/// </summary>
public class RunningJobsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Start_WithJobsWaitingAndAdded_DoesEachOnceOneAfterAnother(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var (atWork, most, done) = (0, 0, new List<int>());
        var begun = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var all = new TaskCompletionSource();
        var kind = new CountingKind
        {
            Does = async (run, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref atWork));
                begun.TrySetResult();
                await go.Task.WaitAsync(Limit, Cancel);
                Interlocked.Decrement(ref atWork);
                lock (done)
                {
                    done.Add(run.Payload<int>());
                    if (done.Count == 6)
                        all.TrySetResult();
                }
            },
        };
        // Added by another process: nobody tells this site of them, the sweep finds them.
        await AddAsync(new Orientir.Data.Store(store.Connection), 1, 2, 3);
        using var site = Site(store, kind);
        await site.StartAsync(Cancel);
        await begun.Task.WaitAsync(Limit, Cancel);
        await AddAsync(store.Store, 4, 5, 6);
        // While the first is held every other has been given its trigger: two at once would be seen.
        await site.SweepAsync(Cancel);
        go.SetResult();
        await all.Task.WaitAsync(Limit, Cancel);
        await site.StopAsync(Cancel);
        done.Order().ShouldBe([1, 2, 3, 4, 5, 6]);
        most.ShouldBe(1);
        await using var context = Open(store.Store);
        (await context.Jobs.CountAsync(row => row.State == JobState.Done, Cancel)).ShouldBe(6);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Stop_WithAJobAtWork_LeavesItToTheNextStart(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var begun = new TaskCompletionSource();
        var first = new CountingKind
        {
            Does = (_, cancel) =>
            {
                begun.TrySetResult();
                return Task.Delay(Timeout.Infinite, cancel);
            },
        };
        await AddAsync(store.Store, 1);
        using (var site = Site(store, first))
        {
            await site.StartAsync(Cancel);
            await begun.Task.WaitAsync(Limit, Cancel);
            await site.StopAsync(Cancel);
        }
        await using (var context = Open(store.Store))
            (await context.Jobs.SingleAsync(Cancel)).State.ShouldBe(JobState.Waiting);
        var done = new TaskCompletionSource();
        using var next = Site(store, new CountingKind { Does = (_, _) => Task.FromResult(done.TrySetResult()) });
        await next.StartAsync(Cancel);
        await done.Task.WaitAsync(Limit, Cancel);
        await next.StopAsync(Cancel);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Stop_OfTheHost_EndsWhatGivesJobsTheirTurn(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var done = new TaskCompletionSource();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        var site = Site(store, new CountingKind { Does = (_, _) => Task.FromResult(done.TrySetResult()) });
        builder.Services.AddHostedService(_ => site);
        var host = builder.Build();
        await host.StartAsync(Cancel);
        await AddAsync(store.Store, 1);
        await done.Task.WaitAsync(Limit, Cancel);
        var scheduler = site.Scheduler.ShouldNotBeNull();
        scheduler.Status.ShouldBe(Quartz.SchedulerStatus.Running);
        await host.StopAsync(Cancel);
        host.Dispose();
        scheduler.Status.ShouldBe(Quartz.SchedulerStatus.Shutdown);
        site.AtWork.ShouldBeFalse();
    }

    [Fact]
    public async Task Start_OfTwoSitesOnPostgres_SharesTheJobs()
    {
        using var store = await TestStore.MigratedAsync(Database.Postgres);
        // Each does one at a time: both are at work at once only where both take part.
        using var together = new Barrier(2);
        CountingKind Kind() => new() { Does = (_, cancel) => Task.Run(() => together.SignalAndWait(Limit, cancel).ShouldBeTrue(), cancel) };
        var (one, other) = (Kind(), Kind());
        using RunningJobs first = Site(store, one),
            second = Site(store, other);
        await Task.WhenAll(first.StartAsync(Cancel), second.StartAsync(Cancel));
        await AddAsync(new Orientir.Data.Store(store.Connection), 1, 2, 3, 4);
        await UntilAsync(store.Store, context => context.Jobs.AllAsync(row => row.State == JobState.Done, Cancel));
        await Task.WhenAll(first.StopAsync(Cancel), second.StopAsync(Cancel));
        (one.Begun, other.Begun).ShouldBe((2, 2));
    }

    [Fact]
    public async Task Start_OfTwoSitesOnOneFile_RunsJobsInOneUntilItStops()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        var (one, other) = (Signalling(), Signalling());
        using RunningJobs first = Site(store, one.Kind),
            second = Site(new Orientir.Data.Store(store.Connection), other.Kind);
        await first.StartAsync(Cancel);
        await AddAsync(store.Store, 1);
        await one.Done.Task.WaitAsync(Limit, Cancel);
        await second.StartAsync(Cancel);
        for (var job = 2; job < 5; job++)
            await AddAsync(store.Store, job);
        await UntilAsync(store.Store, context => context.Jobs.AllAsync(row => row.State == JobState.Done, Cancel));
        (one.Kind.Begun, other.Kind.Begun).ShouldBe((4, 0));
        (first.AtWork, second.AtWork).ShouldBe((true, false));
        await first.StopAsync(Cancel);
        await AddAsync(store.Store, 5);
        await other.Done.Task.WaitAsync(Limit, Cancel);
        await second.StopAsync(Cancel);
        one.Kind.Begun.ShouldBe(4);
    }

    [Fact]
    public async Task Start_WhereTheFileThatElectsCannotBeOpened_SaysSoAndGoesOnOnceItCan()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        var place = store.Store.File + RunningJobs.LockEnding;
        Directory.CreateDirectory(place);
        using var log = new Lines();
        using var site = new RunningJobs(store.Store, [new CountingKind()], [], TimeProvider.System, log);
        await site.StartAsync(Cancel);
        (await log.First.Task.WaitAsync(Limit, Cancel)).ShouldContain(place);
        site.AtWork.ShouldBeFalse();
        Directory.Delete(place);
        await UntilAsync(store.Store, _ => Task.FromResult(site.AtWork));
        await site.StopAsync(Cancel);
    }

    private sealed class Lines : Microsoft.Extensions.Logging.ILoggerFactory, Microsoft.Extensions.Logging.ILogger
    {
        public TaskCompletionSource<string> First { get; } = new();

        public void AddProvider(Microsoft.Extensions.Logging.ILoggerProvider provider) { }

        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => this;

        public void Dispose() { }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(
            Microsoft.Extensions.Logging.LogLevel logLevel,
            Microsoft.Extensions.Logging.EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => First.TrySetResult(formatter(state, exception));
    }

    [Theory]
    [InlineData(Database.Sqlite, Database.Postgres)]
    [InlineData(Database.Postgres, Database.Sqlite)]
    public async Task Start_OnARestoredStore_DoesWhatWaitedAndWhatWasAtWork(Database from, Database into)
    {
        using var store = await TestStore.MigratedAsync(from);
        await AddAsync(store.Store, 1, 2);
        await using (var context = Open(store.Store))
        {
            (await context.Jobs.OrderBy(row => row.Id).FirstAsync(Cancel)).Begin(TimeProvider.System.GetUtcNow().UtcDateTime);
            await context.SaveChangesAsync(Cancel);
        }
        var file = Path.GetTempFileName();
        new WriteBackup(store.Store, TimeProvider.System).Run(file, cancel: Cancel);
        using var restored = TestStore.Empty(into);
        await new RestoreBackup(restored.Store).RunAsync(file, replace: false, Cancel);
        File.Delete(file);
        // Nobody is at it any more, and its last sign of life is as old as the back-up.
        await using (var context = Open(restored.Store))
            await context
                .Jobs.Where(row => row.State == JobState.Running)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.HeartbeatAt, row => row.CreatedAt.AddDays(-1)), Cancel);
        using var site = Site(restored, new CountingKind());
        await site.StartAsync(Cancel);
        await UntilAsync(restored.Store, context => context.Jobs.AllAsync(row => row.State == JobState.Done, Cancel));
        await site.StopAsync(Cancel);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Run_BySitesWhoseClocksStandApart_IsLeftToWhoIsAtIt(int minutes)
    {
        using var store = await TestStore.MigratedAsync(Database.Postgres);
        await AddAsync(store.Store, 1);
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var one = new CountingKind
        {
            Does = (_, cancel) =>
            {
                begun.TrySetResult();
                return end.Task.WaitAsync(cancel);
            },
        };
        using var site = Site(store, one);
        await site.StartAsync(Cancel);
        await begun.Task.WaitAsync(Limit, Cancel);

        var (other, apart) = (new CountingKind(), new ApartTime(TimeProvider.System, TimeSpan.FromMinutes(minutes)));
        (await new FindDueJobs(store.Store.Open, [other], apart).RunAsync(Cancel)).Count.ShouldBe(minutes > 0 ? 1 : 0);
        var time = new DatabaseTime(store.Store, apart);
        await time.LookAsync(Cancel);
        (await new FindDueJobs(store.Store.Open, [other], time).RunAsync(Cancel)).ShouldBeEmpty();

        using var second = new RunningJobs(store.Store, [other], [], time, NullLoggerFactory.Instance);
        await second.StartAsync(Cancel);
        await UntilAsync(store.Store, _ => Task.FromResult(second.AtWork));
        await second.SweepAsync(Cancel);
        end.SetResult();
        await UntilAsync(store.Store, context => context.Jobs.AllAsync(row => row.State == JobState.Done, Cancel));
        await Task.WhenAll(site.StopAsync(Cancel), second.StopAsync(Cancel));
        (one.Begun, other.Begun).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Start_WithoutWhatWasPlanned_PlansItNoMoreOnceNobodyTookIt()
    {
        using var store = await TestStore.MigratedAsync(Database.Postgres);
        using (
            var planning = new RunningJobs(
                store.Store,
                [new CountingKind()],
                [new("counting", new(2, 30))],
                TimeProvider.System,
                NullLoggerFactory.Instance
            )
        )
        {
            await planning.StartAsync(Cancel);
            await UntilAsync(store.Store, _ => Task.FromResult(planning.AtWork));
            await planning.StopAsync(Cancel);
        }
        (await PlannedAsync(store.Store)).ShouldBe(["counting"]);
        await using (var context = Open(store.Store))
        {
            context.Jobs.Add(Job.Of("counting", 1, null, null, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2)));
            await context.SaveChangesAsync(Cancel);
        }

        using var site = new RunningJobs(store.Store, [], [], TimeProvider.System, NullLoggerFactory.Instance);
        await site.StartAsync(Cancel);
        await UntilAsync(store.Store, context => context.Jobs.AllAsync(row => row.State == JobState.Failed, Cancel));
        await UntilAsync(store.Store, async _ => await PlannedAsync(store.Store) is []);
        await site.StopAsync(Cancel);
    }

    private static async Task<List<string>> PlannedAsync(Orientir.Data.Store store)
    {
        await using var context = Open(store);
        return await context
            .Database.SqlQueryRaw<string>("SELECT trigger_name AS \"Value\" FROM qrtz_triggers WHERE trigger_group = 'periodic'")
            .ToListAsync(Cancel);
    }

    private static (CountingKind Kind, TaskCompletionSource Done) Signalling()
    {
        var done = new TaskCompletionSource();
        return (new() { Does = (_, _) => Task.FromResult(done.TrySetResult()) }, done);
    }

    private static RunningJobs Site(TestStore store, CountingKind kind) => Site(store.Store, kind);

    private static RunningJobs Site(Orientir.Data.Store store, CountingKind kind) =>
        new(store, [kind], [], TimeProvider.System, NullLoggerFactory.Instance);

    private static async Task AddAsync(Orientir.Data.Store store, params int[] numbers)
    {
        await using var context = Open(store);
        context.Jobs.AddRange(
            numbers.Select(number => Job.Of("counting", number, null, null, TimeProvider.System.GetUtcNow().UtcDateTime))
        );
        await context.SaveChangesAsync(Cancel);
    }

    private static async Task UntilAsync(Orientir.Data.Store store, Func<OrientirContext, Task<bool>> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Limit);
        while (true)
        {
            await using (var context = Open(store))
                if (await isSo(context))
                    return;
            await Task.Delay(50, limit.Token);
        }
    }

    private static OrientirContext Open(Orientir.Data.Store store)
    {
        var context = store.Open();
        context.AllRegions = true;
        return context;
    }
}
