using Microsoft.EntityFrameworkCore;
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
    /// <summary>Why the actor may not take it back now; null where it may.</summary>
    /// <exception cref="RefusedException">It is not the actor's to see.</exception>
    public static async Task<string?> WhyNotAsync(
        OrientirContext context,
        TimeProvider time,
        Actor actor,
        int campaignSubjectId,
        CancellationToken cancel = default
    ) => await WhyNotAsync(context, await SubmissionContext.LoadAsync(context, time, actor, campaignSubjectId, cancel), cancel);

    /// <summary>Takes it back.</summary>
    /// <exception cref="RefusedException">The actor may not, the time is over, or somebody has worked on it.</exception>
    public async Task RunAsync(Actor actor, int campaignSubjectId, CancellationToken cancel = default)
    {
        var at = await SubmissionContext.LoadAsync(context, time, actor, campaignSubjectId, cancel);
        Permissions.Require(actor, Ability.Send, at.Subject.TerritoryId);
        await using var transaction = await at.HoldAsync(context, cancel);
        if (await WhyNotAsync(context, at, cancel) is { } why)
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

    private static async Task<string?> WhyNotAsync(OrientirContext context, SubmissionContext at, CancellationToken cancel) =>
        !Permissions.Allows(at.Actor, Ability.Send, at.Subject.TerritoryId) ? "Отзывает анкету тот, кто её отправляет."
        : Submission.WhyNotTakenBack(at.State, at.Submission?.WasReturned == true) is { } why ? why
        : !at.IsOpen ? "Срок приёма ответов истёк. Попросите оператора региона вернуть анкету."
        : await context.Marks.AnyAsync(mark => mark.CampaignSubjectId == at.Subject.Id, cancel)
            ? "Эксперты уже оценивают анкету. Попросите оператора региона вернуть её."
        : null;
}
