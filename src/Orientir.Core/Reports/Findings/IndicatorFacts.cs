using Orientir.Measurement.Ranking;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>An indicator: a leaf under a direction.</summary>
/// <param name="Summary">What is said of it over all subjects.</param>
/// <param name="Direction">Index of its direction in <see cref="ReportFacts.Directions"/>; −1 for none.</param>
/// <param name="Stage">Index of its stage; −1 for none.</param>
/// <param name="InCycle">Whether it stands in the cycle matrix.</param>
/// <param name="Distribution">How often each number of unweighted points was given, ascending.</param>
public sealed record IndicatorFacts(NodeFacts Summary, int Direction, int Stage, bool InCycle, IReadOnlyList<PointsCount> Distribution)
{
    /// <summary>The mean shares missing marks leave possible; null where nothing can be known of them.</summary>
    public ShareBounds? Bounds { get; init; }
}
