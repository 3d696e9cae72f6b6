using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;

namespace Orientir.Core.Submissions;

/// <summary>
/// Lists the forms of the territories an actor answers for or follows: of coordinators, executors, publishers and organisations.
/// </summary>
public sealed class ListSubmissions(OrientirContext context, TimeProvider time)
{
    private static readonly Role[] Own = [Role.Coordinator, Role.Executor, Role.Publisher, Role.Organisation];

    /// <summary>The forms of opened campaigns: what can be changed now first, by deadline, then the others, newest first.</summary>
    public async Task<IReadOnlyList<SubmissionForm>> RunAsync(Actor actor, CancellationToken cancel = default)
    {
        if (!Permissions.Allows(actor, Ability.SeeAnswers))
            throw RefusedException.Forbidden();
        var grants = actor.Grants.Where(grant => Own.Contains(grant.Role)).ToList();
        var everywhere = grants.Exists(grant => grant.Territories is null);
        var territories = grants.SelectMany(grant => grant.Territories ?? new HashSet<int>()).ToHashSet();
        var visible = new Visible(context, actor, time);
        var subjects = await visible
            .CampaignSubjects.AsNoTracking()
            .Where(row => everywhere || territories.Contains(row.TerritoryId))
            .OrderBy(row => row.FoldedName)
            .ThenBy(row => row.Id)
            .ToListAsync(cancel);
        if (subjects.Count == 0)
            return [];
        var ids = subjects.ConvertAll(subject => subject.Id);
        var campaignIds = subjects.Select(subject => subject.CampaignId).Distinct().ToList();
        var campaigns = await visible
            .Campaigns.AsNoTracking()
            .Include(row => row.Decisions)
            .Where(row => campaignIds.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancel);
        var editionIds = campaigns.Values.Select(campaign => campaign.MethodologyEditionId).Distinct().ToList();
        var methodologies = await KeptMethodologies.ReadAllAsync(context.Methodologies.Where(row => editionIds.Contains(row.Id)), cancel);
        var region = await context.Regions.AsNoTracking().SingleAsync(row => row.Id == actor.RegionId, cancel);
        var submissions = await context
            .Submissions.AsNoTracking()
            .Where(row => ids.Contains(row.CampaignSubjectId))
            .ToDictionaryAsync(row => row.CampaignSubjectId, cancel);
        var assigned = await context
            .ExpertAssignments.Where(row => row.UserId == actor.UserId && ids.Contains(row.CampaignSubjectId))
            .Select(row => row.CampaignSubjectId)
            .ToHashSetAsync(cancel);
        var contents = await SubmissionContents.CountedAsync(context, [.. submissions.Values.Select(submission => submission.Id)], cancel);
        var now = time.GetUtcNow().UtcDateTime;
        return
        [
            .. subjects
                .Where(subject => campaigns.TryGetValue(subject.CampaignId, out var campaign) && campaign.IsOpened)
                .Select(subject =>
                {
                    var campaign = campaigns[subject.CampaignId];
                    var submission = submissions.GetValueOrDefault(subject.Id);
                    var at = new SubmissionContext(
                        actor,
                        now,
                        subject,
                        campaign,
                        methodologies[campaign.MethodologyEditionId],
                        region,
                        assigned.Contains(subject.Id),
                        submission
                    );
                    return submission is null
                        ? new SubmissionForm(at, [], [])
                        : new(at, [.. contents.Answers[submission.Id]], [.. contents.Evidence[submission.Id]]);
                })
                .Where(form => form.Directions.Count > 0)
                .OrderBy(form => form.IsInWork ? 0 : 1)
                .ThenBy(form => form.IsInWork ? form.Deadline.Ticks : -form.Deadline.Ticks),
        ];
    }
}
