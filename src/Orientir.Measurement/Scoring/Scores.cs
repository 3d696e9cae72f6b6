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
        RankCells = new int[cells];
        RankToCells = new int[cells];
        UnscoredCounts = new int[subjects.Count];
        LevelCells = new int[specification.Levels.Count * subjects.Count];
    }

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
    internal double[] PointsCells { get; }
    internal double[] MaxCells { get; }
    internal int[] RankCells { get; }
    internal int[] RankToCells { get; }
    internal int[] UnscoredCounts { get; }
    internal int[] LevelCells { get; }

    /// <summary>The score of a node (0 is the whole methodology) for a subject, both by index.</summary>
    public NodeScore this[int subject, int node]
    {
        get
        {
            var cell = node * Subjects.Count + subject;
            var (points, max, rank) = (PointsCells[cell], MaxCells[cell], RankCells[cell]);
            return double.IsNaN(points)
                ? new NodeScore(null, max, null, null, null)
                : new NodeScore(points, max, points / max, rank, RankToCells[cell]);
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
