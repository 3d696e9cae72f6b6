using Microsoft.EntityFrameworkCore;
using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>What goes into a run of a campaign as it stands now.</summary>
/// <param name="Marks">The marks, as <see cref="RunMarks.Write"/> gives them.</param>
/// <param name="Answering">Who sent answers, as <see cref="RunAnswering.Write"/> gives it; null where it is not known.</param>
/// <param name="EditionHash">Hash of the edition computed by.</param>
internal sealed record RunInputs(byte[] Marks, string? Answering, string EditionHash)
{
    /// <summary>What runs of these inputs carry.</summary>
    public string Hash => ResultRun.HashOf(Marks, EditionHash, Answering);

    /// <summary>The inputs of a campaign of the context's region.</summary>
    public static async Task<RunInputs> OfAsync(
        OrientirContext context,
        int campaignId,
        MethodologyEdition edition,
        CancellationToken cancel
    )
    {
        var methodology = edition.Read();
        return new(
            RunMarks.Write(methodology, await SubjectsAsync(context, campaignId, methodology, cancel)),
            await AnsweringAsync(context, campaignId, methodology, cancel),
            edition.Hash
        );
    }

    /// <summary>The newest run of these inputs; null where the campaign has changed since its runs, or has none.</summary>
    public async Task<int?> NewestRunAsync(OrientirContext context, int campaignId, CancellationToken cancel)
    {
        var hash = Hash;
        // Runs from before it was kept who answered are of these marks too.
        var unknowing = (this with { Answering = null }).Hash;
        return await context
            .ResultRuns.Where(row =>
                row.CampaignId == campaignId && (row.InputHash == hash || (row.Answering == null && row.InputHash == unknowing))
            )
            .MaxAsync(row => (int?)row.Id, cancel);
    }

    private static async Task<IReadOnlyList<RunSubject>> SubjectsAsync(
        OrientirContext context,
        int campaignId,
        Methodology methodology,
        CancellationToken cancel
    )
    {
        var subjects = await context.CampaignSubjects.AsNoTracking().Where(row => row.CampaignId == campaignId).ToListAsync(cancel);
        var marks = (
            await context
                .Marks.AsNoTracking()
                .Where(mark => context.CampaignSubjects.Any(row => row.CampaignId == campaignId && row.Id == mark.CampaignSubjectId))
                .ToListAsync(cancel)
        ).ToLookup(mark => mark.CampaignSubjectId);
        // What the institute finds out itself is answered by it; its answer is the mark where no expert gave one.
        var leaves = methodology.Tree.LeavesOf(AnswerSource.Operator);
        var operators = leaves.Select(leaf => leaf.Uid).ToList();
        var found =
            operators.Count == 0
                ? []
                : await (
                    from answer in context.Answers.AsNoTracking()
                    join submission in context.Submissions on answer.SubmissionId equals submission.Id
                    join subject in context.CampaignSubjects on submission.CampaignSubjectId equals subject.Id
                    where subject.CampaignId == campaignId && operators.Contains(answer.Uid)
                    select new { subject.Id, Answer = answer }
                ).ToListAsync(cancel);
        var answers = found.ToLookup(row => row.Id, row => row.Answer);
        return
        [
            .. subjects.Select(subject => new RunSubject(
                subject.Code,
                subject.Name,
                [
                    .. marks[subject.Id].Select(mark => new RunMark(mark.Uid, mark.Expert, mark.Value, mark.Comment)),
                    .. leaves
                        .Where(leaf => !marks[subject.Id].Any(mark => mark.Uid == leaf.Uid && mark.Value is not null))
                        .Select(leaf =>
                            FoundOut(
                                leaf,
                                answers[subject.Id]
                                    .Where(answer => answer.Uid == leaf.Uid)
                                    .ToDictionary(answer => answer.ItemId, StringComparer.Ordinal)
                            )
                        )
                        .OfType<RunMark>(),
                ]
            )),
        ];
    }

    // What the institute found out itself is no answer of the subject, though it stands in its submission.
    private static async Task<string?> AnsweringAsync(
        OrientirContext context,
        int campaignId,
        Methodology methodology,
        CancellationToken cancel
    )
    {
        var own = methodology.Tree.LeavesOf(AnswerSource.Subject).Select(leaf => leaf.Uid).ToList();
        if (own.Count == 0)
            return null;
        var subjects = await (
            from subject in context.CampaignSubjects.AsNoTracking()
            where subject.CampaignId == campaignId
            join row in context.Submissions on subject.Id equals row.CampaignSubjectId into rows
            from submission in rows.DefaultIfEmpty()
            select new
            {
                subject.Code,
                Sent = submission != null && submission.SentAt != null,
                Returned = submission != null && submission.State == SubmissionState.Returned,
                Begun = submission != null
                    && context.Answers.Any(answer =>
                        answer.SubmissionId == submission.Id
                        && own.Contains(answer.Uid)
                        && (answer.Value != null || answer.Comment != null || answer.NoDocument || answer.NotApplicable)
                    ),
            }
        ).ToListAsync(cancel);
        return RunAnswering.Write(
            subjects.Select(row =>
                (
                    row.Code,
                    row is { Sent: true, Returned: true } ? Results.Answering.Returned
                    : row.Sent ? Results.Answering.Sent
                    : row.Begun ? Results.Answering.Draft
                    : Results.Answering.NotBegun
                )
            )
        );
    }

    // Of a list the items found; what the institute saw itself is confirmed.
    private static RunMark? FoundOut(Node leaf, Dictionary<string, Answer> answers)
    {
        var whole = answers.GetValueOrDefault("");
        if (whole is { NotApplicable: true })
            return new(leaf.Uid, "", "NA", whole.Comment);
        var items = leaf.Items;
        var value = whole?.Value;
        if (
            items.Any(item =>
                answers.GetValueOrDefault(item.Id) is { } answer && (answer.Value is not null || answer.NoDocument || answer.NotApplicable)
            )
        )
        {
            var there = items.Where(item => answers.GetValueOrDefault(item.Id) is { Value: "1", NotApplicable: false }).ToList();
            value =
                there.Count == 0
                    ? "0"
                    : string.Join('|', there.Select(item => leaf.Scale is ComponentsScale ? item.Id + "=confirmed" : item.Id));
        }
        return value is null ? null : new(leaf.Uid, "", value, whole?.Comment);
    }
}
