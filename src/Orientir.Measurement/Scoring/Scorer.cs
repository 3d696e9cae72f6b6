using Orientir.Measurement.Cycle;
using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Scoring;

/// <summary>
/// Scores marks by a specification: the rules are those of docs/methods/scoring.md. Nothing is rounded; the order of
/// subjects and marks does not change the result of any subject.
/// </summary>
public static class Scorer
{
    /// <summary>
    /// The rules as a number, kept with every stored result. It is raised by whatever can change a result of any marks; what was
    /// computed by an earlier version stays as it was (docs/adr/0006-results-are-kept.md).
    /// </summary>
    public const int Version = 1;

    /// <summary>Part of the maximum below which a result counts in <see cref="NodeSummary.Below30"/>.</summary>
    public const double LowShare = 0.3;

    /// <summary>Computes the scores.</summary>
    /// <param name="specification">The tree with its scales and rules: N nodes.</param>
    /// <param name="subjects">S subjects, each once; a subject without marks is listed unranked.</param>
    /// <param name="marks">
    /// Values accepted by the scales (or, on inner nodes, given totals 0 … maximum in points), in any order; at most one of
    /// one expert for a node of a subject. NaN is «не применимо».
    /// </param>
    /// <returns>Scores of N × S nodes; O(marks + N·S) time for scales of few steps, about 60 bytes a cell.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A mark refers to a subject or a node that is not there.</exception>
    public static Scores Score(ScoringSpecification specification, IReadOnlyList<ScoringSubject> subjects, ReadOnlySpan<NodeMark> marks)
    {
        var scores = new Scores(specification, subjects);
        // The table fills the cells of the scores themselves: points, shares and places have one rule.
        var table = new ScoreTable(specification.Nodes.Count, subjects.Count, scores.PointsCells, scores.MaxCells);
        table.Fill(specification, marks);
        scores.Take(table.Combined);
        scores.Totals = table.Totals.Count == 0 ? [] : [.. table.Totals];
        CountUnscored(scores, table);
        FindLevels(scores, table);
        scores.Cycle = SumCycle(scores, table.Combined.HasLeafValue);

        var byName = OrderByName(subjects);
        scores.Summaries = RankAndSummarise(scores, table, byName);
        scores.Order = OrderByPlace(scores, byName);
        scores.Flags = ListFlags(scores, table.Combined, byName);
        return scores;
    }

    private static void CountUnscored(Scores scores, ScoreTable table)
    {
        for (var node = 0; node < scores.Specification.Nodes.Count; node++)
        {
            if (!scores.Specification.IsLeaf(node))
                continue;
            for (var subject = 0; subject < scores.Subjects.Count; subject++)
                if (table.Combined.IsMissing(node, subject) && !table.IsUnderTotal(node, subject))
                    scores.UnscoredCounts[subject]++;
        }
    }

    private static void FindLevels(Scores scores, ScoreTable table)
    {
        var (specification, count) = (scores.Specification, scores.Subjects.Count);
        for (var level = 0; level < specification.Levels.Count; level++)
        {
            var classification = specification.Levels[level];
            for (var subject = 0; subject < count; subject++)
            {
                var score = scores[subject, classification.Node];
                var value = classification.Basis switch
                {
                    LevelBasis.Share => score.Share,
                    LevelBasis.Points => score.Points,
                    _ => score.Points is null ? null : ThresholdsReached(specification, table, classification.Node, subject),
                };
                scores.LevelCells[level * count + subject] = BandOf(classification.Bands, value);
            }
        }
    }

    /// <summary>
    /// Leaves that reach their threshold out of those that have one, are not NA and, unless missing marks score 0, are marked.
    /// </summary>
    private static double? ThresholdsReached(ScoringSpecification specification, ScoreTable table, int top, int subject)
    {
        var (reached, counted) = (0, 0);
        for (var node = top; node < specification.Ends[top]; node++)
        {
            if (specification.Nodes[node].Threshold is not { } threshold)
                continue;
            if (
                table.Combined.IsMissing(node, subject)
                && (specification.Missing == MissingRule.Exclude || table.IsUnderTotal(node, subject))
            )
                continue;
            if (table.Combined.IsNotApplicable(node, subject))
                continue;
            counted++;
            if (Tolerance.Reaches(table.Combined.PointsOf(node, subject), threshold))
                reached++;
        }
        return counted == 0 ? null : (double)reached / counted;
    }

    private static int BandOf(IReadOnlyList<LevelBand> bands, double? value)
    {
        if (value is { } known)
            for (var band = bands.Count - 1; band >= 0; band--)
                if (bands[band].Exclusive ? Tolerance.IsAbove(known, bands[band].Lower) : Tolerance.Reaches(known, bands[band].Lower))
                    return band;
        return -1;
    }

