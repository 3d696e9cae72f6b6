using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>What kind of result the whole is.</summary>
internal enum ResultKind
{
    /// <summary>Nobody has any data.</summary>
    NoData,

    /// <summary>There are marks, all of them «не применимо».</summary>
    NotApplicable,

    /// <summary>There are measured values, and the methodology gives no points.</summary>
    MeasuredOnly,

    /// <summary>One subject has a result.</summary>
    OneSubject,

    /// <summary>Nobody earned a point.</summary>
    NobodyEarned,

    /// <summary>All have the same share.</summary>
    AllEqual,

    /// <summary>Shares differ.</summary>
    Spread,
}

/// <summary>The result of the whole; subjects and nodes by index, shares 0 … 1.</summary>
/// <param name="Kind">What kind of result it is; what follows is empty where it has no meaning.</param>
/// <param name="Subjects">How many subjects have the result, or were measured.</param>
/// <param name="Highest">Those with the highest share.</param>
/// <param name="Lowest">Those with the lowest share.</param>
/// <param name="First">Score of the first of them.</param>
/// <param name="LowShare">The lowest share.</param>
/// <param name="BestDirections">Directions of the highest mean share; empty where all are equal, or a missing mark
/// could reverse it.</param>
/// <param name="WorstDirections">Directions of the lowest mean share, likewise.</param>
/// <param name="DirectionsDiffer">Whether directions differ by the marks there are.</param>
internal sealed record ResultFinding(
    ResultKind Kind,
    int Subjects,
    IReadOnlyList<int> Highest,
    IReadOnlyList<int> Lowest,
    NodeScore First,
    double LowShare,
    IReadOnlyList<DirectionFinding> BestDirections,
    IReadOnlyList<DirectionFinding> WorstDirections,
    bool DirectionsDiffer
);
