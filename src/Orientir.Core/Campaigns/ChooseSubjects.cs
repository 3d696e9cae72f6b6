using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Territories;

namespace Orientir.Core.Campaigns;

/// <summary>Which subjects take part.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="SubjectIds">All of them; those chosen before and not named leave.</param>
public sealed record SubjectChoice(int CampaignId, IReadOnlyCollection<int> SubjectIds);

/// <summary>Chooses the subjects of a campaign in preparation. Their copies are made afresh when it opens.</summary>
public sealed class ChooseSubjects(OrientirContext context, TimeProvider time)
{
    /// <summary>Sets the choice.</summary>
    /// <exception cref="RefusedException">No right, opened already, or a subject of another kind.</exception>
    public async Task RunAsync(Actor actor, SubjectChoice input, CancellationToken cancel = default)
    {
        var campaign =
            await context.Campaigns.Include(row => row.Decisions).SingleOrDefaultAsync(row => row.Id == input.CampaignId, cancel)
            ?? throw RefusedException.NotFound("Мониторинг");
        Permissions.Require(actor, Ability.ManageCampaigns, null, campaign.StateAt(time.GetUtcNow().UtcDateTime));
        if (campaign.IsOpened)
            throw RefusedException.Conflict("Мониторинг уже открыт: состав участников больше не меняется.");
        var kind = await context
            .Methodologies.Where(row => row.Id == campaign.MethodologyEditionId)
            .Select(row => row.SubjectKind)
            .SingleAsync(cancel);
        var wanted = await context.Subjects.Where(row => input.SubjectIds.Contains(row.Id)).ToListAsync(cancel);
        if (wanted.Exists(row => row.Kind != kind) || wanted.Count != input.SubjectIds.Distinct().Count())
            throw RefusedException.Invalid(
                new FieldError(
                    nameof(input.SubjectIds),
                    $"Методика оценивает другой вид объектов: выберите объекты вида «{EntryKind.TitleOf(kind)}»."
                )
            );
        var chosen = await context.CampaignSubjects.Where(row => row.CampaignId == campaign.Id).ToListAsync(cancel);
        if (wanted.Exists(row => row.ArchivedAt is not null && !chosen.Exists(copy => copy.SubjectId == row.Id)))
            throw RefusedException.Invalid(
                new FieldError(
                    nameof(input.SubjectIds),
                    "Среди выбранных есть объект в архиве: уберите его или верните из архива на странице территории."
                )
            );
        // The campaign itself counts as changed, so that nobody opens it with other subjects at the same moment.
        context.Entry(campaign).State = EntityState.Modified;
        var (before, after) = (chosen.Select(row => row.SubjectId).ToHashSet(), wanted.Select(row => row.Id).ToHashSet());
        context.CampaignSubjects.RemoveRange(chosen.Where(row => !after.Contains(row.SubjectId)));
        context.CampaignSubjects.AddRange(
            wanted.Where(row => !before.Contains(row.Id)).OrderBy(row => row.Id).Select(row => CampaignSubject.Of(campaign, row))
        );
        new AuditTrail(context, time).Add(
            actor,
            "campaign.subjects",
            "campaign",
            campaign.Id,
            before.Except(after).Order().ToArray(),
            after.Except(before).Order().ToArray()
        );
        await context.SaveChangesAsync(cancel);
    }
}
