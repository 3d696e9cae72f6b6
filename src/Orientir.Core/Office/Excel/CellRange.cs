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

    /// <summary>The range «B2:C5» or «B2», «$» and letters of either case allowed; null where it is none.</summary>
    public static CellRange? Of(ReadOnlySpan<char> address)
    {
        var colon = address.IndexOf(':');
        var first = colon < 0 ? address : address[..colon];
        var last = address[(colon + 1)..];
        var (left, right) = (ColumnOf(first, out var top), ColumnOf(last, out var bottom));
        return left > 0 && top > 0 && right >= left && bottom >= top ? new(top, left, bottom, right) : null;
    }

    /// <summary>The column of «B5», from 1, and its row; 0 where it is no address. Beyond what a sheet has all columns are one.</summary>
    public static int ColumnOf(ReadOnlySpan<char> address, out int row)
    {
        var (column, at) = (0, 0);
        row = 0;
        for (; at < address.Length && (char.IsAsciiLetter(address[at]) || address[at] == '$' && at == 0); at++)
            if (address[at] != '$')
                column = Math.Min(column * 26 + ((address[at] | 0x20) - 'a' + 1), SheetReader.LastColumn + 1);
        if (at < address.Length && at > 0 && address[at] == '$')
            at++;
        return
            column > 0
            && int.TryParse(address[at..], NumberStyles.None, CultureInfo.InvariantCulture, out row)
            && row is > 0 and <= SheetReader.LastRow
            ? column
            : 0;
    }
}
