using Microsoft.EntityFrameworkCore;
using Orientir.Core.Office;
using Orientir.Core.Results;

namespace Orientir.Core.Reports;

/// <summary>
/// Makes the report packages that were asked for. Any process may: a package is claimed by its sign of life, and one without for
/// <see cref="Patience"/> belonged to a process that was killed and is taken up again.
/// </summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="time">The clock.</param>
public sealed class MakeReport(Func<OrientirContext> open, TimeProvider time)
{
    /// <summary>How long a package without a sign of life is left to whoever claimed it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>How often a package is taken up before it is given up.</summary>
    public const int MostAttempts = 3;

    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(1);

    /// <summary>A document of a package that was made; null where there is none of that name.</summary>
    public static byte[]? DocumentOf(byte[] package, string name) => OfficePackage.Read(package, name);

    /// <summary>Makes the next package that waits; false where none does. Of one that cannot be made it says so, then throws what was wrong.</summary>
    /// <param name="cancel">Stops: the package waits again, for this process or another.</param>
    public async Task<bool> NextAsync(CancellationToken cancel = default)
    {
        if (await ClaimAsync(cancel).ConfigureAwait(false) is not { } claimed)
            return false;
        DirectoryInfo? folder = null;
        using var stopPulse = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var (done, total) = (0, 0);
        var pulse = BeatAsync(claimed.Id, () => (Volatile.Read(ref done), Volatile.Read(ref total)), given, stopPulse.Token);
        try
        {
            folder = Directory.CreateTempSubdirectory("orientir-report-");
            var loaded = await LoadAsync(claimed.RegionId, claimed.RunId, cancel).ConfigureAwait(false);
            var title = $"{loaded.Campaign.Title}, {loaded.Campaign.Period}";
            var written = new WriteReport().Write(
                loaded.Scored,
                title,
                folder.FullName,
                new SynchronousProgress(progress =>
                {
                    Volatile.Write(ref total, progress.Total);
                    Volatile.Write(ref done, progress.Done);
                }),
                given.Token
            );
            using var zip = new MemoryStream();
            using (var package = new OfficePackage(zip, System.IO.Compression.CompressionLevel.Fastest))
                foreach (var file in written.Files)
                    package.Add(file, await File.ReadAllBytesAsync(Path.Combine(folder.FullName, file), cancel).ConfigureAwait(false));
            await FinishAsync(claimed.Id, zip.ToArray(), null, written.Files.Count, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await ReleaseAsync(claimed.Id).ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException) when (given.IsCancellationRequested)
        {
            // Whoever asked for it has cancelled it: the row says so already.
        }
        catch (Exception)
        {
            // Who asked is told that it failed; why is for the log of whoever runs this.
            await FinishAsync(
                    claimed.Id,
                    null,
                    "Во время составления произошла ошибка, она записана в журнал сайта. Попробуйте ещё раз; если не поможет, сообщите администратору время этой попытки.",
                    0,
                    cancel
                )
                .ConfigureAwait(false);
            throw;
        }
        finally
        {
            await stopPulse.CancelAsync().ConfigureAwait(false);
            await pulse.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            folder?.Delete(recursive: true);
        }
        return true;
    }

    private sealed record Claimed(int Id, int RegionId, int RunId);

    private OrientirContext OpenAll()
    {
        var context = open();
        context.AllRegions = true;
        return context;
    }

    private async Task<Claimed?> ClaimAsync(CancellationToken cancel)
    {
        var context = OpenAll();
        await using var _ = context.ConfigureAwait(false);
        var now = time.GetUtcNow().UtcDateTime;
        var dead = now - Patience;
        await context
            .ReportPackages.Where(row => row.FinishedAt == null && row.HeartbeatAt < dead && row.Attempts >= MostAttempts)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.FinishedAt, now)
                        .SetProperty(
                            row => row.Failure,
                            "Сайт несколько раз останавливался, пока составлял этот отчёт. Составьте его ещё раз; если не поможет, сообщите администратору время этой попытки."
                        ),
                cancel
            )
            .ConfigureAwait(false);
        foreach (
            var waiting in await context
                .ReportPackages.Where(row => row.FinishedAt == null && (row.HeartbeatAt == null || row.HeartbeatAt < dead))
                .OrderBy(row => row.Id)
                .Select(row => new Claimed(row.Id, row.RegionId, row.ResultRunId))
                .Take(10)
                .ToListAsync(cancel)
                .ConfigureAwait(false)
        )
        {
            // Whoever changes the row has it: of several at once only one finds it unclaimed.
            var mine = await context
                .ReportPackages.Where(row =>
                    row.Id == waiting.Id && row.FinishedAt == null && (row.HeartbeatAt == null || row.HeartbeatAt < dead)
                )
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(row => row.StartedAt, now)
                            .SetProperty(row => row.HeartbeatAt, now)
                            .SetProperty(row => row.Attempts, row => row.Attempts + 1)
                            .SetProperty(row => row.Done, 0),
                    cancel
                )
                .ConfigureAwait(false);
            if (mine == 1)
                return waiting;
        }
        return null;
    }

    private async Task BeatAsync(int id, Func<(int Done, int Total)> progress, CancellationTokenSource work, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Pulse, time);
        while (await timer.WaitForNextTickAsync(cancel).ConfigureAwait(false))
        {
            var context = OpenAll();
            await using var _ = context.ConfigureAwait(false);
            var (now, (done, total)) = (time.GetUtcNow().UtcDateTime, progress());
            var ours = await context
                .ReportPackages.Where(row => row.Id == id && row.FinishedAt == null)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(row => row.HeartbeatAt, now)
                            .SetProperty(row => row.Done, done)
                            .SetProperty(row => row.Total, total),
                    cancel
                )
                .ConfigureAwait(false);
            if (ours > 0)
                continue;
            await work.CancelAsync().ConfigureAwait(false);
            return;
        }
    }

    private async Task<LoadedRun> LoadAsync(int region, int run, CancellationToken cancel)
    {
        var context = open();
        await using var _ = context.ConfigureAwait(false);
        context.RegionId = region;
        return (await new LoadRun(context, time).ReadAsync(context.ResultRuns, run, cancel).ConfigureAwait(false))!;
    }

    private async Task FinishAsync(int id, byte[]? content, string? failure, int files, CancellationToken cancel)
    {
        var context = OpenAll();
        await using var _ = context.ConfigureAwait(false);
        var now = time.GetUtcNow().UtcDateTime;
        await context
            .ReportPackages.Where(row => row.Id == id && row.FinishedAt == null)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.FinishedAt, now)
                        .SetProperty(row => row.Content, content)
                        .SetProperty(row => row.Failure, failure)
                        .SetProperty(row => row.Done, files)
                        .SetProperty(row => row.Total, files),
                cancel
            )
            .ConfigureAwait(false);
    }

    private async Task ReleaseAsync(int id)
    {
        var context = OpenAll();
        await using var _ = context.ConfigureAwait(false);
        await context
            .ReportPackages.Where(row => row.Id == id && row.FinishedAt == null)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.StartedAt, (DateTime?)null)
                        .SetProperty(row => row.HeartbeatAt, (DateTime?)null)
                        .SetProperty(row => row.Attempts, row => row.Attempts - 1)
                        .SetProperty(row => row.Done, 0),
                CancellationToken.None
            )
            .ConfigureAwait(false);
    }

    private sealed class SynchronousProgress(Action<ReportProgress> tell) : IProgress<ReportProgress>
    {
        public void Report(ReportProgress value) => tell(value);
    }
}
