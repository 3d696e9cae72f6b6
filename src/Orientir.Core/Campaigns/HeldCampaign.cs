using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Campaigns;

/// <summary>A campaign whose stage, plan and methodology stay as they are while something is done that rests on them.</summary>
internal static class HeldCampaign
{
    /// <summary>
    /// Waits till nobody else holds or changes it, keeps it so to the end of the transaction at hand, and reads it with its decisions as it
    /// stands then.
    /// </summary>
    public static async Task<Campaign> ReadAsync(OrientirContext context, int id, CancellationToken cancel)
    {
        // On SQLite the transaction is the only writer; on PostgreSQL the row is locked by the update. Its version stays: who has it open
        // to edit is in nobody's way.
        await context
            .Campaigns.Where(row => row.Id == id)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.Version, one => one.Version), cancel);
        return await context.Campaigns.AsNoTracking().Include(row => row.Decisions).SingleAsync(row => row.Id == id, cancel);
    }
}
