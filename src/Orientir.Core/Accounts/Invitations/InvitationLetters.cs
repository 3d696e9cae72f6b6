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
        var link = await context.Invitations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == letter.CauseId, cancel);
        return link is null ? "приглашения больше нет"
            : link.UsedAt is not null ? "ссылка уже использована"
            : link.RevokedAt is not null ? "ссылка отозвана"
            : link.LetterId != letter.Id ? "вместо него написано новое письмо"
            : link.ExpiresAt <= now ? "срок ссылки истёк; выпустите новую на странице приглашений"
            : null;
    }

    /// <inheritdoc/>
    public override async Task GoneOutAsync(OrientirContext context, Letter letter, DateTime now, CancellationToken cancel)
    {
        foreach (var link in await context.Invitations.Where(row => row.LetterId == letter.Id).ToListAsync(cancel))
            link.SentAt = now;
    }

    /// <inheritdoc/>
    public override async Task<string> NewSecretAsync(OrientirContext context, Letter letter, CancellationToken cancel)
    {
        var secret = OneTimeLink.NewSecret();
        foreach (var link in await context.Invitations.Where(row => row.LetterId == letter.Id).ToListAsync(cancel))
        {
            // Whichever of the person's invitations the old link was of, it dies.
            link.TokenHash = OneTimeLink.HashOf(link.Id == letter.CauseId ? secret : OneTimeLink.NewSecret());
            link.SentAt = null;
        }
        return secret;
    }
}
