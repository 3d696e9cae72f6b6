using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Letters;

/// <summary>Letters to be sent or printed again.</summary>
/// <param name="Ids">Their keys.</param>
/// <param name="Site">Where new links lead.</param>
public sealed record LettersAgain(IReadOnlyCollection<int> Ids, LetterAddresses Site);

/// <summary>Sends letters again: those that wait at once, the others anew, with a new link in place of the old one.</summary>
/// <param name="context">The store.</param>
/// <param name="mail">The mail server.</param>
/// <param name="causes">What the areas know of their letters.</param>
/// <param name="time">The clock.</param>
public sealed class SendLettersAgain(OrientirContext context, MailSettings mail, IEnumerable<LetterCause> causes, TimeProvider time)
{
    /// <summary>Puts them to be sent; gives how many.</summary>
    /// <exception cref="RefusedException">No right to it, none chosen, no mail, or a letter that must not go out any more.</exception>
    public async Task<int> RunAsync(Actor actor, LettersAgain input, CancellationToken cancel = default)
    {
        if (!mail.IsConfigured)
            throw RefusedException.Conflict("Почта на этом сайте не настроена. Напечатайте письма и передайте их сами.");
        var letters = await ChosenLetters.ReadAsync(context, actor, time, input.Ids, cancel);
        var (audit, now) = (new AuditTrail(context, time), time.GetUtcNow().UtcDateTime);
        foreach (var letter in letters)
        {
            if (letter.ToEmail is null)
                throw RefusedException.Conflict($"Адрес получателя «{letter.ToName}» неизвестен. Напечатайте это письмо.");
            ChosenLetters.RequireFree(letter, now);
            letter.SendAgain(await ChosenLetters.NewLinkAsync(context, causes, letter, input.Site, now, cancel), now);
            audit.Add(actor, "letter.send-again", "letter", letter.Id);
        }
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await context.SaveChangesAsync(cancel);
        await LettersOrder.JoinAsync(context, actor.RegionId, now, atOnce: true, cancel);
        await transaction.CommitAsync(cancel);
        return letters.Count;
    }
}
