using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Office;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;

namespace Orientir.Core.Results;

/// <summary>What stands behind the figures of a subject beside its marks.</summary>
/// <param name="CampaignSubjectId">The subject of the campaign.</param>
/// <param name="Answers">By uid: the answer in words with its evidence, leading to the submission. As they are now, not as they were at the
/// run.</param>
public sealed record SubjectEvidence(int CampaignSubjectId, IReadOnlyDictionary<string, DisplayCell> Answers);

/// <summary>Reads what stands behind the figures of a subject, for who may see its marks.</summary>
public sealed class ReadEvidenceBehindMarks(OrientirContext context, TimeProvider time)
{
    /// <summary>Reads; null where the actor may not see it.</summary>
    public async Task<SubjectEvidence?> RunAsync(Actor actor, LoadedRun run, string code, CancellationToken cancel = default)
    {
        var visible = new Visible(context, actor, time);
        var found = await visible
            .CampaignSubjectsFor(Ability.SeeMarks)
            .Where(row => row.CampaignId == run.Campaign.Id && row.Code == code)
            .Select(row => new
            {
                row.Id,
                row.TerritoryId,
                Assigned = context.ExpertAssignments.Any(one => one.UserId == actor.UserId && one.CampaignSubjectId == row.Id),
            })
            .SingleOrDefaultAsync(cancel);
        if (found is null)
            return null;
        var (subject, held) = (found.Id, Permissions.DirectionsOf(actor, found.TerritoryId, found.Assigned));
        var submissions = visible.Submissions.Where(row => row.CampaignSubjectId == subject).Select(row => row.Id);
        var answers = (
            await visible.Answers.AsNoTracking().Where(row => submissions.Contains(row.SubmissionId)).ToListAsync(cancel)
        ).ToLookup(row => row.Uid);
        var places = (
            await visible
                .EvidenceItems.AsNoTracking()
                .Include(row => row.Places)
                .Where(row => submissions.Contains(row.SubmissionId))
                .ToListAsync(cancel)
        ).SelectMany(row => row.Places);
        var evidence = places
            .GroupBy(place => place.Uid, place => place.EvidenceItemId)
            .ToDictionary(group => group.Key, group => group.Distinct().Count(), StringComparer.Ordinal);
        var methodology = run.Scored.Methodology;
        var behind = new Dictionary<string, DisplayCell>(StringComparer.Ordinal);
        // Published marks are the whole subject's; answers stay with who holds their direction.
        var directions = methodology.Tree.Directions.Where(direction => held?.Contains(direction.Uid) != false);
        foreach (var node in directions.SelectMany(methodology.Tree.SubtreeOf))
        {
            List<string> said = node.Scale is null
                ? []
                :
                [
                    .. answers[node.Uid]
                        .OrderBy(answer => answer.ItemId, StringComparer.Ordinal)
                        .Select(answer => MarkWords.OfAnswer(answer, node.Scale))
                        .Where(text => text.Length > 0),
                ];
            if (evidence.TryGetValue(node.Uid, out var count))
                said.Add(Russian.Count(count, "подтверждение", "подтверждения", "подтверждений"));
            if (said.Count > 0)
                behind[node.Uid] = new(
                    string.Join("; ", said),
                    Target: new SubmissionPlace(subject, methodology.Tree.DirectionOf(node).Uid, node.Uid)
                );
        }
        return new(subject, behind);
    }
}
