using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Submissions;

/// <summary>Where one subject stands in one direction.</summary>
/// <param name="Total">Leaves the subject answers.</param>
/// <param name="Filled">Of them, answered: a value, «документа нет» or «не применимо».</param>
/// <param name="Required">Leaves that need evidence, without those «не применимо».</param>
/// <param name="Evidenced">Of them, with evidence at the leaf or an item of it; evidence at the whole direction is not broken down and
/// counts for none.</param>
/// <param name="WithEvidence">Leaves with evidence, whether they need it or not; without those «не применимо».</param>
/// <param name="WithoutEvidence">Leaves claimed without the evidence they need, as the form counts them.</param>
/// <param name="Items">Links, files and requisites in the direction, each once.</param>
/// <param name="Whole">Of them, those at the direction itself: which leaf they stand for cannot be seen.</param>
/// <param name="IsComplete">Whether the direction counts as complete by the campaign's rule.</param>
public sealed record BoardCell(
    int Total,
    int Filled,
    int Required,
    int Evidenced,
    int WithEvidence,
    int WithoutEvidence,
    int Items,
    int Whole,
    bool IsComplete
)
{
    /// <summary>Whether one piece of evidence stands for the whole direction or for several leaves: such a direction counts 0.</summary>
    public bool IsSingleItem => Items == 1 && Required > 1 && (Whole == 1 || Evidenced > 1);

    /// <summary>Whether several pieces stand for the whole direction, and none at a leaf that needs it.</summary>
    public bool IsUndivided => Whole > 1 && Evidenced == 0 && Required > 1;
}

/// <summary>Where one subject stands.</summary>
/// <param name="CampaignSubjectId">Key of the subject of the campaign.</param>
/// <param name="Code">Id in files.</param>
/// <param name="Name">Name at opening.</param>
/// <param name="FoldedName">For order.</param>
/// <param name="State">State of the submission.</param>
/// <param name="SentAt">UTC of the last sending.</param>
/// <param name="Deadline">UTC, exclusive.</param>
/// <param name="IsExtended">Whether the deadline is its own.</param>
/// <param name="IsLate">The deadline has passed, and nothing was sent or what was returned did not come back in time.</param>
/// <param name="WithoutAssessment">Leaves without the self-assessment the campaign requires.</param>
/// <param name="Cells">The directions in the order of the board.</param>
public sealed record BoardRow(
    int CampaignSubjectId,
    string Code,
    string Name,
    string FoldedName,
    SubmissionState State,
    DateTime? SentAt,
    DateTime Deadline,
    bool IsExtended,
    bool IsLate,
    int WithoutAssessment,
    IReadOnlyList<BoardCell> Cells
)
{
    /// <summary>Leaves answered, in all directions.</summary>
    public int Filled => Cells.Sum(cell => cell.Filled);

    /// <summary>Leaves to be answered.</summary>
    public int Total => Cells.Sum(cell => cell.Total);

    /// <summary>Leaves with evidence, in all directions.</summary>
    public int WithEvidence => Cells.Sum(cell => cell.WithEvidence);

    /// <summary>Leaves claimed without the evidence they need.</summary>
    public int WithoutEvidence => Cells.Sum(cell => cell.WithoutEvidence);

    /// <summary>Directions that count as complete.</summary>
    public int Complete => Cells.Count(cell => cell.IsComplete);

    /// <summary>Whether it was sent, were it returned since.</summary>
    public bool WasSent => SentAt is not null;

    /// <summary>Whether it was sent, returned and not sent again.</summary>
    public bool IsReturned => State == SubmissionState.Returned;

    /// <summary>Whether it stands with the operator.</summary>
    public bool IsSent => WasSent && !IsReturned;

    /// <summary>Whether nothing at all came: no answer, no evidence, nothing sent.</summary>
    public bool IsSilent => !WasSent && Filled == 0 && Cells.All(cell => cell.Items == 0);
}

