using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Jobs;

/// <summary>Begins work of every day out of turn. One that waits already is brought forward.</summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="periods">What is done every day.</param>
/// <param name="time">The clock.</param>
public sealed class RunPeriodicJobNow(Func<OrientirContext> open, IEnumerable<PeriodicJob> periods, TimeProvider time)
{
    /// <summary>Adds a job of the kind, or lets the one that waits begin at once.</summary>
    /// <exception cref="RefusedException">Not allowed, no such work, or it is at work.</exception>
    public async Task RunAsync(Actor actor, string kind, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageInstallationJobs);
        if (periods.All(period => period.Kind != kind))
            throw RefusedException.NotFound("Работа", "а");
        await using var context = ActorJobs.Open(open, actor);
        var (now, there) = (
            time.GetUtcNow().UtcDateTime,
            await context.Jobs.Where(row => row.Kind == kind && row.FinishedAt == null).ToListAsync(cancel)
        );
        if (there.Any(job => job.State == JobState.Running))
            throw RefusedException.Conflict("Эта работа уже выполняется: она видна в списке ниже.");
        if (there.Count == 0)
            context.Jobs.Add(PeriodicJob.Next(kind, now));
        foreach (var job in there)
            job.TryAgain(now);
        new AuditTrail(context, time).Add(actor, "job.now", "job", 0, null, new { kind });
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another click, or another site, was first.
            throw RefusedException.Conflict("Эту работу только что начали: она видна в списке ниже.");
        }
    }
}
