using Microsoft.EntityFrameworkCore;
using Orientir.Core.Files;
using Orientir.Core.Office;

namespace Orientir.Core.Jobs;

/// <summary>What became of an attempt.</summary>
/// <param name="State">The state the job is in now.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Fault">What went wrong, for the log.</param>
public sealed record JobEnd(JobState State, string Kind, Exception? Fault = null);

/// <summary>
/// Makes one attempt at a job. Of several sites that begin it at once one has it; while at work it gives signs of life, by which the others
/// know that it need not be taken over.
/// </summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="kinds">What there is to do.</param>
/// <param name="time">The clock.</param>
public sealed class RunJob(Func<OrientirContext> open, IEnumerable<JobKind> kinds, TimeProvider time)
{
    internal const string Broken =
        "Во время работы произошла ошибка, она записана в журнал сайта. Попробуйте ещё раз; если не поможет, сообщите администратору "
        + "время этой попытки.";

    internal const string StoppedTooOften =
        "Сайт несколько раз останавливался во время этой работы. Попробуйте ещё раз; если не поможет, сообщите администратору время "
        + "этой попытки.";

    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(1);

    private const int MostErrors = 3;

    // Somebody may change the same rows meanwhile; hardly again and again.
    private const int MostTold = 3;

    /// <summary>
    /// Makes the attempt; null where there is nothing to do here: it is over, its time has not come, another site is at it or has to be.
    /// </summary>
    /// <param name="id">The job.</param>
    /// <param name="stop">The site stops: the job waits again, for this site or another.</param>
    public async Task<JobEnd?> RunAsync(int id, CancellationToken stop = default)
    {
        await using var context = OpenAll();
        var now = time.GetUtcNow().UtcDateTime;
        if (await context.Jobs.SingleOrDefaultAsync(row => row.Id == id, stop) is not { } job || !job.MayBegin(now))
            return null;
        // While a new version is brought out an older site does not know all kinds: it leaves them to others.
        if (kinds.SingleOrDefault(one => one.Name == job.Kind) is not { } kind)
            return null;
        var takenOver = job.State == JobState.Running;
        if (!await BeginAsync(context, job, now, stop))
            return null;
        var run = new JobRun(job, open, time);
        try
        {
            if (job.CancelAskedAt is not null)
                return await GiveUpAsync(context, job, kind, run, null, null);
            // A process that died told nobody why: the attempt it died in counts.
            if (takenOver && job.Attempts > kind.MostAttempts)
                return await GiveUpAsync(context, job, kind, run, StoppedTooOften, null);
            return await WorkAsync(context, job, kind, run, stop);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Too long without a sign of life: another site has it, and what becomes of it is its to say.
            return null;
        }
    }

