using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Letters;

/// <summary>
/// Gives letters to be printed and handed over, and marks who printed them. A letter that waits is not sent any more; the link of one that
/// does not is replaced by a new one, shown only now.
/// </summary>
/// <param name="context">The store.</param>
/// <param name="causes">What the areas know of their letters.</param>
/// <param name="time">The clock.</param>
public sealed class PrintLetters(OrientirContext context, IEnumerable<LetterCause> causes, TimeProvider time)
{
    /// <summary>Gives the sheets.</summary>
    /// <exception cref="RefusedException">No right to it, none chosen, or a letter that must not go out any more.</exception>
    public async Task<IReadOnlyList<LetterSheet>> RunAsync(Actor actor, LettersAgain input, CancellationToken cancel = default)
    {
        var letters = await ChosenLetters.ReadAsync(context, actor, time, input.Ids, cancel);
        var (audit, now, sheets) = (new AuditTrail(context, time), time.GetUtcNow().UtcDateTime, new List<LetterSheet>());
        foreach (var letter in letters)
        {
            ChosenLetters.RequireFree(letter, now);
            var link = letter.Link ?? await ChosenLetters.NewLinkAsync(context, causes, letter, input.Site, now, cancel);
            letter.Print(actor.UserId, now);
            audit.Add(actor, "letter.print", "letter", letter.Id);
            sheets.Add(new(letter.ToName, letter.ToEmail, letter.Subject, letter.Text, link, letter.After));
        }
        await context.SaveChangesAsync(cancel);
        return sheets;
    }
}
