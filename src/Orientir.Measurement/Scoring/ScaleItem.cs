namespace Orientir.Measurement.Scoring;

/// <summary>One item of a checklist or a components scale.</summary>
public sealed record ScaleItem(string Id, string Title);
