namespace Orientir.Core.Reports;

/// <summary>An indicator of one subject and the points it still lacks to its maximum.</summary>
public sealed record Gain(SubjectNode Indicator, double Points);
