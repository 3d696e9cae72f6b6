using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>A role to be taken away.</summary>
/// <param name="UserId">The account.</param>
/// <param name="GrantId">Its role.</param>
public sealed record GrantToRemove(int UserId, int GrantId);

/// <summary>Takes a role away; it is gone from the next click. What was done under it stays.</summary>
public sealed class RemoveGrant(OrientirContext context, TimeProvider time)
{
    /// <summary>Takes it away.</summary>
    /// <exception cref="RefusedException">No right to it, not there, or one's own right to manage accounts.</exception>
    public async Task RunAsync(Actor actor, GrantToRemove input, CancellationToken cancel = default)
    {
        var user = await GrantRule.AccountAsync(context, time, actor, input.UserId, cancel);
        var grant =
            user.Grants.Find(row =>
                row.Id == input.GrantId && (Permissions.Allows(actor, Ability.ManageRegions) || row.RegionId == actor.RegionId)
            ) ?? throw RefusedException.NotFound("Роль", "а");
        if (user.Id == actor.UserId && grant.Role is (Role.Administrator or Role.Operator))
            throw RefusedException.Conflict(
                "Свою роль, с которой вы управляете пользователями, снять нельзя: иначе вернуть её будет некому. Попросите другого "
                    + "администратора или оператора."
            );
        context.Grants.Remove(grant);
        new AuditTrail(context, time).Add(actor, "account.revoke", "user", user.Id, grant.Granted.Shown);
        await context.SaveChangesAsync(cancel);
    }
}
