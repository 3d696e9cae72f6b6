using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Files;
using Orientir.Core.Jobs;
using Orientir.Core.Results;

namespace Orientir.Core.Reports;

/// <summary>
/// Asks for the report package of a run: made in the background by <see cref="MakeReport"/>, once a run, and again where the store has
/// lost it.
/// </summary>
public sealed class RequestReport(OrientirContext context, IFileStore files, TimeProvider time)
{
    /// <summary>What a package says whose file is lost.</summary>
    public const string LostText = "Файл этих документов в хранилище утрачен. Цифры в новых будут те же: они хранятся в расчёте.";

    /// <summary>Gives the key of the package, of the one at work or made where there is one.</summary>
    /// <exception cref="RefusedException">No such run, or not allowed.</exception>
    /// <exception cref="FileStoreException">The store of files can't say now whether it has the package.</exception>
    public async Task<int> RunAsync(Actor actor, int runId, CancellationToken cancel = default)
    {
        var run =
            await new Visible(context, actor, time)
                .Runs.Where(row => row.Id == runId)
                .Select(row => new
                {
                    row.Id,
                    row.RegionId,
                    row.CampaignId,
                })
                .SingleOrDefaultAsync(cancel)
            ?? throw RefusedException.NotFound("Расчёт");
        var campaign = await context
            .Campaigns.AsNoTracking()
            .Include(row => row.Decisions)
            .SingleAsync(row => row.Id == run.CampaignId, cancel);
        var now = time.GetUtcNow().UtcDateTime;
        Permissions.Require(actor, Ability.MakeReport, state: campaign.StateAt(now));
        // The same run gives the same figures: only a failure is worth another try.
        var there = context.ReportPackages.AsNoTracking().Where(row => row.ResultRunId == run.Id && row.Failure == null);
        var known = await there.SingleOrDefaultAsync(cancel);
        if (known is not null && !await IsLostAsync(known, cancel))
            return known.Id;

        var isOuter = context.Database.CurrentTransaction is not null;
        await using var transaction = known is null || isOuter ? null : await context.Database.BeginTransactionAsync(cancel);
        if (known is not null)
            await there
                .Where(row => row.Id == known.Id)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.Failure, LostText).SetProperty(row => row.FileId, (int?)null),
                    cancel
                );
        var package = new ReportPackage
        {
            RegionId = run.RegionId,
            ResultRunId = run.Id,
            RequestedAt = now,
            Job = Job.Of(MakeReport.KindName, new ReportPayload(run.Id), run.RegionId, actor.UserId, now),
        };
        context.ReportPackages.Add(package);
        var trail = new AuditTrail(context, time);
        try
        {
            await trail.SaveNewAsync(() => trail.Add(actor, "report.request", "report", package.Id, null, new { run = run.Id }), cancel);
            if (transaction is not null)
                await transaction.CommitAsync(cancel);
            return package.Id;
        }
        catch (DbUpdateConcurrencyException) when (!isOuter)
        {
            // Somebody asked at the same moment.
            if (transaction is not null)
                await transaction.RollbackAsync(cancel);
            context.ChangeTracker.Clear();
            return (await there.SingleAsync(cancel)).Id;
        }
    }

    private async Task<bool> IsLostAsync(ReportPackage package, CancellationToken cancel)
    {
        if (package.FileId is not { } id)
            return false;
        try
        {
            var file = await context.StoredFiles.AsNoTracking().SingleAsync(row => row.Id == id, cancel);
            await using var whole = await new OpenFile(files).RunAsync(file, cancel);
            _ = ReportPackage.NamesIn(file, whole);
            return false;
        }
        catch (FileStoreException lost) when (lost.Fault is not null)
        {
            return true;
        }
    }
}
