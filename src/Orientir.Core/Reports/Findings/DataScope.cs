namespace Orientir.Core.Reports;

/// <summary>What a report leaves out, and why.</summary>
public enum Omission
{
    /// <summary>The methodology gives no points.</summary>
    NoPoints,

    /// <summary>Nobody has a mark.</summary>
    NoMarks,

    /// <summary>All marks there are say «не применимо».</summary>
    NotApplicable,

    /// <summary>One subject only has a result: there is nobody to compare with.</summary>
    NoComparison,

    /// <summary>Only totals of the whole are known.</summary>
    NoDirections,

    /// <summary>Only totals of directions are known.</summary>
    NoIndicators,

    /// <summary>The methodology does not divide its directions.</summary>
    UndividedDirections,

    /// <summary>The methodology has no stages, or no leaf stands at one.</summary>
    NoStages,

    /// <summary>There are stages, and their leaves give no points.</summary>
    UnscoredStages,

    /// <summary>There are stages, and no marks of leaves.</summary>
    NoCycle,

    /// <summary>The cycle matrix counts a part of the subjects only.</summary>
    CycleInPart,

    /// <summary>The methodology has no levels.</summary>
    NoLevels,
}

/// <summary>What the data can carry.</summary>
/// <param name="HasScores">Someone has a share of the whole.</param>
/// <param name="HasDirections">Someone has a share of a direction.</param>
/// <param name="HasIndicators">Someone has a mark below a direction.</param>
/// <param name="HasCycle">The cycle matrix has cells with a maximum.</param>
/// <param name="HasLevels">The methodology classifies.</param>
/// <param name="HasComments">Experts left comments.</param>
/// <param name="Comparable">At least two subjects have a result.</param>
/// <param name="InCycle">Subjects counted in the cycle matrix, at most.</param>
/// <param name="LeftOut">What is left out, in the order it is told.</param>
public record ScopeFinding(
    bool HasScores,
    bool HasDirections,
    bool HasIndicators,
    bool HasCycle,
    bool HasLevels,
    bool HasComments,
    bool Comparable,
    int InCycle,
    IReadOnlyList<Omission> LeftOut
);

/// <summary>What the data can carry, with a sentence for each thing left out.</summary>
public sealed record DataScope(ScopeFinding Found, IReadOnlyList<string> Omissions) : ScopeFinding(Found);
