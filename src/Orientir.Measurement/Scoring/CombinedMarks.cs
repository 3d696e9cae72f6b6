using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Scoring;

/// <summary>
/// The marks of all experts made one a cell. Cells are node-major: node × subjects + subject. Filled again and again, it allocates
/// nothing once several experts have been seen.
/// </summary>
internal sealed class CombinedMarks
{
    private static readonly ScoreFlagKind[][] Kinds =
    [
        .. Enumerable.Range(0, 8).Select(bits => Enum.GetValues<ScoreFlagKind>().Where(kind => (bits >> (int)kind & 1) != 0).ToArray()),
    ];

    private readonly int subjects;
    private readonly byte[] flags; // one bit per kind
    private int[] ends = []; // of each cell's values, where cells have several
    private double[] values = [];

    public CombinedMarks(int nodes, int subjects)
    {
        this.subjects = subjects;
        Points = new double[nodes * subjects];
        NotApplicable = new bool[nodes * subjects];
        flags = new byte[nodes * subjects];
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

    /// <summary>Number of flags raised so far.</summary>
    public int FlagCount { get; private set; }

    /// <summary>Raises a flag, once a kind and cell.</summary>
    public void Flag(int node, int subject, ScoreFlagKind kind)
    {
        flags[node * subjects + subject] |= (byte)(1 << (int)kind);
        FlagCount++;
    }

    /// <summary>The kinds of flags raised at a cell, in the order of the kinds.</summary>
    public ScoreFlagKind[] FlagsOf(int node, int subject) => Kinds[flags[node * subjects + subject]];

    /// <summary>Combines marks anew.</summary>
    public void Fill(ScoringSpecification specification, ReadOnlySpan<NodeMark> marks)
    {
        Array.Clear(NotApplicable);
        Array.Clear(flags);
        Array.Clear(HasTotals);
        Array.Clear(HasLeafValue);
        FlagCount = 0;
        if (!TakeSingleMarks(specification.Scales, marks))
            CombineMarks(specification, marks);
        for (var node = 0; node < specification.Scales.Length; node++)
        {
            var leaf = specification.IsLeaf(node);
            for (var subject = 0; subject < subjects; subject++)
            {
                var cell = node * subjects + subject;
                if (double.IsNaN(Points[cell]))
                    continue;
                if (leaf)
                    HasLeafValue[subject] = true;
                else
                    HasTotals[node] = true;
                if (!NotApplicable[cell])
                    continue;
                NotApplicable[cell] = false;
                Flag(node, subject, ScoreFlagKind.NaIgnored);
            }
        }
    }

    /// <summary>The usual case, one expert a cell, in one pass; false where a cell has more than one value.</summary>
    private bool TakeSingleMarks(Scale?[] scales, ReadOnlySpan<NodeMark> marks)
    {
        for (var cell = 0; cell < Points.Length; cell++)
            Points[cell] = double.NaN;
        foreach (var mark in marks)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)mark.Subject, (uint)subjects, nameof(marks));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)mark.Node, (uint)scales.Length, nameof(marks));
            var cell = mark.Node * subjects + mark.Subject;
            if (double.IsNaN(mark.Value))
                NotApplicable[cell] = true;
            else if (!double.IsNaN(Points[cell]))
                return false;
            else
                Points[cell] = scales[mark.Node]?.PointsOf(mark.Value) ?? mark.Value;
        }
        return true;
    }

    /// <summary>Counting sort by cell, then one value of each cell's values.</summary>
    private void CombineMarks(ScoringSpecification specification, ReadOnlySpan<NodeMark> marks)
    {
        var scales = specification.Scales;
        if (ends.Length == 0)
            ends = new int[Points.Length + 1];
        Array.Clear(ends);
        Array.Clear(NotApplicable);
        foreach (var mark in marks)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)mark.Subject, (uint)subjects, nameof(marks));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)mark.Node, (uint)scales.Length, nameof(marks));
            var cell = mark.Node * subjects + mark.Subject;
            if (double.IsNaN(mark.Value))
                NotApplicable[cell] = true;
            else
                ends[cell + 1]++;
        }
        for (var cell = 1; cell < ends.Length; cell++)
            ends[cell] += ends[cell - 1];

        // ends[cell] moves from the start of the cell's values to their end.
        if (values.Length < ends[^1])
            values = new double[ends[^1]];
        foreach (var mark in marks)
        {
            if (double.IsNaN(mark.Value))
                continue;
            var cell = mark.Node * subjects + mark.Subject;
            var points = scales[mark.Node]?.PointsOf(mark.Value) ?? mark.Value;
            values[ends[cell]++] = points;
        }

        var begin = 0;
        for (var node = 0; node < scales.Length; node++)
        for (var subject = 0; subject < subjects; subject++)
        {
            var cell = node * subjects + subject;
            var given = values.AsSpan(begin, ends[cell] - begin);
            begin = ends[cell];
            if (given.IsEmpty)
            {
                Points[cell] = double.NaN;
                continue;
            }
            InsertionSort(given);
            if (specification.Combine == CombineRule.Consensus && !Tolerance.AreEqual(given[^1], given[0]))
                Flag(node, subject, ScoreFlagKind.Disagreement);
            Points[cell] = Combine(given, specification.Combine);
        }
    }

    /// <summary>A handful of experts: quicker than a general sort.</summary>
    private static void InsertionSort(Span<double> values)
    {
        for (var index = 1; index < values.Length; index++)
        {
            var (value, place) = (values[index], index);
            for (; place > 0 && values[place - 1] > value; place--)
                values[place] = values[place - 1];
            values[place] = value;
        }
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
                foreach (var points in sorted)
                    sum += points;
                return sum / sorted.Length;
            default:
                // Here and not by Math.NET, which takes an array: this runs for every cell of every replication.
                var middle = sorted.Length / 2;
                return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }
}
