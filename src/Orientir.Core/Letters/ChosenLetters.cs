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
    internal static IReadOnlyList<SkippedLetter> Of(IEnumerable<Letter> chosen, IReadOnlyDictionary<int, string> reasons) =>
        [
            .. chosen
                .Where(letter => reasons.ContainsKey(letter.Id))
                .Select(letter => new SkippedLetter(letter.Id, letter.ToName, letter.Subject, reasons[letter.Id])),
        ];
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

    /// <summary>Why letters can't be sent again now, by their keys; those that can are not in it.</summary>
    public static async Task<IReadOnlyDictionary<int, string>> WhyNotSentAsync(
        OrientirContext context,
        IEnumerable<LetterCause> causes,
        IReadOnlyCollection<Letter> letters,
        DateTime now,
        CancellationToken cancel
    )
    {
        var withdrawn = await WithdrawnAsync(context, causes, letters, now, cancel);
        return ReasonsOf(
            letters,
            letter =>
                string.IsNullOrWhiteSpace(letter.ToEmail) ? "адреса нет: письмо можно напечатать"
                : letter.IsBeingSent(now) ? BeingSent
                : WithdrawnBy(withdrawn, letter)
        );
    }

    /// <summary>
    /// Why letters can't be printed now, by their keys; those that can are not in it. One without a link is paper whatever became of its
    /// cause.
    /// </summary>
    public static async Task<IReadOnlyDictionary<int, string>> WhyNotPrintedAsync(
        OrientirContext context,
        IEnumerable<LetterCause> causes,
        IReadOnlyCollection<Letter> letters,
        DateTime now,
        CancellationToken cancel
    )
    {
        var withdrawn = await WithdrawnAsync(context, causes, [.. letters.Where(letter => letter.HasLink)], now, cancel);
        return ReasonsOf(letters, letter => letter.IsBeingSent(now) ? BeingSent : WithdrawnBy(withdrawn, letter));
    }

    /// <summary>Lets letters say what holds by now.</summary>
    public static async Task WriteAnewAsync(
        OrientirContext context,
        IEnumerable<LetterCause> causes,
        IReadOnlyCollection<Letter> letters,
        CancellationToken cancel
    )
    {
        foreach (var (cause, own) in ByCause(causes, letters))
            await cause.WriteAnewAsync(context, own, cancel);
    }

    /// <summary>New links of the letters that have one and do not keep it any more, by their keys.</summary>
    public static async Task<IReadOnlyDictionary<int, string>> NewLinksAsync(
        OrientirContext context,
        IEnumerable<LetterCause> causes,
        IReadOnlyCollection<Letter> letters,
        LetterAddresses site,
        CancellationToken cancel
    )
    {
        var links = new Dictionary<int, string>();
        foreach (var (cause, own) in ByCause(causes, letters.Where(letter => letter.HasLink && letter.Link is null)))
        foreach (var (id, secret) in await cause.NewSecretsAsync(context, own, cancel))
            links[id] = site.OneTimeLink(secret);
        return links;
    }

    private const string BeingSent = "как раз отправляется: обновите страницу через минуту";

    private static Dictionary<int, string> ReasonsOf(IReadOnlyCollection<Letter> letters, Func<Letter, string?> reasonOf) =>
        letters
            .Select(letter => (letter.Id, Reason: reasonOf(letter)))
            .Where(one => one.Reason is not null)
            .ToDictionary(one => one.Id, one => one.Reason!);

    private static string? WithdrawnBy(Dictionary<int, string> withdrawn, Letter letter)
    {
        if (!withdrawn.TryGetValue(letter.Id, out var reason))
            return null;
        // It would be chosen in vain again and again.
        if (letter.IsOpen)
            letter.Cancel(reason);
        return $"больше не нужно: {reason}";
    }

    private static async Task<Dictionary<int, string>> WithdrawnAsync(
        OrientirContext context,
        IEnumerable<LetterCause> causes,
        IReadOnlyCollection<Letter> letters,
        DateTime now,
        CancellationToken cancel
    )
    {
        var withdrawn = new Dictionary<int, string>();
        foreach (var (cause, own) in ByCause(causes, letters))
        foreach (var (id, reason) in await cause.WithdrawnAsync(context, own, now, cancel))
            withdrawn[id] = reason;
        return withdrawn;
    }

    private static IEnumerable<(LetterCause Cause, List<Letter> Letters)> ByCause(
        IEnumerable<LetterCause> causes,
        IEnumerable<Letter> letters
    ) => letters.GroupBy(letter => causes.Single(one => one.Whys.Contains(letter.Why))).Select(own => (own.Key, own.ToList()));
}
