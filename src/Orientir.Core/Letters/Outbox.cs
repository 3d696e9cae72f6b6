using Orientir.Core.Accounts;

namespace Orientir.Core.Letters;

/// <summary>A letter to be printed and handed over: what is on the sheet.</summary>
/// <param name="Name">Whom it is to.</param>
/// <param name="Email">Address; null where none is known.</param>
/// <param name="Subject">Heading.</param>
/// <param name="Text">The text; of a letter with a link the part before it.</param>
/// <param name="Link">The link; null where the letter has none.</param>
/// <param name="After">The text after the link.</param>
public sealed record LetterSheet(string Name, string? Email, string Subject, string Text, string? Link, string? After);

/// <summary>Letters written: how many wait to be sent, and those to be printed.</summary>
/// <param name="Waiting">How many wait to be sent.</param>
/// <param name="ToPrint">The others.</param>
public sealed record WrittenLetters(int Waiting, IReadOnlyList<LetterSheet> ToPrint);

/// <summary>
/// Puts letters beside their cause into one transaction, with the job that sends them. Where no mail is set up, or no address is known,
/// they are for printing and nothing is sent.
/// </summary>
/// <param name="context">The unit of work of the cause.</param>
/// <param name="actor">Who causes them.</param>
/// <param name="now">UTC.</param>
/// <param name="byMail">Whether mail is set up.</param>
internal sealed class Outbox(OrientirContext context, Actor actor, DateTime now, bool byMail)
{
    private readonly List<LetterSheet> toPrint = [];
    private int waiting;

    /// <summary>Letters put so far.</summary>
    public WrittenLetters Written => new(waiting, toPrint);

    /// <summary>Whether a letter would be sent rather than printed.</summary>
    public bool Sends(string? email) => byMail && email is not null;

    /// <summary>Puts a letter about a row that has its key.</summary>
    /// <param name="text">The letter.</param>
    /// <param name="causeId">Key of the row.</param>
    /// <param name="shown">Whether one for printing is shown in answer to who causes it.</param>
    public Letter Put(LetterText text, int causeId, bool shown = true)
    {
        var letter = Sends(text.Email) ? Letter.ToSend(text, causeId, actor, now) : Letter.ToPrint(text, causeId, actor, now, shown);
        context.Letters.Add(letter);
        if (letter.State != LetterState.Waiting)
            toPrint.Add(new(letter.ToName, letter.ToEmail, letter.Subject, letter.Text, text.Link, letter.After));
        else
            waiting++;
        return letter;
    }

    /// <summary>Orders the job once the letters are saved, in their transaction.</summary>
    public Task OrderJobAsync(CancellationToken cancel) =>
        waiting > 0 ? LettersOrder.JoinAsync(context, actor.RegionId, now, atOnce: false, cancel) : Task.CompletedTask;
}
