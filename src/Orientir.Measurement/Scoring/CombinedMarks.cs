namespace Orientir.Measurement.Scoring;

/// <summary>
/// The marks of all experts made one a cell. Cells are node-major: node × subjects + subject.
/// </summary>
internal sealed class CombinedMarks
{
    private readonly int subjects;

    private CombinedMarks(int nodes, int subjects)
    {
        this.subjects = subjects;
        Points = new double[nodes * subjects];
        NotApplicable = new bool[nodes * subjects];
        HasTotals = new bool[nodes];
        HasLeafValue = new bool[subjects];
    }

    /// <summary>Unweighted points of a leaf, the given total of an inner node; NaN where there is no value.</summary>
    public double[] Points { get; }

    /// <summary>Cells with NA and no value.</summary>
    public bool[] NotApplicable { get; }

    /// <summary>Inner nodes on which any subject has a total.</summary>
    public bool[] HasTotals { get; }

    /// <summary>Subjects with a value on any leaf.</summary>
    public bool[] HasLeafValue { get; }

    public double PointsOf(int node, int subject) => Points[node * subjects + subject];

    public bool IsNotApplicable(int node, int subject) => NotApplicable[node * subjects + subject];

    public bool IsMissing(int node, int subject) => double.IsNaN(PointsOf(node, subject)) && !IsNotApplicable(node, subject);

    public static CombinedMarks Of(ScoringSpecification specification, int subjects, ReadOnlySpan<NodeMark> marks, out List<ScoreFlag> flags)
    {
        var nodes = specification.Nodes.Count;
        var combined = new CombinedMarks(nodes, subjects);
        flags = [];

        // Counting sort by cell: starts[cell] … starts[cell + 1] are the places of its values.
        var starts = new int[nodes * subjects + 1];
        foreach (var mark in marks)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)mark.Subject, (uint)subjects, nameof(marks));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)mark.Node, (uint)nodes, nameof(marks));
            var cell = mark.Node * subjects + mark.Subject;
            if (double.IsNaN(mark.Value)) combined.NotApplicable[cell] = true;
            else starts[cell + 1]++;
        }
        for (var cell = 1; cell < starts.Length; cell++)
            starts[cell] += starts[cell - 1];
        var values = new double[starts[^1]];
        var next = starts[..^1];
        foreach (var mark in marks)
        {
            if (double.IsNaN(mark.Value)) continue;
            var scale = specification.Nodes[mark.Node].Scale;
            values[next[mark.Node * subjects + mark.Subject]++] = scale is null ? mark.Value : scale.PointsOf(mark.Value);
        }

        for (var node = 0; node < nodes; node++)
        {
            var leaf = specification.IsLeaf(node);
            for (var subject = 0; subject < subjects; subject++)
            {
                var cell = node * subjects + subject;
                var count = starts[cell + 1] - starts[cell];
                if (count == 0)
                {
                    combined.Points[cell] = double.NaN;
                    continue;
                }
                if (leaf) combined.HasLeafValue[subject] = true;
                else combined.HasTotals[node] = true;

                if (combined.NotApplicable[cell])
                {
                    combined.NotApplicable[cell] = false;
                    flags.Add(new(subject, node, ScoreFlagKind.NaIgnored, null, null));
                }
                var given = values.AsSpan(starts[cell], count);
                if (count == 1)
                {
                    combined.Points[cell] = given[0];
                    continue;
                }
                given.Sort();
                if (specification.Combine == CombineRule.Consensus && given[^1] - given[0] > Scorer.Tolerance)
                    flags.Add(new(subject, node, ScoreFlagKind.Disagreement, null, null));
                combined.Points[cell] = Combine(given, specification.Combine);
            }
        }
        return combined;
    }

    /// <summary>Combines the sorted points of several experts. Equal marks have their common value as the median.</summary>
    private static double Combine(ReadOnlySpan<double> sorted, CombineRule rule)
    {
        switch (rule)
        {
            case CombineRule.Min:
                return sorted[0];
            case CombineRule.Mean:
                var sum = 0.0;
                foreach (var points in sorted) sum += points;
                return sum / sorted.Length;
            default:
                var middle = sorted.Length / 2;
                return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }
}
