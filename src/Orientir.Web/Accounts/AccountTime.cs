using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Territories;

namespace Orientir.Web.Accounts;

/// <summary>Times on the pages of accounts: in the zone of the region at hand, outside regions in that of Moscow.</summary>
internal static class AccountTime
{
    public static async Task<RegionTime> OfAsync(Visible visible, Actor actor, CancellationToken cancel) =>
        new(
            actor.RegionId is { } id
                ? await visible.Regions.Where(region => region.Id == id).Select(region => region.TimeZone).SingleAsync(cancel)
                : "Europe/Moscow"
        );
}
