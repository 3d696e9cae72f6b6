using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Accounts;

/// <summary>What the cookie of a session says of it.</summary>
/// <param name="Stamp">The security stamp of the account as the session began: a new password makes a new one.</param>
/// <param name="Session">Key of the session.</param>
public sealed record SessionSign(string Stamp, string Session);

/// <summary>
/// Makes the actor of an account in a region: its grants there, each with the whole of the tree below its territory. It is asked at every
/// request and keeps nothing: a role taken away is gone from the next click. One statement where the region wished for is the one found,
/// and one more where it is another and a role has a territory.
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
        var stood = (context.AllRegions, context.RegionId);
        // PostgreSQL shows the territories of the region it is told of, and it is told before the roles are known.
        (context.AllRegions, context.RegionId) = (false, regionId);
        var rows = await RowsAsync(userId, sign, cancel);
        if (rows.Count == 0)
        {
            (context.AllRegions, context.RegionId) = stood;
            return null;
        }
        var regions = rows.Select(row => row.RegionId).OfType<int>().ToList();
        var region =
            regionId is { } wished && regions.Contains(wished) ? wished
            : regions.Count > 0 ? regions[0]
            : (int?)null;
        if (region != regionId)
        {
            context.RegionId = region;
            if (rows.Exists(row => row.RegionId == region && row.TerritoryId is not null))
                rows = await RowsAsync(userId, sign, cancel);
            if (rows.Count == 0)
                return null;
        }
        return new(
            userId,
            rows[0].Name,
            region,
            [
                .. rows.Where(row => row.Role is not null && (row.RegionId is null || row.RegionId == region))
                    .GroupBy(row => row.GrantId)
                    .Select(grant => GrantOf([.. grant])),
            ],
            address
        )
        {
            Look = rows[0].Look,
        };
    }

    private static ActorGrant GrantOf(List<Row> rows) =>
        new(
            rows[0].Role!.Value,
            rows[0].TerritoryId is null ? null : rows.Select(row => row.Below).OfType<int>().ToHashSet(),
            NamedDirections
                .Kept(
                    rows[0].IsHeld == true,
                    [.. rows.Select(row => row.Direction).OfType<string>().Select(uid => new NamedDirection { Uid = uid })]
                )
                ?.Uids.ToHashSet(StringComparer.Ordinal)
        );

    /// <summary>A territory a role covers, or a direction it is held to; a role of neither has one empty row.</summary>
    private sealed record Row(
        string Name,
        AccountLook Look,
        int? GrantId,
        Role? Role,
        int? RegionId,
        int? TerritoryId,
        bool? IsHeld,
        int? Below,
        string? Direction
    );

    private sealed record Part(int GrantId, int? TerritoryId, string? Direction);

    private Task<List<Row>> RowsAsync(int userId, SessionSign? sign, CancellationToken cancel)
    {
        var (stamp, key) = (sign?.Stamp, sign?.Session);
        // Only what lies below the roles is read: a region may have thousands of organisations. UNION, not UNION ALL, ends a tree that
        // bites its tail.
        var parts = context.Database.SqlQuery<Part>(
            $"""
            WITH RECURSIVE covered("GrantId", "RegionId", "TerritoryId") AS (
                SELECT g."Id", g."RegionId", g."TerritoryId" FROM grants g
                WHERE g."UserId" = {userId} AND g."SuspendedAt" IS NULL AND g."TerritoryId" IS NOT NULL
                UNION
                SELECT c."GrantId", c."RegionId", t."Id" FROM territories t
                JOIN covered c ON t."ParentId" = c."TerritoryId" AND t."RegionId" = c."RegionId"
            )
            SELECT "GrantId", "TerritoryId", NULL AS "Direction" FROM covered
            UNION ALL
            SELECT d."GrantId", NULL, d."Uid" FROM named_directions d JOIN grants g ON d."GrantId" = g."Id" WHERE g."UserId" = {userId}
            """
        );
        return (
            from user in context.Users
            where user.Id == userId && user.DisabledAt == null
            where
                stamp == null
                || user.SecurityStamp == stamp && context.Sessions.Any(session => session.Id == key && session.UserId == user.Id)
            from grant in context.Grants.Where(row => row.UserId == user.Id && row.SuspendedAt == null).DefaultIfEmpty()
            from part in parts.Where(row => row.GrantId == grant.Id).DefaultIfEmpty()
            orderby grant.Id
            select new Row(
                user.DisplayName,
                new AccountLook(user.Theme, user.LowVision, user.TwoFactorEnabled),
                (int?)grant.Id,
                (Role?)grant.Role,
                grant.RegionId,
                grant.TerritoryId,
                (bool?)grant.IsHeldToDirections,
                part.TerritoryId,
                part.Direction
            )
        ).ToListAsync(cancel);
    }
}
