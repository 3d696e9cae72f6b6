using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Submissions;

/// <summary>Closes a sent submission: it can't be returned any more.</summary>
public sealed class CloseSubmission(OrientirContext context, TimeProvider time)
{
    /// <summary>Closes it; one closed already stays closed.</summary>
    /// <exception cref="RefusedException">It is not sent.</exception>
    public async Task RunAsync(Actor actor, int campaignSubjectId, CancellationToken cancel = default)
    {
        var at = await SubmissionContext.LoadAsync(context, time, actor, campaignSubjectId, cancel);
        Permissions.Require(actor, Ability.Return, at.Subject.TerritoryId, at.CampaignState);
        await using var transaction = await at.HoldAsync(context, cancel);
        if (!at.Submission!.Close())
            return;
        new AuditTrail(context, time).Add(
            actor,
            "submission.close",
            "submission",
            at.Submission.Id,
            nameof(SubmissionState.Sent),
            nameof(SubmissionState.Closed),
            at.Subject.Id
        );
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
