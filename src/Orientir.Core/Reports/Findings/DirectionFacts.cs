using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>What is found of a direction.</summary>
/// <param name="Summary">Its figures over all subjects.</param>
/// <param name="Indicators">Its indicators with data, in printed order; empty where only its total is known or it is a leaf itself.</param>
/// <param name="Strongest">At most three indicators of the highest mean share, above their average, best first; a tie over the limit is cut
/// in printed order.</param>
/// <param name="Weakest">At most three indicators of the lowest mean share, below their average, worst first.</param>
/// <param name="Only">The one subject with a share, where there is one only.</param>
/// <param name="OnlyScore">Its score.</param>
/// <param name="Without">Subjects with a result of the whole and none here, in listing order.</param>
public record DirectionFinding(
    NodeFacts Summary,
    IReadOnlyList<IndicatorFacts> Indicators,
    IReadOnlyList<IndicatorFacts> Strongest,
    IReadOnlyList<IndicatorFacts> Weakest,
    int? Only,
    NodeScore OnlyScore,
    IReadOnlyList<int> Without
);

/// <summary>A direction with what the report says of it.</summary>
public sealed record DirectionFacts(DirectionFinding Found, IReadOnlyList<string> Sentences) : DirectionFinding(Found);
