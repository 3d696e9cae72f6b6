using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Scoring;

/// <summary>
/// Points, maxima, shares and places of nodes and subjects, and nothing else: the rule of scoring by itself, by which
/// <see cref="Scorer"/> scores too. Filled again and again it allocates nothing once its room suffices, so that ten thousand variants of
/// the marks or of the specification can be scored. Not for several threads at once.
/// </summary>
public sealed class ScoreTable
{
    private readonly int nodes;
    private readonly int subjects;
    private readonly double[] points; // node-major; NaN: no result
    private readonly double[] maxima;
    private readonly double[] shares;
    private readonly int[] indices;
    private readonly List<ScoredTotal> totals = [];
    private bool[] underTotal = [];
    private ScoringSpecification specification = null!;

    /// <summary>Reserves room for tables of N nodes and S subjects: about 20 bytes a cell.</summary>
    /// <param name="nodes">Number of nodes of every specification that will be given.</param>
    /// <param name="subjects">Number of subjects.</param>
    public ScoreTable(int nodes, int subjects)
        : this(nodes, subjects, new double[nodes * subjects], new double[nodes * subjects]) { }

    /// <summary>A table in cells that are there already.</summary>
    internal ScoreTable(int nodes, int subjects, double[] points, double[] maxima)
    {
        (this.nodes, this.subjects, this.points, this.maxima) = (nodes, subjects, points, maxima);
        (shares, indices) = (new double[subjects], new int[subjects]);
        Combined = new(nodes, subjects);
    }

    /// <summary>Given totals that are scored, by subject, then in the order of the nodes.</summary>
    public IReadOnlyList<ScoredTotal> Totals => totals;

    internal CombinedMarks Combined { get; }

    /// <summary>Of the node last tallied: the unweighted points of a leaf.</summary>
    internal Tally Given { get; } = new();

    /// <summary>Of the node last tallied: its weighted points.</summary>
    internal Tally Points { get; } = new();

    /// <summary>Of the node last tallied: its shares.</summary>
    internal Tally Shares { get; } = new();

    /// <summary>Of the node last tallied: for each subject the index of its value in the tallies; −1 for none.</summary>
    internal ReadOnlySpan<int> Indices => indices;

    /// <summary>Scores marks: points and maxima of every node for every subject. O(marks + N·S) time.</summary>
    /// <param name="by">The tree with its scales and rules: as many nodes as the table has room for.</param>
    /// <param name="marks">As for <see cref="Scorer.Score"/>.</param>
    /// <exception cref="ArgumentException">The specification has another number of nodes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A mark refers to a subject or a node that is not there.</exception>
    public void Fill(ScoringSpecification by, ReadOnlySpan<NodeMark> marks)
    {
        if (by.Nodes.Count != nodes)
            throw new ArgumentException("The table has room for another number of nodes.", nameof(by));
        specification = by;
        Combined.Fill(by, marks);
        SumTree();
    }

    /// <summary>Points of a node, one a subject; NaN where there is no result.</summary>
    public ReadOnlySpan<double> PointsOf(int node) => points.AsSpan(node * subjects, subjects);

    /// <summary>Maxima of a node, one a subject, in points.</summary>
    public ReadOnlySpan<double> MaximaOf(int node) => maxima.AsSpan(node * subjects, subjects);

    /// <summary>Writes the shares of a node, 0 … 1, one a subject; NaN where there is no result.</summary>
    public void WriteShares(int node, Span<double> into)
    {
        var earned = PointsOf(node);
        var possible = MaximaOf(node);
        for (var subject = 0; subject < subjects; subject++)
            into[subject] = earned[subject] / possible[subject]; // NaN without a result: the points are NaN
    }

    /// <summary>
    /// Writes the places of a node by share, one a subject: the first and the last place of its tie; 0 where there is no result.
    /// </summary>
    public void WritePlaces(int node, Span<int> from, Span<int> to)
    {
        TallyNode(node);
        WritePlaces(from, to);
    }

    /// <summary>Places of the node last tallied.</summary>
    internal void WritePlaces(Span<int> from, Span<int> to)
    {
        if (Shares.Count == 0)
        {
            from.Clear();
            to.Clear();
            return;
        }
        Shares.WritePlaces(indices, from, to);
    }

