using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Jobs;

/// <summary>
/// Lists what failed of late and concerns an actor: the jobs it waits for, and of an administrator those of the installation. Once a later
/// job of the same kind and payload succeeded there is nothing to tell.
/// </summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="kinds">What there is to do.</param>
/// <param name="time">The clock.</param>
public sealed class ListFailedJobs(Func<OrientirContext> open, IEnumerable<JobKind> kinds, TimeProvider time)
{
    private static readonly TimeSpan Late = TimeSpan.FromDays(7);
    private const int Most = 5;

    /// <summary>Lists the newest of them.</summary>
    /// <exception cref="RefusedException">The actor has to do with no jobs.</exception>
    public async Task<IReadOnlyList<JobLine>> RunAsync(Actor actor, CancellationToken cancel = default)
    {
        await using var context = ActorJobs.Open(open, actor);
        var (since, installation) = (time.GetUtcNow().UtcDateTime - Late, Permissions.Allows(actor, Ability.ManageInstallationJobs));
        var rows = await context
            .Jobs.AsNoTracking()
            .Where(row => row.State == JobState.Failed && row.FinishedAt > since)
            .Where(row => row.OwnerId == actor.UserId || installation && row.OwnerId == null && row.RegionId == null)
            .Where(row =>
                !context.Jobs.Any(later =>
                    later.Id > row.Id && later.Kind == row.Kind && later.Payload == row.Payload && later.State == JobState.Done
                )
            )
            .OrderByDescending(row => row.Id)
            .Take(Most)
            .ToListAsync(cancel);
        return [.. rows.Select(job => JobLine.Of(job, kinds, null))];
    }
}
