using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Campaigns;

/// <summary>A decision to move a campaign.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Transition">Id of a row of <see cref="Transition.All"/>.</param>
/// <param name="Reason">Why, where the transition asks for it.</param>
public sealed record CampaignMove(int CampaignId, string Transition, string? Reason = null);

/// <summary>Moves a campaign by a row of the table of transitions, on record. Opening copies the subjects and makes their drafts.</summary>
public sealed class MoveToStage(OrientirContext context, TimeProvider time, IEnumerable<IStageFollower> followers)
{
    /// <summary>Moves it.</summary>
    /// <exception cref="RefusedException">No right, no such transition from this state, or its guard does not hold.</exception>
    public async Task RunAsync(Actor actor, CampaignMove input, CancellationToken cancel = default)
    {
        var campaign =
            await context.Campaigns.Include(row => row.Decisions).SingleOrDefaultAsync(row => row.Id == input.CampaignId, cancel)
            ?? throw RefusedException.NotFound("Мониторинг");
        var now = time.GetUtcNow().UtcDateTime;
        var state = campaign.StateAt(now);
        Permissions.Require(actor, Ability.MoveCampaign, null, state);
        var transition =
            Transition.All.FirstOrDefault(one => one.Id == input.Transition) ?? throw RefusedException.NotFound("Действие", "о");
        if (!actor.Is(transition.Role))
            throw RefusedException.Forbidden();
        var reason = input.Reason?.Trim() ?? "";
        campaign.Require(transition, reason, now);
        if (await transition.WhyNotAsync(await TransitionFacts.OfAsync(context, campaign, now, cancel), followers, cancel) is { } refusal)
            throw RefusedException.Conflict(refusal);

        if (transition.Id == "open")
            await CopySubjectsAsync(campaign, cancel);
        foreach (var follower in followers)
            await follower.FollowAsync(transition, campaign, cancel);
        campaign.Decide(transition, reason, actor.UserId, now);
        // The campaign itself counts as changed, so that of two decisions at once the second is refused.
        context.Entry(campaign).State = EntityState.Modified;
        new AuditTrail(context, time).Add(
            actor,
            $"campaign.{transition.Id}",
            "campaign",
            campaign.Id,
            new { State = state.ToString() },
            new { State = transition.To.ToString(), Reason = reason }
        );
        await context.SaveChangesAsync(cancel);
    }

    private async Task CopySubjectsAsync(Campaign campaign, CancellationToken cancel)
    {
        var chosen = await context.CampaignSubjects.Where(row => row.CampaignId == campaign.Id).ToListAsync(cancel);
        var subjects = await context
            .Subjects.Where(row => context.CampaignSubjects.Any(copy => copy.CampaignId == campaign.Id && copy.SubjectId == row.Id))
            .ToDictionaryAsync(row => row.Id, cancel);
        foreach (var copy in chosen)
            copy.Renew(subjects[copy.SubjectId]);
    }
}