/// <summary>A direction as the head of a column.</summary>
/// <param name="Uid">Identity.</param>
/// <param name="Code">Code.</param>
/// <param name="Title">Title.</param>
public sealed record BoardDirection(string Uid, string Code, string Title);

/// <summary>The progress of a campaign at a moment.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Title">Its title.</param>
/// <param name="CompleteFrom">The rule of completeness.</param>
/// <param name="State">Its state.</param>
/// <param name="At">UTC.</param>
/// <param name="Kind">What is assessed.</param>
/// <param name="Directions">Columns: the directions with leaves subjects answer.</param>
/// <param name="Rows">The subjects in order of name.</param>
public sealed record Board(
    int CampaignId,
    string Title,
    double CompleteFrom,
    CampaignState State,
    DateTime At,
    SubjectKind Kind,
    IReadOnlyList<BoardDirection> Directions,
    IReadOnlyList<BoardRow> Rows
)
{
    /// <summary>Subjects that sent their answers, were they returned since.</summary>
    public int Sent => Rows.Count(row => row.WasSent);

    /// <summary>Of them, those whose answers were returned and not sent again.</summary>
    public int Returned => Rows.Count(row => row.IsReturned);

    /// <summary>Subjects that are late.</summary>
    public int Late => Rows.Count(row => row.IsLate);
}

/// <summary>Reads the progress of a campaign: four queries whatever the number of subjects.</summary>
public sealed class ReadBoard(OrientirContext context, TimeProvider time)
{
    /// <summary>The board of a campaign.</summary>
    /// <exception cref="RefusedException">No such campaign for this actor, or no right to its board.</exception>
    public async Task<Board> RunAsync(Actor actor, int campaignId, CancellationToken cancel = default)
    {
        var visible = new Visible(context, actor, time);
        var campaign =
            await visible.Campaigns.AsNoTracking().Include(row => row.Decisions).SingleOrDefaultAsync(row => row.Id == campaignId, cancel)
            ?? throw RefusedException.NotFound("Мониторинг");
        var now = time.GetUtcNow().UtcDateTime;
        var state = campaign.StateAt(now);
        Permissions.Require(actor, Ability.SeeBoard, null, state);
        var methodology = await KeptMethodologies.ReadAsync(
            context.Methodologies.Where(row => row.Id == campaign.MethodologyEditionId),
            cancel
        );
        var leaves = new Leaves(methodology, campaign.SelfAssessment);

        var subjects = await visible
            .CampaignSubjectsFor(Ability.SeeBoard)
            .AsNoTracking()
            .Where(row => row.CampaignId == campaignId)
            .OrderBy(row => row.FoldedName)
            .ThenBy(row => row.Id)
            .ToListAsync(cancel);
        var ofCampaign =
            from submission in context.Submissions
            join subject in context.CampaignSubjects on submission.CampaignSubjectId equals subject.Id
            where subject.CampaignId == campaignId
            select submission;
        var submissions = await ofCampaign.AsNoTracking().ToDictionaryAsync(row => row.CampaignSubjectId, cancel);
        var progress = submissions.Values.ToDictionary(row => row.Id, _ => new SubmissionProgress(leaves));
        // A row a place of the methodology and what stands there, however many subjects there are: a row an answer would be 18,000 of 300
        // subjects. What is put together are numbers, each with a sign after it, so that no text can be taken for what stands between.
        var evidence = await (
            from place in context.EvidencePlaces
            join item in context.EvidenceItems on place.EvidenceItemId equals item.Id
            join submission in ofCampaign on item.SubmissionId equals submission.Id
            group new { item.SubmissionId, item.Id } by new { place.Uid, place.ItemId } into there
            select new
            {
                there.Key.Uid,
                there.Key.ItemId,
                Numbers = string.Join("", there.Select(row => row.SubmissionId + ":" + row.Id + " ")),
            }
        ).ToListAsync(cancel);
        foreach (var there in evidence)
        {
            var submission = 0;
            foreach (var (number, sign) in Signed(there.Numbers))
                if (sign == ':')
                    submission = number;
                else if (progress.TryGetValue(submission, out var one))
                    one.Evidence(there.Uid, there.ItemId, number);
        }
        var answers = await (
            from answer in context.Answers
            join submission in ofCampaign on answer.SubmissionId equals submission.Id
            where answer.Value != null || answer.NoDocument || answer.NotApplicable
            // What an answer claims is found by the rule of the forms, once for all who answered the same there.
            group answer by new
            {
                answer.Uid,
                answer.ItemId,
                answer.Value,
                answer.NoDocument,
                answer.NotApplicable,
            } into there
            select new { there.Key, Numbers = string.Join("", there.Select(row => row.SubmissionId + " ")) }
        ).ToListAsync(cancel);
        foreach (var there in answers)
            if (leaves.ByUid.TryGetValue(there.Key.Uid, out var leaf))
                foreach (var (submission, _) in Signed(there.Numbers))
                    if (progress.TryGetValue(submission, out var one))
                        one.Answer(leaf, there.Key.ItemId, there.Key.Value, there.Key.NoDocument, there.Key.NotApplicable);

        var rows = subjects.ConvertAll(subject =>
        {
            var submission = submissions.GetValueOrDefault(subject.Id);
            var one = submission is null ? new SubmissionProgress(leaves) : progress[submission.Id];
            var submissionState = submission?.State ?? SubmissionState.Draft;
            var cells = one.Cells(campaign.CompleteFrom);
            var row = new BoardRow(
                subject.Id,
                subject.Code,
                subject.Name,
                subject.FoldedName,
                submissionState,
                submission?.SentAt,
                campaign.DeadlineOf(subject.ExtendedUntil, submissionState == SubmissionState.Returned, now),
                subject.ExtendedUntil > campaign.CollectionEnd,
                IsLate: false,
                campaign.WithoutAssessment(cells.Sum(cell => cell.Total), cells.Sum(cell => cell.Filled)),
                cells
            );
            return row with { IsLate = !row.IsSent && campaign.IsOver(subject.ExtendedUntil, row.IsReturned, now) };
        });
        return new(campaignId, campaign.Title, campaign.CompleteFrom, state, now, leaves.Kind, leaves.Directions, rows);
    }

