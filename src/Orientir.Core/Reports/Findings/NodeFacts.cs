namespace Orientir.Core.Reports;

/// <summary>What the report says of a node over all subjects. Points and maxima are weighted; null is «нет данных».</summary>
/// <param name="Node">Index of the node in the methodology.</param>
/// <param name="Code">Its code.</param>
/// <param name="Title">Its title.</param>
/// <param name="Max">Full maximum, points.</param>
/// <param name="Count">Subjects with a share.</param>
/// <param name="Mean">Mean points.</param>
/// <param name="MeanShare">Mean share of the maximum.</param>
/// <param name="MinShare">Least share found.</param>
/// <param name="MedianShare">Median share.</param>
/// <param name="MaxShare">Highest share found.</param>
/// <param name="Median">Median points.</param>
/// <param name="Min">Least points found.</param>
/// <param name="MaxFound">Most points found.</param>
/// <param name="Sd">Sample standard deviation of points.</param>
/// <param name="Leaders">Indices of the subjects with the highest share above 0, in listing order.</param>
/// <param name="LeaderNames">Their names.</param>
/// <param name="LeaderShare">Their share.</param>
/// <param name="LeaderPoints">Their points; null where equal shares hide unequal points («не применимо»), and without leaders.</param>
/// <param name="Below30">Subjects whose share is below 30 %.</param>
/// <param name="Below30Part">Their part of <paramref name="Count"/>.</param>
public record NodeFacts(
    int Node,
    string Code,
    string Title,
    double Max,
    int Count,
    double? Mean,
    double? MeanShare,
    double? MinShare,
    double? MedianShare,
    double? MaxShare,
    double? Median,
    double? Min,
    double? MaxFound,
    double? Sd,
    IReadOnlyList<int> Leaders,
    IReadOnlyList<string> LeaderNames,
    double? LeaderShare,
    double? LeaderPoints,
    int Below30,
    double? Below30Part
)
{
    /// <summary>Whether no missing mark could put another subject above any of <see cref="Leaders"/>.</summary>
    public bool LeadIsSure { get; init; } = true;

    /// <summary>«1.1 „title“» as it stands in sentences: <c>1.1 «Цели»</c>; the title alone for the root.</summary>
    public string Label { get; } = Code == "*" ? Russian.Quote(Title) : $"{Code}{Russian.NoBreakSpace}{Russian.Quote(Title)}";

    /// <summary>«1.1 title» as it stands in tables and on axes.</summary>
    public string Heading { get; } = Code == "*" ? Title : $"{Code}{Russian.NoBreakSpace}{Title}";
}
