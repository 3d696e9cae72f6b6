using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>Takes an invitation back: its link dies.</summary>
public sealed class RevokeInvitation(OrientirContext context, TimeProvider time)
{
    /// <summary>Takes it back; one used or taken back already stays as it is.</summary>
    /// <exception cref="RefusedException">No right to it, or not there.</exception>
    public async Task RunAsync(Actor actor, int invitationId, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageAccounts);
        var invitation =
            await new Visible(context, actor, time).Invitations.SingleOrDefaultAsync(row => row.Id == invitationId, cancel)
            ?? throw RefusedException.NotFound("Приглашение", "о");
        if (invitation.UsedAt is not null || invitation.RevokedAt is not null)
            return;
        var now = time.GetUtcNow().UtcDateTime;
        invitation.RevokedAt = now;
        // One that is being sent is told so by the job, or goes out with a dead link.
        if (
            await context.Letters.SingleOrDefaultAsync(
                row => row.CauseId == invitation.Id && row.Id == invitation.LetterId && row.State == LetterState.Waiting,
                cancel
            )
                is { } letter
            && !letter.IsBeingSent(now)
        )
            letter.Cancel("приглашение отозвано");
        new AuditTrail(context, time).Add(actor, "invitation.revoke", "invitation", invitation.Id);
        await context.SaveChangesAsync(cancel);
    }
}
