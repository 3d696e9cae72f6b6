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

/// <summary>Summary of a node over the subjects with a share there; all but Code, Max and Count are null where Count is 0.</summary>
/// <param name="Node">Index of the node.</param>
/// <param name="Max">Full weighted maximum, points.</param>
/// <param name="Count">Subjects with a share.</param>
/// <param name="Min">Least points.</param>
/// <param name="MaxFound">Most points.</param>
/// <param name="Mean">Arithmetic mean of points.</param>
/// <param name="MeanShare">Arithmetic mean of shares, 0 … 1.</param>
/// <param name="MinShare">Least share.</param>
/// <param name="MedianShare">Median of shares.</param>
/// <param name="MaxShare">Highest share.</param>
/// <param name="Median">Median of points.</param>
/// <param name="Q1">Lower quartile of points (R-7, Hyndman and Fan 1996).</param>
/// <param name="Q3">Upper quartile of points .</param>
/// <param name="Sd">Sample standard deviation of points; null below two subjects.</param>
/// <param name="Leaders">Indices of the subjects with the highest share, where it is above 0, by name.</param>
/// <param name="Below30">Part of the subjects whose share is below 0.3, 0 … 1.</param>
/// <param name="Distribution">Of a leaf: its unweighted points, ascending; null for an inner node.</param>
public sealed record NodeSummary(
    int Node,
    double Max,
    int Count,
    double? Min,
    double? MaxFound,
    double? Mean,
    double? MeanShare,
    double? MinShare,
    double? MedianShare,
    double? MaxShare,
    double? Median,
    double? Q1,
    double? Q3,
    double? Sd,
    IReadOnlyList<int> Leaders,
    double? Below30,
    IReadOnlyList<PointsCount>? Distribution
);

/// <summary>A given total that is scored: what lies below it has no result.</summary>
internal readonly record struct ScoredTotal(int Node, int Subject);

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

    /// <summary>Indices of the subjects in listing order: place, then name (ordinal, ё as е); those without a share last.</summary>
    public IReadOnlyList<int> Order { get; internal set; } = [];

    /// <summary>One summary a node, in the order of the nodes.</summary>
    public IReadOnlyList<NodeSummary> Summaries { get; internal set; } = [];

    /// <summary>Cells of the cycle matrix, direction by direction in the order of the nodes, stages in the methodology's order.</summary>
    public IReadOnlyList<CycleCell> Cycle { get; internal set; } = [];

    /// <summary>Flags by name of the subject, then in the order of the nodes.</summary>
    public IReadOnlyList<ScoreFlag> Flags { get; internal set; } = [];

    // Node-major: cell = node × subjects + subject. NaN points: no result. Rank 0: none.
    internal double[] PointsCells { get; }
    internal double[] MaxCells { get; }
    internal int[] RankCells { get; }
    internal int[] RankToCells { get; }
    internal int[] UnscoredCounts { get; }
    internal int[] LevelCells { get; }

    // Given totals that are scored: what lies below them has no result.
    internal IReadOnlyList<ScoredTotal> Totals { get; set; } = [];

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
