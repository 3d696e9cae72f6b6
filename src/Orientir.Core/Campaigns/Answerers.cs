using Orientir.Core.Accounts;

namespace Orientir.Core.Campaigns;

/// <summary>Who sends the answers of subjects.</summary>
internal static class Answerers
{
    /// <summary>The roles that do, over a territory and below it.</summary>
    private static readonly Role[] Roles = [Role.Coordinator, Role.Organisation];

    /// <summary>Roles of the actor's region that send answers, of people who can sign in.</summary>
    public static IQueryable<Grant> In(OrientirContext context, Actor actor) =>
        context.Grants.Where(grant =>
            grant.RegionId == actor.RegionId
            && grant.TerritoryId != null
            && Roles.Contains(grant.Role)
            && grant.SuspendedAt == null
            && context.Users.Any(user => user.Id == grant.UserId && user.DisabledAt == null)
        );

    /// <summary>Invitations to such roles that nobody has opened and whose link still works.</summary>
    public static IQueryable<Invitation> InvitedTo(OrientirContext context, Actor actor, DateTime now) =>
        context.Invitations.Where(row =>
            row.RegionId == actor.RegionId
            && row.TerritoryId != null
            && row.Role != null
            && Roles.Contains(row.Role.Value)
            && row.UsedAt == null
            && row.RevokedAt == null
            && row.ExpiresAt > now
        );
}
