using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Jobs;
using Orientir.Core.Results;

namespace Orientir.Core.Reports;

/// <summary>Asks for the report package of a run: made in the background by <see cref="MakeReport"/>, once a run.</summary>
public sealed class RequestReport(OrientirContext context, TimeProvider time)
{
    /// <summary>Gives the key of the package, of the one at work or made where there is one.</summary>
    /// <exception cref="RefusedException">No such run, or not allowed.</exception>
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
        // The same run gives the same bytes: only a failure is worth another try.
        var there = context.ReportPackages.Where(row => row.ResultRunId == run.Id && row.Failure == null).Select(row => (int?)row.Id);
        if (await there.SingleOrDefaultAsync(cancel) is { } id)
            return id;

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
            return package.Id;
        }
        catch (DbUpdateConcurrencyException) when (context.Database.CurrentTransaction is null)
        {
            // Somebody asked at the same moment.
            context.ChangeTracker.Clear();
            return (await there.SingleAsync(cancel))!.Value;
        }
    }
}
