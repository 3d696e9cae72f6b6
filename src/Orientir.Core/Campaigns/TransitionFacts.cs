using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Campaigns;

/// <summary>What guards ask about.</summary>
/// <param name="Campaign">The campaign with its decisions.</param>
/// <param name="Now">UTC.</param>
/// <param name="EditionPublished">Whether its edition is published.</param>
/// <param name="Subjects">Subjects chosen.</param>
public sealed record TransitionFacts(Campaign Campaign, DateTime Now, bool EditionPublished, int Subjects)
{
    /// <summary>The facts of a campaign of the context's region at a moment (UTC).</summary>
    public static async Task<TransitionFacts> OfAsync(OrientirContext context, Campaign campaign, DateTime now, CancellationToken cancel) =>
        new(
            campaign,
            now,
            await context.Methodologies.AnyAsync(row => row.Id == campaign.MethodologyEditionId && row.PublishedAt != null, cancel),
            await context.CampaignSubjects.CountAsync(row => row.CampaignId == campaign.Id, cancel)
        );
}
