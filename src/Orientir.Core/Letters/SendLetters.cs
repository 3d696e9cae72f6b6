using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Letters;

/// <summary>What became of the letters that were due.</summary>
/// <param name="Sent">How many went out.</param>
/// <param name="Failed">How many did not and are not tried again.</param>
/// <param name="NextAt">UTC, when the next one may be tried; null where none waits.</param>
/// <param name="ServerFault">Why the mail server takes none now, for people; null where it does.</param>
/// <param name="Withdrawn">How many were not to go out any more.</param>
/// <param name="IsFull">Whether the server has had its fill for the minute: the next one waits for that alone.</param>
public sealed record Sending(int Sent, int Failed, DateTime? NextAt, string? ServerFault = null, bool IsFull = false, int Withdrawn = 0);

/// <summary>
/// Sends the letters that are due, of all regions, until none is left, the server has had its fill for the minute or takes none. Each is
/// claimed, sent and marked by itself: of several sites one has it. Only who is killed between the server's «taken» and the mark leaves it
/// to be sent again, under the same Message-Id and with the same link.
/// </summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="mail">The mail server.</param>
/// <param name="causes">What the areas know of their letters.</param>
/// <param name="time">The clock.</param>
public sealed class SendLetters(Func<OrientirContext> open, MailSettings mail, IEnumerable<LetterCause> causes, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Dictionary<LetterWhy, LetterCause> causeOf = causes
        .SelectMany(cause => cause.Whys, (cause, why) => (cause, why))
        .ToDictionary(pair => pair.why, pair => pair.cause);

    // Longer than the server is waited for to let in and to take the letter.
    private TimeSpan Claim => 2 * mail.Timeout + Minute;

    /// <summary>Sends them.</summary>
    /// <param name="report">Told, after each letter, how many are done and how many are left.</param>
    /// <param name="cancel">Stops after the letter at hand.</param>
    public async Task<Sending> RunAsync(Action<int, int>? report = null, CancellationToken cancel = default)
    {
        if (!mail.IsConfigured)
            return new(0, 0, null);
        await using var server = new MailServer(mail);
        var (sent, failed, withdrawn) = (0, 0, 0);
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            await using var context = open();
            context.AllRegions = true;
            var now = time.GetUtcNow().UtcDateTime;
            if (await FullUntilAsync(context, now, cancel) is { } later)
                return await Due(context, later).AnyAsync(cancel)
                    ? new(sent, failed, later, IsFull: true, Withdrawn: withdrawn)
                    : new(sent, failed, await NextAsync(context, cancel), Withdrawn: withdrawn);
            var (letter, taken) = await ClaimAsync(context, now, cancel);
            if (letter is null && taken)
                continue;
            if (letter is null)
                return new(sent, failed, await NextAsync(context, cancel), Withdrawn: withdrawn);
            // What is begun is brought to its end, whoever stops meanwhile: a letter broken off may have been taken.
            try
            {
                if (await causeOf[letter.Why].WithdrawnAsync(context, letter, now, cancel) is { } reason)
                {
                    letter.Cancel(reason);
                    await context.SaveChangesAsync(CancellationToken.None);
                    withdrawn++;
                    continue;
                }
                await server.SendAsync(letter, now, CancellationToken.None);
            }
            catch (MailFaultException fault)
            {
                failed += await FailAsync(context, letter, fault);
                if (fault.Kind == MailFaultKind.Server)
                    return new(sent, failed, await NextAsync(context, cancel), letter.Fault, Withdrawn: withdrawn);
                continue;
            }
            catch (Exception unforeseen) when (!IsOfTheStore(unforeseen))
            {
                failed += await FailAsync(context, letter, new(MailFaultKind.Later, MailFaultException.WordsOf(unforeseen), unforeseen));
                continue;
            }
            now = time.GetUtcNow().UtcDateTime;
            letter.GoOut(now);
            await causeOf[letter.Why].GoneOutAsync(context, letter, now, CancellationToken.None);
            await SaveAsync(context);
            sent++;
            if (report is not null)
                report(sent + failed, sent + failed + await Due(context, now).CountAsync(cancel));
        }
    }

    // A next attempt lies further ahead only where the clock was set back.
    private static IQueryable<Letter> Due(OrientirContext context, DateTime now)
    {
        var furthest = now + Letter.LongestWait;
        return context.Letters.Where(row =>
            row.State == LetterState.Waiting
            && (row.NotBefore <= now || row.NotBefore > furthest)
            && (row.ClaimedUntil == null || row.ClaimedUntil < now)
        );
    }

    // With the store away nothing can be written down of a letter, and it is not at fault.
    private static bool IsOfTheStore(Exception fault) =>
        fault is DbException or DbUpdateException or OperationCanceledException || fault.InnerException is { } inner && IsOfTheStore(inner);

    /// <summary>The next letter that is due, now this site's alone; taken, where another site was faster.</summary>
    private async Task<(Letter? Letter, bool Taken)> ClaimAsync(OrientirContext context, DateTime now, CancellationToken cancel)
    {
        // Somebody waits at the screen for a new password. What failed comes last, so that one letter does not hold up the others.
        var letter = await Due(context, now)
            .OrderBy(row => row.Attempts)
            .ThenByDescending(row => row.Why == LetterWhy.NewPassword)
            .ThenBy(row => row.Id)
            .FirstOrDefaultAsync(cancel);
        if (letter is null)
            return (null, false);
        letter.Claim(now, now + Claim);
        return await SaveAsync(context) ? (letter, false) : (null, true);
    }

    /// <summary>Writes down that a letter did not go out; gives how many are not tried again.</summary>
    private static async Task<int> FailAsync(OrientirContext context, Letter letter, MailFaultException fault)
    {
        var now = letter.AttemptedAt!.Value;
        if (fault.Kind == MailFaultKind.Refused)
            letter.Fail(fault.Message);
        else
            letter.Postpone(fault.Message, now);
        var failed = letter.State == LetterState.Failed ? 1 : 0;
        await SaveAsync(context);
        if (fault.Kind != MailFaultKind.Server)
            return failed;
        // A server that takes none is not asked anew for each of thousands.
        var words = letter.Fault;
        var others = Due(context, now);
        var tooOld = now - Letter.Patience;
        failed += await others
            .Where(row => row.WaitingSince <= tooOld)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(row => row.State, LetterState.Failed)
                    .SetProperty(row => row.Fault, words)
                    .SetProperty(row => row.Link, (string?)null)
                    .SetProperty(row => row.Version, row => row.Version + 1)
            );
        var next = now + Letter.WaitAfter(letter.Attempts);
        await others.ExecuteUpdateAsync(set =>
            set.SetProperty(row => row.NotBefore, next)
                .SetProperty(row => row.Fault, words)
                // Each was to go out, and the server was asked.
                .SetProperty(row => row.Attempts, row => row.Attempts + 1)
                .SetProperty(row => row.Version, row => row.Version + 1)
        );
        return failed;
    }

    /// <summary>
    /// When the server takes the next letter, where it has had its fill for the minute; null where it takes one now. Attempts that lie
    /// ahead are those of a clock that was set back.
    /// </summary>
    private async Task<DateTime?> FullUntilAsync(OrientirContext context, DateTime now, CancellationToken cancel)
    {
        var since = now - Minute;
        var tried = await context
            .Letters.Where(row => row.AttemptedAt > since && row.AttemptedAt <= now)
            .OrderByDescending(row => row.AttemptedAt)
            .Select(row => row.AttemptedAt)
            .Take(mail.PerMinute)
            .ToListAsync(cancel);
        return tried.Count < mail.PerMinute ? null : tried[^1] + Minute;
    }

    private static Task<DateTime?> NextAsync(OrientirContext context, CancellationToken cancel) =>
        context
            .Letters.Where(row => row.State == LetterState.Waiting)
            .MinAsync(row => (DateTime?)(row.ClaimedUntil ?? row.NotBefore), cancel);

    /// <summary>Saves; false where another site or a person was faster, and what they did stands.</summary>
    private static async Task<bool> SaveAsync(OrientirContext context)
    {
        try
        {
            await context.SaveChangesAsync(CancellationToken.None);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            context.ChangeTracker.Clear();
            return false;
        }
    }
}
