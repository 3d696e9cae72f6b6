namespace Orientir.Core.Office;

/// <summary>
/// Finds where a table begins: titles, dates and blank rows may stand above its header, and other sheets before its sheet.
/// </summary>
internal static class HeaderRow
{
    private const int Deepest = 30;

    /// <summary>How well a row fits as a header; 0 where it is none.</summary>
    public delegate int Fit(TableReader row);

    /// <summary>The best row of the first thirty: how many stand above it, and how well it fits.</summary>
    public static (int Above, int Fit) Find(TableReader table, Fit fit)
    {
        var (best, most) = (0, 0);
        for (var row = 0; row < Deepest && table.Read(); row++)
            if (fit(table) is var found && found > most)
                (best, most) = (row, found);
        return (best, most);
    }

    /// <summary>A CSV file, standing on its header; null where it has no rows.</summary>
    public static CsvTable? In(ReadOnlyMemory<byte> content, string file, TableFaults faults, Fit fit, bool doubted = true)
    {
        var utf8 = DecodedText.Utf8Of(content, file);
        if (doubted && Mojibake.Whole(utf8.Span) is { } spoilt)
            throw new InputException([new(file, spoilt, Mojibake.Remedy)]);
        var (separator, above, most) = (CsvTable.LikelySeparator(utf8.Span), 0, 0);
        foreach (var candidate in CsvTable.Separators.OrderByDescending(one => one == separator))
        {
            using var looked = new CsvTable(utf8, file, new TableFaults(), candidate);
            var found = Find(looked, fit);
            if (found.Fit > most)
                (separator, above, most) = (candidate, found.Above, found.Fit);
        }
        var table = new CsvTable(utf8, file, faults, separator) { IsDoubted = doubted };
        if (StandsOn(table, above))
            return table;
        table.Dispose();
        return null;
    }

    /// <summary>The sheet of a workbook that fits best, standing on its header; null where none fits.</summary>
    public static SheetReader? In(WorkbookReader book, Fit fit)
    {
        var (best, above, most) = (-1, 0, 0);
        for (var index = 0; index < book.SheetsLookedAt; index++)
        {
            using var sheet = book.Sheet(index);
            var found = Find(sheet, fit);
            if (found.Fit > most)
                (best, above, most) = (index, found.Above, found.Fit);
        }
        if (best < 0)
            return null;
        var table = book.Sheet(best);
        StandsOn(table, above);
        return table;
    }

    private static bool StandsOn(TableReader table, int above)
    {
        for (var row = 0; row <= above; row++)
            if (!table.Read())
                return false;
        return true;
    }
}
