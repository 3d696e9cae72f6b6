using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Letters;

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

    public static void RequireFree(Letter letter, DateTime now)
    {
        if (letter.IsBeingSent(now))
            throw RefusedException.Conflict(
                $"Письмо «{letter.Subject}» ({letter.ToName}) как раз отправляется. Обновите страницу через минуту."
            );
    }

    /// <summary>A new link of a letter that has one and does not keep it any more; null where none is needed.</summary>
    public static async Task<string?> NewLinkAsync(
        OrientirContext context,
        IEnumerable<LetterCause> causes,
        Letter letter,
        LetterAddresses site,
        DateTime now,
        CancellationToken cancel
    )
    {
        if (!letter.HasLink || letter.Link is not null)
            return null;
        var cause = causes.Single(one => one.Whys.Contains(letter.Why));
        if (await cause.WithdrawnAsync(context, letter, now, cancel) is { } reason)
            throw RefusedException.Conflict($"Письмо «{letter.Subject}» ({letter.ToName}) больше не нужно: {reason}.");
        return site.OneTimeLink(await cause.NewSecretAsync(context, letter, cancel));
    }
}
