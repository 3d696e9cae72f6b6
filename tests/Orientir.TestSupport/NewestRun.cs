using Microsoft.EntityFrameworkCore;

namespace Orientir.TestSupport;

/// <summary>For worlds whose campaigns are moved by hand: what a publication decided there shows.</summary>
internal static class NewestRun
{
    /// <summary>Publishes the newest run of a campaign and saves; nothing where it has none.</summary>
    public static async Task PublishAsync(OrientirContext context, int campaignId, CancellationToken cancel = default)
    {
        if (
            await context.ResultRuns.Where(row => row.CampaignId == campaignId).OrderBy(row => row.Id).LastOrDefaultAsync(cancel)
            is not { } run
        )
            return;
        context.Publications.Add(
            new()
            {
                RegionId = run.RegionId,
                CampaignId = campaignId,
                ResultRunId = run.Id,
            }
        );
        await context.SaveChangesAsync(cancel);
    }
}
