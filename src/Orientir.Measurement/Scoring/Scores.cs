namespace Orientir.Measurement.Scoring;

/// <summary>A subject of assessment: its id and the name it is listed under.</summary>
public sealed record ScoringSubject(string Id, string Name);

/// <summary>
/// A value given by one expert to one node of one subject. All but the value are indices: into the subjects, into
/// <see cref="ScoringSpecification.Nodes"/>, and an expert number of the caller's. NaN means «не применимо».
/// </summary>
public readonly record struct NodeMark(int Subject, int Node, int Expert, double Value);

/// <summary>Result of one node for one subject. Points, share and places are null where there is no result: no data is not 0.</summary>
public readonly record struct NodeScore(double? Points, double Max, double? Share, int? Rank, int? RankTo);

/// <summary>A given total that is scored: what lies below it has no result. Indices of the node and of the subject.</summary>
public readonly record struct ScoredTotal(int Node, int Subject);

/// <summary>
/// A cell of the cycle matrix: sums over <paramref name="Subjects"/> subjects of the leaves of one direction at one stage.
/// </summary>
public sealed record CycleCell(int Direction, int Stage, double Points, double Max, int Subjects);

/// <summary>
/// The result of <see cref="Scorer.Score"/>: scores of every node for every subject, places, levels, summaries and the cycle matrix.
/// </summary>
public sealed class Scores
{
    private ILookup<int, ScoredTotal>? totalsBySubject;

    internal Scores(ScoringSpecification specification, IReadOnlyList<ScoringSubject> subjects)
    {
        Specification = specification;
        Subjects = subjects;
        var cells = specification.Nodes.Count * subjects.Count;
        PointsCells = new double[cells];
        MaxCells = new double[cells];
        ShareCells = new double[cells];
        RankCells = new int[cells];
        RankToCells = new int[cells];
        UnscoredCounts = new int[subjects.Count];
        LevelCells = new int[specification.Levels.Count * subjects.Count];
    }

    /// <summary>Scores that were computed before and kept: nothing is computed anew.</summary>
    /// <param name="specification">The specification they were computed by.</param>
    /// <param name="subjects">The subjects, in the order of then.</param>
    /// <param name="outputs">What was found then; its arrays are not copied.</param>
    /// <exception cref="ArgumentException">The outputs are not of so many nodes, subjects and classifications.</exception>
    public Scores(ScoringSpecification specification, IReadOnlyList<ScoringSubject> subjects, ScoreOutputs outputs)
    {
        var (nodes, count) = (specification.Nodes.Count, subjects.Count);
        foreach (
            var length in (int[])
                [
                    outputs.Combined.Length,
                    outputs.NotApplicable.Length,
                    outputs.Points.Length,
                    outputs.Max.Length,
                    outputs.Share.Length,
                    outputs.Rank.Length,
                    outputs.RankTo.Length,
                ]
        )
            if (length != nodes * count)
                throw new ArgumentException($"{length} cells are not {nodes} nodes of {count} subjects.", nameof(outputs));
        if (
            outputs.Unscored.Length != count
            || outputs.Order.Count != count
            || outputs.Summaries.Count != nodes
            || outputs.Levels.Length != specification.Levels.Count * count
        )
            throw new ArgumentException("The outputs are of another specification.", nameof(outputs));
        Specification = specification;
        Subjects = subjects;
        (CombinedCells, NotApplicableCells) = (outputs.Combined, outputs.NotApplicable);
        (PointsCells, MaxCells, ShareCells) = (outputs.Points, outputs.Max, outputs.Share);
        (RankCells, RankToCells) = (outputs.Rank, outputs.RankTo);
        (UnscoredCounts, LevelCells) = (outputs.Unscored, outputs.Levels);
        (Order, Summaries, Cycle, Flags, Totals) = (outputs.Order, outputs.Summaries, outputs.Cycle, outputs.Flags, outputs.Totals);
    }

    /// <summary>What is to be kept of the scores. The arrays are not copied.</summary>
    public ScoreOutputs Outputs =>
        new()
        {
            Combined = CombinedCells,
            NotApplicable = NotApplicableCells,
            Points = PointsCells,
            Max = MaxCells,
            Share = ShareCells,
            Rank = RankCells,
            RankTo = RankToCells,
            Unscored = UnscoredCounts,
            Levels = LevelCells,
            Order = Order,
            Summaries = Summaries,
            Cycle = Cycle,
            Flags = Flags,
            Totals = Totals,
        };

    /// <summary>The specification the scores were computed by.</summary>
    public ScoringSpecification Specification { get; }

    /// <summary>The subjects, in the order they were given.</summary>
    public IReadOnlyList<ScoringSubject> Subjects { get; }

    /// <summary>Index of the subject with an id; null where there is none.</summary>
    public int? IndexOf(string id) =>
        LazyInitializer
            .EnsureInitialized(
                ref bySubject,
                () => Subjects.Select((subject, index) => (subject.Id, index)).ToDictionary(StringComparer.Ordinal)
            )
            .TryGetValue(id, out var index)
            ? index
            : null;

    private Dictionary<string, int>? bySubject;

    /// <summary>Indices of the subjects in listing order: place, then name (ordinal, ё as е); those without a share last.</summary>
    public IReadOnlyList<int> Order { get; internal set; } = [];

    /// <summary>One summary per node, in the order of the nodes.</summary>
    public IReadOnlyList<NodeSummary> Summaries { get; internal set; } = [];

