using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;

namespace Orientir.Core.Campaigns;

/// <summary>Where one subject stands in one direction.</summary>
/// <param name="Total">Leaves the subject answers.</param>
/// <param name="Filled">Of them, answered: a value, «документа нет» or «не применимо».</param>
/// <param name="Required">Leaves that need evidence, without those «не применимо».</param>
/// <param name="Evidenced">Of them, with evidence at the leaf or an item of it; evidence at the whole direction is not broken down and counts for none.</param>
/// <param name="Items">Links, files and requisites in the direction, each once.</param>
/// <param name="IsComplete">Whether the direction counts as complete by the campaign's rule.</param>
public sealed record BoardCell(int Total, int Filled, int Required, int Evidenced, int Items, bool IsComplete)
{
    /// <summary>Whether one piece of evidence stands for the whole direction: such a direction counts 0.</summary>
    public bool IsSingleItem => Items == 1 && Required > 1;
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
/// <param name="IsLate">The deadline has passed, and nothing was sent or what was returned did not come back.</param>
/// <param name="Cells">The directions in the order of the board.</param>
public sealed record BoardRow(
    int CampaignSubjectId, string Code, string Name, string FoldedName, SubmissionState State, DateTime? SentAt, DateTime Deadline, bool IsExtended,
    bool IsLate, IReadOnlyList<BoardCell> Cells)
{
    /// <summary>Leaves answered, in all directions.</summary>
    public int Filled => Cells.Sum(cell => cell.Filled);

    /// <summary>Leaves to be answered.</summary>
    public int Total => Cells.Sum(cell => cell.Total);

    /// <summary>Required leaves without evidence.</summary>
    public int WithoutEvidence => Cells.Sum(cell => cell.Required - cell.Evidenced);

    /// <summary>Directions that count as complete.</summary>
    public int Complete => Cells.Count(cell => cell.IsComplete);

    /// <summary>Whether it stands with the operator: sent or closed after sending.</summary>
    public bool IsSent => State == SubmissionState.Sent || (State == SubmissionState.Closed && SentAt is not null);

    /// <summary>Whether nothing at all came: no answer, no evidence, nothing sent.</summary>
    public bool IsSilent => !IsSent && Filled == 0 && Cells.All(cell => cell.Items == 0);
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
    int CampaignId, string Title, double CompleteFrom, CampaignState State, DateTime At, SubjectKind Kind,
    IReadOnlyList<BoardDirection> Directions, IReadOnlyList<BoardRow> Rows)
{
    /// <summary>Subjects whose answers are sent.</summary>
    public int Sent => Rows.Count(row => row.IsSent);

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
        var visible = new Visible(context, actor);
        var campaign = await visible.Campaigns.AsNoTracking().Include(row => row.Decisions).SingleOrDefaultAsync(row => row.Id == campaignId, cancel)
            ?? throw RefusedException.NotFound("Мониторинг");
        var now = time.GetUtcNow().UtcDateTime;
        var state = campaign.StateAt(now);
        Permissions.Require(actor, Ability.SeeBoard, null, state);
        var edition = await context.Methodologies.AsNoTracking().SingleAsync(row => row.Id == campaign.MethodologyEditionId, cancel);
        var leaves = new Leaves(edition.Read());

        var subjects = await visible.CampaignSubjectsFor(Ability.SeeBoard).AsNoTracking().Where(row => row.CampaignId == campaignId)
            .OrderBy(row => row.FoldedName).ThenBy(row => row.Id).ToListAsync(cancel);
        var submissions = await context.Submissions.AsNoTracking()
            .Where(row => context.CampaignSubjects.Any(subject => subject.Id == row.CampaignSubjectId && subject.CampaignId == campaignId))
            .ToDictionaryAsync(row => row.CampaignSubjectId, cancel);
        var tallies = submissions.Values.ToDictionary(row => row.Id, _ => new Tally(leaves));
        // One row an answered leaf, however many items it has.
        var answered = context.Answers
            .Where(row => (row.Value != null || row.NoDocument || row.NotApplicable)
                && context.Submissions.Any(submission => submission.Id == row.SubmissionId
                    && context.CampaignSubjects.Any(subject => subject.Id == submission.CampaignSubjectId && subject.CampaignId == campaignId)))
            .Select(row => new { row.SubmissionId, row.Uid, Whole = row.NotApplicable && row.ItemId == "" });
        await foreach (var answer in answered.AsAsyncEnumerable().WithCancellation(cancel))
            if (tallies.TryGetValue(answer.SubmissionId, out var tally)) tally.Answer(answer.Uid, answer.Whole);
        var places = context.EvidenceItems
            .Where(row => context.Submissions.Any(submission => submission.Id == row.SubmissionId
                && context.CampaignSubjects.Any(subject => subject.Id == submission.CampaignSubjectId && subject.CampaignId == campaignId)))
            .SelectMany(row => row.Places, (row, place) => new { row.SubmissionId, row.Id, place.Uid });
        await foreach (var place in places.AsAsyncEnumerable().WithCancellation(cancel))
            if (tallies.TryGetValue(place.SubmissionId, out var tally)) tally.Evidence(place.Uid, place.Id);

        var rows = subjects.ConvertAll(subject =>
        {
            var submission = submissions.GetValueOrDefault(subject.Id);
            var tally = submission is null ? new Tally(leaves) : tallies[submission.Id];
            var submissionState = submission?.State ?? SubmissionState.Draft;
            var sent = submissionState == SubmissionState.Sent || (submissionState == SubmissionState.Closed && submission!.SentAt is not null);
            var late = campaign.IsOpened && now >= campaign.CollectionFrom && !campaign.TakesAnswers(subject, now) && !sent;
            return new BoardRow(
                subject.Id, subject.Code, subject.Name, subject.FoldedName, submissionState, submission?.SentAt, campaign.DeadlineOf(subject),
                subject.ExtendedUntil > campaign.CollectionUntil, late, tally.Cells(campaign.CompleteFrom));
        });
        return new(campaignId, campaign.Title, campaign.CompleteFrom, state, now, leaves.Kind, leaves.Directions, rows);
    }

