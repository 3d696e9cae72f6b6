using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Letters;

/// <summary>A letter that was chosen and left as it is, or is not needed any more.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Name">Whom it is to.</param>
/// <param name="Subject">Its heading.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record SkippedLetter(int Id, string Name, string Subject, string Reason)
{
    internal static SkippedLetter Of(Letter letter, string reason) => new(letter.Id, letter.ToName, letter.Subject, reason);
}

/// <summary>Letters somebody chose to send or print again.</summary>
internal static class ChosenLetters
{
    private const int Most = 500;

    public static async Task<List<Letter>> ReadAsync(
        OrientirContext context,
        Actor actor,
        TimeProvider time,
        IReadOnlyCollection<int> ids,
        CancellationToken cancel
    )
    {
        Permissions.Require(actor, Ability.ManageAccounts);
        if (ids.Count == 0)
            throw RefusedException.Invalid(new FieldError("Chosen", "Отметьте хотя бы одно письмо."));
        if (ids.Count > Most)
            throw RefusedException.Invalid(new FieldError("Chosen", $"Отметьте не больше {Most} писем за раз."));
        var letters = await new Visible(context, actor, time)
            .Letters.Where(row => ids.Contains(row.Id))
            .OrderBy(row => row.Id)
            .ToListAsync(cancel);
        return letters.Count > 0 ? letters : throw RefusedException.NotFound("Письмо", "о");
    }

    /// <summary>Why a letter can't be sent again now; null where it can.</summary>
    public static async Task<string?> WhyNotSentAsync(
        OrientirContext context,
        IEnumerable<LetterCause> causes,
        Letter letter,
        DateTime now,
        CancellationToken cancel
    ) =>
        string.IsNullOrWhiteSpace(letter.ToEmail) ? "адреса нет: письмо можно напечатать"
        : letter.IsBeingSent(now) ? BeingSent
        : await WithdrawnAsync(context, causes, letter, now, cancel);

    /// <summary>Why a letter can't be printed now; null where it can. Without a link it is paper whatever became of its cause.</summary>
    public static async Task<string?> WhyNotPrintedAsync(
        OrientirContext context,
        IEnumerable<LetterCause> causes,
        Letter letter,
        DateTime now,
        CancellationToken cancel
    ) =>
        letter.IsBeingSent(now) ? BeingSent
        : letter.HasLink ? await WithdrawnAsync(context, causes, letter, now, cancel)
        : null;

    /// <summary>A new link of a letter that has one and does not keep it any more; null where none is needed.</summary>
    public static async Task<string?> NewLinkAsync(
        OrientirContext context,
        IEnumerable<LetterCause> causes,
        Letter letter,
        LetterAddresses site,
        CancellationToken cancel
    ) =>
        !letter.HasLink || letter.Link is not null
            ? null
            : site.OneTimeLink(await CauseOf(causes, letter).NewSecretAsync(context, letter, cancel));

    private const string BeingSent = "как раз отправляется: обновите страницу через минуту";

    private static async Task<string?> WithdrawnAsync(
        OrientirContext context,
        IEnumerable<LetterCause> causes,
        Letter letter,
        DateTime now,
        CancellationToken cancel
    )
    {
        if (await CauseOf(causes, letter).WithdrawnAsync(context, letter, now, cancel) is not { } reason)
            return null;
        // It would be chosen in vain again and again.
        if (letter.IsOpen)
            letter.Cancel(reason);
        return $"больше не нужно: {reason}";
    }

    private static LetterCause CauseOf(IEnumerable<LetterCause> causes, Letter letter) =>
        causes.Single(one => one.Whys.Contains(letter.Why));
}
