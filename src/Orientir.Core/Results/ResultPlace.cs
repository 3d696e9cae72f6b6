using Orientir.Core.Office;

namespace Orientir.Core.Results;

/// <summary>A place in the results of a run.</summary>
/// <param name="Subject">Id of a subject; null for all of them.</param>
/// <param name="Uid">Uid of a direction, or of any node of the subject; null for the whole.</param>
public sealed record ResultPlace(string? Subject, string? Uid) : CellTarget;
