using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>A password to be reset.</summary>
/// <param name="UserId">The account.</param>
/// <param name="Site">Address of the site for the link.</param>
public sealed record PasswordReset(int UserId, string Site);

/// <summary>Gives an account a link to set a new password; links given before die. The old password works until then.</summary>
/// <param name="context">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="send">Sends a letter; null where letters are printed.</param>
public sealed class ResetPassword(OrientirContext context, TimeProvider time, SendLetter? send = null)
{
    /// <summary>Makes the link and writes the letter.</summary>
    /// <exception cref="RefusedException">No right over the whole of the account.</exception>
    public async Task<WrittenLetters> RunAsync(Actor actor, PasswordReset input, CancellationToken cancel = default)
    {
        var user = await GrantRule.AccountAsync(context, time, actor, input.UserId, cancel);
        GrantRule.RequireWhole(actor, user);
        var (now, secret) = (time.GetUtcNow().UtcDateTime, OneTimeLink.NewSecret());
        foreach (
            var open in await context
                .Invitations.Where(row => row.UserId == user.Id && row.UsedAt == null && row.RevokedAt == null)
                .ToListAsync(cancel)
        )
            open.RevokedAt = now;
        var link = new Invitation
        {
            TokenHash = OneTimeLink.HashOf(secret),
            Email = user.Email!.ToLowerInvariant(),
            DisplayName = user.DisplayName,
            Role = null,
            UserId = user.Id,
            RegionId = Permissions.Allows(actor, Ability.ManageRegions) ? null : actor.RegionId,
            CreatedAt = now,
            ExpiresAt = now + OneTimeLink.Lifetime,
        };
        context.Invitations.Add(link);
        new AuditTrail(context, time).Add(actor, "account.reset-password", "user", user.Id);
        await context.SaveChangesAsync(cancel);
        var writing = new AccountLetters(context, time);
        return await writing.SendAsync(
            [(await writing.NewPasswordAsync(actor, link, input.Site, secret, cancel), [link])],
            send,
            CancellationToken.None
        );
    }
}
