using Microsoft.EntityFrameworkCore;
using Orientir.Core.Letters;

namespace Orientir.Core.Submissions;

/// <summary>Letters of reminders.</summary>
public sealed class LateReminders : LetterCause
{
    /// <inheritdoc/>
    public override IReadOnlyCollection<LetterWhy> Whys { get; } = [LetterWhy.Reminder];

    /// <inheritdoc/>
    public override async Task<string?> WithdrawnAsync(OrientirContext context, Letter letter, DateTime now, CancellationToken cancel)
    {
        var late = await (
            from reminder in context.Reminders
            join submission in context.Submissions on reminder.CampaignSubjectId equals submission.CampaignSubjectId
            where reminder.Id == letter.CauseId
            select new { reminder.Deadline, submission.State }
        ).SingleOrDefaultAsync(cancel);
        return late is null ? "участника больше нет в мониторинге"
            : late.State is not (SubmissionState.Draft or SubmissionState.Returned) ? "анкета уже отправлена"
            : late.Deadline <= now ? "срок, о котором напоминали, прошёл"
            : null;
    }

    /// <inheritdoc/>
    public override async Task GoneOutAsync(OrientirContext context, Letter letter, DateTime now, CancellationToken cancel)
    {
        if (await context.Reminders.SingleOrDefaultAsync(row => row.Id == letter.CauseId, cancel) is { } reminder)
            reminder.GoOut();
    }
}