    /// <summary>The leaves subjects answer, by direction.</summary>
    private sealed class Leaves
    {
        public Leaves(Methodology methodology)
        {
            Kind = methodology.Subject;
            var directions = new List<BoardDirection>();
            Visit(methodology.Root, -1, directions);
            Directions = directions;
            void Visit(Node node, int direction, List<BoardDirection> found)
            {
                var own = direction;
                if (node.Kind == NodeKind.Direction)
                {
                    own = found.Count;
                    found.Add(new(node.Uid, node.Code, node.Title));
                }
                if (node.Scale is not null && node.Source == AnswerSource.Subject && own >= 0)
                    ByUid.Add(node.Uid, (ByUid.Count, own, node.Evidence == EvidenceRule.Required));
                else if (own >= 0)
                    Inner.TryAdd(node.Uid, own);
                var before = ByUid.Count;
                foreach (var child in node.Nodes) Visit(child, own, found);
                // A direction the operator alone answers is no column.
                if (node.Kind == NodeKind.Direction && node.Scale is null && ByUid.Count == before)
                {
                    found.RemoveAt(own);
                    foreach (var (uid, _) in Inner.Where(pair => pair.Value == own).ToList()) Inner.Remove(uid);
                }
                else if (node.Kind == NodeKind.Direction && node.Scale is not null && node.Source != AnswerSource.Subject)
                {
                    found.RemoveAt(own);
                    Inner.Remove(node.Uid);
                }
            }
        }

        public SubjectKind Kind { get; }

        public List<BoardDirection> Directions { get; }

        public Dictionary<string, (int Index, int Direction, bool Required)> ByUid { get; } = new(StringComparer.Ordinal);

        /// <summary>Directions and sections: evidence may stand at them.</summary>
        public Dictionary<string, int> Inner { get; } = new(StringComparer.Ordinal);
    }

    private sealed class Tally(Leaves leaves)
    {
        private readonly bool[] filled = new bool[leaves.ByUid.Count];
        private readonly bool[] without = new bool[leaves.ByUid.Count];
        private readonly bool[] evidenced = new bool[leaves.ByUid.Count];
        private readonly HashSet<int>[] items = [.. leaves.Directions.Select(_ => new HashSet<int>())];

        public void Answer(string uid, bool notApplicable)
        {
            if (!leaves.ByUid.TryGetValue(uid, out var leaf)) return;
            filled[leaf.Index] = true;
            without[leaf.Index] |= notApplicable;
        }

        public void Evidence(string uid, int item)
        {
            if (leaves.ByUid.TryGetValue(uid, out var leaf))
            {
                evidenced[leaf.Index] = true;
                items[leaf.Direction].Add(item);
            }
            else if (leaves.Inner.TryGetValue(uid, out var direction))
            {
                items[direction].Add(item);
            }
        }

        public IReadOnlyList<BoardCell> Cells(double completeFrom)
        {
            var counts = new (int Total, int Filled, int Required, int Evidenced)[leaves.Directions.Count];
            foreach (var (index, direction, required) in leaves.ByUid.Values)
            {
                ref var count = ref counts[direction];
                count.Total++;
                if (filled[index]) count.Filled++;
                if (!required || without[index]) continue;
                count.Required++;
                if (evidenced[index]) count.Evidenced++;
            }
            return [.. counts.Select((count, direction) =>
            {
                var cell = new BoardCell(count.Total, count.Filled, count.Required, count.Evidenced, items[direction].Count, IsComplete: false);
                // Nothing to prove and everything answered is complete; the tolerance takes 0.7 × 10 for 7.
                var complete = count.Required == 0 ? count.Filled == count.Total : count.Evidenced >= completeFrom * count.Required - 1e-9;
                return cell with { IsComplete = complete && !cell.IsSingleItem };
            })];
        }
    }
}
