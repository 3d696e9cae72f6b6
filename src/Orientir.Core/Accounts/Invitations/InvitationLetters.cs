using Microsoft.EntityFrameworkCore;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>Letters with one-time links: of invitations and of new passwords.</summary>
public sealed class InvitationLetters : LetterCause
{
    /// <inheritdoc/>
    public override IReadOnlyCollection<LetterWhy> Whys { get; } = [LetterWhy.Invitation, LetterWhy.NewPassword];

    /// <inheritdoc/>
    public override async Task<IReadOnlyDictionary<int, string>> WithdrawnAsync(
        OrientirContext context,
        IReadOnlyCollection<Letter> letters,
        DateTime now,
        CancellationToken cancel
    )
    {
        var (ids, firsts) = (letters.Select(letter => (int?)letter.Id).ToList(), letters.Select(letter => letter.CauseId).ToList());
        var links = await context
            .Invitations.AsNoTracking()
            .Where(row => ids.Contains(row.LetterId) || firsts.Contains(row.Id))
            .ToListAsync(cancel);
        var (linksOf, byId) = (links.ToLookup(row => row.LetterId), links.ToDictionary(row => row.Id));
        var reasons = new Dictionary<int, string>();
        foreach (var letter in letters)
            if (WhyOf(letter, linksOf[letter.Id], byId.GetValueOrDefault(letter.CauseId), now) is { } reason)
                reasons.Add(letter.Id, reason);
        return reasons;
    }

    private static string? WhyOf(Letter letter, IEnumerable<Invitation> own, Invitation? first, DateTime now)
    {
        // One letter invites to all roles of a person: it is needed as long as its link, or the one it is to get, opens one of them.
        var hash = letter.Link is { } kept ? OneTimeLink.HashOf(OneTimeLink.SecretIn(kept)) : null;
        return own.Any(row => row is { UsedAt: null, RevokedAt: null } && row.ExpiresAt > now && (hash is null || row.TokenHash == hash))
                ? null
            : first is null ? "приглашения больше нет"
            : first.UsedAt is not null ? "ссылка уже использована"
            : first.RevokedAt is not null ? "ссылка отозвана"
            : first.LetterId != letter.Id ? "вместо него написано новое письмо"
            : first.ExpiresAt <= now ? "срок ссылки истёк; выпустите новую на странице приглашений"
            : "ссылка заменена новой";
    }

    /// <inheritdoc/>
    public override async Task GoneOutAsync(OrientirContext context, Letter letter, DateTime now, CancellationToken cancel)
    {
        foreach (var link in await context.Invitations.Where(row => row.LetterId == letter.Id).ToListAsync(cancel))
            link.GoOut(now);
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyDictionary<int, string>> NewSecretsAsync(
        OrientirContext context,
        IReadOnlyCollection<Letter> letters,
        CancellationToken cancel
    )
    {
        var ids = letters.Select(letter => (int?)letter.Id).ToList();
        var open = await context
            .Invitations.Where(row => ids.Contains(row.LetterId) && row.UsedAt == null && row.RevokedAt == null)
            .OrderBy(row => row.Id)
            .ToListAsync(cancel);
        var linksOf = open.ToLookup(row => row.LetterId);
        var (secrets, written) = (new Dictionary<int, string>(), new List<(Letter, IReadOnlyList<Invitation>)>());
        foreach (var letter in letters)
        {
            var links = linksOf[letter.Id].OrderByDescending(row => row.Id == letter.CauseId).ToList();
            var secret = OneTimeLink.NewSecret();
            // Whichever of the person's invitations the old link was of, it dies.
            foreach (var link in links)
                link.GetLink(link == links[0] ? secret : OneTimeLink.NewSecret());
            secrets.Add(letter.Id, secret);
            written.Add((letter, links));
        }
        await WriteForAsync(context, written, cancel);
        return secrets;
    }

    /// <summary>The invitations a letter speaks of that may still be used; of a new password the one.</summary>
    internal static IQueryable<Invitation> OpenOf(OrientirContext context, Letter letter) =>
        context
            .Invitations.Where(row => row.LetterId == letter.Id && row.UsedAt == null && row.RevokedAt == null)
            .OrderByDescending(row => row.Id == letter.CauseId)
            .ThenBy(row => row.Id);

    /// <summary>
    /// Lets letters speak of these invitations alone; the first of each has its link. The words of one that went out or was printed stay as
    /// they were until it gets a new link.
    /// </summary>
    internal static async Task WriteForAsync(
        OrientirContext context,
        IReadOnlyCollection<(Letter Letter, IReadOnlyList<Invitation> Links)> letters,
        CancellationToken cancel
    )
    {
        foreach (var (letter, links) in letters)
            letter.TurnTo(links[0].Id);
        var inviting = letters.Where(one => one.Letter.Why == LetterWhy.Invitation).ToList();
        if (inviting.Count == 0)
            return;
        var inviters = inviting.Select(one => one.Letter.CausedBy).Distinct().ToList();
        var names = await context
            .Users.Where(user => inviters.Contains(user.Id))
            .Select(user => new { user.Id, user.DisplayName })
            .ToDictionaryAsync(user => user.Id, user => user.DisplayName, cancel);
        var places = inviting.SelectMany(one => one.Links, (_, link) => (link.RegionId, link.TerritoryId));
        var writing = await context.OverAllRegionsAsync(() => AccountLetters.OfAsync(context, Actor.Installation(), places, cancel));
        foreach (var (letter, links) in inviting)
            letter.WriteAnew(writing.By(names.GetValueOrDefault(letter.CausedBy)).Invite(links, ""));
    }
}
