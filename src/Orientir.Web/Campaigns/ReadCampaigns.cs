using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Core.Submissions;

namespace Orientir.Web.Campaigns;

/// <summary>A campaign as one line of a list.</summary>
/// <param name="Campaign">With its decisions.</param>
/// <param name="State">Where it stands now.</param>
/// <param name="Methodology">Title of its methodology.</param>
/// <param name="Subjects">Subjects chosen; 0 for who does not see the board.</param>
/// <param name="Sent">Of them, sent.</param>
/// <param name="Runs">Runs computed that the actor may see.</param>
/// <param name="Own">What of it concerns a municipality or an expert; none for who sees the board.</param>
internal sealed record CampaignLine(
    Campaign Campaign,
    CampaignState State,
    string Methodology,
    int Subjects,
    int Sent,
    int Runs,
    IReadOnlyList<OwnSubmission> Own
);

/// <summary>Reads the campaigns of an actor for the list and for the first page: five queries whatever their number.</summary>
internal sealed class ReadCampaigns(Visible visible, Actor actor)
{
    /// <summary>The campaigns, those where work goes on first, the latest of them first.</summary>
    public async Task<List<CampaignLine>> RunAsync(DateTime now, CancellationToken cancel)
    {
        var campaigns = await visible
            .Campaigns.AsNoTracking()
            .Include(row => row.Decisions)
            .OrderByDescending(row => row.CollectionFrom)
            .ThenByDescending(row => row.Id)
            .ToListAsync(cancel);
        if (campaigns.Count == 0)
            return [];
        var titles = await visible
            .Methodologies.Select(row => new { row.Id, row.Title })
            .ToDictionaryAsync(row => row.Id, row => row.Title, cancel);
        var runs = await visible
            .Runs.GroupBy(row => row.CampaignId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Key, row => row.Count, cancel);
        var sees = Permissions.Allows(actor, Ability.SeeBoard);
        var counts = sees
            ? await (
                from subject in visible.CampaignSubjects
                join submission in visible.Submissions on subject.Id equals submission.CampaignSubjectId into opened
                from submission in opened.DefaultIfEmpty()
                group submission by subject.CampaignId into own
                select new
                {
                    own.Key,
                    All = own.Count(),
                    Sent = own.Sum(row => row.SentAt != null ? 1 : 0),
                }
            ).ToDictionaryAsync(row => row.Key, row => (row.All, row.Sent), cancel)
            : [];
        var mine = sees
            ? Enumerable.Empty<OwnSubmission>().ToLookup(row => row.CampaignId)
            : (await OwnOf(visible, visible.CampaignSubjects).ToListAsync(cancel)).ToLookup(row => row.CampaignId);
        return
        [
            .. campaigns
                .Select(campaign => new CampaignLine(
                    campaign,
                    campaign.StateAt(now),
                    titles.GetValueOrDefault(campaign.MethodologyEditionId, ""),
                    counts.GetValueOrDefault(campaign.Id).All,
                    counts.GetValueOrDefault(campaign.Id).Sent,
                    runs.GetValueOrDefault(campaign.Id),
                    [.. mine[campaign.Id]]
                ))
                .OrderBy(row => row.State == CampaignState.Published),
        ];
    }

    /// <summary>The submissions of subjects, in order of name.</summary>
    public static IQueryable<OwnSubmission> OwnOf(Visible visible, IQueryable<CampaignSubject> subjects) =>
        from subject in subjects
        join submission in visible.Submissions on subject.Id equals submission.CampaignSubjectId
        orderby subject.FoldedName, subject.Id
        select new OwnSubmission(
            subject.Id,
            subject.CampaignId,
            subject.Name,
            subject.TerritoryId,
            submission.State,
            submission.SentAt,
            subject.ExtendedUntil
        );
}