    /// <summary>«12+13 …»: numbers, each with the sign after it.</summary>
    private static IEnumerable<(int Number, char Sign)> Signed(string numbers)
    {
        var number = 0;
        foreach (var sign in numbers)
            if (char.IsAsciiDigit(sign))
                number = 10 * number + (sign - '0');
            else
            {
                yield return (number, sign);
                number = 0;
            }
    }

    /// <summary>The leaves subjects answer, by direction.</summary>
    private sealed class Leaves
    {
        public Leaves(Methodology methodology, SelfAssessment selfAssessment)
        {
            (Kind, SelfAssessment) = (methodology.Subject, selfAssessment);
            var tree = methodology.Tree;
            // A direction the operator alone answers is no column.
            foreach (var direction in tree.Directions.Where(one => tree.LeavesOf(one).Any(leaf => leaf.Source == AnswerSource.Subject)))
            {
                foreach (var node in tree.SubtreeOf(direction))
                    if (node is { Scale: not null, Source: AnswerSource.Subject })
                        ByUid.Add(node.Uid, new(node, ByUid.Count, Directions.Count));
                WholeByUid.Add(direction.Uid, Directions.Count);
                Directions.Add(new(direction.Uid, direction.Code, direction.Title));
            }
        }

        public SubjectKind Kind { get; }

        public SelfAssessment SelfAssessment { get; }

        public List<BoardDirection> Directions { get; } = [];

        public Dictionary<string, BoardLeaf> ByUid { get; } = new(StringComparer.Ordinal);

        /// <summary>The directions: evidence may stand at one as a whole.</summary>
        public Dictionary<string, int> WholeByUid { get; } = new(StringComparer.Ordinal);
    }

    private sealed record BoardLeaf(Node Node, int Index, int Direction);