    /// <summary>
    /// Sums of the leaves of each direction at each stage, over subjects with a leaf value anywhere; a subject known in a
    /// direction only through a total (on it, above or below) stays out of that direction.
    /// </summary>
    private static List<CycleCell> SumCycle(Scores scores, bool[] hasLeafValue)
    {
        var (specification, count) = (scores.Specification, scores.Subjects.Count);
        var cells = new List<CycleCell>();
        foreach (var direction in CycleMatrix.DirectionsOf(specification))
        {
            var takesPart = CycleMatrix.TakesPart(scores, hasLeafValue, direction);
            var (points, maxima) = (new double[specification.Stages.Count], new double[specification.Stages.Count]);
            var hasLeaves = new bool[specification.Stages.Count];
            for (var node = direction; node < specification.Ends[direction]; node++)
            {
                if (!CycleMatrix.StandsInCycle(specification, node))
                    continue;
                var stage = specification.Nodes[node].Stage;
                hasLeaves[stage] = true;
                for (var subject = 0; subject < count; subject++)
                {
                    if (!takesPart[subject])
                        continue;
                    maxima[stage] += scores.MaxCells[node * count + subject];
                    var earned = scores.PointsCells[node * count + subject];
                    if (!double.IsNaN(earned))
                        points[stage] += earned;
                }
            }
            var taking = takesPart.AsSpan().Count(true);
            for (var stage = 0; stage < hasLeaves.Length; stage++)
                if (hasLeaves[stage])
                    cells.Add(new(direction, stage, points[stage], maxima[stage], taking));
        }
        return cells;
    }

    private static NodeSummary[] RankAndSummarise(Scores scores, ScoreTable table, int[] byName)
    {
        var (specification, count) = (scores.Specification, scores.Subjects.Count);
        var summaries = new NodeSummary[specification.Nodes.Count];
        for (var node = 0; node < summaries.Length; node++)
        {
            table.TallyNode(node);
            var distribution = specification.IsLeaf(node) ? DistributionOf(table.Given) : null;
            if (table.Shares.Count == 0)
            {
                summaries[node] = new()
                {
                    Node = node,
                    Max = specification.Maxima[node],
                    Distribution = distribution,
                };
                continue;
            }
            table.WritePlaces(scores.RankCells.AsSpan(node * count, count), scores.RankToCells.AsSpan(node * count, count));
            summaries[node] = Summarise(node, specification.Maxima[node], table, distribution, byName);
        }
        return summaries;
    }

    private static NodeSummary Summarise(int node, double max, ScoreTable table, List<PointsCount>? distribution, int[] byName)
    {
        var (points, shares) = (table.Points, table.Shares);
        return new()
        {
            Node = node,
            Max = max,
            Count = shares.Count,
            Min = points.Min,
            MaxFound = points.Max,
            Mean = points.Mean,
            MeanShare = shares.Mean,
            MinShare = shares.Min,
            MedianShare = shares.Quantile(0.5),
            MaxShare = shares.Max,
            Median = points.Quantile(0.5),
            Q1 = points.Quantile(0.25),
            Q3 = points.Quantile(0.75),
            Sd = points.StandardDeviation,
            Leaders = Leaders(table, byName),
            CountBelow30 = shares.CountBelow(LowShare - Tolerance.Absolute),
            Distribution = distribution,
        };
    }

    /// <summary>Subjects with the highest share, where it is above 0, by name.</summary>
    private static List<int> Leaders(ScoreTable table, int[] byName)
    {
        var (shares, leaders) = (table.Shares, new List<int>());
        var indices = table.Indices;
        if (shares.Max > 0)
            foreach (var subject in byName)
                if (indices[subject] >= 0 && Tolerance.Reaches(shares[indices[subject]], shares.Max))
                    leaders.Add(subject);
        return leaders;
    }

    private static List<PointsCount> DistributionOf(Tally points)
    {
        var distribution = new List<PointsCount>(points.Distinct);
        for (var index = 0; index < points.Distinct; index++)
            distribution.Add(new(points[index], points.CountOf(index)));
        return distribution;
    }

    /// <summary>Subjects by name, ordinal with ё as е; equal names by id.</summary>
    private static int[] OrderByName(IReadOnlyList<ScoringSubject> subjects)
    {
        var keys = new (string Name, string Id)[subjects.Count];
        for (var index = 0; index < keys.Length; index++)
            keys[index] = (subjects[index].Name.Replace('ё', 'е').Replace('Ё', 'Е'), subjects[index].Id);
        var order = new int[keys.Length];
        for (var index = 0; index < order.Length; index++)
            order[index] = index;
        Array.Sort(
            order,
            (a, b) =>
                string.CompareOrdinal(keys[a].Name, keys[b].Name) is not 0 and var byName
                    ? byName
                    : string.CompareOrdinal(keys[a].Id, keys[b].Id)
        );
        return order;
    }

    /// <summary>A counting sort by place; those without one last.</summary>
    private static int[] OrderByPlace(Scores scores, int[] byName)
    {
        var last = byName.Length + 1;
        var starts = new int[last + 2];
        foreach (var subject in byName)
            starts[(scores.RankCells[subject] is 0 ? last : scores.RankCells[subject]) + 1]++;
        for (var place = 1; place < starts.Length; place++)
            starts[place] += starts[place - 1];
        var order = new int[byName.Length];
        foreach (var subject in byName)
            order[starts[scores.RankCells[subject] is 0 ? last : scores.RankCells[subject]]++] = subject;
        return order;
    }

    /// <summary>By subject, as in <paramref name="byName"/>, then node, then kind.</summary>
    private static ScoreFlag[] ListFlags(Scores scores, CombinedMarks combined, int[] byName)
    {
        var (flags, listed) = (new ScoreFlag[combined.FlagCount], 0);
        foreach (var subject in byName)
            for (var node = 0; node < scores.Specification.Nodes.Count && listed < flags.Length; node++)
                foreach (var kind in combined.FlagsOf(node, subject))
                    flags[listed++] =
                        kind == ScoreFlagKind.TotalMismatch
                            ? new(subject, node, kind, combined.PointsOf(node, subject), scores[subject, node].Points)
                            : new(subject, node, kind, null, null);
        return flags;
    }
}
