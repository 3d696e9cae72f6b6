namespace Orientir.Core.Office;

/// <summary>A row of a table that may stand on several sheets of a workbook.</summary>
/// <param name="Sheet">Which of the sheets that hold the table, from 0.</param>
/// <param name="Number">Its number there, as people see it.</param>
/// <param name="SheetName">The name of the sheet; null outside workbooks.</param>
internal readonly record struct TableRow(int Sheet, int Number, string? SheetName = null)
{
    /// <summary>«строке 5», seen from another sheet «строке 5 листа «Б»».</summary>
    public string SeenFrom(int sheet) => sheet == Sheet ? $"строке {Number}" : $"строке {Number} листа «{SheetName}»";
}
