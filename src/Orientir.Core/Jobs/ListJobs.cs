using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Jobs;

/// <summary>Which jobs are asked for.</summary>
public enum JobFilter
{
    /// <summary>Все.</summary>
    All,

    /// <summary>Ждут и выполняются.</summary>
    Open,

    /// <summary>Не выполнены.</summary>
    Failed,
}

/// <summary>A job as people see it.</summary>
/// <param name="Job">The row.</param>
/// <param name="About">What it does: «Документы отчёта, расчёт № 5».</param>
/// <param name="Owner">Who waits for it; null for the site itself.</param>
/// <param name="Kind">What jobs of its name do; null where this site does not know it.</param>
public sealed record JobLine(Job Job, string About, string? Owner, JobKind? Kind)
{
    /// <summary>The line of a job.</summary>
    internal static JobLine Of(Job job, IEnumerable<JobKind> kinds, string? owner)
    {
        var kind = kinds.SingleOrDefault(one => one.Name == job.Kind);
        return new(job, kind?.About(job) ?? job.Kind, owner, kind);
    }

    /// <summary>How often it is begun before it is given up; null where it never is, or nobody here knows.</summary>
    public int? MostAttempts => Kind?.MostAttempts is { } most and < int.MaxValue ? most : null;

    /// <summary>Whether it is done and left some of it undone.</summary>
    public bool IsDoneInPart => Job.State == JobState.Done && Kind?.IsDoneInPart(Job) == true;

    /// <summary>Whether it waits for a moment of its own.</summary>
    /// <param name="now">UTC.</param>
    public bool WaitsForItsMoment(DateTime now) => Job is { State: JobState.Waiting, CancelAskedAt: null } && Job.NotBefore > now;

    /// <summary>Whether it can be begun anew, or at once instead of at its moment.</summary>
    /// <param name="now">UTC.</param>
    public bool MayTryAgain(DateTime now) => Job.State is JobState.Failed or JobState.Cancelled || WaitsForItsMoment(now);

    /// <summary>Whether it can still be stopped.</summary>
    public bool MayCancel => Job is { FinishedAt: null, CancelAskedAt: null } && Kind?.WhyNotCancelled is null;
}

/// <summary>A part of the list, what is at work first, then the newest.</summary>
/// <param name="Count">Jobs in all that were asked for.</param>
/// <param name="Lines">Those of the part.</param>
public sealed record JobList(int Count, IReadOnlyList<JobLine> Lines);

/// <summary>Lists the jobs an actor has to do with.</summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="kinds">What there is to do.</param>
public sealed class ListJobs(Func<OrientirContext> open, IEnumerable<JobKind> kinds)
{
    public const int PerPage = 50;

    /// <summary>Lists a page of them.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="filter">Which.</param>
    /// <param name="page">The page, from 1; too much is the last.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="RefusedException">The actor has to do with none.</exception>
    public async Task<JobList> RunAsync(Actor actor, JobFilter filter, int page, CancellationToken cancel = default)
    {
        await using var context = ActorJobs.Open(open, actor);
        var jobs = filter switch
        {
            JobFilter.Open => context.Jobs.Where(row => row.FinishedAt == null),
            JobFilter.Failed => context.Jobs.Where(row => row.State == JobState.Failed),
            _ => context.Jobs,
        };
        var count = await jobs.CountAsync(cancel);
        var last = Math.Max(0, (count - 1) / PerPage);
        var rows = await jobs.AsNoTracking()
            .OrderBy(row => row.FinishedAt != null)
            .ThenByDescending(row => row.Id)
            .Skip(Math.Clamp(page - 1, 0, last) * PerPage)
            .Take(PerPage)
            .Select(row => new
            {
                Job = row,
                Owner = context.Users.Where(user => user.Id == row.OwnerId).Select(user => user.DisplayName).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        return new(count, [.. rows.Select(row => JobLine.Of(row.Job, kinds, row.Owner))]);
    }
}
