using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Letters;

/// <summary>Letters on paper.</summary>
/// <param name="Sheets">What is to be printed.</param>
/// <param name="Skipped">Those left out, each with its reason.</param>
public sealed record PrintedLetters(IReadOnlyList<LetterSheet> Sheets, IReadOnlyList<SkippedLetter> Skipped);

/// <summary>
/// Gives letters to be printed and handed over, and marks who printed them. A letter that waits is not sent any more; the link of one that
/// does not is replaced by a new one, shown only now. One that can't be printed holds back no other.
/// </summary>
/// <param name="context">The store.</param>
/// <param name="causes">What the areas know of their letters.</param>
/// <param name="time">The clock.</param>
public sealed class PrintLetters(OrientirContext context, IEnumerable<LetterCause> causes, TimeProvider time)
{
    /// <summary>Gives the sheets.</summary>
    /// <exception cref="RefusedException">No right to it, or none chosen.</exception>
    public async Task<PrintedLetters> RunAsync(Actor actor, LettersAgain input, CancellationToken cancel = default)
    {
        var letters = await ChosenLetters.ReadAsync(context, actor, time, input.Ids, cancel);
        var (audit, now) = (new AuditTrail(context, time), time.GetUtcNow().UtcDateTime);
        var reasons = await ChosenLetters.WhyNotPrintedAsync(context, causes, letters, now, cancel);
        var printed = letters.FindAll(letter => !reasons.ContainsKey(letter.Id));
        await ChosenLetters.WriteAnewAsync(context, causes, printed, cancel);
        var links = await ChosenLetters.NewLinksAsync(context, causes, printed, input.Site, cancel);
        var sheets = new List<LetterSheet>();
        foreach (var letter in printed)
        {
            var link = letter.Link ?? links.GetValueOrDefault(letter.Id);
            letter.Print(actor.UserId, now);
            audit.Add(actor, "letter.print", "letter", letter.Id);
            sheets.Add(new(letter.ToName, letter.ToEmail, letter.Subject, letter.Text, link, letter.After));
        }
        await context.SaveChangesAsync(cancel);
        return new(sheets, SkippedLetter.Of(letters, reasons));
    }
}
