using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Submissions;

namespace Orientir.Core.Reviews;

/// <summary>
/// Takes back a submission sent by mistake: it is a draft again as long as answers are taken and nobody has worked on it, by a mark or a
/// return. Letters that waited because it was sent follow its state by themselves.
/// </summary>
public sealed class TakeBackSubmission(OrientirContext context, TimeProvider time)
{
    /// <summary>Takes it back.</summary>
    /// <exception cref="RefusedException">The actor may not, the time is over, or somebody has worked on it.</exception>
    public async Task RunAsync(Actor actor, int campaignSubjectId, CancellationToken cancel = default)
    {
        var at = await SubmissionContext.LoadAsync(context, time, actor, campaignSubjectId, cancel);
        Permissions.Require(actor, Ability.Send, at.Subject.TerritoryId);
        await using var transaction = await at.HoldAsync(context, cancel);
        if (await TakingBack.WhyNotAsync(context, at, cancel) is { } why)
            throw RefusedException.Conflict(why);
        var was = Receipt.Of(at);
        at.Submission!.TakeBack();
        new AuditTrail(context, time).Add(
            actor,
            "submission.takeback" + (at.IsOnBehalf ? AuditEntry.OnBehalf : ""),
            "submission",
            at.Submission.Id,
            was,
            nameof(SubmissionState.Draft),
            at.Subject.Id
        );
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
