using Microsoft.EntityFrameworkCore;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>Letters with one-time links: of invitations and of new passwords.</summary>
public sealed class InvitationLetters : LetterCause
{
    /// <inheritdoc/>
    public override IReadOnlyCollection<LetterWhy> Whys { get; } = [LetterWhy.Invitation, LetterWhy.NewPassword];

    /// <inheritdoc/>
    public override async Task<string?> WithdrawnAsync(OrientirContext context, Letter letter, DateTime now, CancellationToken cancel)
    {
        // One letter invites to all roles of a person: it is needed as long as its link, or the one it is to get, opens one of them.
        var hash = letter.Link is { } kept ? OneTimeLink.HashOf(OneTimeLink.SecretIn(kept)) : null;
        if (await OpenOf(context, letter).AnyAsync(row => row.ExpiresAt > now && (hash == null || row.TokenHash == hash), cancel))
            return null;
        var link = await context.Invitations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == letter.CauseId, cancel);
        return link is null ? "приглашения больше нет"
            : link.UsedAt is not null ? "ссылка уже использована"
            : link.RevokedAt is not null ? "ссылка отозвана"
            : link.LetterId != letter.Id ? "вместо него написано новое письмо"
            : link.ExpiresAt <= now ? "срок ссылки истёк; выпустите новую на странице приглашений"
            : "ссылка заменена новой";
    }

    /// <inheritdoc/>
    public override async Task GoneOutAsync(OrientirContext context, Letter letter, DateTime now, CancellationToken cancel)
    {
        foreach (var link in await context.Invitations.Where(row => row.LetterId == letter.Id).ToListAsync(cancel))
            link.GoOut(now);
    }

    /// <inheritdoc/>
    public override async Task<string> NewSecretAsync(OrientirContext context, Letter letter, CancellationToken cancel)
    {
        var secret = OneTimeLink.NewSecret();
        var links = await OpenOf(context, letter).ToListAsync(cancel);
        // Whichever of the person's invitations the old link was of, it dies.
        foreach (var link in links)
            link.GetLink(link == links[0] ? secret : OneTimeLink.NewSecret());
        await WriteForAsync(context, letter, links, cancel);
        return secret;
    }

    /// <summary>The invitations a letter speaks of that may still be used; of a new password the one.</summary>
    internal static IQueryable<Invitation> OpenOf(OrientirContext context, Letter letter) =>
        context
            .Invitations.Where(row => row.LetterId == letter.Id && row.UsedAt == null && row.RevokedAt == null)
            .OrderByDescending(row => row.Id == letter.CauseId)
            .ThenBy(row => row.Id);

    /// <summary>
    /// Lets a letter speak of these invitations alone; the first has its link. The words of one that went out or was printed stay as they
    /// were until it gets a new link.
    /// </summary>
    internal static async Task WriteForAsync(
        OrientirContext context,
        Letter letter,
        IReadOnlyList<Invitation> links,
        CancellationToken cancel
    )
    {
        letter.TurnTo(links[0].Id);
        if (letter.Why != LetterWhy.Invitation)
            return;
        var name = await context
            .Users.Where(user => user.Id == letter.CausedBy)
            .Select(user => user.DisplayName)
            .SingleOrDefaultAsync(cancel);
        var inviter = Actor.Installation(letter.RegionId);
        var places = links.Select(link => (link.RegionId, link.TerritoryId));
        var writing = await AccountLetters.OfAsync(context, inviter with { Name = name ?? inviter.Name }, places, cancel);
        letter.WriteAnew(writing.Invite(links, ""));
    }
}
