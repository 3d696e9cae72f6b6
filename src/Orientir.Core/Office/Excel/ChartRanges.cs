namespace Orientir.Core.Office;

/// <summary>The cells a series of a native chart refers to, as formulas: «Лист1!$B$1», «Лист1!$B$2:$B$19».</summary>
internal sealed record ChartSeriesRange(string Title, string Values);

/// <summary>The cells a native chart refers to. The chart carries the values too, so that it shows without opening the cells.</summary>
internal sealed record ChartRanges(string Categories, IReadOnlyList<ChartSeriesRange> Series)
{
    /// <summary>
    /// Ranges of a chart whose data stand as one block: categories downwards under an empty corner, a column per series, its
    /// title over it.
    /// </summary>
    /// <param name="sheet">Name of the sheet.</param>
    /// <param name="row">Row of the corner, from 1.</param>
    /// <param name="column">Column of the corner, from 1.</param>
    /// <param name="categories">Number of categories.</param>
    /// <param name="series">Number of series.</param>
    public static ChartRanges Block(string sheet, int row, int column, int categories, int series)
    {
        string Range(int at) => $"{Quoted(sheet)}!${Column(at)}${row + 1}:${Column(at)}${row + categories}";
        return new(
            Range(column),
            [.. Enumerable.Range(column + 1, series).Select(at => new ChartSeriesRange($"{Quoted(sheet)}!${Column(at)}${row}", Range(at)))]
        );
    }

    /// <summary>A sheet name as formulas want it.</summary>
    public static string Quoted(string sheet) => $"'{sheet.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Letters of a column counted from 1.</summary>
    public static string Column(int number) =>
        number <= 26 ? ((char)('A' + number - 1)).ToString() : Column((number - 1) / 26) + (char)('A' + (number - 1) % 26);
}
