using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Submissions;

namespace Orientir.Core.Reviews;

/// <summary>When a submission may be taken back.</summary>
internal static class TakingBack
{
    /// <summary>Why the actor may not take it back now; null where it may.</summary>
    public static async Task<string?> WhyNotAsync(OrientirContext context, SubmissionContext at, CancellationToken cancel) =>
        !Permissions.Allows(at.Actor, Ability.Send, at.Subject.TerritoryId) ? "Отзывает анкету тот, кто её отправляет."
        : Submission.WhyNotTakenBack(at.State, at.Submission?.WasReturned == true) is { } why ? why
        : !at.IsOpen ? "Срок приёма ответов истёк. Попросите оператора региона вернуть анкету."
        : await context.Marks.AnyAsync(mark => mark.CampaignSubjectId == at.Subject.Id, cancel)
            ? "Эксперты уже оценивают анкету. Попросите оператора региона вернуть её."
        : null;
}