    /// <summary>Cells of the cycle matrix, direction by direction in the order of the nodes, stages in the methodology's order.</summary>
    public IReadOnlyList<CycleCell> Cycle { get; internal set; } = [];

    /// <summary>Flags by name of the subject, then in the order of the nodes.</summary>
    public IReadOnlyList<ScoreFlag> Flags { get; internal set; } = [];

    /// <summary>Given totals that are scored, by subject in the order given, then in the order of the nodes.</summary>
    public IReadOnlyList<ScoredTotal> Totals { get; internal set; } = [];

    /// <summary>The scored totals of a subject, in the order of the nodes.</summary>
    public IEnumerable<ScoredTotal> TotalsOf(int subject) => (totalsBySubject ??= Totals.ToLookup(total => total.Subject))[subject];

    // Node-major: cell = node × subjects + subject. NaN points: no result. Rank 0: none.
    internal double[] CombinedCells { get; private set; } = [];
    internal bool[] NotApplicableCells { get; private set; } = [];
    internal double[] PointsCells { get; }
    internal double[] MaxCells { get; }
    internal double[] ShareCells { get; }
    internal int[] RankCells { get; }
    internal int[] RankToCells { get; }
    internal int[] UnscoredCounts { get; }
    internal int[] LevelCells { get; }

    /// <summary>Takes what the experts' marks became, and the shares of the points that are there by now.</summary>
    internal void Take(CombinedMarks combined)
    {
        (CombinedCells, NotApplicableCells) = (combined.Points, combined.NotApplicable);
        for (var cell = 0; cell < ShareCells.Length; cell++)
            ShareCells[cell] = PointsCells[cell] / MaxCells[cell]; // NaN without a result: the points are NaN
    }

    /// <summary>The score of a node (0 is the whole methodology) for a subject, both by index.</summary>
    public NodeScore this[int subject, int node]
    {
        get
        {
            var cell = node * Subjects.Count + subject;
            var (points, max, rank) = (PointsCells[cell], MaxCells[cell], RankCells[cell]);
            return double.IsNaN(points)
                ? new NodeScore(null, max, null, null, null)
                : new NodeScore(points, max, ShareCells[cell], rank, RankToCells[cell]);
        }
    }

    /// <summary>Index of the band a subject holds in classification number <paramref name="level"/>; null where it has none.</summary>
    public int? BandOf(int subject, int level)
    {
        var band = LevelCells[level * Subjects.Count + subject];
        return band < 0 ? null : band;
    }

    /// <summary>
    /// Whether a node does not apply to a subject: a leaf with «не применимо» and no value, or an inner node of which every leaf that can
    /// score is so. A node with points never is.
    /// </summary>
    public bool IsNotApplicable(int subject, int node)
    {
        if (NotApplicableCells.Length == 0 || !double.IsNaN(PointsCells[node * Subjects.Count + subject]))
            return false;
        if (Specification.IsLeaf(node))
            return NotApplicableCells[node * Subjects.Count + subject];
        var (any, scoring) = (false, Specification.MaximumOf(node) > 0);
        for (var below = node + 1; below < Specification.EndOf(node); below++)
        {
            if (!Specification.IsLeaf(below) || (scoring && Specification.MaximumOf(below) == 0))
                continue;
            if (!NotApplicableCells[below * Subjects.Count + subject])
                return false;
            any = true;
        }
        return any;
    }

    /// <summary>What the experts' marks at a leaf became, unweighted points; null where there is no value.</summary>
    public double? CombinedAt(int subject, int node) =>
        CombinedCells[node * Subjects.Count + subject] is var points && double.IsNaN(points) ? null : points;

    /// <summary>How many leaves below a node, itself included, do not apply to a subject and would score.</summary>
    public int NotApplicableBelow(int subject, int node) =>
        Enumerable
            .Range(node, Specification.EndOf(node) - node)
            .Count(below => Specification.IsLeaf(below) && Specification.MaximumOf(below) > 0 && IsNotApplicable(subject, below));

    /// <summary>Leaves below a node, itself included, that would score and are neither valued nor NA nor under a scored total.</summary>
    public IEnumerable<int> UnscoredBelow(int subject, int node) =>
        Enumerable
            .Range(node, Specification.EndOf(node) - node)
            .Where(below =>
                Specification.IsLeaf(below)
                && Specification.MaximumOf(below) > 0
                && CombinedAt(subject, below) is null
                && !IsNotApplicable(subject, below)
                && !TotalsOf(subject).Any(total => total.Node <= below && below < Specification.EndOf(total.Node))
            );

    /// <summary>How many leaves below a node, itself included, would score and apply to a subject.</summary>
    public int ApplicableBelow(int subject, int node) =>
        Enumerable
            .Range(node, Specification.EndOf(node) - node)
            .Count(below => Specification.IsLeaf(below) && Specification.MaximumOf(below) > 0 && !IsNotApplicable(subject, below));

    /// <summary>The leaves that do not apply to a subject, in the order of the nodes.</summary>
    /// <param name="subject">Index of the subject.</param>
    public IEnumerable<int> NotApplicableTo(int subject)
    {
        for (var node = 1; node < Specification.Nodes.Count; node++)
            if (Specification.IsLeaf(node) && IsNotApplicable(subject, node))
                yield return node;
    }

    /// <summary>Leaves of a subject that are neither valued nor NA nor under a scored total.</summary>
    public int UnscoredOf(int subject) => UnscoredCounts[subject];
}