    // What a submission says at a leaf.
    private struct LeafAnswers
    {
        public bool Whole;
        public bool NotApplicable;
        public bool Claimed;
        public bool BareItem;
        public bool OfLeaf;
        public bool OfItem;
        public int Items;

        public readonly bool HasEvidence => OfLeaf || OfItem;
    }

    private sealed class SubmissionProgress(Leaves leaves)
    {
        private readonly LeafAnswers[] said = new LeafAnswers[leaves.ByUid.Count];
        private readonly HashSet<(string Uid, string ItemId)> withEvidence = [];
        private readonly HashSet<int>[] items = [.. leaves.Directions.Select(_ => new HashSet<int>())];
        private readonly HashSet<int>[] whole = [.. leaves.Directions.Select(_ => new HashSet<int>())];

        /// <summary>Takes an answer; evidence is taken before.</summary>
        public void Answer(BoardLeaf leaf, string itemId, string? value, bool noDocument, bool notApplicable)
        {
            ref var here = ref said[leaf.Index];
            if (itemId.Length > 0)
            {
                here.Items++;
                if (notApplicable || !AnswerState.ClaimsItem(value, noDocument))
                    return;
                here.Claimed = true;
                here.BareItem |= !withEvidence.Contains((leaf.Node.Uid, itemId));
            }
            else if (notApplicable)
                here.NotApplicable = true;
            else
            {
                here.Whole = true;
                here.Claimed |= AnswerState.Claims(leaf.Node, value, noDocument);
            }
        }

        public void Evidence(string uid, string itemId, int item)
        {
            if (leaves.ByUid.TryGetValue(uid, out var leaf))
            {
                said[leaf.Index].OfLeaf |= itemId.Length == 0;
                said[leaf.Index].OfItem |= itemId.Length > 0;
                withEvidence.Add((uid, itemId));
                items[leaf.Direction].Add(item);
            }
            else if (leaves.WholeByUid.TryGetValue(uid, out var direction))
            {
                items[direction].Add(item);
                whole[direction].Add(item);
            }
        }

        public IReadOnlyList<BoardCell> Cells(double completeFrom)
        {
            var counts = new (int Total, int Filled, int Required, int Evidenced, int WithEvidence, int WithoutEvidence)[
                leaves.Directions.Count
            ];
            foreach (var (node, index, direction) in leaves.ByUid.Values)
            {
                ref var count = ref counts[direction];
                count.Total++;
                var here = said[index];
                if (
                    here.NotApplicable
                    || AnswerState.ProgressOf(here.Whole, here.Items, node.Items.Count, here.HasEvidence, leaves.SelfAssessment)
                        == AnswerProgress.Answered
                )
                    count.Filled++;
                if (here.NotApplicable)
                    continue;
                if (here.HasEvidence)
                    count.WithEvidence++;
                var ofAll = here.OfLeaf || whole[direction].Count > 0;
                if (AnswerState.IsBareClaim(node.Evidence, here.Claimed, ofAll, here.OfItem, here.BareItem))
                    count.WithoutEvidence++;
                if (node.Evidence != EvidenceRule.Required)
                    continue;
                count.Required++;
                if (here.HasEvidence)
                    count.Evidenced++;
            }
            return
            [
                .. counts.Select(
                    (count, direction) =>
                    {
                        var cell = new BoardCell(
                            count.Total,
                            count.Filled,
                            count.Required,
                            count.Evidenced,
                            count.WithEvidence,
                            count.WithoutEvidence,
                            items[direction].Count,
                            whole[direction].Count,
                            IsComplete: false
                        );
                        // Nothing to prove and everything answered is complete; the tolerance takes 0.7 × 10 for 7.
                        var complete =
                            count.Required == 0
                                ? count.Filled == count.Total
                                : Tolerance.Reaches(count.Evidenced, completeFrom * count.Required);
                        return cell with { IsComplete = complete && !cell.IsSingleItem };
                    }
                ),
            ];
        }
    }
}
