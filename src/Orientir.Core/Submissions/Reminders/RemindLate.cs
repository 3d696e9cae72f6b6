using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Campaigns;
using Orientir.Core.Letters;

namespace Orientir.Core.Submissions;

/// <summary>A reminder to one subject.</summary>
/// <param name="CampaignSubjectId">The subject.</param>
/// <param name="Name">Its name.</param>
/// <param name="To">Address of the contact; null where there is none: the letter is printed.</param>
/// <param name="Subject">Heading of the letter.</param>
/// <param name="Text">The letter.</param>
/// <param name="Deadline">UTC, exclusive: what it is reminded of.</param>
/// <param name="IsReturned">Whether what it sent was returned: the letter says so.</param>
/// <param name="RemindedAt">UTC, when it was reminded of this deadline already: it is not again.</param>
public sealed record ReminderLetter(
    int CampaignSubjectId,
    string Name,
    string? To,
    string Subject,
    string Text,
    DateTime Deadline,
    bool IsReturned,
    DateTime? RemindedAt
);

/// <summary>Reminders to be made.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Chosen">Subjects agreed to in the preview; null for the preview alone.</param>
/// <param name="Site">Where the letters lead.</param>
public sealed record Reminding(int CampaignId, IReadOnlyCollection<int>? Chosen, LetterAddresses Site);

/// <summary>
/// Reminds those who have not sent: previews the letters, then logs each once per subject and deadline with the letter that is to be sent
/// or printed. All are made or none: of two operators at once the later one is told so.
/// </summary>
/// <param name="context">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="byMail">Whether mail is set up; letters are printed otherwise.</param>
public sealed class RemindLate(OrientirContext context, TimeProvider time, bool byMail = false)
{
    /// <summary>The letters: all of those who have not sent for the preview, those newly logged otherwise.</summary>
    /// <exception cref="RefusedException">No right, or not at this stage.</exception>
    public async Task<IReadOnlyList<ReminderLetter>> RunAsync(Actor actor, Reminding input, CancellationToken cancel = default)
    {
        var visible = new Visible(context, actor, time);
        var campaign =
            await visible.Campaigns.Include(row => row.Decisions).SingleOrDefaultAsync(row => row.Id == input.CampaignId, cancel)
            ?? throw RefusedException.NotFound("Мониторинг");
        var now = time.GetUtcNow().UtcDateTime;
        Permissions.Require(actor, Ability.Remind, null, campaign.StateAt(now));
        var zone = new RegionTime((await context.Regions.SingleAsync(row => row.Id == actor.RegionId, cancel)).TimeZone);
        var pending = await (
            from subject in visible.CampaignSubjectsFor(Ability.Remind)
            join submission in context.Submissions on subject.Id equals submission.CampaignSubjectId
            join territory in context.Territories on subject.TerritoryId equals territory.Id
            where
                subject.CampaignId == campaign.Id
                && (submission.State == SubmissionState.Draft || submission.State == SubmissionState.Returned)
            orderby subject.FoldedName, subject.Id
            select new
            {
                Subject = subject,
                submission.State,
                ContactEmail = territory
                    .Contacts.Where(contact => contact.Email != null)
                    .OrderBy(contact => contact.Place)
                    .Select(contact => contact.Email)
                    .FirstOrDefault(),
            }
        ).ToListAsync(cancel);
        // Where no contact is kept, whoever answers for the territory is written to; until they came, who is invited for it.
        var answering = (
            await (
                from grant in Answerers.In(context, actor)
                join user in context.Users on grant.UserId equals user.Id
                orderby user.Id
                select new { TerritoryId = grant.TerritoryId!.Value, user.Email }
            ).ToListAsync(cancel)
        ).ToLookup(row => row.TerritoryId, row => row.Email);
        var invited = (
            await Answerers
                .InvitedTo(context, actor, now)
                .OrderBy(row => row.Id)
                .Select(row => new { TerritoryId = row.TerritoryId!.Value, row.Email })
                .ToListAsync(cancel)
        ).ToLookup(row => row.TerritoryId, row => row.Email);
        var reminded = (
            await context
                .Reminders.Where(row =>
                    context.CampaignSubjects.Any(subject => subject.Id == row.CampaignSubjectId && subject.CampaignId == campaign.Id)
                )
                .ToListAsync(cancel)
        ).ToLookup(row => (row.CampaignSubjectId, row.Deadline), row => row.At);
        var letters = pending
            // After the deadline of collection only those whose extension runs, and those who were to mend what they sent, can still
            // answer.
            .SelectMany(one =>
            {
                if (campaign.TakenUntil(one.Subject.ExtendedUntil, one.State == SubmissionState.Returned, now) is not { } deadline)
                    return (IEnumerable<ReminderLetter>)[];
                var letter = new ReminderLetter(
                    one.Subject.Id,
                    one.Subject.Name,
                    one.ContactEmail
                        ?? answering[one.Subject.TerritoryId].FirstOrDefault()
                        ?? invited[one.Subject.TerritoryId].FirstOrDefault(),
                    $"Напоминание: {campaign.Title}",
                    TextOf(campaign, one.Subject, one.State, zone, deadline, input.Site),
                    deadline,
                    one.State == SubmissionState.Returned,
                    reminded[(one.Subject.Id, deadline)].Select(at => (DateTime?)at).FirstOrDefault()
                );
                return [letter];
            })
            .ToList();
        if (input.Chosen is null)
            return letters;

        var chosen = letters.FindAll(one => one.RemindedAt is null && input.Chosen.Contains(one.CampaignSubjectId));
        if (chosen.Count == 0)
            return [];
        var reminders = chosen.ConvertAll(letter => new Reminder
        {
            RegionId = campaign.RegionId,
            CampaignSubjectId = letter.CampaignSubjectId,
            Deadline = letter.Deadline,
            At = now,
            UserId = actor.UserId,
            Mailed = false,
        });
        var (audit, outbox) = (new AuditTrail(context, time), new Outbox(context, actor, now, byMail));
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        context.Reminders.AddRange(reminders);
        await new ManyRows(context).NumberAsync(cancel);
        foreach (var (letter, reminder) in chosen.Zip(reminders))
        {
            outbox.Put(new(LetterWhy.Reminder, letter.Name, letter.To, letter.Subject, letter.Text), reminder.Id, shown: false);
            audit.Add(
                actor,
                "campaign.remind",
                "campaign-subject",
                letter.CampaignSubjectId,
                null,
                new { letter.Deadline, Mailed = outbox.Sends(letter.To) },
                letter.CampaignSubjectId
            );
        }
        await context.SaveManyAsync(cancel);
        await outbox.OrderJobAsync(cancel);
        await transaction.CommitAsync(cancel);
        return chosen.ConvertAll(letter => letter with { RemindedAt = now });
    }

    private static string TextOf(
        Campaign campaign,
        CampaignSubject subject,
        SubmissionState state,
        RegionTime zone,
        DateTime deadline,
        LetterAddresses site
    ) =>
        $"""
        Здравствуйте!

        {(state == SubmissionState.Returned
            ? $"Ответы на мониторинг {Russian.Quote(campaign.Title)} ({subject.Name}) возвращены на доработку и ещё не отправлены снова."
            : $"Ответы на мониторинг {Russian.Quote(campaign.Title)} ({subject.Name}) ещё не отправлены.")}
        Последний день: {zone.LastDay(deadline)}. Что не отправлено к его концу, эксперты увидят как есть, с пометкой «не отправлено».

        Анкета: {site.Form(subject.Id)}
        {(campaign.Owner.Length > 0 ? $"\nВопросы: {campaign.Owner}" : "")}
        """;
}
