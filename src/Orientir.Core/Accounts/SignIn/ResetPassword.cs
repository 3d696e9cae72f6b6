using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>A password to be reset.</summary>
/// <param name="UserId">The account.</param>
/// <param name="Site">Where the letter leads.</param>
public sealed record PasswordReset(int UserId, LetterAddresses Site);

/// <summary>Gives an account a link to set a new password; links given before die. The old password works until then.</summary>
/// <param name="context">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="byMail">Whether mail is set up; the letter is printed otherwise.</param>
public sealed class ResetPassword(OrientirContext context, TimeProvider time, bool byMail = false)
{
    /// <summary>Makes the link and writes the letter.</summary>
    /// <exception cref="RefusedException">No right over the whole of the account.</exception>
    public async Task<WrittenLetters> RunAsync(Actor actor, PasswordReset input, CancellationToken cancel = default)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        // Of two links given at once the earlier one dies.
        await context.LockRightsAsync(null, cancel);
        var user = await GrantRule.AccountAsync(context, time, actor, input.UserId, cancel);
        await GrantRule.RequireWholeAsync(context, time, actor, user, cancel);
        var (now, secret) = (time.GetUtcNow().UtcDateTime, OneTimeLink.NewSecret());
        foreach (
            var open in await context
                .Invitations.Where(row => row.UserId == user.Id && row.UsedAt == null && row.RevokedAt == null)
                .ToListAsync(cancel)
        )
            open.Revoke(now);
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
        var outbox = new Outbox(context, actor, now, byMail);
        var writing = await AccountLetters.OfAsync(context, actor, [(link.RegionId, null)], cancel);
        var audit = new AuditTrail(context, time);
        await audit.SaveNewAsync(
            () =>
            {
                link.SendBy(outbox.Put(writing.NewPassword(link, input.Site.OneTimeLink(secret)), link.Id));
                audit.Add(actor, "account.reset-password", "user", user.Id);
            },
            cancel
        );
        await outbox.OrderJobAsync(cancel);
        await transaction.CommitAsync(cancel);
        return outbox.Written;
    }
}
