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
        var rows = new List<CycleRow>();
        var everywhere = StagesFor<CycleCarrier>(scores);
        var assessedAnywhere = new bool[everywhere.Length];
        foreach (var cells in scores.Cycle.GroupBy(cell => cell.Direction))
        {
            var stages = new CycleValue?[scores.Specification.Stages.Count];
            foreach (var cell in cells)
                stages[cell.Stage] = new(cell.Points, cell.Max);
            var (assessed, marked) = (new bool[stages.Length], new CycleValue[stages.Length]);
            var leaves = LeavesOf(scores, cells.Key, TakesPart(scores, hasLeafValue, cells.Key), rule, assessed, marked);
            for (var stage = 0; stage < leaves.Length; stage++)
            {
                everywhere[stage].AddRange(leaves[stage]);
                assessedAnywhere[stage] |= assessed[stage];
                if (rule == CycleRule.MarkedAlone && stages[stage] is not null)
                    stages[stage] = marked[stage];
            }
            var unassessed = UnassessedOf(stages, assessed, rule);
            var found = CycleChain.Find(ChainOf(stages, unassessed, rule));
            var carriers = CarriersOf(found, leaves);
            rows.Add(
                new(
                    cells.Key,
                    stages,
                    CycleValue.Sum(stages),
                    cells.Last().Subjects,
                    found,
                    carriers,
                    TiedBeyond(found, leaves, carriers),
                    unassessed
                )
            );
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
        var left = UnassessedOf(totals, assessedAnywhere, rule);
        var whole = CycleChain.Find(ChainOf(totals, left, rule));
        var carrying = CarriersOf(whole, everywhere);
        return new(rows, totals, CycleValue.Sum(totals), whole, carrying, TiedBeyond(whole, everywhere, carrying), left);
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
                cells[stage] = With(cells[stage] ?? default, scores, subject, node, rule);
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

    // What each leaf of a direction earned over the subjects counted, by stage; in marked the sums of a stage.
    private static List<CycleCarrier>[] LeavesOf(
        Scores scores,
        int direction,
        bool[] takesPart,
        CycleRule rule,
        bool[] assessed,
        CycleValue[] marked
    )
    {
        var leaves = StagesFor<CycleCarrier>(scores);
        for (var node = direction; node < scores.Specification.Ends[direction]; node++)
        {
            if (!StandsInCycle(scores.Specification, node))
                continue;
            var (stage, leaf) = (scores.Specification.Nodes[node].Stage, default(CycleValue));
            for (var subject = 0; subject < takesPart.Length; subject++)
            {
                if (!takesPart[subject])
                    continue;
                leaf = With(leaf, scores, subject, node, rule);
                marked[stage] = With(marked[stage], scores, subject, node, rule);
                assessed[stage] |= scores[subject, node].Points is not null;
            }
            leaves[stage].Add(new(node, leaf.Points, leaf.Max));
        }
        return leaves;
    }

    // A sum with one leaf of one subject added.
    private static CycleValue With(CycleValue sum, Scores scores, int subject, int node, CycleRule rule)
    {
        var score = scores[subject, node];
        if (rule != CycleRule.MarkedAlone)
            return sum with { Points = sum.Points + (score.Points ?? 0), Max = sum.Max + score.Max };
        if (scores.Specification.Maxima[node] is var max && max <= 0 || scores.IsNotApplicable(subject, node))
            return sum;
        return score.Points is { } points
            ? sum with
            {
                Points = sum.Points + points,
                Max = sum.Max + score.Max,
                Marked = sum.Marked + 1,
            }
            : sum with
            {
                Missing = sum.Missing + max,
                Unmarked = sum.Unmarked + 1,
            };
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

    private static IReadOnlyList<CycleCarrier> CarriersOf(CycleBreak found, List<CycleCarrier>[] leaves) =>
        found.Stage is { } stage ? CycleCarrier.HeaviestOf(leaves[stage]) : [];

    private static int TiedBeyond(CycleBreak found, List<CycleCarrier>[] leaves, IReadOnlyList<CycleCarrier> carriers) =>
        found.Stage is { } stage ? CycleCarrier.TiedBeyond(leaves[stage], carriers) : 0;

    private static List<T>[] StagesFor<T>(Scores scores) => [.. scores.Specification.Stages.Select(_ => new List<T>())];
}
