using System.Security.Cryptography;
using Orientir.Core.Accounts;

namespace Orientir.Core.Letters;

/// <summary>Why a letter is written.</summary>
public enum LetterWhy
{
    /// <summary>Приглашение.</summary>
    Invitation,

    /// <summary>Новая роль.</summary>
    NewRole,

    /// <summary>Новый пароль.</summary>
    NewPassword,

    /// <summary>Напоминание.</summary>
    Reminder,
}

/// <summary>How far a letter is.</summary>
public enum LetterState
{
    /// <summary>Ждёт отправки.</summary>
    Waiting,

    /// <summary>Отправлено: the mail server took it.</summary>
    Sent,

    /// <summary>Не ушло, and is not tried again by itself.</summary>
    Failed,

    /// <summary>Напечатано, to be handed over.</summary>
    Printed,

    /// <summary>Отменено: what it was about holds no more.</summary>
    Cancelled,

    /// <summary>Для печати: nobody has printed it yet.</summary>
    ToPrint,
}

/// <summary>A letter as it is written.</summary>
/// <param name="Why">Why.</param>
/// <param name="Name">Whom it is to.</param>
/// <param name="Email">Address; null where none is known, and the letter is printed.</param>
/// <param name="Subject">Heading.</param>
/// <param name="Text">The text; of a letter with a secret link the part before it.</param>
/// <param name="Link">The one-time link; null where the letter has none.</param>
/// <param name="After">The text after the link; null where the letter has none.</param>
public sealed record LetterText(
    LetterWhy Why,
    string Name,
    string? Email,
    string Subject,
    string Text,
    string? Link = null,
    string? After = null
);

/// <summary>
/// A letter: written in the transaction of its cause, so that neither is there without the other, sent by a job. A one-time link is kept
/// only while the letter waits to be sent; whoever sends or prints it again gets a new link, and the old one dies.
/// </summary>
public sealed class Letter : IVersioned
{
    /// <summary>How long a letter that does not go out is tried again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(2);

    private const int LongestSubject = 300;
    private const int LongestFault = 500;

    private static readonly int[] MinutesAfter = [1, 2, 5, 10, 20, 40];

    /// <summary>The longest wait for a next attempt.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(MinutesAfter[^1]);

    private Letter() { }

    /// <summary>Key.</summary>
    public int Id { get; private set; }

    /// <summary>The region of who caused it; null for a letter of the installation.</summary>
    public int? RegionId { get; private set; }

    /// <summary>Why it is written.</summary>
    public LetterWhy Why { get; private set; }

    /// <summary>Key of what it is about: the invitation, grant or reminder.</summary>
    public int CauseId { get; private set; }

    /// <summary>Whom it is to.</summary>
    public string ToName { get; private set; } = "";

    /// <summary>The name folded for search: <see cref="Language.FoldedName.Of"/>.</summary>
    public string FoldedName { get; private set; } = "";

    /// <summary>Address, in lower case; null where none is known.</summary>
    public string? ToEmail { get; private set; }

    /// <summary>Heading, one line.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>The text; of a letter with a link the part before it.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The text after the link; null where the letter has none.</summary>
    public string? After { get; private set; }

    /// <summary>The one-time link, while the letter waits; null afterwards and where the letter has none.</summary>
    public string? Link { get; private set; }

    /// <summary>How far it is.</summary>
    public LetterState State { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; private set; }

    /// <summary>Key of the account that caused it; 0 for the installation itself.</summary>
    public int CausedBy { get; private set; }

    /// <summary>The Message-Id, the same however often it is tried: by it a mailbox knows a second copy.</summary>
    public string MessageId { get; private set; } = "";

    /// <summary>UTC since when it is to be sent: it is given up <see cref="Patience"/> later.</summary>
    public DateTime WaitingSince { get; private set; }

    /// <summary>UTC; it is not tried before.</summary>
    public DateTime NotBefore { get; private set; }

    /// <summary>How often it was tried since <see cref="WaitingSince"/>.</summary>
    public int Attempts { get; private set; }

    /// <summary>UTC of the last attempt.</summary>
    public DateTime? AttemptedAt { get; private set; }

    /// <summary>UTC; until then whoever began to send it is left to it.</summary>
    public DateTime? ClaimedUntil { get; private set; }

