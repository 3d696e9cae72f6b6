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
/// <param name="Unrecorded">Why some that went out are not on record where they were caused; null where all are.</param>
public sealed record Sending(
    int Sent,
    int Failed,
    DateTime? NextAt,
    string? ServerFault = null,
    bool IsFull = false,
    int Withdrawn = 0,
    Exception? Unrecorded = null
);

/// <summary>
/// Sends the letters that are due, of all regions, until none is left, the server has had its fill for the minute or takes none. Each is
/// claimed, sent and marked by itself: of several sites one has it. Only who is killed, or loses the store, between the server's «taken»
/// and the mark leaves it to be sent again, under the same Message-Id and with the same link.
/// </summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="mail">The mail server.</param>
/// <param name="causes">What the areas know of their letters.</param>
/// <param name="time">The clock.</param>
public sealed class SendLetters(Func<OrientirContext> open, MailSettings mail, IEnumerable<LetterCause> causes, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Somebody may follow the link while its letter is written down; hardly again and again.
    private const int MostLooks = 3;
    private const int AtATime = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<LetterWhy, LetterCause> causeOf = causes
        .SelectMany(cause => cause.Whys, (cause, why) => (cause, why))
        .ToDictionary(pair => pair.why, pair => pair.cause);

    // Longer than the server is waited for to let in and to take the letter.
    private TimeSpan Claim => 2 * mail.Timeout + Minute;

    /// <summary>Sends them.</summary>
    /// <param name="report">Told, after each letter, how many are done and how many there are in all.</param>
    /// <param name="regionId">Whose letters that is told of; null for all.</param>
    /// <param name="cancel">Stops; a letter the server is being given is brought to its end.</param>
    public async Task<Sending> RunAsync(Action<int, int>? report = null, int? regionId = null, CancellationToken cancel = default)
    {
        if (!mail.IsConfigured)
            return new(0, 0, null);
        await using var server = new MailServer(mail);
        var (sent, failed, withdrawn) = (0, 0, 0);
        Exception? unrecorded = null;
        var (told, due) = (0, (int?)null);
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            await using var context = OpenAll();
            var now = time.GetUtcNow().UtcDateTime;
            if (await FullUntilAsync(context, now, cancel) is { } later)
                return await DueLetters.Of(context, later).AnyAsync(cancel)
                    ? Told(later) with
                    {
                        IsFull = true,
                    }
                    : Told(await DueLetters.NextAsync(context, now, cancel));
            // Counted once: what is put meanwhile is told of with the next share.
            if (report is not null)
                due ??= await DueLetters.Of(context, now).CountAsync(row => regionId == null || row.RegionId == regionId, cancel);
            var (letter, taken) = await ClaimAsync(context, now, cancel);
            if (letter is null && taken)
                continue;
            if (letter is null)
                return Told(await DueLetters.NextAsync(context, now, cancel));
            try
            {
                var reasons = await causeOf[letter.Why].WithdrawnAsync(context, [letter], now, cancel);
                if (reasons.TryGetValue(letter.Id, out var reason))
                {
                    letter.Cancel(reason);
                    if (await SaveAsync(context))
                    {
                        withdrawn++;
                        Tell(letter);
                    }
                    continue;
                }
                await causeOf[letter.Why].WriteAnewAsync(context, [letter], cancel);
                // A person changed it meanwhile: it is looked at anew.
                if (context.ChangeTracker.HasChanges() && !await SaveAsync(context))
                    continue;
                await server.SendAsync(letter, now, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                letter.Release();
                await SaveAsync(context);
                throw;
            }
            catch (MailFaultException fault)
            {
                failed += await FailAsync(context, letter, fault);
                Tell(letter);
                if (fault.Kind == MailFaultKind.Server)
                    return Told(await DueLetters.NextAsync(context, now, cancel)) with { ServerFault = letter.Fault };
                continue;
            }
            catch (Exception unforeseen) when (!IsOfTheStore(unforeseen))
            {
                failed += await FailAsync(context, letter, new(MailFaultKind.Later, MailFaultException.WordsOf(unforeseen), unforeseen));
                Tell(letter);
                continue;
            }
            var (recorded, missed) = await RecordAsync(letter.Id, time.GetUtcNow().UtcDateTime);
            sent += recorded ? 1 : 0;
            unrecorded ??= missed;
            Tell(letter);
        }

        void Tell(Letter ended)
        {
            if (report is null || regionId is not null && ended.RegionId != regionId)
                return;
            told++;
            report(told, Math.Max(due!.Value, told));
        }

        Sending Told(DateTime? next) => new(sent, failed, next, Withdrawn: withdrawn, Unrecorded: unrecorded);
    }

    /// <summary>
    /// Writes down that the server took a letter, and what follows from that where it was caused. Whatever is changed or goes wrong there
    /// meanwhile, the letter is not left to go out again.
    /// </summary>
    private async Task<(bool Recorded, Exception? Fault)> RecordAsync(int id, DateTime now)
    {
        Exception? fault = null;
        var (began, look) = (time.GetTimestamp(), 1);
        while (true)
        {
            var byItself = look > MostLooks;
            try
            {
                await using var context = OpenAll();
                var waiting = context.Letters.Where(row => row.Id == id && row.State == LetterState.Waiting);
                // What a person did with it meanwhile stands.
                if (await waiting.SingleOrDefaultAsync(CancellationToken.None) is not { } letter)
                    return (false, null);
                letter.GoOut(now);
                if (!byItself)
                    await causeOf[letter.Why].GoneOutAsync(context, letter, now, CancellationToken.None);
                if (await SaveAsync(context))
                    return (true, byItself ? fault : null);
                fault = new DbUpdateConcurrencyException($"What letter {id} is of is changed again and again.");
                look++;
            }
            // A store that is away for a moment is waited for as long as the claim leaves: no other site takes the letter meanwhile.
            catch (Exception thrown) when (IsAway(thrown) && time.GetElapsedTime(began) < Minute - Pause)
            {
                await Task.Delay(Pause, time, CancellationToken.None);
            }
#pragma warning disable CA1031 // Whatever goes wrong beside the letter, it is written down by itself.
            catch (Exception thrown) when (!byItself)
#pragma warning restore CA1031
            {
                fault = thrown;
                look++;
            }
        }
    }

    private static bool IsAway(Exception fault) =>
        fault is DbException { IsTransient: true } || fault.InnerException is { } inner && IsAway(inner);

    private OrientirContext OpenAll()
    {
        var context = open();
        context.AllRegions = true;
        return context;
    }

    // With the store away nothing can be written down of a letter, and it is not at fault.
    private static bool IsOfTheStore(Exception fault) =>
        fault is DbException or DbUpdateException or OperationCanceledException || fault.InnerException is { } inner && IsOfTheStore(inner);

    /// <summary>The next letter that is due, now this site's alone; taken, where another site was faster.</summary>
    private async Task<(Letter? Letter, bool Taken)> ClaimAsync(OrientirContext context, DateTime now, CancellationToken cancel)
    {
        // Somebody waits at the screen for a new password. What failed comes last, so that one letter does not hold up the others.
        var letter = await DueLetters
            .Of(context, now)
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
        if (!await SaveAsync(context))
            failed = 0;
        if (fault.Kind != MailFaultKind.Server)
            return failed;
        // A server that takes none is not asked anew for each of thousands.
        for (var look = 1; look <= MostLooks; )
        {
            var others = await DueLetters.Of(context, now).OrderBy(row => row.Id).Take(AtATime).ToListAsync(CancellationToken.None);
            foreach (var other in others)
                other.PostponeWith(letter, now);
            if (!await SaveAsync(context))
                look++;
            else if (others.Count == 0)
                break;
            else
                failed += others.Count(other => other.State == LetterState.Failed);
            context.ChangeTracker.Clear();
        }
        return failed;
    }

    /// <summary>
    /// When the server takes the next letter, where it has had its fill for the minute; null where it takes one now. Attempts that lie
    /// ahead are those of a clock that was set back.
    /// </summary>
    private async Task<DateTime?> FullUntilAsync(OrientirContext context, DateTime now, CancellationToken cancel)
    {
        var since = now - Minute;
        var last = await context
            .Letters.Where(row => row.AttemptedAt > since && row.AttemptedAt <= now)
            .OrderByDescending(row => row.AttemptedAt)
            .Select(row => row.AttemptedAt)
            .Skip(mail.PerMinute - 1)
            .FirstOrDefaultAsync(cancel);
        return last + Minute;
    }

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
