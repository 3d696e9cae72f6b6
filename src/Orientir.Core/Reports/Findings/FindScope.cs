using Orientir.Measurement.Cycle;

namespace Orientir.Core.Reports;

/// <summary>Finds what the data can carry.</summary>
internal sealed class FindScope(ScoredNodes nodes, IReadOnlyList<DirectionFinding> directions, CycleMatrix? cycle)
{
    public ScopeFinding Find()
    {
        var (methodology, ranked) = (nodes.Methodology, nodes.Ranked.Length);
        var hasScores = ranked > 0;
        var hasDirections = directions.Any(direction => direction.Summary.Count > 0);
        var hasIndicators = nodes.Indicators.Exists(indicator => indicator.Distribution.Count > 0);
        var inCycle = cycle?.Rows.Max(row => row.Subjects) ?? 0;

        List<Omission> left = [];
        if (!hasScores)
            left.Add(
                nodes.Total.Max == 0 && nodes.Marks.HasLeafValue.Contains(true) ? Omission.NoPoints
                : nodes.AllNotApplicable ? Omission.NotApplicable
                : Omission.NoMarks
            );
        if (ranked == 1)
            left.Add(Omission.NoComparison);
        if (hasScores && !hasDirections)
            left.Add(Omission.NoDirections);
        else if (hasScores && !hasIndicators)
            left.Add(nodes.Indicators.Count > 0 ? Omission.NoIndicators : Omission.UndividedDirections);
        if (cycle is null)
            left.Add(
                methodology.Stages.Count == 0 || nodes.Scores.Cycle.Count == 0 ? Omission.NoStages
                : methodology.Tree.Leaves.All(leaf =>
                    leaf.Stage is null || methodology.Specification.MaximumOf(methodology.Tree.IndexOf(leaf)) == 0
                )
                    ? Omission.UnscoredStages
                : Omission.NoCycle
            );
        else if (inCycle < ranked)
            left.Add(Omission.CycleInPart);
        if (methodology.Levels.Count == 0)
            left.Add(Omission.NoLevels);
        return new(
            hasScores,
            hasDirections,
            hasIndicators,
            cycle is not null,
            methodology.Levels.Count > 0,
            nodes.Scored.Marks.Comments.Count > 0,
            ranked > 1,
            inCycle,
            left
        );
    }
}
