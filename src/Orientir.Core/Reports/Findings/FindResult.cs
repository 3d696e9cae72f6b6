using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

/// <summary>Finds the result of the whole: what the one sentence of the report tells.</summary>
internal sealed class FindResult(ScoredNodes nodes, IReadOnlyList<DirectionFinding> directions)
{
    public ResultFinding Find()
    {
        var (scores, ranked) = (nodes.Scores, nodes.Ranked);
        if (ranked.Length == 0)
        {
            var measured = nodes.Marks.HasLeafValue.Count(has => has);
            return nodes.Total.Max == 0 && measured > 0
                ? new(ResultKind.MeasuredOnly, measured, [], [], default, 0, [], [], false)
                : new(nodes.AllNotApplicable ? ResultKind.NotApplicable : ResultKind.NoData, 0, [], [], default, 0, [], [], false);
        }

        var first = scores[ranked[0], 0];
        var (high, low) = (first.Share!.Value, scores[ranked[^1], 0].Share!.Value);
        var kind =
            ranked.Length == 1 ? ResultKind.OneSubject
            : !Tolerance.IsAbove(high, 0) ? ResultKind.NobodyEarned
            : !Tolerance.IsAbove(high, low) ? ResultKind.AllEqual
            : ResultKind.Spread;
        var byShare = FindDirections.ByShare(directions);
        var differ = byShare.Count > 1 && Tolerance.IsAbove(byShare[0].Summary.MeanShare!.Value, byShare[^1].Summary.MeanShare!.Value);
        IReadOnlyList<DirectionFinding> best = differ ? FindDirections.AtShare(directions, byShare[0]) : [];
        IReadOnlyList<DirectionFinding> worst = differ ? FindDirections.AtShare(directions, byShare[^1]) : [];
        return new(
            kind,
            ranked.Length,
            [.. ranked.TakeWhile(subject => scores[subject, 0].Rank == 1)],
            [.. ranked.Where(subject => !Tolerance.IsAbove(scores[subject, 0].Share!.Value, low))],
            first,
            low,
            FindDirections.AreSurelyBest(directions, best) ? best : [],
            FindDirections.AreSurelyWorst(directions, worst) ? worst : [],
            differ
        );
    }
}
