using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Jobs;

namespace Orientir.Core.Letters;

/// <summary>Orders the job that sends letters: of a region, and of the installation, one is open at a time, and others join it.</summary>
internal static class LettersOrder
{
    /// <summary>
    /// Sees to it that a job sends what was saved within the transaction at hand: the one that is open, or a new one. A server that is away
    /// is not asked anew for that.
    /// </summary>
    /// <param name="context">The unit of work, saved.</param>
    /// <param name="regionId">The region; null for the installation.</param>
    /// <param name="now">UTC.</param>
    /// <param name="atOnce">Somebody wants it now: the server is asked, away or not.</param>
    /// <param name="cancel">Stops.</param>
    /// <param name="notBefore">UTC; a new job is begun no earlier. Null for at once.</param>
    public static async Task JoinAsync(
        OrientirContext context,
        int? regionId,
        DateTime now,
        bool atOnce,
        CancellationToken cancel,
        DateTime? notBefore = null
    )
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{LettersJob.KindName}:{regionId}");
        var job = await context.Jobs.SingleOrDefaultAsync(row => row.JoinedAs == name && row.FinishedAt == null, cancel);
        if (job is null)
            context.Jobs.Add(job = Job.Of(LettersJob.KindName, new { }, regionId, ownerId: null, now, notBefore, name));
        // A wait for a server that is away is never so long; one of a clock that was set back is.
        else if (job.State == JobState.Waiting && (atOnce || job.LastFault is null || job.NotBefore > now + Letter.LongestWait))
            job.Hasten(now);
        try
        {
            await context.SaveManyAsync(cancel);
        }
        catch (DbUpdateConcurrencyException taken)
            when (taken.Entries.Count > 0
                    ? taken.Entries.All(entry => ReferenceEquals(entry.Entity, job))
                    : context.Entry(job).State == EntityState.Added
            )
        {
            // Another order of the same moment, or the job has just begun: one is open.
            context.Entry(job).State = EntityState.Detached;
        }
    }
}
