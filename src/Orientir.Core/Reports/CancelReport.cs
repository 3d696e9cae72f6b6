using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Results;

namespace Orientir.Core.Reports;

/// <summary>Stops the making of a report package; its run stays, and another package of it may be asked for.</summary>
public sealed class CancelReport(OrientirContext context, TimeProvider time)
{
    /// <summary>What a cancelled package says.</summary>
    public const string Cancelled = "Составление отменено.";

    /// <summary>Cancels; gives the key of the run. What is made already stays made.</summary>
    /// <exception cref="RefusedException">No such package, or not allowed.</exception>
    public async Task<int> RunAsync(Actor actor, int packageId, CancellationToken cancel = default)
    {
        var package =
            await new Visible(context, actor, time)
                .Packages.Where(row => row.Id == packageId)
                .Select(row => new
                {
                    row.ResultRunId,
                    row.JobId,
                    row.FinishedAt,
                })
                .SingleOrDefaultAsync(cancel)
            ?? throw RefusedException.NotFound("Отчёт");
        Permissions.Require(actor, Ability.MakeReport);
        if (package.FinishedAt is not null)
            return package.ResultRunId;
        var now = time.GetUtcNow().UtcDateTime;
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        var stopped = await context
            .ReportPackages.Where(row => row.Id == packageId && row.FinishedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.FinishedAt, now).SetProperty(row => row.Failure, Cancelled), cancel);
        if (stopped == 0)
            return package.ResultRunId;
        await context
            .Jobs.Where(row => row.Id == package.JobId && row.FinishedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.CancelAskedAt, now), cancel);
        new AuditTrail(context, time).Add(actor, "report.cancel", "report", packageId);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return package.ResultRunId;
    }
}
