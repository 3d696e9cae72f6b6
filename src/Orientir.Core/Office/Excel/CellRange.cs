using System.Globalization;

namespace Orientir.Core.Office;

/// <summary>A rectangle of cells; rows and columns count from 1.</summary>
internal readonly record struct CellRange(int FirstRow, int FirstColumn, int LastRow, int LastColumn)
{
    /// <summary>«A1», or «A1:B2».</summary>
    public override string ToString() =>
        FirstRow == LastRow && FirstColumn == LastColumn
            ? Name(FirstRow, FirstColumn)
            : $"{Name(FirstRow, FirstColumn)}:{Name(LastRow, LastColumn)}";

    /// <summary>«$A$1:$B$2».</summary>
    public string Absolute =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"${ChartRanges.Column(FirstColumn)}${FirstRow}:${ChartRanges.Column(LastColumn)}${LastRow}"
        );

    /// <summary>«B5» of a row and a column.</summary>
    public static string Name(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"{ChartRanges.Column(column)}{row}");
}
