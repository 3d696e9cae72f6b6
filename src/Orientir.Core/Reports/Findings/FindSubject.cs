using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Measurement.Cycle;
using Orientir.Measurement.Ranking;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

/// <summary>Finds what an expert conclusion tells of one subject.</summary>
internal sealed class FindSubject(ReportFacts facts, MarkOverview overview)
{
    private const int Listed = 5;
    private readonly Scores scores = facts.Scored.Scores;
    private readonly Methodology methodology = facts.Methodology;
    private readonly ScoringSpecification specification = facts.Methodology.Specification;

    public SubjectFinding Find(int subject)
    {
        var marks = new SubjectMarks(methodology, overview.Of(subject));
        SubjectNode NodeOf(NodeFacts of, int stage = -1) =>
            new(
                of.Node,
                of.Code,
                of.Title,
                scores[subject, of.Node],
                scores.IsNotApplicable(subject, of.Node),
                ResultWords.Absent(scores, subject, of.Node),
                of.Median,
                of.MaxFound,
                of.MeanShare,
                of.MedianShare,
                of.MaxShare,
                stage,
                marks.Measured.GetValueOrDefault(of.Node)
            );
        var directions = facts.Directions.Select(direction => NodeOf(direction.Summary)).ToArray();
        var leaves = facts.Indicators.Select(indicator => NodeOf(indicator.Summary, indicator.Stage)).ToArray();
        var judged = leaves.Where(leaf => leaf.Score.Share is not null).ToArray();
        // Of what is known through a total alone no leaf is judged.
        var totals = scores.TotalsOf(subject).ToArray();
        var known = leaves
            .Concat(directions.Where(direction => specification.IsLeaf(direction.Node)))
            .Where(leaf => !Array.Exists(totals, total => total.Node <= leaf.Node && leaf.Node < specification.EndOf(total.Node)))
            .ToArray();
        var (strong, weak) = (Strong(judged), Weak(judged));
        // What nobody marked may be done already: nothing is advised on it.
        var advised = known.Where(leaf => FindingRules.AdvisesOnUnmarked(facts.Scored.FindingsVersion) || marks.Valued.Contains(leaf.Node));
        var lacking = overview.HasLeafValue[subject] ? GainsOf(advised) : [];
        var gains = lacking.Take(Listed).ToArray();
        var rule = FindingRules.CycleOf(facts.Scored.FindingsVersion);
        var stages = CycleMatrix.OfSubject(scores, subject, overview.HasLeafValue[subject], rule);
        var unassessed = CycleMatrix.UnassessedOf(scores, subject, stages, rule);
        var chain = CycleMatrix.ChainOf(stages, unassessed, rule);
        return new()
        {
            Subject = subject,
            Id = scores.Subjects[subject].Id,
            Name = scores.Subjects[subject].Name,
            Total = NodeOf(facts.Total),
            Directions = directions,
            Indicators = leaves.Any(leaf => marks.Valued.Contains(leaf.Node)) ? leaves : [],
            MayBeNamed = facts.Scored.MayBeNamed(subject),
            HasNotApplicable = overview.HasNotApplicable[subject],
            WhySmaller = ResultWords.WhySmaller(facts.Scored, subject),
            Strong = [.. strong.Take(Listed)],
            Weak = [.. weak.Take(Listed)],
            StrongCount = strong.Length,
            WeakCount = weak.Length,
            GainsTied = lacking.Skip(Listed).Count(gain => Tolerance.AreEqual(gain.Points, gains[^1].Points)),
            Gains = gains,
            GainTotal = TotalOf(subject, gains),
            Open = OpenOf(subject),
            Unmarked = [.. known.Where(leaf => !marks.Valued.Contains(leaf.Node) && !leaf.NotApplicable).OrderBy(leaf => leaf.Node)],
            Unscored = scores.UnscoredOf(subject),
            Stages = stages,
            Break = CycleChain.Find(chain),
            UnassessedStages = unassessed,
            MissingStages =
            [
                .. methodology
                    .Stages.Select((_, stage) => stage)
                    .Where(stage => chain[stage] is { Max: > 0 } cell && !Tolerance.IsAbove(cell.Points, 0)),
            ],
            Leading = [.. directions.Where((direction, position) => Leads(direction, facts.Directions[position].Summary))],
            BesideMedian =
            [
                .. directions.Where(direction => direction.Score.Points is not null).Select(direction => (direction, SignOf(direction))),
            ],
            NotApplicable = [.. directions.Where(direction => direction.NotApplicable)],
            Silent =
            [
                .. directions.Where(
                    (direction, position) =>
                        direction is { Score.Points: null, NotApplicable: false } && facts.Directions[position].Summary.Max > 0
                ),
            ],
            Levels = [.. facts.Levels.Select(level => (level, scores.BandOf(subject, level.Index) is { } band ? level.Bands[band] : null))],
            Comments = CommentsOf(subject),
            ScoreFlags = overview.FlagsOf(subject),
            Disagreements = FindDisagreements.Of(facts.Scored, overview, subject),
            HasLeafValue = overview.HasLeafValue[subject],
        };
    }

