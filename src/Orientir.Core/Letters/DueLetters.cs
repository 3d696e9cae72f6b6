using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Letters;

/// <summary>Which letters are to be sent now, and when the next one is.</summary>
internal static class DueLetters
{
    /// <summary>Those that wait, whose moment has come, and that nobody is sending.</summary>
    /// <param name="context">A context over the regions asked about.</param>
    /// <param name="now">UTC.</param>
    public static IQueryable<Letter> Of(OrientirContext context, DateTime now)
    {
        var furthest = Furthest(now);
        return context.Letters.Where(row =>
            row.State == LetterState.Waiting
            && (row.NotBefore <= now || row.NotBefore > furthest)
            && (row.ClaimedUntil == null || row.ClaimedUntil < now)
        );
    }

    /// <summary>
    /// UTC, when the next of them may be tried; null where none waits. Whoever holds one beyond its time is gone, and the letter is due.
    /// </summary>
    public static Task<DateTime?> NextAsync(OrientirContext context, DateTime now, CancellationToken cancel)
    {
        var furthest = Furthest(now);
        return context
            .Letters.Where(row => row.State == LetterState.Waiting)
            .MinAsync(
                row =>
                    row.ClaimedUntil >= now ? row.ClaimedUntil
                    : row.NotBefore <= now || row.NotBefore > furthest ? now
                    : (DateTime?)row.NotBefore,
                cancel
            );
    }

    // A next attempt lies further ahead only where the clock was set back.
    private static DateTime Furthest(DateTime now) => now + Letter.LongestWait;
}
