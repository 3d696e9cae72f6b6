using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>Takes the role from an executor one leads; it is gone from the next click. What was answered under it stays.</summary>
public sealed class RemoveExecutor(OrientirContext context, TimeProvider time)
{
    /// <summary>Takes it away.</summary>
    /// <param name="actor">A coordinator.</param>
    /// <param name="grantId">The role.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="RefusedException">Not one's executor.</exception>
    public async Task RunAsync(Actor actor, int grantId, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.InviteExecutors);
        var grant =
            await new Visible(context, actor, time).Team.SingleOrDefaultAsync(row => row.Id == grantId, cancel)
            ?? throw RefusedException.NotFound("Исполнитель");
        context.Grants.Remove(grant);
        new AuditTrail(context, time).Add(actor, "account.revoke", "user", grant.UserId, grant.Granted.Shown);
        await context.SaveChangesAsync(cancel);
    }
}
