using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Campaigns;

/// <summary>Whom an expert assesses in a campaign.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="UserId">The expert.</param>
/// <param name="CampaignSubjectIds">All of them; those assigned before and not named are taken off.</param>
public sealed record ExpertSubjects(int CampaignId, int UserId, IReadOnlyCollection<int> CampaignSubjectIds);

/// <summary>Assigns subjects of a campaign to an expert. Marks already made stay where subjects are taken off.</summary>
public sealed class AssignSubjects(OrientirContext context, TimeProvider time)
{
    /// <summary>Sets the assignment.</summary>
    /// <exception cref="RefusedException">No right, not at this stage, no such expert, or a subject of another campaign.</exception>
    public async Task RunAsync(Actor actor, ExpertSubjects input, CancellationToken cancel = default)
    {
        var campaign =
            await context.Campaigns.Include(row => row.Decisions).SingleOrDefaultAsync(row => row.Id == input.CampaignId, cancel)
            ?? throw RefusedException.NotFound("Мониторинг");
        Permissions.Require(actor, Ability.AssignExperts, null, campaign.StateAt(time.GetUtcNow().UtcDateTime));
        if (
            !await context.Grants.AnyAsync(
                grant => grant.UserId == input.UserId && grant.RegionId == actor.RegionId && grant.Role == Role.Expert,
                cancel
            )
        )
            throw RefusedException.NotFound("Эксперт");
        var wanted = input.CampaignSubjectIds.ToHashSet();
        if (
            await context.CampaignSubjects.CountAsync(row => row.CampaignId == campaign.Id && wanted.Contains(row.Id), cancel)
            != wanted.Count
        )
            throw RefusedException.NotFound("Участник мониторинга");
        var assigned = await context
            .ExpertAssignments.Where(row =>
                row.UserId == input.UserId
                && context.CampaignSubjects.Any(subject => subject.Id == row.CampaignSubjectId && subject.CampaignId == campaign.Id)
            )
            .ToListAsync(cancel);
        var before = assigned.Select(row => row.CampaignSubjectId).ToHashSet();
        if (before.SetEquals(wanted))
            return;
        context.ExpertAssignments.RemoveRange(assigned.Where(row => !wanted.Contains(row.CampaignSubjectId)));
        context.ExpertAssignments.AddRange(
            wanted
                .Except(before)
                .Order()
                .Select(subject => new ExpertAssignment
                {
                    RegionId = campaign.RegionId,
                    CampaignSubjectId = subject,
                    UserId = input.UserId,
                })
        );
        new AuditTrail(context, time).Add(
            actor,
            "campaign.assign-expert",
            "campaign",
            campaign.Id,
            new { Expert = input.UserId, Removed = before.Except(wanted).Order().ToArray() },
            new { Expert = input.UserId, Added = wanted.Except(before).Order().ToArray() }
        );
        await context.SaveChangesAsync(cancel);
    }
}