    // At the maximum, or above the median and at least half of the maximum; furthest above the mean of all first.
    private SubjectNode[] Strong(IEnumerable<SubjectNode> judged) =>
        [
            .. judged
                .Where(leaf =>
                    Tolerance.Reaches(leaf.Score.Share!.Value, 1) || (SignOf(leaf) > 0 && Tolerance.Reaches(leaf.Score.Share.Value, 0.5))
                )
                .OrderByDescending(Ahead),
        ];

    // Without points, or below the median; furthest below the mean of all first.
    private SubjectNode[] Weak(IEnumerable<SubjectNode> judged) =>
        [
            .. judged
                .Where(leaf =>
                    !Tolerance.IsAbove(leaf.Score.Points!.Value, 0) || (SignOf(leaf) < 0 && Tolerance.IsBelow(leaf.Score.Share!.Value, 1))
                )
                .OrderBy(Ahead),
        ];

    private static double Ahead(SubjectNode leaf) => Tolerance.SortKey((leaf.Score.Share ?? 0) - (leaf.MeanShare ?? 0));

    // Above the median 1, below it −1. The first rules compared points, also of unequal maxima.
    private int SignOf(SubjectNode node)
    {
        var (own, median) = FindingRules.ComparesShares(facts.Scored.FindingsVersion)
            ? (node.Score.Share.GetValueOrDefault(), node.MedianShare.GetValueOrDefault())
            : (node.Score.Points!.Value, node.Median!.Value);
        return Tolerance.IsAbove(own, median) ? 1
            : Tolerance.IsBelow(own, median) ? -1
            : 0;
    }

    private static bool Leads(SubjectNode direction, NodeFacts all) =>
        direction.Score is { Rank: 1, Share: { } share } && Tolerance.IsAbove(share, 0) && all.Leaders.Count < all.Count && all.LeadIsSure;

    // Where points are lacking to the maximum, most first.
    private static Gain[] GainsOf(IEnumerable<SubjectNode> leaves) =>
        [
            .. leaves
                .Select(leaf => new Gain(leaf, leaf.Score.Max - (leaf.Score.Points ?? 0)))
                .Where(gain => Tolerance.IsAbove(gain.Points, 0))
                .OrderByDescending(gain => Tolerance.SortKey(gain.Points))
                .ThenByDescending(gain => Tolerance.SortKey(gain.Indicator.MeanShare ?? 0)),
        ];

    private GainTotal? TotalOf(int subject, Gain[] gains)
    {
        if (gains.Length == 0 || scores[subject, 0] is not { Points: { } points, Max: var max })
            return null;
        var more = gains.Sum(gain => gain.Points);
        var share = (points + more) / max;
        var others = new double[scores.Subjects.Count];
        for (var other = 0; other < others.Length; other++)
            others[other] = other == subject ? double.NaN : scores[other, 0].Share ?? double.NaN;
        return new(share, more, Places.Beside(share, others));
    }

    private OpenResult? OpenOf(int subject) =>
        facts.Scope.Comparable
        && facts.Scored.Bounds[subject] is { } open
        && scores[subject, 0] is { Rank: { } rank, RankTo: { } to }
        && (open.Best, open.Worst) != (rank, to)
            ? open
            : null;

    private List<CommentFacts> CommentsOf(int subject)
    {
        var comments = new List<CommentFacts>();
        foreach (var index in overview.CommentsOf(subject))
        {
            var comment = facts.Scored.Marks.Comments[index];
            var node = methodology.Nodes[comment.Node];
            comments.Add(new(node.Code, node.Title, facts.Scored.Marks.Experts[comment.Expert], comment.Text));
        }
        return comments;
    }
}
