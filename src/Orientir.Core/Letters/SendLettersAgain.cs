using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Letters;

/// <summary>Letters to be sent or printed again.</summary>
/// <param name="Ids">Their keys.</param>
/// <param name="Site">Where new links lead.</param>
public sealed record LettersAgain(IReadOnlyCollection<int> Ids, LetterAddresses Site);

/// <summary>What became of letters that were to be sent again.</summary>
/// <param name="Count">How many are to be sent.</param>
/// <param name="Skipped">Those left out, each with its reason.</param>
public sealed record SentAgain(int Count, IReadOnlyList<SkippedLetter> Skipped);

/// <summary>Sends letters again: those that wait at once, the others anew, with a new link in place of the old one. One that
/// can't be sent holds back no other; one that is not needed any more is cancelled.</summary>
/// <param name="context">The store.</param>
/// <param name="mail">The mail server.</param>
/// <param name="causes">What the areas know of their letters.</param>
/// <param name="time">The clock.</param>
public sealed class SendLettersAgain(OrientirContext context, MailSettings mail, IEnumerable<LetterCause> causes, TimeProvider time)
{
    /// <summary>Puts them to be sent.</summary>
    /// <exception cref="RefusedException">No right to it, none chosen, or no mail.</exception>
    public async Task<SentAgain> RunAsync(Actor actor, LettersAgain input, CancellationToken cancel = default)
    {
        if (!mail.IsConfigured)
            throw RefusedException.Conflict("Почта на этом сайте не настроена. Напечатайте письма и передайте их сами.");
        var letters = await ChosenLetters.ReadAsync(context, actor, time, input.Ids, cancel);
        var (audit, now) = (new AuditTrail(context, time), time.GetUtcNow().UtcDateTime);
        var reasons = await ChosenLetters.WhyNotSentAsync(context, causes, letters, now, cancel);
        var going = letters.FindAll(letter => !reasons.ContainsKey(letter.Id));
        var links = await ChosenLetters.NewLinksAsync(context, causes, going, input.Site, cancel);
        foreach (var letter in going)
        {
            letter.SendAgain(links.GetValueOrDefault(letter.Id), now);
            audit.Add(actor, "letter.send-again", "letter", letter.Id);
        }
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await context.SaveChangesAsync(cancel);
        if (going.Count > 0)
            await LettersOrder.JoinAsync(context, actor.RegionId, now, atOnce: true, cancel);
        await transaction.CommitAsync(cancel);
        return new(going.Count, SkippedLetter.Of(letters, reasons));
    }
}
