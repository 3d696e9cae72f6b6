using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>A node of one subject beside the others.</summary>
/// <param name="Node">Index of the node.</param>
/// <param name="Code">Its code.</param>
/// <param name="Title">Its title.</param>
/// <param name="Score">Points, maximum, share and place of the subject.</param>
/// <param name="NotApplicable">The maximum left because of «не применимо».</param>
/// <param name="Absent">What stands for the points where there are none.</param>
/// <param name="Median">Median points of all subjects.</param>
/// <param name="Best">Most points found.</param>
/// <param name="MeanShare">Mean share of all subjects.</param>
/// <param name="MedianShare">Median share of all subjects.</param>
/// <param name="BestShare">Highest share found.</param>
/// <param name="Stage">Index of the stage of a leaf; −1 for none.</param>
/// <param name="Measured">Values of a measured leaf with their unit, as given by the experts; null elsewhere.</param>
public sealed record SubjectNode(
    int Node,
    string Code,
    string Title,
    NodeScore Score,
    bool NotApplicable,
    string Absent,
    double? Median,
    double? Best,
    double? MeanShare,
    double? MedianShare,
    double? BestShare,
    int Stage,
    string? Measured
)
{
    /// <summary>«1.1 «title»».</summary>
    public string Label => Code == "*" ? Russian.Quote(Title) : $"{Code}{Russian.NoBreakSpace}{Russian.Quote(Title)}";
}
