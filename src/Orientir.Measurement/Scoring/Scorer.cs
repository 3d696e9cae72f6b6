namespace Orientir.Measurement.Scoring;

/// <summary>
/// Scores marks by a specification: the rules are those of docs/methods/scoring.md. Nothing is rounded; the order of
/// subjects and marks does not change the result of any subject.
/// </summary>
public static class Scorer
{
    /// <summary>Shares that differ by no more are equal: sums of weighted points are not exact in binary.</summary>
    public const double Tolerance = 1e-9;

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
        var combined = CombinedMarks.Of(specification, subjects.Count, marks);
        var totals = SumTree(scores, combined);
        scores.Totals = totals;
        CountUnscored(scores, combined, totals);
        FindLevels(scores, combined, totals);
        scores.Cycle = SumCycle(scores, combined, totals);

        var byName = OrderByName(subjects);
        scores.Summaries = RankAndSummarise(scores, combined, byName);
        scores.Order = OrderByPlace(scores, byName);
        scores.Flags = ListFlags(scores, combined, byName);
        return scores;
    }

    /// <summary>Sums points and maxima up the tree, children before parents.</summary>
    private static List<ScoredTotal> SumTree(Scores scores, CombinedMarks combined)
    {
        var (specification, count) = (scores.Specification, scores.Subjects.Count);
        var totals = new List<ScoredTotal>();
        Array.Fill(scores.PointsCells, double.NaN);
        for (var node = specification.Nodes.Count - 1; node >= 0; node--)
        {
            var points = scores.PointsCells.AsSpan(node * count, count);
            var maxima = scores.MaxCells.AsSpan(node * count, count);
            var given = combined.Points.AsSpan(node * count, count);
            var full = specification.Maxima[node];
            if (specification.IsLeaf(node))
            {
                var weight = specification.Nodes[node].Weight;
                var missing = specification.Missing == MissingRule.Zero ? full : 0;
                var notApplicable = combined.NotApplicable.AsSpan(node * count, count);
                for (var subject = 0; subject < count; subject++)
                {
                    points[subject] = given[subject] * weight; // NaN stays NaN
                    maxima[subject] =
                        !double.IsNaN(given[subject]) ? full
                        : notApplicable[subject] ? 0
                        : missing;
                }
            }
            else if (combined.HasTotals[node])
            {
                for (var subject = 0; subject < count; subject++)
                {
                    if (double.IsNaN(given[subject]))
                        continue;
                    if (double.IsNaN(points[subject]))
                    {
                        (points[subject], maxima[subject]) = (given[subject], full);
                        totals.Add(new(node, subject));
                        for (var below = node + 1; below < specification.Ends[node]; below++)
                            scores.MaxCells[below * count + subject] = specification.Maxima[below];
                    }
                    else if (Math.Abs(given[subject] - points[subject]) > Tolerance)
                    {
                        combined.Flag(node, subject, ScoreFlagKind.TotalMismatch);
                    }
                }
            }
            if (node > 0)
                AddTo(scores, specification.Nodes[node].Parent, points, maxima);
        }
        for (var cell = 0; cell < scores.PointsCells.Length; cell++)
            if (scores.MaxCells[cell] == 0)
                scores.PointsCells[cell] = double.NaN;
        totals.Sort((a, b) => (a.Subject, a.Node).CompareTo((b.Subject, b.Node)));
        return totals;
    }

    private static void AddTo(Scores scores, int parent, ReadOnlySpan<double> points, ReadOnlySpan<double> maxima)
    {
        var parentPoints = scores.PointsCells.AsSpan(parent * points.Length, points.Length);
        var parentMaxima = scores.MaxCells.AsSpan(parent * points.Length, points.Length);
        for (var subject = 0; subject < points.Length; subject++)
        {
            parentMaxima[subject] += maxima[subject];
            if (double.IsNaN(points[subject]))
                continue;
            parentPoints[subject] = double.IsNaN(parentPoints[subject]) ? points[subject] : parentPoints[subject] + points[subject];
        }
    }

    private static void CountUnscored(Scores scores, CombinedMarks combined, List<ScoredTotal> totals)
    {
        var (specification, count) = (scores.Specification, scores.Subjects.Count);
        for (var node = 0; node < specification.Nodes.Count; node++)
        {
            if (!specification.IsLeaf(node))
                continue;
            for (var subject = 0; subject < count; subject++)
                if (combined.IsMissing(node, subject))
                    scores.UnscoredCounts[subject]++;
        }
        foreach (var (top, subject) in totals)
            for (var node = top + 1; node < specification.Ends[top]; node++)
                if (specification.IsLeaf(node) && combined.IsMissing(node, subject))
                    scores.UnscoredCounts[subject]--;
    }

    private static void FindLevels(Scores scores, CombinedMarks combined, List<ScoredTotal> totals)
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
                    _ => score.Points is null ? null : ThresholdsReached(specification, combined, totals, classification.Node, subject),
                };
                scores.LevelCells[level * count + subject] = BandOf(classification.Bands, value);
            }
        }
    }

    /// <summary>Leaves that reach their threshold out of those that have one, are not NA and, unless missing marks score 0, are marked.</summary>
    private static double? ThresholdsReached(
        ScoringSpecification specification,
        CombinedMarks combined,
        List<ScoredTotal> totals,
        int top,
        int subject
    )
    {
        var (reached, counted) = (0, 0);
        for (var node = top; node < specification.Ends[top]; node++)
        {
            if (specification.Nodes[node].Threshold is not { } threshold)
                continue;
            if (
                combined.IsMissing(node, subject)
                && (specification.Missing == MissingRule.Exclude || IsUnderTotal(specification, totals, node, subject))
            )
                continue;
            if (combined.IsNotApplicable(node, subject))
                continue;
            counted++;
            if (combined.PointsOf(node, subject) >= threshold - Tolerance)
                reached++;
        }
        return counted == 0 ? null : (double)reached / counted;
    }

    private static bool IsUnderTotal(ScoringSpecification specification, List<ScoredTotal> totals, int node, int subject)
    {
        foreach (var total in totals)
            if (total.Subject == subject && total.Node <= node && node < specification.Ends[total.Node])
                return true;
        return false;
    }

    private static int BandOf(IReadOnlyList<LevelBand> bands, double? value)
    {
        for (var band = bands.Count - 1; band >= 0; band--)
            if (bands[band].Exclusive ? value > bands[band].Lower + Tolerance : value >= bands[band].Lower - Tolerance)
                return band;
        return -1;
    }

    /// <summary>
    /// Sums of the leaves of each direction at each stage, over subjects with a leaf value anywhere; a subject known in a
    /// direction only through a total (on it, above or below) stays out of that direction.
    /// </summary>
    private static List<CycleCell> SumCycle(Scores scores, CombinedMarks combined, List<ScoredTotal> totals)
    {
        var (specification, count) = (scores.Specification, scores.Subjects.Count);
        var cells = new List<CycleCell>();
        var directions = new List<int>();
        for (var node = 0; node < specification.Nodes.Count; node++)
            if (specification.Nodes[node].Direction == node)
                directions.Add(node);

        foreach (var direction in directions)
        {
            var takesPart = combined.HasLeafValue.ToArray();
            foreach (var total in totals)
            {
                var overlaps = total.Node < specification.Ends[direction] && direction < specification.Ends[total.Node];
                if (overlaps)
                    takesPart[total.Subject] = false;
            }
            var (points, maxima) = (new double[specification.Stages.Count], new double[specification.Stages.Count]);
            var hasLeaves = new bool[specification.Stages.Count];
            for (var node = direction; node < specification.Ends[direction]; node++)
            {
                var stage = specification.Nodes[node].Stage;
                if (!specification.IsLeaf(node) || !specification.Nodes[node].InCycle || stage < 0)
                    continue;
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
            var taking = takesPart.Count(takes => takes);
            for (var stage = 0; stage < hasLeaves.Length; stage++)
                if (hasLeaves[stage])
                    cells.Add(new(direction, stage, points[stage], maxima[stage], taking));
        }
        return cells;
    }

    private static NodeSummary[] RankAndSummarise(Scores scores, CombinedMarks combined, int[] byName)
    {
        var (specification, count) = (scores.Specification, scores.Subjects.Count);
        var summaries = new NodeSummary[specification.Nodes.Count];
        var (column, indices) = (new double[count], new int[count]);
        for (var node = 0; node < summaries.Length; node++)
        {
            var full = specification.Maxima[node];
            Tally points,
                shares;
            List<PointsCount>? distribution = null;
            if (specification.IsLeaf(node))
            {
                // A valued leaf has its whole maximum, so one tally of its unweighted points gives points and shares too.
                var given = Tally.Of(combined.Points.AsSpan(node * count, count), indices);
                distribution = DistributionOf(given);
                if (full == 0)
                {
                    summaries[node] = new()
                    {
                        Node = node,
                        Max = full,
                        Distribution = distribution,
                    };
                    continue;
                }
                var weight = specification.Nodes[node].Weight;
                points = given.Scaled(weight, 1);
                shares = given.Scaled(weight, full);
            }
            else
            {
                var pointCells = scores.PointsCells.AsSpan(node * count, count);
                var maxCells = scores.MaxCells.AsSpan(node * count, count);
                points = Tally.Of(pointCells, indices);
                for (var subject = 0; subject < count; subject++)
                    column[subject] = pointCells[subject] / maxCells[subject]; // NaN without a result: the points are NaN
                shares = Tally.Of(column, indices);
            }

            var places = shares.Places(Tolerance);
            var ranks = scores.RankCells.AsSpan(node * count, count);
            var rankTos = scores.RankToCells.AsSpan(node * count, count);
            for (var subject = 0; subject < count; subject++)
                if (indices[subject] >= 0)
                    (ranks[subject], rankTos[subject]) = places[indices[subject]];
            summaries[node] =
                shares.Count == 0
                    ? new()
                    {
                        Node = node,
                        Max = full,
                        Distribution = distribution,
                    }
                    : Summarise(node, full, points, shares, distribution, Leaders(shares, indices, byName));
        }
        return summaries;
    }

    private static NodeSummary Summarise(
        int node,
        double max,
        Tally points,
        Tally shares,
        List<PointsCount>? distribution,
        List<int> leaders
    ) =>
        new()
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
            Leaders = leaders,
            CountBelow30 = shares.CountBelow(LowShare - Tolerance),
            Distribution = distribution,
        };

    /// <summary>Subjects with the highest share, where it is above 0, by name.</summary>
    private static List<int> Leaders(Tally shares, int[] indices, int[] byName)
    {
        var leaders = new List<int>();
        if (shares.Max > 0)
            foreach (var subject in byName)
                if (indices[subject] >= 0 && shares[indices[subject]] >= shares.Max - Tolerance)
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
        var order = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(
            order,
            (a, b) =>
                string.CompareOrdinal(keys[a].Name, keys[b].Name) is not 0 and var byName
                    ? byName
                    : string.CompareOrdinal(keys[a].Id, keys[b].Id)
        );
        return order;
    }

    private static int[] OrderByPlace(Scores scores, int[] byName) =>
        [.. byName.OrderBy(subject => scores.RankCells[subject] is 0 ? int.MaxValue : scores.RankCells[subject])];

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
