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
            join subject in context.CampaignSubjects on reminder.CampaignSubjectId equals subject.Id
            where ids.Contains(reminder.Id)
            select new
            {
                reminder.Id,
                reminder.Deadline,
                submission.State,
                subject.CampaignId,
                subject.ExtendedUntil,
            }
        ).ToDictionaryAsync(row => row.Id, cancel);
        var inCampaigns = late.Values.Select(one => one.CampaignId).Distinct().ToList();
        var campaigns = await context
            .Campaigns.AsNoTracking()
            .Include(row => row.Decisions)
            .Where(row => inCampaigns.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancel);
        var reasons = new Dictionary<int, string>();
        foreach (var letter in letters)
            if (!late.TryGetValue(letter.CauseId, out var one))
                reasons.Add(letter.Id, "участника больше нет в мониторинге");
            else if (Submission.WhyNotSent(one.State) is not null)
                reasons.Add(letter.Id, "анкета уже отправлена");
            else if (one.Deadline <= now)
                reasons.Add(letter.Id, "срок, о котором напоминали, прошёл");
            else if (campaigns[one.CampaignId].TakenUntil(one.ExtendedUntil, one.State == SubmissionState.Returned, now) is not { } until)
                reasons.Add(letter.Id, "ответы больше не принимаются");
            else if (until != one.Deadline)
                reasons.Add(letter.Id, "срок с тех пор изменился, а письмо называет прежний");
        return reasons;
    }

    /// <inheritdoc/>
    public override async Task GoneOutAsync(OrientirContext context, Letter letter, DateTime now, CancellationToken cancel)
    {
        if (await context.Reminders.SingleOrDefaultAsync(row => row.Id == letter.CauseId, cancel) is { } reminder)
            reminder.GoOut();
    }
}
