using Microsoft.EntityFrameworkCore;
using Orientir.Core.Letters;

namespace Orientir.Core.Submissions;

/// <summary>Letters of reminders.</summary>
public sealed class LateReminders : LetterCause
{
    /// <inheritdoc/>
    public override IReadOnlyCollection<LetterWhy> Whys { get; } = [LetterWhy.Reminder];

    /// <inheritdoc/>
    public override async Task<IReadOnlyDictionary<int, string>> WithdrawnAsync(
        OrientirContext context,
        IReadOnlyCollection<Letter> letters,
        DateTime now,
        CancellationToken cancel
    )
    {
        var ids = letters.Select(letter => letter.CauseId).ToList();
        var late = await (
            from reminder in context.Reminders
            join submission in context.Submissions on reminder.CampaignSubjectId equals submission.CampaignSubjectId
            where ids.Contains(reminder.Id)
            select new
            {
                reminder.Id,
                reminder.Deadline,
                submission.State,
            }
        ).ToDictionaryAsync(row => row.Id, row => (row.Deadline, row.State), cancel);
        var reasons = new Dictionary<int, string>();
        foreach (var letter in letters)
            if (!late.TryGetValue(letter.CauseId, out var one))
                reasons.Add(letter.Id, "участника больше нет в мониторинге");
            else if (one.State is not (SubmissionState.Draft or SubmissionState.Returned))
                reasons.Add(letter.Id, "анкета уже отправлена");
            else if (one.Deadline <= now)
                reasons.Add(letter.Id, "срок, о котором напоминали, прошёл");
        return reasons;
    }

    /// <inheritdoc/>
    public override async Task GoneOutAsync(OrientirContext context, Letter letter, DateTime now, CancellationToken cancel)
    {
        if (await context.Reminders.SingleOrDefaultAsync(row => row.Id == letter.CauseId, cancel) is { } reminder)
            reminder.GoOut();
    }
}
