using Orientir.Measurement.Ranking;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

/// <summary>Finds what the report tells of each direction.</summary>
internal sealed class FindDirections(ScoredNodes nodes)
{
    /// <summary>The directions, printed order.</summary>
    public IReadOnlyList<DirectionFinding> Find() => [.. nodes.DirectionNodes.Select(Find)];

    /// <summary>Directions with data, highest mean share first; ties in printed order.</summary>
    public static IReadOnlyList<T> ByShare<T>(IEnumerable<T> directions)
        where T : DirectionFinding =>
        [
            .. directions
                .Where(direction => direction.Summary.MeanShare is not null)
                .OrderByDescending(direction => Tolerance.SortKey(direction.Summary.MeanShare!.Value)),
        ];

    /// <summary>Directions of the same mean share, printed order: a tie is told as one.</summary>
    public static IReadOnlyList<DirectionFinding> AtShare(IReadOnlyList<DirectionFinding> directions, DirectionFinding like) =>
        [.. directions.Where(direction => Tolerance.AreEqual(direction.Summary.MeanShare ?? double.NaN, like.Summary.MeanShare!.Value))];

    /// <summary>Whether no missing mark could put another direction above any of these.</summary>
    public static bool AreSurelyBest(IReadOnlyList<DirectionFinding> directions, IReadOnlyList<DirectionFinding> best) =>
        best.All(one => directions.All(other => other == one || ShareBounds.IsSurelyNotBehind(one.Bounds, other.Bounds)));

    /// <summary>Whether no missing mark could put another direction below any of these.</summary>
    public static bool AreSurelyWorst(IReadOnlyList<DirectionFinding> directions, IReadOnlyList<DirectionFinding> worst) =>
        worst.All(one => directions.All(other => other == one || ShareBounds.IsSurelyNotBehind(other.Bounds, one.Bounds)));

    private MarkedPart[] InPart(int node) =>
        !nodes.Scored.TellsMarkedInPart
            ? []
            :
            [
                .. nodes
                    .Scores.Order.Where(subject => nodes.Scores[subject, node].Share is not null)
                    .Select(subject => (subject, Of: nodes.Scores.ApplicableBelow(subject, node)))
                    .Select(part => new MarkedPart(part.subject, part.Of - nodes.Scores.UnscoredBelow(part.subject, node).Count(), part.Of))
                    .Where(part => part.Marked < part.Of)
                    .OrderBy(part => (double)part.Marked / part.Of),
            ];

    private DirectionFinding Find(int node, int position)
    {
        var (scores, summary) = (nodes.Scores, nodes.FactsOf(node));
        var below = nodes.Indicators.FindAll(indicator => indicator.Direction == position);
        var only =
            summary.Count == 1
                ? Enumerable.Range(0, scores.Subjects.Count).First(subject => scores[subject, node].Share is not null)
                : (int?)null;
        return new(
            summary,
            [.. below.Where(indicator => indicator.Summary.Count > 0)],
            nodes.ExtremesOf(below),
            only,
            only is { } one ? scores[one, node] : default,
            [.. nodes.Ranked.Where(subject => scores[subject, node].Share is null && !scores.IsNotApplicable(subject, node))],
            [.. scores.Order.Where(subject => scores.IsNotApplicable(subject, node))],
            InPart(node),
            nodes.BoundsOf(node, summary.MeanShare)
        );
    }
}
