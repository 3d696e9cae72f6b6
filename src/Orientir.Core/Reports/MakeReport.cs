using System.Globalization;
using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Files;
using Orientir.Core.Jobs;
using Orientir.Core.Office;
using Orientir.Core.Results;

namespace Orientir.Core.Reports;

/// <summary>The run whose documents a job makes.</summary>
/// <param name="Run">Key of the run.</param>
public sealed record ReportPayload(int Run);

/// <summary>Makes the report packages that were asked for by <see cref="RequestReport"/>.</summary>
/// <param name="files">Where packages are kept.</param>
/// <param name="temporary">Where they are written meanwhile.</param>
public sealed class MakeReport(IFileStore files, TemporaryFolder temporary) : JobKind
{
    /// <summary>Its name on jobs.</summary>
    public const string KindName = "report";

    /// <inheritdoc/>
    public override string Name => KindName;

    /// <inheritdoc/>
    public override string Title => "Документы отчёта";

    /// <inheritdoc/>
    public override int MostAttempts => 3;

    /// <inheritdoc/>
    public override string About(Job job) => $"{Title}, расчёт №\u00A0{job.PayloadAs<ReportPayload>().Run}";

    /// <summary>
    /// Makes the package and keeps it with its run. One made before its job was killed is left as it is: the same run gives the same
    /// figures.
    /// </summary>
    public override async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        if (await FindAsync(run, cancel) is not { } packageId)
            return;
        var loaded = await LoadAsync(run, cancel);
        var folder = temporary.NewFolder();
        try
        {
            var title = $"{loaded.Campaign.Title}, {loaded.Campaign.Period}";
            var written = new WriteReport().Write(
                loaded.Scored,
                title,
                folder.FullName,
                new SynchronousProgress(progress => run.Report(progress.Done, progress.Total)),
                cancel
            );
            await using var zip = new FileStream(Path.Combine(folder.FullName, ".package"), FileMode.CreateNew, FileAccess.ReadWrite);
            using (var package = new OfficePackage(zip, CompressionLevel.Fastest))
                foreach (var file in written.Files)
                    package.Add(file, await File.ReadAllBytesAsync(Path.Combine(folder.FullName, file), cancel));
            zip.Position = 0;
            await KeepAsync(run, packageId, await files.PutAsync(zip, cancel), cancel);
            run.Report(written.Files.Count, written.Files.Count);
            run.Say($"сделано документов: {Russian.Number(written.Files.Count)}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <inheritdoc/>
    public override Task GiveUpAsync(OrientirContext context, JobRun run, string? fault, CancellationToken cancel)
    {
        var now = run.Time.GetUtcNow().UtcDateTime;
        return context
            .ReportPackages.Where(row => row.JobId == run.JobId && row.FinishedAt == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.FinishedAt, now).SetProperty(row => row.Failure, fault ?? CancelReport.Cancelled),
                cancel
            );
    }

    /// <summary>The package of the job, opened again where it was given up before; null where there is nothing to make.</summary>
    private static async Task<int?> FindAsync(JobRun run, CancellationToken cancel)
    {
        await using var context = run.Open();
        var package = await context
            .ReportPackages.Where(row => row.JobId == run.JobId)
            .Select(row => new
            {
                row.Id,
                Made = row.FileId != null,
                row.Failure,
            })
            .SingleOrDefaultAsync(cancel);
        if (package is null || package.Made)
            return null;
        if (package.Failure is null)
            return package.Id;
        var payload = run.Payload<ReportPayload>();
        var reopened = await context
            .ReportPackages.Where(row =>
                row.Id == package.Id && !context.ReportPackages.Any(other => other.ResultRunId == payload.Run && other.Failure == null)
            )
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.FinishedAt, (DateTime?)null).SetProperty(row => row.Failure, (string?)null),
                cancel
            );
        return reopened == 1
            ? package.Id
            : throw new JobFaultException("Документы этого расчёта уже заказаны ещё раз. Откройте их на странице расчёта.", final: true);
    }

    private async Task<LoadedRun> LoadAsync(JobRun run, CancellationToken cancel)
    {
        await using var context = run.Open();
        try
        {
            return (await new LoadRun(context, run.Time).ReadAsync(context.ResultRuns, run.Payload<ReportPayload>().Run, cancel))!;
        }
        catch (DamagedRunException damaged)
        {
            throw new JobFaultException(damaged.Message, final: true, damaged);
        }
    }

    private async Task KeepAsync(JobRun run, int package, FileContent content, CancellationToken cancel)
    {
        await using var context = run.Open();
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        var file = StoredFile.Of(run.RegionId!.Value, string.Create(CultureInfo.InvariantCulture, $"Отчёт {package}.zip"), content);
        context.StoredFiles.Add(file);
        await context.SaveChangesAsync(cancel);
        var (now, fileId) = (run.Time.GetUtcNow().UtcDateTime, (int?)file.Id);
        var kept = await context
            .ReportPackages.Where(row => row.Id == package && row.FinishedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.FinishedAt, now).SetProperty(row => row.FileId, fileId), cancel);
        // One cancelled meanwhile keeps no file.
        if (kept > 0)
            await transaction.CommitAsync(cancel);
    }

    private sealed class SynchronousProgress(Action<ReportProgress> tell) : IProgress<ReportProgress>
    {
        public void Report(ReportProgress value) => tell(value);
    }
}
