namespace Orientir.Core.Reports;

/// <summary>A measured indicator without bands: its values as measured, over the subjects that have one.</summary>
public sealed record MeasureFacts(NodeFacts Summary, string Unit, int Count, double Min, double Median, double Max);
