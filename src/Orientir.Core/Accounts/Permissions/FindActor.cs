using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Accounts;

/// <summary>What the cookie of a session says of it.</summary>
/// <param name="Stamp">The security stamp of the account as the session began: a new password makes a new one.</param>
/// <param name="Session">Key of the session.</param>
public sealed record SessionSign(string Stamp, string Session);

/// <summary>
/// Makes the actor of an account in a region: its grants there, each with the whole of the tree below its territory. It is asked at every
/// request and keeps nothing: a role taken away is gone from the next click. One statement, and one more where a role has a territory.
/// </summary>
public sealed class FindActor(OrientirContext context)
{
    /// <summary>
    /// The actor, or null where the account is unknown or disabled. The context then stands in the region of the actor.
    /// </summary>
    /// <param name="userId">The account.</param>
    /// <param name="regionId">The region wished for; without a role there, the first in which there is one.</param>
    /// <param name="address">Network address, for the audit.</param>
    /// <param name="sign">What its cookie says: with another stamp, or where the session is over, the account counts as unknown. Null
    /// outside sessions.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<Actor?> RunAsync(
        int userId,
        int? regionId,
        string address,
        SessionSign? sign = null,
        CancellationToken cancel = default
    )
    {
        var (stamp, key) = (sign?.Stamp, sign?.Session);
        var user = await context
            .Users.AsNoTracking()
            .Where(row => row.Id == userId && row.DisabledAt == null)
            .Where(row =>
                stamp == null
                || row.SecurityStamp == stamp && context.Sessions.Any(session => session.Id == key && session.UserId == row.Id)
            )
            .Select(row => new
            {
                row.DisplayName,
                Look = new AccountLook(row.Theme, row.LowVision, row.TwoFactorEnabled),
                Grants = row.Grants.Where(grant => grant.SuspendedAt == null).OrderBy(grant => grant.Id).ToList(),
            })
            .SingleOrDefaultAsync(cancel);
        if (user is null)
            return null;
        var regions = user.Grants.Select(grant => grant.RegionId).OfType<int>().ToList();
        var region =
            regionId is { } wished && regions.Contains(wished) ? wished
            : regions.Count > 0 ? regions[0]
            : (int?)null;
        context.AllRegions = false;
        context.RegionId = region;
        var own = user.Grants.Where(grant => grant.RegionId is null || grant.RegionId == region).ToList();
        var below = own.Exists(grant => grant.TerritoryId is not null) ? await CoveredAsync(userId, region!.Value, cancel) : null;
        return new(
            userId,
            user.DisplayName,
            region,
            [
                .. own.Select(grant => new ActorGrant(
                    grant.Role,
                    grant.TerritoryId is { } top ? below![top].ToHashSet() : null,
                    grant.Directions?.Uids.ToHashSet(StringComparer.Ordinal)
                )),
            ],
            address
        )
        {
            Look = user.Look,
        };
    }

    private sealed record Covered(int Top, int Id);

    // Only what lies below the roles is read: a region may have thousands of organisations. UNION, not UNION ALL, ends a tree that bites
    // its tail.
    private async Task<ILookup<int, int>> CoveredAsync(int user, int region, CancellationToken cancel) =>
        (
            await context
                .Database.SqlQuery<Covered>(
                    $"""
                    WITH RECURSIVE covered("Top", "Id") AS (
                        SELECT g."TerritoryId", g."TerritoryId" FROM grants g
                        WHERE g."UserId" = {user} AND g."RegionId" = {region} AND g."SuspendedAt" IS NULL AND g."TerritoryId" IS NOT NULL
                        UNION
                        SELECT c."Top", t."Id" FROM territories t JOIN covered c ON t."ParentId" = c."Id" WHERE t."RegionId" = {region}
                    )
                    SELECT "Top", "Id" FROM covered
                    """
                )
                .ToListAsync(cancel)
        ).ToLookup(row => row.Top, row => row.Id);
}
