namespace Orientir.Core.Territories;

/// <summary>A row that holds no entry, and why.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">What stands there first.</param>
/// <param name="Why">Why it is none, in words.</param>
public sealed record PassedRow(string Place, string Text, string Why);
