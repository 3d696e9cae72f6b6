using Microsoft.EntityFrameworkCore;
using Orientir.Core.Campaigns;

namespace Orientir.Core.Submissions;

/// <summary>
/// Submissions follow the stages: opening makes the drafts, and review does not end while somebody with more time still answers.
/// </summary>
public sealed class SubmissionsAtStages(OrientirContext context) : IStageFollower
{
    /// <inheritdoc/>
    public async Task<string?> WhyNotAsync(Transition transition, Campaign campaign, DateTime now, CancellationToken cancel) =>
        transition.Id == "close-review"
        && await context.CampaignSubjects.AnyAsync(
            row =>
                row.CampaignId == campaign.Id
                && row.ExtendedUntil > now
                && !context.Submissions.Any(submission =>
                    submission.CampaignSubjectId == row.Id
                    && submission.State != SubmissionState.Draft
                    && submission.State != SubmissionState.Returned
                ),
            cancel
        )
            ? "Часть участников ещё заполняет анкету: им продлён срок. Дождитесь, пока они отправят её или срок выйдет."
            : null;

    /// <inheritdoc/>
    public async Task FollowAsync(Transition transition, Campaign campaign, CancellationToken cancel)
    {
        if (transition.Id == "open")
            context.Submissions.AddRange(
                (
                    await context.CampaignSubjects.Where(row => row.CampaignId == campaign.Id).Select(row => row.Id).ToListAsync(cancel)
                ).Select(subject => Submission.Of(campaign.RegionId, subject))
            );
    }
}
