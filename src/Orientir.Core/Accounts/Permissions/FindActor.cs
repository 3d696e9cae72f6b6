using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Accounts;

/// <summary>Makes the actor of an account in a region: its grants there, each with the whole of the tree below its territory.</summary>
public sealed class FindActor(OrientirContext context)
{
    /// <summary>
    /// The actor, or null where the account is unknown or disabled. The context then stands in the region of the actor.
    /// </summary>
    /// <param name="userId">The account.</param>
    /// <param name="regionId">The region wished for; without a role there, the first in which there is one.</param>
    /// <param name="address">Network address, for the audit.</param>
    /// <param name="stamp">The security stamp of its session: with another one the account counts as unknown. Null outside sessions.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<Actor?> RunAsync(int userId, int? regionId, string address, string? stamp = null, CancellationToken cancel = default)
    {
        var user = await context
            .Users.AsNoTracking()
            .Where(row => row.Id == userId && row.DisabledAt == null && (stamp == null || row.SecurityStamp == stamp))
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
        var below = own.Exists(grant => grant.TerritoryId is not null)
            ? (await context.Territories.Select(row => new { row.Id, row.ParentId }).ToListAsync(cancel)).ToLookup(
                row => row.ParentId,
                row => row.Id
            )
            : null;
        return new(
            userId,
            user.DisplayName,
            region,
            [
                .. own.Select(grant => new ActorGrant(
                    grant.Role,
                    grant.TerritoryId is { } top ? Subtree(top, below!) : null,
                    grant.Directions?.Uids.ToHashSet(StringComparer.Ordinal)
                )),
            ],
            address
        )
        {
            Look = user.Look,
        };
    }

    private static HashSet<int> Subtree(int top, ILookup<int?, int> below)
    {
        HashSet<int> found = [top];
        var open = new Stack<int>(found);
        while (open.TryPop(out var next))
            foreach (var child in below[next])
                if (found.Add(child))
                    open.Push(child);
        return found;
    }
}
