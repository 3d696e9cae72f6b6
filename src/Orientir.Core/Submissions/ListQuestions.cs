using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;

namespace Orientir.Core.Submissions;

/// <summary>A question nobody has replied to yet.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Subject">Who asks.</param>
/// <param name="Direction">The direction it lies in.</param>
/// <param name="Leaf">The indicator it is about.</param>
/// <param name="Text">The question.</param>
public sealed record OpenQuestion(Campaign Campaign, CampaignSubject Subject, Node Direction, Node Leaf, string Text);

/// <summary>Lists the questions an operator has still to reply to.</summary>
public sealed class ListQuestions(OrientirContext context, TimeProvider time)
{
    /// <summary>
    /// The questions of campaigns in which replies are given now, by campaign, subject and indicator; none for who does not reply.
    /// </summary>
    public async Task<IReadOnlyList<OpenQuestion>> RunAsync(Actor actor, CancellationToken cancel = default)
    {
        if (!Permissions.Allows(actor, Ability.Return))
            return [];
        var visible = new Visible(context, actor, time);
        var campaigns = await visible.Campaigns.AsNoTracking().ToDictionaryAsync(campaign => campaign.Id, cancel);
        var asked = await visible
            .CampaignSubjectsFor(Ability.Return)
            .AsNoTracking()
            .Join(
                context.Submissions,
                subject => subject.Id,
                submission => submission.CampaignSubjectId,
                (subject, submission) => new { Subject = subject, submission.Id }
            )
            .Join(
                context.Answers.Where(answer => answer.Question != null && answer.Reply == null),
                row => row.Id,
                answer => answer.SubmissionId,
                (row, answer) =>
                    new
                    {
                        row.Subject,
                        answer.Uid,
                        answer.Question,
                    }
            )
            .ToListAsync(cancel);
        var editionIds = asked.Select(row => campaigns[row.Subject.CampaignId].MethodologyEditionId).Distinct().ToList();
        var methodologies = await KeptMethodologies.ReadAllAsync(context.Methodologies.Where(row => editionIds.Contains(row.Id)), cancel);
        return
        [
            .. asked
                .SelectMany(row =>
                {
                    var campaign = campaigns[row.Subject.CampaignId];
                    var tree = methodologies[campaign.MethodologyEditionId].Tree;
                    return tree.FindLeaf(row.Uid) is { } leaf
                        ? [new OpenQuestion(campaign, row.Subject, tree.DirectionOf(leaf), leaf, row.Question!)]
                        : Array.Empty<OpenQuestion>();
                })
                .OrderByDescending(one => one.Campaign.Id)
                .ThenBy(one => one.Subject.FoldedName, StringComparer.Ordinal)
                .ThenBy(one => one.Subject.Id)
                .ThenBy(one => methodologies[one.Campaign.MethodologyEditionId].Tree.IndexOf(one.Leaf)),
        ];
    }
}
