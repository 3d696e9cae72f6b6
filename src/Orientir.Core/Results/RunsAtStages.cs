using Microsoft.EntityFrameworkCore;
using Orientir.Core.Campaigns;

namespace Orientir.Core.Results;

/// <summary>Results follow the stages: what is published is the run of the campaign as it stands, and no other.</summary>
public sealed class RunsAtStages(OrientirContext context) : IStageFollower
{
    /// <inheritdoc/>
    public async Task<string?> WhyNotAsync(Transition transition, Campaign campaign, DateTime now, CancellationToken cancel) =>
        transition.Id == "publish" && !await context.ResultRuns.AnyAsync(row => row.CampaignId == campaign.Id, cancel)
            ? "Итоги ещё не рассчитаны: сделайте расчёт на странице итогов."
            : null;

    /// <inheritdoc/>
    /// <exception cref="RefusedException">Something has changed since the results were computed.</exception>
    public async Task FollowAsync(Transition transition, Campaign campaign, CancellationToken cancel)
    {
        if (transition.Id != "publish")
            return;
        var edition = await context.Methodologies.AsNoTracking().SingleAsync(row => row.Id == campaign.MethodologyEditionId, cancel);
        var inputs = await RunInputs.OfAsync(context, campaign.Id, edition, cancel);
        var run =
            await inputs.NewestRunAsync(context, campaign.Id, cancel)
            ?? throw RefusedException.Conflict(
                "После последнего расчёта изменились оценки, состав участников, методика или то, кто прислал анкету. Рассчитайте итоги ещё "
                    + "раз на странице итогов, посмотрите их и опубликуйте."
            );
        context.Publications.Add(
            new()
            {
                RegionId = campaign.RegionId,
                CampaignId = campaign.Id,
                ResultRunId = run,
            }
        );
    }
}
