namespace Orientir.Core.Office;

/// <summary>
/// Finds where a table begins: titles, dates and blank rows may stand above its header, and other sheets before its sheet.
/// </summary>
internal static class HeaderRow
{
    private const int Deepest = 30;

    /// <summary>The sheets on which our own forms explain themselves, by an example too, which is no data.</summary>
    public static readonly string[] Guides = ["Как заполнить", "Как заполнять"];

    /// <summary>How well a row fits as a header, the first row of a table begins a new search; 0 where it is none.</summary>
    public delegate int Fit(TableReader row, bool isFirst);

    /// <summary>The best row of the first thirty: how many stand above it, and how well it fits.</summary>
    public static (int Above, int Fit) Find(TableReader table, Fit fit)
    {
        var (best, most) = (0, 0);
        for (var row = 0; row < Deepest && table.Read(); row++)
            if (fit(table, row == 0) is var found && found > most)
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
        var table = new CsvTable(utf8, file, faults, separator, doubted);
        if (StandsOn(table, above, fit))
            return table;
        table.Dispose();
        return null;
    }

    /// <summary>
    /// The sheets of a workbook that hold the table, in the order of their tabs, each standing on its header while it is the current one:
    /// the one that fits best, and every other that is one too. Regions keep a sheet a district, a direction or an expert.
    /// </summary>
    /// <param name="book">The workbook.</param>
    /// <param name="fit">How well a row fits.</param>
    /// <param name="isOne">
    /// Whether the row another sheet stands on is the header of such a table: its rows are read, or the sheet is named and refused.
    /// </param>
    /// <param name="otherwise">What is read where none fits.</param>
    public static IEnumerable<SheetReader> All(WorkbookReader book, Fit fit, Predicate<TableReader> isOne, Func<SheetReader> otherwise)
    {
        var found = new List<(int Sheet, int Above, int Fit)>();
        for (var index = 0; index < book.SheetsLookedAt; index++)
        {
            if (Guides.Contains(book.SheetNames[index], StringComparer.OrdinalIgnoreCase))
                continue;
            using var sheet = book.Sheet(index);
            if (Find(sheet, fit) is { Fit: > 0 } here)
                found.Add((index, here.Above, here.Fit));
        }
        if (found.Count == 0)
        {
            using var table = otherwise();
            yield return table;
            yield break;
        }
        var (best, read) = (found.MaxBy(one => one.Fit), 0);
        foreach (var one in found)
        {
            using var table = book.Sheet(one.Sheet);
            StandsOn(table, one.Above, fit);
            if (one != best && !isOne(table))
                continue;
            table.Sheet = read++;
            yield return table;
        }
    }

    private static bool StandsOn(TableReader table, int above, Fit fit)
    {
        for (var row = 0; row <= above; row++)
        {
            if (!table.Read())
                return false;
            fit(table, row == 0);
        }
        return true;
    }
}