    /// <summary>Why it did not go out, for people; null where nothing went wrong.</summary>
    public string? Fault { get; private set; }

    /// <summary>UTC, when the mail server took it.</summary>
    public DateTime? SentAt { get; private set; }

    /// <summary>UTC, when it was last printed.</summary>
    public DateTime? PrintedAt { get; private set; }

    /// <summary>Key of the account that printed it.</summary>
    public int? PrintedBy { get; private set; }

    /// <inheritdoc/>
    public long Version { get; set; }

    /// <summary>Whether it has a one-time link, kept here or no more.</summary>
    public bool HasLink => After is not null;

    /// <summary>A letter to be sent.</summary>
    /// <param name="text">The letter.</param>
    /// <param name="causeId">Key of what it is about.</param>
    /// <param name="actor">Who causes it.</param>
    /// <param name="now">UTC.</param>
    public static Letter ToSend(LetterText text, int causeId, Actor actor, DateTime now)
    {
        if (text.Email is null)
            throw new ArgumentException("A letter to be sent has an address.", nameof(text));
        return Of(text, causeId, actor, now);
    }

    /// <summary>
    /// A letter to be printed: no mail, or no address. One shown at once to who causes it counts as printed by them; its link is shown
    /// there and then, and not kept.
    /// </summary>
    /// <param name="text">The letter.</param>
    /// <param name="causeId">Key of what it is about.</param>
    /// <param name="actor">Who causes it.</param>
    /// <param name="now">UTC.</param>
    /// <param name="shown">Whether the sheet is shown in answer.</param>
    public static Letter ToPrint(LetterText text, int causeId, Actor actor, DateTime now, bool shown = true)
    {
        var letter = Of(text, causeId, actor, now);
        if (shown)
            letter.Print(actor.UserId, now);
        else if (letter.HasLink)
            throw new ArgumentException("A link that is not shown is lost.", nameof(shown));
        else
            letter.State = LetterState.ToPrint;
        return letter;
    }

    private static Letter Of(LetterText text, int causeId, Actor actor, DateTime now)
    {
        if (text.Link is null != text.After is null)
            throw new ArgumentException("A link has a text after it.", nameof(text));
        var name = CleanText.Line(text.Name);
        return new()
        {
            RegionId = actor.RegionId,
            Why = text.Why,
            CauseId = causeId,
            ToName = name,
            FoldedName = Language.FoldedName.Of(name),
            ToEmail = text.Email is { } email ? CleanText.Line(email).ToLowerInvariant() : null,
            Subject = Shortened(CleanText.Line(text.Subject), LongestSubject),
            Text = text.Text,
            Link = text.Link,
            After = text.After,
            CreatedAt = now,
            CausedBy = actor.UserId,
            MessageId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            WaitingSince = now,
            NotBefore = now,
        };
    }

    /// <summary>The whole of it, with a link or with words in its place.</summary>
    public string WholeWith(string link) => HasLink ? $"{Text}\n\n{link}\n\n{After}\n" : Text;

    /// <summary>Whether somebody is sending it.</summary>
    public bool IsBeingSent(DateTime now) => State == LetterState.Waiting && ClaimedUntil >= now;

    /// <summary>Begins an attempt; nobody else begins one before the end.</summary>
    public void Claim(DateTime now, DateTime until)
    {
        RequireWaiting();
        if (IsBeingSent(now))
            throw new InvalidOperationException($"Letter {Id} is being sent.");
        (AttemptedAt, ClaimedUntil, Attempts) = (now, until, Attempts + 1);
    }

    /// <summary>Lets go of it as if the attempt had not been begun: the site stops.</summary>
    public void Release()
    {
        RequireWaiting();
        (ClaimedUntil, Attempts) = (null, Attempts - 1);
    }

    /// <summary>The mail server took it.</summary>
    public void GoOut(DateTime now)
    {
        RequireWaiting();
        (State, SentAt, Fault, ClaimedUntil, Link) = (LetterState.Sent, now, null, null, null);
    }

    /// <summary>The attempt failed: another follows later, or none once <see cref="Patience"/> is over.</summary>
    /// <param name="fault">Why, for people.</param>
    /// <param name="now">UTC.</param>
    public void Postpone(string fault, DateTime now) => Postpone(fault, now, WaitAfter(Attempts));

