using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Letters;
using Orientir.Core.Office;

namespace Orientir.Core.Submissions;

/// <summary>Reads the log of reminders of a campaign as the table that is shown and exported.</summary>
public sealed class ReadReminders(OrientirContext context, TimeProvider time)
{
    /// <summary>The log, the latest first.</summary>
    /// <exception cref="RefusedException">No such campaign for this actor, or no right to its board.</exception>
    public async Task<DisplayTable> RunAsync(Actor actor, int campaignId, CancellationToken cancel = default)
    {
        var visible = new Visible(context, actor, time);
        if (!await visible.Campaigns.AnyAsync(row => row.Id == campaignId, cancel))
            throw RefusedException.NotFound("Мониторинг");
        Permissions.Require(actor, Ability.SeeBoard);
        var zone = new RegionTime((await context.Regions.AsNoTracking().SingleAsync(row => row.Id == actor.RegionId, cancel)).TimeZone);
        var rows = await (
            from reminder in visible.Reminders
            join subject in visible.CampaignSubjects on reminder.CampaignSubjectId equals subject.Id
            where subject.CampaignId == campaignId
            orderby reminder.At descending, subject.FoldedName, reminder.Id
            select new
            {
                subject.Name,
                reminder.Deadline,
                reminder.At,
                reminder.Mailed,
                Letter = context
                    .Letters.Where(letter => letter.Why == LetterWhy.Reminder && letter.CauseId == reminder.Id)
                    .Select(letter => (LetterState?)letter.State)
                    .FirstOrDefault(),
                By = visible.People.Where(user => user.Id == reminder.UserId).Select(user => user.DisplayName).FirstOrDefault(),
            }
        ).ToListAsync(cancel);
        return new(
            "Кому напомнили",
            [new("Кому"), new("О каком сроке"), new("Когда"), new("Кто"), new("Как")],
            [
                .. rows.Select(row =>
                    (IReadOnlyList<DisplayCell>)
                        [
                            new(row.Name),
                            new(zone.LastDay(row.Deadline)),
                            new(zone.Moment(row.At)),
                            new(row.By ?? "бывший сотрудник"),
                            new(HowOf(row.Mailed, row.Letter)),
                        ]
                ),
            ]
        );
    }

    // Reminders older than letters have none.
    private static string HowOf(bool mailed, LetterState? letter) =>
        letter switch
        {
            LetterState.Waiting => "ждёт отправки",
            LetterState.Failed => "письмо не ушло",
            LetterState.Cancelled => "письмо отменено",
            _ => mailed ? "по почте" : "для печати",
        };
}
