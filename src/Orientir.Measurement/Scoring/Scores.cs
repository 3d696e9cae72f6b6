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

/// <summary>How often a number of points (unweighted) was given on a leaf.</summary>
public sealed record PointsCount(double Points, int Count);

/// <summary>Summary of a node over the subjects with a share there. The figures are null where <see cref="Count"/> is 0.</summary>
public sealed record NodeSummary
{
    /// <summary>Index of the node.</summary>
    public required int Node { get; init; }

    /// <summary>Full weighted maximum, points.</summary>
    public required double Max { get; init; }

    /// <summary>Subjects with a share.</summary>
    public int Count { get; init; }

    /// <summary>Least points.</summary>
    public double? Min { get; init; }

    /// <summary>Most points.</summary>
    public double? MaxFound { get; init; }

    /// <summary>Arithmetic mean of points.</summary>
    public double? Mean { get; init; }

    /// <summary>Arithmetic mean of shares, 0 … 1.</summary>
    public double? MeanShare { get; init; }

    /// <summary>Least share.</summary>
    public double? MinShare { get; init; }

    /// <summary>Median of shares.</summary>
    public double? MedianShare { get; init; }

    /// <summary>Highest share.</summary>
    public double? MaxShare { get; init; }

    /// <summary>Median of points.</summary>
    public double? Median { get; init; }

    /// <summary>Lower quartile of points (R-7, Hyndman and Fan 1996).</summary>
    public double? Q1 { get; init; }

    /// <summary>Upper quartile of points .</summary>
    public double? Q3 { get; init; }

    /// <summary>Sample standard deviation of points; null below two subjects.</summary>
    public double? Sd { get; init; }

    /// <summary>Indices of the subjects with the highest share, where it is above 0, by name.</summary>
    public IReadOnlyList<int> Leaders { get; init; } = [];

    /// <summary>Subjects whose share is below <see cref="Scorer.LowShare"/>.</summary>
    public int CountBelow30 { get; init; }

    /// <summary>Their part of <see cref="Count"/>, 0 … 1.</summary>
    public double? Below30 => Count == 0 ? null : (double)CountBelow30 / Count;

    /// <summary>Of a leaf: its unweighted points, ascending; null for an inner node.</summary>
    public IReadOnlyList<PointsCount>? Distribution { get; init; }
}

/// <summary>A given total that is scored: what lies below it has no result. Indices of the node and of the subject.</summary>
public readonly record struct ScoredTotal(int Node, int Subject);

/// <summary>A cell of the cycle matrix: sums over <paramref name="Subjects"/> subjects of the leaves of one direction at one stage.</summary>
public sealed record CycleCell(int Direction, int Stage, double Points, double Max, int Subjects);

/// <summary>What is worth a look.</summary>
public enum ScoreFlagKind
{
    /// <summary>Experts differ on a leaf combined by consensus.</summary>
    Disagreement,

    /// <summary>«Не применимо» beside a value was ignored.</summary>
    NaIgnored,

    /// <summary>A control total differs from the computed points.</summary>
    TotalMismatch,
}

/// <summary>A flag at a node of a subject; for a total, the given and the computed points.</summary>
public readonly record struct ScoreFlag(int Subject, int Node, ScoreFlagKind Kind, double? Given, double? Computed);

/// <summary>
/// Everything a scoring has found, as plain arrays: what a store keeps of <see cref="Scores"/> and makes them of again, exactly.
/// N nodes, S subjects; cells are node-major: node × S + subject.
/// </summary>
public sealed record ScoreOutputs
{
    /// <summary>N·S; the marks of all experts made one: unweighted points of a leaf, the given total of an inner node; NaN where there is none.</summary>
    public required double[] Combined { get; init; }

    /// <summary>N·S; «не применимо» and no value.</summary>
    public required bool[] NotApplicable { get; init; }

    /// <summary>N·S; weighted points; NaN where there is no result.</summary>
    public required double[] Points { get; init; }

    /// <summary>N·S; the maximum the points are out of.</summary>
    public required double[] Max { get; init; }

    /// <summary>N·S; share, 0 … 1; NaN where there is no result.</summary>
    public required double[] Share { get; init; }

    /// <summary>N·S; place, 0 for none.</summary>
    public required int[] Rank { get; init; }

    /// <summary>N·S; last place of the tie, 0 for none.</summary>
    public required int[] RankTo { get; init; }

    /// <summary>S; leaves neither valued nor NA nor under a scored total.</summary>
    public required int[] Unscored { get; init; }

    /// <summary>Classifications × S; index of the band, −1 for none.</summary>
    public required int[] Levels { get; init; }

    /// <summary>S; the subjects in listing order.</summary>
    public required IReadOnlyList<int> Order { get; init; }

    /// <summary>N; a summary a node.</summary>
    public required IReadOnlyList<NodeSummary> Summaries { get; init; }

    /// <summary>Cells of the cycle matrix.</summary>
    public required IReadOnlyList<CycleCell> Cycle { get; init; }

    /// <summary>Flags.</summary>
    public required IReadOnlyList<ScoreFlag> Flags { get; init; }

    /// <summary>Given totals that are scored.</summary>
    public required IReadOnlyList<ScoredTotal> Totals { get; init; }
}

/// <summary>The result of <see cref="Scorer.Score"/>: scores of every node for every subject, places, levels, summaries and the cycle matrix.</summary>
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

    /// <summary>Leaves of a subject that are neither valued nor NA nor under a scored total.</summary>
    public int UnscoredOf(int subject) => UnscoredCounts[subject];
}
