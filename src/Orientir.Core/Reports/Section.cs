namespace Orientir.Core.Reports;

/// <summary>
/// A part of a report, told apart from how it is drawn: Word and HTML draw the same sections in the same order, so neither
/// can say what the other does not.
/// </summary>
/// <param name="Id">Latin anchor, unique in the report.</param>
/// <param name="Title">Heading without a number.</param>
/// <param name="Level">1 for a section, 2 for a part of the one before it.</param>
/// <param name="Blocks">What stands under the heading, in order.</param>
public sealed record Section(string Id, string Title, int Level, IReadOnlyList<Block> Blocks);
