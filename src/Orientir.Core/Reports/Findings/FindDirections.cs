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

    private DirectionFinding Find(int node, int position)
    {
        var (scores, summary) = (nodes.Scores, nodes.FactsOf(node));
        var below = nodes.Indicators.Where(indicator => indicator.Direction == position && indicator.Summary.Count > 0).ToArray();
        var only =
            summary.Count == 1
                ? Enumerable.Range(0, scores.Subjects.Count).First(subject => scores[subject, node].Share is not null)
                : (int?)null;
        return new(
            summary,
            below,
            ScoredNodes.ExtremesOf(below),
            only,
            only is { } one ? scores[one, node] : default,
            [.. nodes.Ranked.Where(subject => scores[subject, node].Share is null && !scores.IsNotApplicable(subject, node))],
            [.. scores.Order.Where(subject => scores.IsNotApplicable(subject, node))]
        );
    }
}
