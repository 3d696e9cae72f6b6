using Orientir.Measurement.Scoring;

namespace Orientir.Measurement.Cycle;

/// <summary>A direction's row of the cycle matrix.</summary>
/// <param name="Direction">Index of the node.</param>
/// <param name="Cells">One a stage; null where the direction has no leaves at it.</param>
/// <param name="Total">Sum of the row.</param>
/// <param name="Subjects">Subjects counted.</param>
/// <param name="Break">Its own break.</param>
/// <param name="Carriers">The leaves that carry it.</param>
/// <param name="Tied">How many more lost as much as the last of them.</param>
/// <param name="Unassessed">Stages that are not assessed: something applies, and nobody counted has a value there.</param>
public sealed record CycleRow(
    int Direction,
    IReadOnlyList<CycleValue?> Cells,
    CycleValue Total,
    int Subjects,
    CycleBreak Break,
    IReadOnlyList<CycleCarrier> Carriers,
    int Tied,
    IReadOnlyList<int> Unassessed
);

/// <summary>
/// The cycle matrix of a scoring with its breaks: directions × stages, sums of points and maxima over subjects with a leaf value
/// anywhere; a subject known in a direction only through a total (on it, above or below) stays out of that direction. What nobody
/// marked stands in it by its <see cref="CycleRule"/>; the sums of the scorer (<see cref="Scores.Cycle"/>) stay as they are.
/// </summary>
/// <param name="Rows">One a direction that has cells, in the order of the nodes.</param>
/// <param name="Totals">One a stage, over all directions; null where no direction has leaves at it.</param>
/// <param name="Total">Sum of everything.</param>
/// <param name="Break">The break over all directions.</param>
/// <param name="Carriers">The leaves that carry it.</param>
/// <param name="Tied">How many more lost as much as the last of them.</param>
/// <param name="Unassessed">Stages that are not assessed in any direction.</param>
public sealed record CycleMatrix(
    IReadOnlyList<CycleRow> Rows,
    IReadOnlyList<CycleValue?> Totals,
    CycleValue Total,
    CycleBreak Break,
    IReadOnlyList<CycleCarrier> Carriers,
    int Tied,
    IReadOnlyList<int> Unassessed
)
{
    /// <summary>Builds the matrix; null where no cell of the scorer has a maximum.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="hasLeafValue">For each subject, whether its marks hold a value on any leaf.</param>
    /// <param name="rule">How leaves nobody marked stand in it.</param>
    public static CycleMatrix? Of(Scores scores, bool[] hasLeafValue, CycleRule rule = CycleRule.MarkedAlone)
    {
        if (!scores.Cycle.Any(cell => cell.Max > 0))
            return null;
        var (rows, everywhere) = (new List<CycleRow>(), new List<Leaf>());
        foreach (var scored in scores.Cycle.GroupBy(cell => cell.Direction))
        {
            var (leaves, sums) = LeavesOf(scores, scored.Key, TakesPart(scores, hasLeafValue, scored.Key), rule);
            everywhere.AddRange(leaves);
            var cells = new CycleValue?[scores.Specification.Stages.Count];
            foreach (var cell in scored)
                cells[cell.Stage] = rule == CycleRule.MarkedAlone ? sums[cell.Stage] : new(cell.Points, cell.Max);
            var (unassessed, found, carriers, tied) = Judge(cells, leaves, rule);
            rows.Add(new(scored.Key, cells, CycleValue.Sum(cells), scored.Last().Subjects, found, carriers, tied, unassessed));
        }
        CycleValue?[] totals =
        [
            .. Enumerable
                .Range(0, scores.Specification.Stages.Count)
                .Select(stage =>
                    rows.Exists(row => row.Cells[stage] is not null)
                        ? CycleValue.Sum(rows.Select(row => row.Cells[stage]))
                        : (CycleValue?)null
                ),
        ];
        var whole = Judge(totals, everywhere, rule);
        return new(rows, totals, CycleValue.Sum(totals), whole.Found, whole.Carriers, whole.Tied, whole.Unassessed);
    }

    /// <summary>
    /// The stages of a subject that are not assessed, which is not 0: something applies, and none of its leaves has a value.
    /// </summary>
    /// <param name="scores">The scores.</param>
    /// <param name="subject">Index of the subject.</param>
    /// <param name="stages">Its sums: <see cref="OfSubject"/>.</param>
    /// <param name="rule">The rule they are by.</param>
    public static IReadOnlyList<int> UnassessedOf(Scores scores, int subject, IReadOnlyList<CycleValue?> stages, CycleRule rule)
    {
        var assessed = new bool[stages.Count];
        for (var node = 0; node < scores.Specification.Nodes.Count; node++)
            if (StandsInCycle(scores.Specification, node) && scores[subject, node].Points is not null)
                assessed[scores.Specification.Nodes[node].Stage] = true;
        return UnassessedOf(stages, assessed, rule);
    }

    /// <summary>The cells a chain is judged by: the second rule takes out stages that are not assessed.</summary>
    /// <param name="stages">The sums.</param>
    /// <param name="unassessed">Stages that are not assessed.</param>
    /// <param name="rule">The rule they are by.</param>
    public static IReadOnlyList<CycleValue?> ChainOf(IReadOnlyList<CycleValue?> stages, IReadOnlyList<int> unassessed, CycleRule rule) =>
        rule == CycleRule.UnassessedPassedOver && unassessed.Count > 0
            ? [.. stages.Select((cell, stage) => unassessed.Contains(stage) ? null : cell)]
            : stages;

    /// <summary>The sums of one subject at each stage; null where it has none.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="subject">Index of the subject.</param>
    /// <param name="hasLeafValue">Whether its marks hold a value on any leaf: without one it stands in no cell.</param>
    /// <param name="rule">How leaves nobody marked stand in them.</param>
    public static IReadOnlyList<CycleValue?> OfSubject(
        Scores scores,
        int subject,
        bool hasLeafValue,
        CycleRule rule = CycleRule.MarkedAlone
    )
    {
        var specification = scores.Specification;
        var cells = new CycleValue?[specification.Stages.Count];
        if (!hasLeafValue)
            return cells;
        var totals = scores.TotalsOf(subject);
        for (var node = 0; node < specification.Nodes.Count; node++)
        {
            if (!StandsInCycle(specification, node))
                continue;
            var (direction, stage) = (specification.Nodes[node].Direction, specification.Nodes[node].Stage);
            if (!totals.Any(total => Overlaps(specification, total.Node, direction)))
                cells[stage] = (cells[stage] ?? default) + ValueOf(scores, subject, node, rule);
        }
        return cells;
    }

    /// <summary>
    /// Whether a cell without a maximum is so because its leaves do not apply to anybody counted: else marks are missing and leave the
    /// maximum.
    /// </summary>
    /// <param name="scores">The scores.</param>
    /// <param name="hasLeafValue">For each subject, whether its marks hold a value on any leaf.</param>
    /// <param name="direction">Node of the direction; null for all of them.</param>
    /// <param name="stage">The stage; null for all of them.</param>
    public static bool IsNotApplicable(Scores scores, bool[] hasLeafValue, int? direction, int? stage)
    {
        var (specification, any) = (scores.Specification, false);
        foreach (var row in direction is { } one ? [one] : DirectionsOf(specification))
        {
            var takesPart = TakesPart(scores, hasLeafValue, row);
            for (var node = row; node < specification.Ends[row]; node++)
                if (
                    StandsInCycle(specification, node)
                    && specification.Maxima[node] > 0
                    && (stage is null || specification.Nodes[node].Stage == stage)
                )
                    for (var subject = 0; subject < takesPart.Length; subject++)
                    {
                        if (!takesPart[subject])
                            continue;
                        if (!scores.IsNotApplicable(subject, node))
                            return false;
                        any = true;
                    }
        }
        return any;
    }

    /// <summary>The directions of a specification, in the order of the nodes.</summary>
    internal static IEnumerable<int> DirectionsOf(ScoringSpecification specification)
    {
        for (var node = 0; node < specification.Nodes.Count; node++)
            if (specification.Nodes[node].Direction == node)
                yield return node;
    }

    /// <summary>For each subject, whether it is counted in the cells of a direction.</summary>
    internal static bool[] TakesPart(Scores scores, bool[] hasLeafValue, int direction)
    {
        var takes = (bool[])hasLeafValue.Clone();
        if (scores.Totals.Count > 0)
            foreach (var total in scores.Totals)
                if (Overlaps(scores.Specification, total.Node, direction))
                    takes[total.Subject] = false;
        return takes;
    }

    /// <summary>Whether a leaf stands in the matrix.</summary>
    internal static bool StandsInCycle(ScoringSpecification specification, int node) =>
        specification.IsLeaf(node) && specification.Nodes[node] is { InCycle: true, Stage: >= 0 };

    private static bool Overlaps(ScoringSpecification specification, int total, int direction) =>
        total < specification.Ends[direction] && direction < specification.Ends[total];

    // A leaf over the subjects counted; assessed where one of them has a value.
    private sealed record Leaf(int Node, int Stage, CycleValue Value, bool IsAssessed);

    // The leaves of a direction, and the sums of its stages in the order of the scorer's, to the last bit.
    private static (List<Leaf> Leaves, CycleValue[] Sums) LeavesOf(Scores scores, int direction, bool[] takesPart, CycleRule rule)
    {
        var (leaves, sums) = (new List<Leaf>(), new CycleValue[scores.Specification.Stages.Count]);
        for (var node = direction; node < scores.Specification.Ends[direction]; node++)
        {
            if (!StandsInCycle(scores.Specification, node))
                continue;
            var (stage, value, assessed) = (scores.Specification.Nodes[node].Stage, default(CycleValue), false);
            for (var subject = 0; subject < takesPart.Length; subject++)
            {
                if (!takesPart[subject])
                    continue;
                var one = ValueOf(scores, subject, node, rule);
                value += one;
                sums[stage] += one;
                assessed |= scores[subject, node].Points is not null;
            }
            leaves.Add(new(node, stage, value, assessed));
        }
        return (leaves, sums);
    }

    // How a leaf of one subject stands in the sums.
    private static CycleValue ValueOf(Scores scores, int subject, int node, CycleRule rule)
    {
        var score = scores[subject, node];
        if (rule != CycleRule.MarkedAlone)
            return new(score.Points ?? 0, score.Max);
        if (scores.Specification.Maxima[node] is var max && max <= 0 || scores.IsNotApplicable(subject, node))
            return default;
        return score.Points is { } points ? new(points, score.Max, Marked: 1) : new(0, 0, max, Unmarked: 1);
    }

    // The chain of a row, or of all of them, with the leaves that carry its break.
    private static (int[] Unassessed, CycleBreak Found, IReadOnlyList<CycleCarrier> Carriers, int Tied) Judge(
        CycleValue?[] cells,
        List<Leaf> leaves,
        CycleRule rule
    )
    {
        var assessed = new bool[cells.Length];
        foreach (var leaf in leaves)
            assessed[leaf.Stage] |= leaf.IsAssessed;
        var unassessed = UnassessedOf(cells, assessed, rule);
        var found = CycleChain.Find(ChainOf(cells, unassessed, rule));
        if (found.Stage is not { } stage)
            return (unassessed, found, [], 0);
        CycleCarrier[] there =
        [
            .. leaves.Where(leaf => leaf.Stage == stage).Select(leaf => new CycleCarrier(leaf.Node, leaf.Value.Points, leaf.Value.Max)),
        ];
        var carriers = CycleCarrier.HeaviestOf(there);
        return (unassessed, found, carriers, CycleCarrier.TiedBeyond(there, carriers));
    }

    private static int[] UnassessedOf(IReadOnlyList<CycleValue?> stages, bool[] assessed, CycleRule rule) =>
        [
            .. Enumerable
                .Range(0, stages.Count)
                .Where(stage =>
                    rule switch
                    {
                        CycleRule.AsScored => false,
                        CycleRule.UnassessedPassedOver => stages[stage] is { Max: > 0 } && !assessed[stage],
                        _ => stages[stage] is { IsUnassessed: true },
                    }
                ),
        ];
}
