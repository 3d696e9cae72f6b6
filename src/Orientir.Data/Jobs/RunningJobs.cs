using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orientir.Core.Jobs;
using Orientir.Core.Office;
using Quartz;

namespace Orientir.Data.Jobs;

/// <summary>
/// Runs the jobs of a store by Quartz. A trigger of Quartz only points to a row: the row says whether there is anything to do, so that a
/// trigger too many does no harm and one lost is made anew by the sweep. On PostgreSQL every site takes part, in one cluster. On SQLite one
/// site is elected by a file it holds open alone; the triggers stand in a file of their own beside the database (docs/adr/0008-jobs.md).
/// </summary>
/// <param name="store">The store.</param>
/// <param name="kinds">What there is to do.</param>
/// <param name="periods">What is done every day.</param>
/// <param name="time">The clock of the store; triggers go by that of Quartz.</param>
/// <param name="logs">Where faults go.</param>
public sealed partial class RunningJobs(
    Store store,
    IEnumerable<JobKind> kinds,
    IEnumerable<PeriodicJob> periods,
    TimeProvider time,
    ILoggerFactory logs
) : IHostedService, IDisposable
{
    /// <summary>What the name of the file that elects the site of the jobs ends with, after that of the database.</summary>
    internal const string LockEnding = ".jobs";

    /// <summary>What the name of the file of the triggers ends with.</summary>
    internal const string TriggersEnding = ".triggers";

    private const string PeriodicGroup = "periodic";
    private const string JobsGroup = "jobs";
    private static readonly JobKey Run = new("run");
    private static readonly JobKey Sweep = new("sweep");
    private static readonly JobKey Plan = new("plan");

    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // With the half minute a host gives open pages less than the minute and a half after which systemd kills.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(45);

    private readonly ILogger log = logs.CreateLogger<RunningJobs>();
    private readonly IReadOnlyList<JobKind> kinds = [.. kinds];
    private readonly IReadOnlyList<PeriodicJob> periods = [.. periods];
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim sweeping = new(1);
    private Task working = Task.CompletedTask;
    private int woken;
    private bool started;
    private bool disposed;

    /// <summary>Whether this site runs jobs: on SQLite one of several does.</summary>
    public bool AtWork => Scheduler is not null;

    /// <summary>What gives jobs their turn; null while this site runs none.</summary>
    internal IScheduler? Scheduler { get; private set; }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        store.JobsCommitted += Woken;
        working = Task.Run(() => WorkAsync(stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Stops: jobs at work are let go of, for another site or the next start. A letter the mail server is being given is brought to its
    /// end; the time the host gives may be used up by open pages by then, and is not asked for that.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // A host that was disposed is stopped once more by some.
        if (disposed)
            return;
        store.JobsCommitted -= Woken;
        await stopping.CancelAsync();
        await working.WaitAsync(StopPatience, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        disposed = true;
        stopping.Dispose();
        sweeping.Dispose();
    }

    private void Woken(object? sender, EventArgs committed) => Wake();

    /// <summary>Looks for jobs to begin now instead of with the next sweep.</summary>
    public void Wake()
    {
        if (Scheduler is null || Interlocked.Exchange(ref woken, 1) == 1)
            return;
        _ = Task.Run(
            async () =>
            {
                Volatile.Write(ref woken, 0);
                try
                {
                    await SweepAsync(stopping.Token);
                }
#pragma warning disable CA1031 // The next sweep does it.
                catch (Exception fault)
#pragma warning restore CA1031
                {
                    if (fault is not (OperationCanceledException or ObjectDisposedException))
                        NotSwept(log, fault);
                }
            },
            CancellationToken.None
        );
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        using var elected = store.File is null ? null : await ElectAsync(stop);
        IScheduler? own = null;
        while (own is null)
        {
            try
            {
                own = await BuildAsync(stop);
            }
#pragma warning disable CA1031 // The database may be away for a moment: jobs wait for it.
            catch (Exception fault) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                NotStarted(log, fault);
                await Task.Delay(10 * Pause, time, stop);
            }
        }
        try
        {
            Scheduler = own;
            Started(log);
            Wake();
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            Scheduler = null;
            await own.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        }
    }

    /// <summary>
    /// Waits until no other site of the file runs jobs: the system lets go of the lock with the process, whatever ends it.
    /// </summary>
    private async Task<FileStream> ElectAsync(CancellationToken stop)
    {
        string? told = null;
        while (true)
        {
            try
            {
                return new FileStream(store.File + LockEnding, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (Exception held) when (DiskFault.IsHeld(held))
            {
                told = null;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // The election is tried every second; the same fault is logged once.
                if (told != fault.Message)
                    NotElected(log, store.File + LockEnding, fault);
                told = fault.Message;
            }
            await Task.Delay(Pause, time, stop);
        }
    }

    private async Task<IScheduler> BuildAsync(CancellationToken cancel)
    {
        var builder = QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.Services.AddSingleton(logs);
            quartz.Services.AddSingleton(this);
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "orientir";
                options.IdleWaitTime = SweepEvery;
                options.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool(2 + kinds.Sum(kind => kind.AtOnce));
            quartz.UseExecutionLimits(limits =>
            {
                foreach (var kind in kinds)
                    limits.ForGroup(kind.Name, kind.AtOnce, ExecutionLimitScope.Node);
            });
            quartz.UsePersistentStore(persistent =>
            {
                if (store.IsPostgres)
                {
                    persistent.UsePostgres(NpgsqlFactory.Instance, store.Connection);
                    persistent.UseClustering(cluster =>
                        (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5))
                    );
                }
                else
                    persistent.UseSqlite(SqliteFactory.Instance, TriggersOf(store));
                persistent.ProvisionSchema();
            });
        });
        var built = await builder.BuildScheduler(cancel);
        try
        {
            await PrepareAsync(built, cancel);
            return built;
        }
        catch
        {
            // Built, it has threads of its own already.
            await built.Shutdown(waitForJobsToComplete: false, CancellationToken.None);
            throw;
        }
    }

    private async Task PrepareAsync(IScheduler built, CancellationToken cancel)
    {
        await built.AddJob(Durable<RunTriggered>(Run), AddJobOptions.Replacing, cancel);
        await built.AddJob(Durable<SweepTriggered>(Sweep), AddJobOptions.Replacing, cancel);
        await built.AddJob(Durable<PlanTriggered>(Plan), AddJobOptions.Replacing, cancel);
        await built.ScheduleTrigger(
            TriggerBuilder
                .Create()
                .ForJob(Sweep)
                .WithIdentity(Sweep.Name)
                .StartNow()
                .WithSimpleSchedule(schedule => schedule.WithInterval(SweepEvery).RepeatForever())
                .Build(),
            TriggerConflict.Replace,
            cancel
        );
        await PlanAsync(built, cancel);
        await built.Start(cancel);
    }

    private static IJobDetail Durable<TJob>(JobKey key)
        where TJob : IJob => JobBuilder.Create<TJob>().WithIdentity(key).StoreDurably().Build();

    /// <summary>The file of the triggers: they can be made anew from the rows, and do not hold up the one writer of the database.</summary>
    internal static string TriggersOf(Store store) =>
        new SqliteConnectionStringBuilder { DataSource = store.File + TriggersEnding, DefaultTimeout = 30 }.ConnectionString;

    /// <summary>Keeps what is planned as it is, with what was missed while no site ran, and drops what is planned no more.</summary>
    private async Task PlanAsync(IScheduler built, CancellationToken cancel)
    {
        foreach (var kind in kinds.Where(kind => periods.All(period => period.Kind != kind.Name)))
            await built.UnscheduleJob(new TriggerKey(kind.Name, PeriodicGroup), cancel);
        foreach (var period in periods)
        {
            var key = new TriggerKey(period.Kind, PeriodicGroup);
            var when = string.Create(CultureInfo.InvariantCulture, $"0 {period.At.Minute} {period.At.Hour} * * ?");
            if (await built.GetTrigger(key, cancel) is ICronTrigger there && there.CronExpressionString == when)
                continue;
            await built.ScheduleTrigger(
                TriggerBuilder
                    .Create()
                    .ForJob(Plan)
                    .WithIdentity(key)
                    .WithSchedule(CronScheduleBuilder.Create(when).InTimeZone(TimeZoneInfo.Local))
                    .Build(),
                TriggerConflict.Replace,
                cancel
            );
        }
    }

    /// <summary>Gives every job that may be begun a trigger where it has none.</summary>
    internal async Task SweepAsync(CancellationToken cancel)
    {
        if (Scheduler is not { } triggers)
            return;
        await sweeping.WaitAsync(cancel);
        try
        {
            await AddMissingAsync(cancel);
            foreach (var job in await new FindDueJobs(store.Open, kinds, time).RunAsync(cancel))
            {
                var key = new TriggerKey(job.Id.ToString(CultureInfo.InvariantCulture), JobsGroup);
                var there = await triggers.GetTriggerState(key, cancel);
                if (!job.Abandoned && there is not (TriggerState.None or TriggerState.Complete or TriggerState.Error))
                    continue;
                var trigger = TriggerBuilder.Create().ForJob(Run).WithIdentity(key).WithExecutionGroup(job.Kind).StartNow().Build();
                await triggers.ScheduleTrigger(trigger, TriggerConflict.Replace, cancel);
            }
            // What nobody does is planned no more, until a site begins that does it.
            foreach (var kind in await new GiveUpForeignJobs(store.Open, kinds, time).RunAsync(cancel))
                await triggers.UnscheduleJob(new TriggerKey(kind, PeriodicGroup), cancel);
        }
        finally
        {
            sweeping.Release();
        }
    }

    /// <summary>Lets each kind see to it that a job is there where one is wanted.</summary>
    private async Task AddMissingAsync(CancellationToken cancel)
    {
        foreach (var kind in kinds)
        {
            await using var context = store.Open();
            context.AllRegions = true;
            await kind.AddMissingAsync(context, !started, time.GetUtcNow().UtcDateTime, cancel);
        }
        started = true;
    }

    private async Task RunAsync(string key, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, cancel);
        var id = int.Parse(key, CultureInfo.InvariantCulture);
        var end = await new RunJob(store.Open, kinds, time).RunAsync(id, either.Token);
        if (end?.Fault is { } fault)
            Failed(log, id, end.Kind, end.State == JobState.Waiting ? "повторится" : "больше не повторится", fault);
        if (end is not null)
            Wake();
    }

    private Task<bool> AddPeriodicAsync(string kind, CancellationToken cancel) =>
        new AddPeriodicJob(store.Open, time).RunAsync(kind, cancel);

    // Jobs of Quartz: each says only which of the above it stands for.

    private sealed class RunTriggered(RunningJobs jobs) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
            await jobs.RunAsync(context.Trigger.Key.Name, cancellationToken);
    }

    [DisallowConcurrentExecution]
    private sealed class SweepTriggered(RunningJobs jobs) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
            await jobs.SweepAsync(cancellationToken);
    }

    private sealed class PlanTriggered(RunningJobs jobs) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
            await jobs.AddPeriodicAsync(context.Trigger.Key.Name, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "фоновые работы выполняет этот сайт")]
    private static partial void Started(ILogger logger);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "фоновые работы здесь не выполняются: {File} не открывается; пробуем снова каждую секунду"
    )]
    private static partial void NotElected(ILogger logger, string file, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "фоновые работы не начаты")]
    private static partial void NotStarted(ILogger logger, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "не удалось узнать, какие работы начинать")]
    private static partial void NotSwept(ILogger logger, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "работа {Id} {Kind}: попытка не удалась, {Next}")]
    private static partial void Failed(ILogger logger, int id, string kind, string next, Exception fault);
}
