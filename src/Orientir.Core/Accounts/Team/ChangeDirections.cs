using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>Other directions of an executor.</summary>
/// <param name="GrantId">Its role.</param>
/// <param name="Directions">Uids of directions; null for all, which is never left to an empty list.</param>
public sealed record NewDirections(int GrantId, IReadOnlyList<string>? Directions);

/// <summary>Gives an executor one leads other directions; it works from the next click, and what was answered stays.</summary>
public sealed class ChangeDirections(OrientirContext context, TimeProvider time)
{
    /// <summary>Gives them; the same ones change nothing.</summary>
    /// <exception cref="RefusedException">Not one's executor, or no directions.</exception>
    public async Task RunAsync(Actor actor, NewDirections input, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.InviteExecutors);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await context.LockRightsAsync(actor.RegionId, cancel);
        var grant =
            await new Visible(context, actor, time).Team.SingleOrDefaultAsync(row => row.Id == input.GrantId, cancel)
            ?? throw RefusedException.NotFound("Исполнитель");
        var given = new NewGrant(Role.Executor, grant.RegionId, grant.TerritoryId, input.Directions);
        if (
            (await GrantRule.FaultsAsync(context, given, cancel)).FindAll(error => error.Field == nameof(given.Directions)) is
            { Count: > 0 } wrong
        )
            throw RefusedException.Invalid(wrong);
        var (before, directions) = (grant.Granted.Shown, given.Granted.Directions);
        if (Equals(grant.Directions, directions))
            return;
        context.RemoveRange(grant.DirectionRows);
        grant.HoldTo(directions);
        new AuditTrail(context, time).Add(actor, "account.directions", "user", grant.UserId, before, grant.Granted.Shown);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