    /// <summary>Whether a node lies below a scored total of the subject: nothing is known of it.</summary>
    internal bool IsUnderTotal(int node, int subject) => totals.Count > 0 && underTotal[node * subjects + subject];

    /// <summary>Tallies points and shares of a node. A leaf whose scale gives no points has no shares.</summary>
    internal void TallyNode(int node)
    {
        if (specification.IsLeaf(node))
        {
            // A valued leaf has its whole maximum, so one tally of its unweighted points gives points and shares too.
            Given.Fill(Combined.Points.AsSpan(node * subjects, subjects), indices);
            var (full, weight) = (specification.Maxima[node], specification.Nodes[node].Weight);
            if (full == 0)
            {
                Points.Clear();
                Shares.Clear();
                return;
            }
            Points.FillScaled(Given, weight, 1);
            Shares.FillScaled(Given, weight, full);
            return;
        }
        Points.Fill(PointsOf(node), indices);
        WriteShares(node, shares);
        Shares.Fill(shares, indices);
    }

    /// <summary>Sums points and maxima up the tree, children before parents.</summary>
    private void SumTree()
    {
        totals.Clear();
        for (var cell = 0; cell < points.Length; cell++)
            points[cell] = double.NaN;
        Array.Clear(maxima);
        for (var node = specification.Scales.Length - 1; node >= 0; node--)
        {
            if (specification.IsLeaf(node))
                TakeLeaf(node);
            else if (Combined.HasTotals[node])
                TakeTotals(node);
            if (node > 0)
                AddToParent(node);
        }
        for (var cell = 0; cell < points.Length; cell++)
            if (maxima[cell] == 0)
                points[cell] = double.NaN;
        if (totals.Count > 1)
            totals.Sort(BySubject);
    }

    private static readonly Comparison<ScoredTotal> BySubject = (a, b) => (a.Subject, a.Node).CompareTo((b.Subject, b.Node));

    private void TakeLeaf(int node)
    {
        var earned = points.AsSpan(node * subjects, subjects);
        var possible = maxima.AsSpan(node * subjects, subjects);
        var given = Combined.Points.AsSpan(node * subjects, subjects);
        var notApplicable = Combined.NotApplicable.AsSpan(node * subjects, subjects);
        var (full, weight) = (specification.Maxima[node], specification.Nodes[node].Weight);
        var missing = specification.Missing == MissingRule.Zero ? full : 0;
        for (var subject = 0; subject < given.Length; subject++)
        {
            earned[subject] = given[subject] * weight; // NaN stays NaN
            possible[subject] =
                !double.IsNaN(given[subject]) ? full
                : notApplicable[subject] ? 0
                : missing;
        }
    }

    private void TakeTotals(int node)
    {
        var earned = points.AsSpan(node * subjects, subjects);
        var given = Combined.Points.AsSpan(node * subjects, subjects);
        for (var subject = 0; subject < given.Length; subject++)
        {
            if (double.IsNaN(given[subject]))
                continue;
            if (!double.IsNaN(earned[subject]))
            {
                if (!Tolerance.AreEqual(given[subject], earned[subject]))
                    Combined.Flag(node, subject, ScoreFlagKind.TotalMismatch);
                continue;
            }
            (earned[subject], maxima[node * subjects + subject]) = (given[subject], specification.Maxima[node]);
            TakeTotal(node, subject);
        }
    }

    private void TakeTotal(int node, int subject)
    {
        if (underTotal.Length == 0)
            underTotal = new bool[points.Length];
        else if (totals.Count == 0)
            Array.Clear(underTotal);
        totals.Add(new(node, subject));
        for (var below = node + 1; below < specification.Ends[node]; below++)
        {
            maxima[below * subjects + subject] = specification.Maxima[below];
            underTotal[below * subjects + subject] = true;
        }
    }

    private void AddToParent(int node)
    {
        var parent = specification.Nodes[node].Parent;
        var earned = PointsOf(node);
        var possible = MaximaOf(node);
        var sums = points.AsSpan(parent * subjects, subjects);
        var maximaSums = maxima.AsSpan(parent * subjects, subjects);
        for (var subject = 0; subject < earned.Length; subject++)
        {
            maximaSums[subject] += possible[subject];
            if (double.IsNaN(earned[subject]))
                continue;
            sums[subject] = double.IsNaN(sums[subject]) ? earned[subject] : sums[subject] + earned[subject];
        }
    }
}