    /// <summary>The server took none when it was asked for another letter: that was an attempt at this one too.</summary>
    /// <param name="asked">The other one, put off.</param>
    /// <param name="now">UTC of that attempt.</param>
    public void PostponeWith(Letter asked, DateTime now)
    {
        Attempts++;
        Postpone(asked.Fault!, now, WaitAfter(asked.Attempts));
    }

    private void Postpone(string fault, DateTime now, TimeSpan wait)
    {
        RequireWaiting();
        if (now >= WaitingSince + Patience)
        {
            Fail(fault);
            return;
        }
        (Fault, NotBefore, ClaimedUntil) = (Shortened(fault, LongestFault), now + wait, null);
    }

    /// <summary>It did not go out, and another attempt would not help.</summary>
    /// <param name="fault">Why, for people.</param>
    public void Fail(string fault)
    {
        RequireWaiting();
        (State, Fault, ClaimedUntil, Link) = (LetterState.Failed, Shortened(fault, LongestFault), null, null);
    }

    /// <summary>Whether it did not go out yet and nobody has it on paper: it can be cancelled.</summary>
    public bool IsOpen => State is LetterState.Waiting or LetterState.Failed or LetterState.ToPrint;

    /// <summary>What it was about holds no more.</summary>
    /// <param name="reason">Why, for people.</param>
    public void Cancel(string reason)
    {
        if (!IsOpen)
            throw new InvalidOperationException($"Letter {Id} is not open: {State}.");
        (State, Fault, ClaimedUntil, Link) = (LetterState.Cancelled, Shortened(reason, LongestFault), null, null);
    }

    /// <summary>It is about another row from now on.</summary>
    /// <param name="causeId">Key of that row.</param>
    public void TurnTo(int causeId) => CauseId = causeId;

    /// <summary>Says the same in other words, with the link it has.</summary>
    /// <param name="text">The letter; its own link does not count.</param>
    public void WriteAnew(LetterText text)
    {
        if (text.Why != Why || text.After is null == HasLink)
            throw new ArgumentException("A letter is written anew for the same reason.", nameof(text));
        (Text, After) = (text.Text, text.After);
    }

    /// <summary>Sends it again: at once where it waits for its next attempt.</summary>
    /// <param name="link">The new link of a letter that has one and does not wait any more.</param>
    /// <param name="now">UTC.</param>
    public void SendAgain(string? link, DateTime now)
    {
        if (ToEmail is null || IsBeingSent(now))
            throw new InvalidOperationException($"Letter {Id} may not be sent again: {State}.");
        if (State != LetterState.Waiting)
        {
            if (HasLink == link is null)
                throw new ArgumentException("A letter with a link is sent again with a new one.", nameof(link));
            // Another letter than before: a mailbox must not take it for the first one.
            (Link, MessageId) = (link, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        }
        (State, WaitingSince, NotBefore, Attempts, Fault, ClaimedUntil) = (LetterState.Waiting, now, now, 0, null, null);
    }

    /// <summary>Printed by somebody. A letter that went out and whose link is not replaced stays one that went out.</summary>
    /// <param name="userId">Key of the account.</param>
    /// <param name="now">UTC.</param>
    public void Print(int userId, DateTime now)
    {
        if (IsBeingSent(now))
            throw new InvalidOperationException($"Letter {Id} is being sent.");
        (PrintedAt, PrintedBy) = (now, userId);
        if (State != LetterState.Sent || HasLink)
            (State, Link, Fault, ClaimedUntil) = (LetterState.Printed, null, null, null);
    }

    /// <summary>How long to wait after so many attempts.</summary>
    public static TimeSpan WaitAfter(int attempts) =>
        TimeSpan.FromMinutes(MinutesAfter[Math.Clamp(attempts - 1, 0, MinutesAfter.Length - 1)]);

    private void RequireWaiting()
    {
        if (State != LetterState.Waiting)
            throw new InvalidOperationException($"Letter {Id} does not wait: {State}.");
    }

    /// <summary>The beginning of a text, with no letter cut in two.</summary>
    internal static string Shortened(string text, int longest) =>
        text.Length <= longest ? text
        : char.IsHighSurrogate(text[longest - 2]) ? text[..(longest - 2)] + "…"
        : text[..(longest - 1)] + "…";
}
