using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;

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
        invitation.RevokedAt = time.GetUtcNow().UtcDateTime;
        new AuditTrail(context, time).Add(actor, "invitation.revoke", "invitation", invitation.Id);
        await context.SaveChangesAsync(cancel);
    }
}
