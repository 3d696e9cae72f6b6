using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Jobs;

/// <summary>Work of every day with its last outcome.</summary>
/// <param name="Kind">Name of the kind.</param>
/// <param name="Title">What people read.</param>
/// <param name="At">When it is begun, by the clock of the server.</param>
/// <param name="Last">The last job of it; null where there was none yet.</param>
/// <param name="DoneAt">UTC of the last one that succeeded; null where none did.</param>
public sealed record PeriodicLine(string Kind, string Title, TimeOnly At, Job? Last, DateTime? DoneAt);

/// <summary>Lists the work of every day.</summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="kinds">What there is to do.</param>
/// <param name="periods">What is done every day.</param>
public sealed class ListPeriodicJobs(Func<OrientirContext> open, IEnumerable<JobKind> kinds, IEnumerable<PeriodicJob> periods)
{
    /// <summary>Lists it; empty for who may not begin it.</summary>
    public async Task<IReadOnlyList<PeriodicLine>> RunAsync(Actor actor, CancellationToken cancel = default)
    {
        if (!Permissions.Allows(actor, Ability.ManageInstallationJobs))
            return [];
        await using var context = ActorJobs.Open(open, actor);
        var lines = new List<PeriodicLine>();
        foreach (var period in periods)
        {
            var own = context.Jobs.AsNoTracking().Where(row => row.Kind == period.Kind && row.RegionId == null);
            lines.Add(
                new(
                    period.Kind,
                    kinds.Single(kind => kind.Name == period.Kind).Title,
                    period.At,
                    await own.OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancel),
                    await own.Where(row => row.State == JobState.Done).MaxAsync(row => row.FinishedAt, cancel)
                )
            );
        }
        return lines;
    }
}