    /// <summary>
    /// Begins the attempt; false where another site was faster, or whoever is at it has just given a sign of life: those do not raise the
    /// version, so that they are asked for in the same statement.
    /// </summary>
    private static async Task<bool> BeginAsync(OrientirContext context, Job job, DateTime now, CancellationToken stop)
    {
        var (version, alive) = (job.Version, job.HeartbeatAt);
        context.ChangeTracker.Clear();
        job.Begin(now);
        job.Version++;
        var begun = await context
            .Jobs.Where(row => row.Id == job.Id && row.Version == version && row.HeartbeatAt == alive)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.State, job.State)
                        .SetProperty(row => row.StartedAt, job.StartedAt)
                        .SetProperty(row => row.HeartbeatAt, job.HeartbeatAt)
                        .SetProperty(row => row.Attempts, job.Attempts)
                        .SetProperty(row => row.Done, job.Done)
                        .SetProperty(row => row.Total, job.Total)
                        .SetProperty(row => row.Outcome, job.Outcome)
                        .SetProperty(row => row.Version, job.Version),
                stop
            );
        context.Attach(job);
        return begun == 1;
    }

    private async Task<JobEnd?> WorkAsync(OrientirContext context, Job job, JobKind kind, JobRun run, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var stopPulse = new CancellationTokenSource();
        var pulse = BeatAsync(job, run, end, stopPulse.Token);
        Exception? fault = null;
        try
        {
            await kind.RunAsync(run, end.Token);
        }
#pragma warning disable CA1031 // Whatever a kind throws is a failed attempt.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            fault = thrown;
        }
        await stopPulse.CancelAsync();
        var ended = await pulse;
        if (ended == Ended.TakenOver)
            return null;
        job.Record(run.Progress, run.Outcome);
        if (fault is null)
        {
            if (run.Next is { } next)
                job.GoOn(next);
            else
                job.Finish(time.GetUtcNow().UtcDateTime);
            await context.SaveChangesAsync(CancellationToken.None);
            return new(job.State, job.Kind);
        }
        if (fault is OperationCanceledException && ended == Ended.Cancelled)
            return await GiveUpAsync(context, job, kind, run, null, null);
        if (fault is OperationCanceledException && stop.IsCancellationRequested)
        {
            job.Release();
            await context.SaveChangesAsync(CancellationToken.None);
            return new(job.State, job.Kind);
        }
        return await FailAsync(context, job, kind, run, fault);
    }

    private async Task<JobEnd?> FailAsync(OrientirContext context, Job job, JobKind kind, JobRun run, Exception fault)
    {
        var words = WordsOf(context, fault);
        var final = job.Attempts >= kind.MostAttempts || fault is JobFaultException { Final: true };
        if (final)
            return await GiveUpAsync(context, job, kind, run, words, fault);
        var now = time.GetUtcNow().UtcDateTime;
        job.Fail(words, now, now + kind.WaitAfter(job.Attempts));
        await context.SaveChangesAsync(CancellationToken.None);
        return new(job.State, job.Kind, fault);
    }

    /// <summary>What people are told; files of the site are not named to them.</summary>
    private static string WordsOf(OrientirContext context, Exception fault) =>
        fault switch
        {
            RefusedException or JobFaultException or FileStoreException => fault.Message,
            InputException refused => NotDone(
                string.Join("; ", refused.Errors.Take(MostErrors).Select(error => $"{error.FoundOften}; {error.Allowed}"))
            ),
            _ when DiskFault.IsFull(fault) => NotDone($"{DiskFault.Of(fault)}; освободите место и повторите"),
            _ when context.FaultOf(fault) is { } store => NotDone($"{store.Found}; {store.Remedy}"),
            _ => Broken,
        };

    private static string NotDone(string why) => $"Работа не сделана: {why}. Если это не в Ваших силах, сообщите администратору.";

    /// <summary>
    /// Ends the job without a result; the kind says so where it is waited for, in the same transaction. Where it cannot, the job ends all
    /// the same: left at work it would be taken over for ever.
    /// </summary>
    private async Task<JobEnd?> GiveUpAsync(OrientirContext context, Job job, JobKind kind, JobRun run, string? words, Exception? fault)
    {
        var now = time.GetUtcNow().UtcDateTime;
        // How far it came; the end is saved in the region of the job, together with what its kind says there.
        await context.SaveChangesAsync(CancellationToken.None);
        for (var told = 1; ; told++)
        {
            await using var own = run.Open();
            var (id, version) = (job.Id, job.Version);
            if (
                await own.Jobs.SingleOrDefaultAsync(row => row.Id == id && row.Version == version, CancellationToken.None) is not { } ending
            )
                return null;
            if (words is null)
                ending.FinishCancelled(now);
            else
                ending.Fail(words, now, again: null);
            await using var transaction = await own.Database.BeginTransactionAsync(CancellationToken.None);
            await own.SaveChangesAsync(CancellationToken.None);
            if (told <= MostTold)
            {
                try
                {
                    await kind.GiveUpAsync(own, run, words, CancellationToken.None);
                    await own.SaveChangesAsync(CancellationToken.None);
                }
#pragma warning disable CA1031 // Whatever a kind throws, its job ends.
                catch (Exception thrown)
#pragma warning restore CA1031
                {
                    if (told == MostTold)
                        fault = fault is null ? thrown : new AggregateException(fault, thrown);
                    continue;
                }
            }
            await transaction.CommitAsync(CancellationToken.None);
            return new(ending.State, ending.Kind, fault);
        }
    }

    private enum Ended
    {
        AtWork,
        Cancelled,
        TakenOver,
    }

    /// <summary>Gives signs of life with the progress until stopped; stops the work where it was cancelled or taken over.</summary>
    private async Task<Ended> BeatAsync(Job job, JobRun run, CancellationTokenSource end, CancellationToken cancel)
    {
        var (id, version) = (job.Id, job.Version);
        using var timer = new PeriodicTimer(Pulse, time);
        while (true)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(cancel))
                    return Ended.AtWork;
                await using var context = OpenAll();
                var (now, (done, total)) = (time.GetUtcNow().UtcDateTime, run.Progress);
                var mine = context.Jobs.Where(row => row.Id == id && row.Version == version);
                var beaten = await mine.ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(row => row.HeartbeatAt, now)
                            .SetProperty(row => row.Done, done)
                            .SetProperty(row => row.Total, total),
                    cancel
                );
                var ended =
                    beaten == 0 ? Ended.TakenOver
                    : await mine.AnyAsync(row => row.CancelAskedAt != null, cancel) ? Ended.Cancelled
                    : Ended.AtWork;
                if (ended == Ended.AtWork)
                    continue;
                await end.CancelAsync();
                return ended;
            }
            catch (OperationCanceledException)
            {
                return Ended.AtWork;
            }
#pragma warning disable CA1031 // The database may be away for a moment; the next sign of life says more.
            catch (Exception)
#pragma warning restore CA1031
            {
                continue;
            }
        }
    }

    private OrientirContext OpenAll()
    {
        var context = open();
        context.AllRegions = true;
        return context;
    }
}
