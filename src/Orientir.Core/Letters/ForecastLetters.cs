using Microsoft.EntityFrameworkCore;
using Orientir.Core.Jobs;

namespace Orientir.Core.Letters;

/// <summary>When letters that were just put go out, as far as it is known.</summary>
/// <param name="IsAway">The mail server took none when it was last asked, and is not asked at once.</param>
/// <param name="Minutes">In how many minutes all that wait are gone, the server taking so many a minute; at least 1.</param>
public sealed record LettersForecast(bool IsAway, int Minutes);

/// <summary>Tells when letters that were just put go out. The server is one for all regions: so is the queue before it.</summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="mail">The mail server.</param>
/// <param name="time">The clock.</param>
public sealed class ForecastLetters(Func<OrientirContext> open, MailSettings mail, TimeProvider time)
{
    /// <summary>Tells it.</summary>
    public async Task<LettersForecast> RunAsync(CancellationToken cancel = default)
    {
        await using var context = open();
        context.AllRegions = true;
        var now = time.GetUtcNow().UtcDateTime;
        var minute = now - TimeSpan.FromMinutes(1);
        var waiting = context.Letters.Where(row => row.State == LetterState.Waiting);
        // A job that failed for another reason has words that stand at no letter.
        var isAway = await context.Jobs.AnyAsync(
            job =>
                job.Kind == LettersJob.KindName
                && job.State == JobState.Waiting
                && job.NotBefore > now
                && job.LastFault != null
                && waiting.Any(row => row.Fault == job.LastFault),
            cancel
        );
        var asked = await context.Letters.CountAsync(row => row.AttemptedAt > minute && row.AttemptedAt <= now, cancel);
        var due = await waiting.CountAsync(row => row.NotBefore <= now, cancel);
        return new(isAway, Math.Max(1, (asked + due + mail.PerMinute - 1) / mail.PerMinute));
    }
}
