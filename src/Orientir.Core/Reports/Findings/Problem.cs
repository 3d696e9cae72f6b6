namespace Orientir.Core.Reports;

/// <summary>What is wrong, by the rules of docs/methods/narrative.md.</summary>
public enum ProblemKind
{
    /// <summary>The direction with the lowest mean share.</summary>
    WeakestDirection,

    /// <summary>The chain of stages breaks.</summary>
    CycleBreak,

    /// <summary>Indicators below 30 % on average.</summary>
    WeakIndicators,

    /// <summary>Subjects below 30 % of the maximum.</summary>
    ManyBelow30,

    /// <summary>Subjects without data.</summary>
    Silent,

    /// <summary>Subjects far apart.</summary>
    Spread,

    /// <summary>Given totals differ from computed ones.</summary>
    Mismatch,

    /// <summary>Experts disagree.</summary>
    Disagreement,
}

/// <summary>What is wrong, as data. Which fields a kind has, <c>FindProblems</c> says rule by rule.</summary>
/// <param name="Kind">Which rule found it.</param>
/// <param name="Severity">0 … 1: the part that is lost or concerned; orders the problems.</param>
public record ProblemFinding(ProblemKind Kind, double Severity)
{
    /// <summary>Directions or indicators concerned, worst first: indices of nodes.</summary>
    public IReadOnlyList<int> Nodes { get; init; } = [];

    /// <summary>At most three of them that no missing mark could put above another, lowest first.</summary>
    public IReadOnlyList<int> Lowest { get; init; } = [];

    /// <summary>How many more have the mean share of the last of <see cref="Lowest"/>.</summary>
    public int LowestTied { get; init; }

    /// <summary>Subjects concerned, by index.</summary>
    public IReadOnlyList<int> Subjects { get; init; } = [];

    /// <summary>How many cases there are.</summary>
    public int Count { get; init; }

    /// <summary>Of how many.</summary>
    public long Of { get; init; }

    /// <summary>The share in question, 0 … 1; the lower one of two.</summary>
    public double? Share { get; init; }

    /// <summary>The higher share it is compared with.</summary>
    public double? OtherShare { get; init; }
}

/// <summary>A problem in words.</summary>
public sealed record Problem(ProblemFinding Found, string Sentence) : ProblemFinding(Found);
