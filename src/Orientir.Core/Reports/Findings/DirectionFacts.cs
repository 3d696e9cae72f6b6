using Orientir.Measurement.Ranking;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>Indicators that stand out of the average of their mean shares.</summary>
/// <param name="Strongest">At most three of the highest mean share, above the average, best first; a tie over the limit is cut in printed
/// order.</param>
/// <param name="Weakest">At most three of the lowest, below the average, worst first.</param>
/// <param name="StrongestTied">How many more have the mean share of the last of the strongest.</param>
/// <param name="WeakestTied">How many more have that of the last of the weakest.</param>
public sealed record Extremes(
    IReadOnlyList<IndicatorFacts> Strongest,
    IReadOnlyList<IndicatorFacts> Weakest,
    int StrongestTied,
    int WeakestTied
)
{
    /// <summary>Whether some stand out upwards by the marks there are, or none does, and a missing mark could reverse it.</summary>
    public bool StrongestUnknown { get; init; }

    /// <summary>The same downwards.</summary>
    public bool WeakestUnknown { get; init; }
}

/// <summary>What is found of a direction.</summary>
/// <param name="Summary">Its figures over all subjects.</param>
/// <param name="Indicators">Its indicators with data, in printed order; empty where only its total is known or it is a leaf itself.</param>
/// <param name="Extremes">The indicators that stand out.</param>
/// <param name="Only">The one subject with a share, where there is one only.</param>
/// <param name="OnlyScore">Its score.</param>
/// <param name="Without">Subjects with a result of the whole and none here though it applies to them, in listing order.</param>
/// <param name="NotApplicable">Subjects to which it does not apply, in listing order.</param>
/// <param name="InPart">Subjects with a share here some of whose indicators nobody marked, the least marked first.</param>
/// <param name="Bounds">The mean shares missing marks leave possible; null where nothing can be known of them.</param>
public record DirectionFinding(
    NodeFacts Summary,
    IReadOnlyList<IndicatorFacts> Indicators,
    Extremes Extremes,
    int? Only,
    NodeScore OnlyScore,
    IReadOnlyList<int> Without,
    IReadOnlyList<int> NotApplicable,
    IReadOnlyList<MarkedPart> InPart,
    ShareBounds? Bounds
);

/// <summary>How much of a direction is marked of a subject.</summary>
/// <param name="Subject">Index of the subject.</param>
/// <param name="Marked">Indicators with a mark.</param>
/// <param name="Of">Indicators that apply and score.</param>
public readonly record struct MarkedPart(int Subject, int Marked, int Of);

/// <summary>A direction with what the report says of it.</summary>
/// <param name="Found">What is found of it.</param>
/// <param name="Sentences">What is said of it.</param>
/// <param name="Leaders">Who leads, in a few words: «лидер: А (75,0 %)».</param>
public sealed record DirectionFacts(DirectionFinding Found, IReadOnlyList<string> Sentences, string Leaders) : DirectionFinding(Found);
