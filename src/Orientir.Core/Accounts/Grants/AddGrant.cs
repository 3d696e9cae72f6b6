using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>A role to be added to an account.</summary>
/// <param name="UserId">The account.</param>
/// <param name="Grant">The role.</param>
public sealed record GrantToAdd(int UserId, NewGrant Grant);

/// <summary>Adds a role to an account there is.</summary>
public sealed class AddGrant(OrientirContext context, TimeProvider time)
{
    /// <summary>Adds it; a role held already changes nothing.</summary>
    /// <exception cref="RefusedException">No right to give it, or it lacks what it needs.</exception>
    public async Task RunAsync(Actor actor, GrantToAdd input, CancellationToken cancel = default)
    {
        var given = input.Grant;
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await context.LockRightsAsync(given.RegionId, cancel);
        var user = await GrantRule.AccountAsync(context, time, actor, input.UserId, cancel);
        if (user.Id == actor.UserId)
            throw RefusedException.Conflict("Себе роль не добавляют: попросите другого оператора или администратора.");
        if (!Permissions.MayGrant(actor, given.Role, given.RegionId))
            throw RefusedException.Forbidden();
        if (await GrantRule.FaultsAsync(context, given, cancel) is { Count: > 0 } errors)
            throw RefusedException.Invalid(errors);
        if (user.Grants.Exists(grant => grant.Granted == given.Granted))
            return;
        context.Grants.Add(Grant.Of(user.Id, given.Granted));
        new AuditTrail(context, time).Add(actor, "account.grant", "user", user.Id, null, given.Granted.Shown);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
