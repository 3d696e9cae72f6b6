using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>
/// Takes an invitation back: its link dies, or opens the other roles alone that the person was invited to by the same letter.
/// </summary>
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
        invitation.Revoke(now);
        if (await context.Letters.SingleOrDefaultAsync(row => row.Id == invitation.LetterId, cancel) is { } letter)
            await TakeOutOfAsync(letter, invitation, now, cancel);
        new AuditTrail(context, time).Add(actor, "invitation.revoke", "invitation", invitation.Id);
        await context.SaveChangesAsync(cancel);
    }

    private async Task TakeOutOfAsync(Letter letter, Invitation revoked, DateTime now, CancellationToken cancel)
    {
        var others = (await InvitationLetters.OpenOf(context, letter).ToListAsync(cancel)).FindAll(row => row.Id != revoked.Id);
        if (others.Count > 0 && letter.CauseId == revoked.Id)
            others[0].TakeLinkOf(revoked);
        // One that is being sent is left to who sends it: with other roles its link goes on to open these, without any it is dead.
        if (letter.IsBeingSent(now))
            return;
        if (others.Count == 0 && letter.State == LetterState.Waiting)
            letter.Cancel("приглашение отозвано");
        else if (letter.State == LetterState.Waiting)
            await InvitationLetters.WriteForAsync(context, letter, others, cancel);
        else if (others.Count > 0)
            letter.TurnTo(others[0].Id);
    }
}
