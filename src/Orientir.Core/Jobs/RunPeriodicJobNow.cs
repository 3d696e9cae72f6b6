using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Jobs;

/// <summary>Begins work of every day out of turn.</summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="periods">What is done every day.</param>
/// <param name="time">The clock.</param>
public sealed class RunPeriodicJobNow(Func<OrientirContext> open, IEnumerable<PeriodicJob> periods, TimeProvider time)
{
    /// <summary>Adds a job of the kind.</summary>
    /// <exception cref="RefusedException">Not allowed, no such work, or it is already waiting or at work.</exception>
    public async Task RunAsync(Actor actor, string kind, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageInstallationJobs);
        if (periods.All(period => period.Kind != kind))
            throw RefusedException.NotFound("Работа", "а");
        if (!await new AddPeriodicJob(open, time).RunAsync(kind, cancel))
            throw RefusedException.Conflict("Эта работа уже ждёт или выполняется: она видна в списке ниже.");
        await using var context = ActorJobs.Open(open, actor);
        new AuditTrail(context, time).Add(actor, "job.now", "job", 0, null, new { kind });
        await context.SaveChangesAsync(cancel);
    }
}
