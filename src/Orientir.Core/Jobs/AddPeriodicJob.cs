using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Jobs;

/// <summary>Adds the next job of a periodic kind, unless one is still waiting or at work.</summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="time">The clock.</param>
public sealed class AddPeriodicJob(Func<OrientirContext> open, TimeProvider time)
{
    /// <summary>Adds it; false where one is there.</summary>
    public async Task<bool> RunAsync(string kind, CancellationToken cancel = default)
    {
        await using var context = open();
        context.AllRegions = true;
        if (await context.Jobs.AnyAsync(row => row.Kind == kind && row.FinishedAt == null, cancel))
            return false;
        context.Jobs.Add(PeriodicJob.Next(kind, time.GetUtcNow().UtcDateTime));
        try
        {
            await context.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another site, or another click, was first.
            return false;
        }
    }
}
