using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Territories;

namespace Orientir.Web.Accounts;

/// <summary>Roles of people in words: the role, the territory or the region, the directions of an executor.</summary>
internal sealed class RoleWords
{
    private readonly Dictionary<int, string> territories;
    private readonly Dictionary<int, string> regions;
    private readonly bool namesRegions;

    private RoleWords(Dictionary<int, string> territories, Dictionary<int, string> regions, bool namesRegions) =>
        (this.territories, this.regions, this.namesRegions) = (territories, regions, namesRegions);

    /// <summary>Reads the names an actor may see: an administrator sees regions, and nothing of what is in them.</summary>
    public static async Task<RoleWords> ReadAsync(Visible visible, Actor actor, CancellationToken cancel) =>
        new(
            await visible.Territories.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Name, cancel),
            await visible.Regions.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Title, cancel),
            Permissions.Allows(actor, Ability.ManageRegions)
        );

    public string Of(Role role, int? regionId, int? territoryId, NamedDirections? directions)
    {
        var words = new List<string> { Permissions.NameOf(role) };
        if (territoryId is { } territory && territories.TryGetValue(territory, out var name))
            words.Add(name);
        if (namesRegions && regionId is { } region)
            words.Add(regions.GetValueOrDefault(region, ""));
        if (directions is not null)
            words.Add($"{(directions.Uids.Count > 1 ? "направления" : "направление")} {directions}");
        return string.Join(", ", words);
    }
}
