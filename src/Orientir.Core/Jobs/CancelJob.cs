using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Jobs;

/// <summary>Asks for a job to be stopped: one that waits is not begun, one at work stops at its next sign of life.</summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="kinds">What there is to do.</param>
/// <param name="time">The clock.</param>
public sealed class CancelJob(Func<OrientirContext> open, IEnumerable<JobKind> kinds, TimeProvider time)
{
    /// <summary>Asks.</summary>
    /// <exception cref="RefusedException">No such job, not allowed, it is over, or jobs of its kind are not stopped.</exception>
    public async Task RunAsync(Actor actor, int id, CancellationToken cancel = default)
    {
        await using var context = ActorJobs.Open(open, actor);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var named = await context.Jobs.Where(row => row.Id == id).Select(row => row.Kind).SingleOrDefaultAsync(cancel);
        if (kinds.SingleOrDefault(kind => kind.Name == named)?.WhyNotCancelled is { } reason)
            throw RefusedException.Conflict(reason);
        var asked = await context
            .Jobs.Where(row => row.Id == id && row.FinishedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.CancelAskedAt, now), cancel);
        if (asked == 0)
            throw await context.Jobs.AnyAsync(row => row.Id == id, cancel)
                ? RefusedException.Conflict("Эта работа уже закончилась: отменять нечего.")
                : RefusedException.NotFound("Работа", "а");
        new AuditTrail(context, time).Add(actor, "job.cancel", "job", id);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
