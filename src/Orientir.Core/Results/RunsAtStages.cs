using Microsoft.EntityFrameworkCore;
using Orientir.Core.Campaigns;

namespace Orientir.Core.Results;

/// <summary>Results follow the stages: nothing is published before it was computed.</summary>
public sealed class RunsAtStages(OrientirContext context) : IStageFollower
{
    /// <inheritdoc/>
    public async Task<string?> WhyNotAsync(Transition transition, Campaign campaign, DateTime now, CancellationToken cancel) =>
        transition.Id == "publish" && !await context.ResultRuns.AnyAsync(row => row.CampaignId == campaign.Id, cancel)
            ? "Итоги ещё не рассчитаны: сделайте расчёт на странице итогов."
            : null;

    /// <inheritdoc/>
    public Task FollowAsync(Transition transition, Campaign campaign, CancellationToken cancel) => Task.CompletedTask;
}
