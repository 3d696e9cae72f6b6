using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>
/// Takes an invitation back: its link dies, or opens the other roles alone that the person was invited to by the same letter.
/// </summary>
public sealed class RevokeInvitation(OrientirContext context, TimeProvider time)
{
    /// <summary>Takes it back; one taken back already stays as it is.</summary>
    /// <exception cref="RefusedException">No right to it, not there, or it was accepted.</exception>
    public async Task RunAsync(Actor actor, int invitationId, CancellationToken cancel = default)
    {
        Permissions.RequireInviting(actor);
        var region =
            await new Visible(context, actor, time)
                .Invitations.Where(row => row.Id == invitationId)
                .Select(row => new { row.RegionId })
                .SingleOrDefaultAsync(cancel)
            ?? throw RefusedException.NotFound("Приглашение", "о");
        // The letter lies in the region its writer worked in: not always that of the actor, nor that of the invitation.
        await context.OverAllRegionsAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancel);
            await context.LockRightsAsync(region.RegionId, cancel);
            var isRevoked = await RevokeAsync(invitationId, cancel);
            if (isRevoked)
            {
                new AuditTrail(context, time).Add(
                    actor with
                    {
                        RegionId = region.RegionId,
                    },
                    "invitation.revoke",
                    "invitation",
                    invitationId
                );
                await context.SaveChangesAsync(cancel);
            }
            await transaction.CommitAsync(cancel);
            return isRevoked;
        });
    }

    private async Task<bool> RevokeAsync(int invitationId, CancellationToken cancel)
    {
        var invitation = await context.Invitations.SingleAsync(row => row.Id == invitationId, cancel);
        if (invitation.UsedAt is not null)
            throw RefusedException.Conflict(
                "Приглашение уже принято, отзывать нечего. Чтобы закрыть доступ, снимите роль на странице этого человека."
            );
        if (invitation.RevokedAt is not null)
            return false;
        var now = time.GetUtcNow().UtcDateTime;
        invitation.Revoke(now);
        if (await context.Letters.SingleOrDefaultAsync(row => row.Id == invitation.LetterId, cancel) is { } letter)
            await TakeOutOfAsync(letter, invitation, now, cancel);
        return true;
    }

    private async Task TakeOutOfAsync(Letter letter, Invitation revoked, DateTime now, CancellationToken cancel)
    {
        var others = (await InvitationLetters.OpenOf(context, letter).ToListAsync(cancel)).FindAll(row => row.Id != revoked.Id);
        if (others.Count > 0 && letter.CauseId == revoked.Id)
            others[0].TakeLinkOf(revoked);
        // One that is being sent is left to who sends it: with other roles its link goes on to open these, without any it is dead.
        if (letter.IsBeingSent(now))
            return;
        if (others.Count == 0 && letter.IsOpen)
            letter.Cancel("приглашение отозвано");
        else if (letter.State == LetterState.Waiting)
            await InvitationLetters.WriteForAsync(context, [(letter, others)], cancel);
        else if (others.Count > 0)
            letter.TurnTo(others[0].Id);
    }
}
