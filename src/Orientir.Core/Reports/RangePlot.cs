namespace Orientir.Core.Reports;

/// <summary>A row of a <see cref="RangePlot"/>: shares 0 … 1, null where there are no data.</summary>
/// <param name="Title">What is compared.</param>
/// <param name="Low">Lowest share found.</param>
/// <param name="High">Highest share found.</param>
/// <param name="Middle">Median share.</param>
/// <param name="Own">The share of the one shown.</param>
public sealed record RangeRow(string Title, double? Low, double? High, double? Middle, double? Own);

/// <summary>Where one subject stands among all: a range, its median and a dot a row.</summary>
/// <param name="Title">Title over the plot.</param>
/// <param name="Description">The same in words.</param>
/// <param name="Own">Whose dot it is.</param>
/// <param name="Rows">Top to bottom.</param>
public sealed record RangePlot(string Title, string Description, string Own, IReadOnlyList<RangeRow> Rows);
