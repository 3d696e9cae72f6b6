using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Territories;

namespace Orientir.Core.Campaigns;

/// <summary>Finds the subjects nobody can answer for: no role is held there or above, and nobody was invited to one.</summary>
public sealed class FindSubjectsWithoutAnswerers(OrientirContext context, TimeProvider time)
{
    /// <summary>Names of those of a campaign, in order.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(Actor actor, int campaignId, CancellationToken cancel = default)
    {
        var (visible, now) = (new Visible(context, actor, time), time.GetUtcNow().UtcDateTime);
        var manned = (await Answerers.In(context, actor).Select(grant => grant.TerritoryId).ToListAsync(cancel))
            .Concat(await Answerers.InvitedTo(context, actor, now).Select(row => row.TerritoryId).ToListAsync(cancel))
            .OfType<int>()
            .ToHashSet();
        var parents = await visible
            .Territories.Select(row => new { row.Id, row.ParentId })
            .ToDictionaryAsync(row => row.Id, row => row.ParentId, cancel);
        bool IsManned(int? territory) => territory is { } id && (manned.Contains(id) || IsManned(parents.GetValueOrDefault(id)));
        return
        [
            .. (
                await visible
                    .CampaignSubjects.Where(row => row.CampaignId == campaignId)
                    .OrderBy(row => row.FoldedName)
                    .ThenBy(row => row.Id)
                    .Select(row => new { row.Name, row.TerritoryId })
                    .ToListAsync(cancel)
            )
                .Where(row => !IsManned(row.TerritoryId))
                .Select(row => row.Name),
        ];
    }
}
