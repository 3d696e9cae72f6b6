using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Jobs;

/// <summary>A job that may be begun.</summary>
/// <param name="Id">Key.</param>
/// <param name="Kind">Name of its kind.</param>
/// <param name="Abandoned">Whoever was at it gives no sign of life: a trigger it has is of no use.</param>
public sealed record DueJob(int Id, string Kind, bool Abandoned);

/// <summary>Finds the jobs that may be begun now, the oldest first, of each kind so many: a long queue of one holds up no other.</summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="kinds">What this site can do.</param>
/// <param name="time">The clock.</param>
public sealed class FindDueJobs(Func<OrientirContext> open, IEnumerable<JobKind> kinds, TimeProvider time)
{
    private const int MostOfAKind = 20;

    public async Task<IReadOnlyList<DueJob>> RunAsync(CancellationToken cancel = default)
    {
        var known = kinds.Select(kind => kind.Name).ToList();
        await using var context = open();
        context.AllRegions = true;
        var now = time.GetUtcNow().UtcDateTime;
        var (dead, ahead) = (now - Job.Patience, now + Job.ClockSetBack);
        var due = context.Jobs.Where(row =>
            known.Contains(row.Kind)
            && (
                row.State == JobState.Waiting && (row.NotBefore <= now || row.CancelAskedAt != null)
                || row.State == JobState.Running && (row.HeartbeatAt < dead || row.HeartbeatAt > ahead)
            )
        );
        var found = await (
            from kind in due.Select(row => row.Kind).Distinct()
            from job in due.Where(row => row.Kind == kind).OrderBy(row => row.Id).Take(MostOfAKind)
            select new DueJob(job.Id, job.Kind, job.State == JobState.Running)
        ).ToListAsync(cancel);
        return [.. found.OrderBy(job => job.Id)];
    }
}
