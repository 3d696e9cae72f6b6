using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Accounts;

/// <summary>Whose accounts and roles an actor may change.</summary>
internal static class GrantRule
{
    /// <summary>A grant in the audit: no personal data.</summary>
    public static object Shown(Grant grant) =>
        new
        {
            Role = grant.Role.ToString(),
            grant.RegionId,
            grant.TerritoryId,
            Directions = grant.Directions?.ToString(),
        };

    /// <summary>An account the actor manages, with its grants.</summary>
    public static async Task<User> AccountAsync(
        OrientirContext context,
        TimeProvider time,
        Actor actor,
        int userId,
        CancellationToken cancel
    )
    {
        Permissions.Require(actor, Ability.ManageAccounts);
        return await new Visible(context, actor, time)
                .Users.Include(user => user.Grants)
                .SingleOrDefaultAsync(user => user.Id == userId, cancel)
            ?? throw RefusedException.NotFound("Учётная запись", "а");
    }

    /// <summary>
    /// What opens the account itself — a new password, the second factor — takes a right over every role it has: an operator could
    /// enter another region as that person otherwise.
    /// </summary>
    public static bool HoldsWhole(Actor actor, User user) =>
        Permissions.Allows(actor, Ability.ManageRegions) || user.Grants.TrueForAll(grant => grant.RegionId == actor.RegionId);

    /// <summary>Refuses where <see cref="HoldsWhole"/> does not hold.</summary>
    public static void RequireWhole(Actor actor, User user)
    {
        if (!HoldsWhole(actor, user))
            throw RefusedException.Forbidden(
                "У этого человека есть права и вне вашего региона, поэтому его вход меняет администратор системы. Обратитесь к нему."
            );
    }
}
