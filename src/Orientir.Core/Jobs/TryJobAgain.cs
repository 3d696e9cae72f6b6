using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Jobs;

/// <summary>Begins a job anew that was given up or cancelled, or at once one that waits for its next attempt.</summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="kinds">What there is to do.</param>
/// <param name="time">The clock.</param>
public sealed class TryJobAgain(Func<OrientirContext> open, IEnumerable<JobKind> kinds, TimeProvider time)
{
    /// <summary>Lets it wait for its beginning.</summary>
    /// <exception cref="RefusedException">No such job, not allowed, it is at work or done, or another of its name is open.</exception>
    public async Task RunAsync(Actor actor, int id, CancellationToken cancel = default)
    {
        await using var context = ActorJobs.Open(open, actor);
        var job = await context.Jobs.SingleOrDefaultAsync(row => row.Id == id, cancel) ?? throw RefusedException.NotFound("Работа", "а");
        if (job.State is JobState.Running or JobState.Done)
            throw RefusedException.Conflict("Эта работа уже выполняется или выполнена. Обновите страницу.");
        var now = time.GetUtcNow().UtcDateTime;
        job.TryAgain(now);
        new AuditTrail(context, time).Add(actor, "job.again", "job", id);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another of its name is open, or another click was first.
            throw RefusedException.Conflict("Такая же работа уже ждёт или выполняется: она видна в списке. Повторять эту не нужно.");
        }
        if (kinds.SingleOrDefault(kind => kind.Name == job.Kind) is { } known)
            await known.MakeDueAsync(context, now, cancel);
        await transaction.CommitAsync(cancel);
    }
}
