using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Campaigns;

/// <summary>More time for one subject.</summary>
/// <param name="CampaignSubjectId">The subject of the campaign.</param>
/// <param name="Until">The last day, in the region's zone.</param>
/// <param name="Reason">Why.</param>
public sealed record Extension(int CampaignSubjectId, DateOnly Until, string Reason);

/// <summary>Extends the deadline of one subject, with a reason on record.</summary>
public sealed class ExtendDeadline(OrientirContext context, TimeProvider time)
{
    /// <summary>Extends it.</summary>
    /// <exception cref="RefusedException">No right, not at this stage, or a day that extends nothing.</exception>
    public async Task RunAsync(Actor actor, Extension input, CancellationToken cancel = default)
    {
        var subject =
            await context.CampaignSubjects.SingleOrDefaultAsync(row => row.Id == input.CampaignSubjectId, cancel)
            ?? throw RefusedException.NotFound("Участник мониторинга");
        var campaign = await context.Campaigns.Include(row => row.Decisions).SingleAsync(row => row.Id == subject.CampaignId, cancel);
        var now = time.GetUtcNow().UtcDateTime;
        Permissions.Require(actor, Ability.Extend, subject.TerritoryId, campaign.StateAt(now));
        var zone = RegionTime.ToSetBy((await context.Regions.SingleAsync(row => row.Id == actor.RegionId, cancel)).TimeZone);
        var until = zone.EndOf(input.Until);
        var errors = new List<FieldError>();
        if (until <= now)
            errors.Add(new(nameof(input.Until), "Этот день уже прошёл: впишите более поздний."));
        // A day written wrong may be set right, as long as it is later than for all.
        else if (until <= campaign.CollectionEnd || until == subject.ExtendedUntil)
            errors.Add(
                new(
                    nameof(input.Until),
                    $"Срок и без того {zone.LastDay(campaign.DeadlineOf(subject.ExtendedUntil, returned: false, now))}: впишите более "
                        + "поздний день."
                )
            );
        else if (until > campaign.ReviewUntil)
            errors.Add(
                new(nameof(input.Until), $"Экспертиза кончается {zone.LastDay(campaign.ReviewUntil)}: срок ответов не может быть позже.")
            );
        if (input.Reason.Trim().Length is 0 or > 1000)
            errors.Add(new(nameof(input.Reason), "Впишите причину: она останется в журнале."));
        if (errors.Count > 0)
            throw RefusedException.Invalid(errors);
        var old = new { subject.ExtendedUntil, subject.ExtensionReason };
        subject.Extend(until, input.Reason.Trim());
        new AuditTrail(context, time).Add(
            actor,
            "campaign.extend",
            "campaign-subject",
            subject.Id,
            old,
            new { subject.ExtendedUntil, subject.ExtensionReason },
            subject.Id
        );
        await context.SaveChangesAsync(cancel);
    }
}
