using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Territories;

namespace Orientir.Core.Submissions;

/// <summary>The indicators of a campaign the operator finds out itself, over its subjects.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Leaves">The indicators, in order.</param>
/// <param name="Subjects">The subjects, by name.</param>
/// <param name="Locked">Why nothing can be changed now; null where it can.</param>
public sealed record OperatorGrid(Campaign Campaign, IReadOnlyList<Node> Leaves, IReadOnlyList<CampaignSubject> Subjects, string? Locked)
{
    /// <summary>The region, for times.</summary>
    public required Region Region { get; init; }

    /// <summary>The answers by subject of the campaign, uid and item.</summary>
    public required IReadOnlyDictionary<(int Subject, string Uid, string Item), Answer> Answers { get; init; }

    /// <summary>What a field holds, as patches write it; empty for nothing.</summary>
    public string ValueAt(int subject, string uid, string item, AnswerField field) =>
        Answers.TryGetValue((subject, uid, item), out var answer) ? answer.ValueAt(field) : "";

    /// <summary>Subjects for which an indicator is answered.</summary>
    public int AnsweredAt(Node leaf) =>
        Subjects.Count(subject =>
            AnswerState
                .Of(
                    leaf,
                    item => Answers.GetValueOrDefault((subject.Id, leaf.Uid, item)),
                    _ => false,
                    ofDirection: false,
                    SelfAssessment.Required
                )
                .Progress == AnswerProgress.Answered
        );
}

/// <summary>Reads the operator's own indicators of a campaign.</summary>
public sealed class ReadOperatorGrid(OrientirContext context, TimeProvider time)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="RefusedException">No such campaign for this actor, or no right to fill them.</exception>
    public async Task<OperatorGrid> RunAsync(Actor actor, int campaignId, CancellationToken cancel = default)
    {
        var visible = new Visible(context, actor, time);
        var campaign =
            await visible.Campaigns.AsNoTracking().Include(row => row.Decisions).SingleOrDefaultAsync(row => row.Id == campaignId, cancel)
            ?? throw RefusedException.NotFound("Мониторинг");
        Permissions.Require(actor, Ability.AnswerAsOperator);
        var methodology = await KeptMethodologies.ReadAsync(
            context.Methodologies.Where(row => row.Id == campaign.MethodologyEditionId),
            cancel
        );
        var leaves = methodology.Tree.LeavesOf(AnswerSource.Operator);
        var uids = leaves.Select(leaf => leaf.Uid).ToList();
        var subjects = await visible
            .CampaignSubjectsOnceFor(Ability.AnswerAsOperator)
            .AsNoTracking()
            .Where(row => row.CampaignId == campaignId)
            .OrderBy(row => row.FoldedName)
            .ThenBy(row => row.Id)
            .ToListAsync(cancel);
        var answers = await context
            .Answers.AsNoTracking()
            .Where(row => uids.Contains(row.Uid))
            .Join(
                context.Submissions.Where(row =>
                    visible
                        .CampaignSubjectsOnceFor(Ability.AnswerAsOperator)
                        .Any(subject => subject.Id == row.CampaignSubjectId && subject.CampaignId == campaignId)
                ),
                answer => answer.SubmissionId,
                submission => submission.Id,
                (answer, submission) => new { submission.CampaignSubjectId, Answer = answer }
            )
            .ToListAsync(cancel);
        var state = campaign.StateAt(time.GetUtcNow().UtcDateTime);
        var region = await context.Regions.AsNoTracking().SingleAsync(row => row.Id == campaign.RegionId, cancel);
        return new(campaign, leaves, subjects, SubmissionContext.WhyOperatorLocked(actor, null, state))
        {
            Region = region,
            Answers = answers.ToDictionary(row => (row.CampaignSubjectId, row.Answer.Uid, row.Answer.ItemId), row => row.Answer),
        };
    }
}
