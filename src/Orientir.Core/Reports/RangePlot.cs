namespace Orientir.Core.Reports;

/// <summary>A row of a <see cref="RangePlot"/>: shares 0 … 1, null where there are no data.</summary>
/// <param name="Title">What is compared.</param>
/// <param name="Low">Where the range begins.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Middle">The tick: a median.</param>
/// <param name="Own">The dot.</param>
/// <param name="Absent">What stands for the dot where there is none.</param>
/// <param name="AbsentForAll">What stands for the range and the tick where there are none.</param>
public sealed record RangeRow(
    string Title,
    double? Low,
    double? High,
    double? Middle,
    double? Own,
    string Absent = Russian.NoData,
    string AbsentForAll = Russian.NoData
);

/// <summary>Dots with intervals: where one subject stands among all, or how sure each result is.</summary>
/// <param name="Title">Title over the plot.</param>
/// <param name="Description">The same in words.</param>
/// <param name="Own">What the dot is.</param>
/// <param name="Range">What the line is.</param>
/// <param name="Middle">What the tick is; null for none.</param>
/// <param name="Rows">Top to bottom.</param>
public sealed record RangePlot(string Title, string Description, string Own, string Range, string? Middle, IReadOnlyList<RangeRow> Rows);
