namespace Orientir.Core.Office;

/// <summary>Which column of a table holds which field.</summary>
internal sealed class TableHeader
{
    private readonly int[] places;
    private readonly int[] unnamed;
    private readonly int width;
    private readonly int read;

    private TableHeader(int[] places, int width, int read)
    {
        this.places = places;
        this.read = read;
        this.width = width;
        unnamed = [.. Enumerable.Range(0, width).Except(places)];
    }

    /// <summary>The column of a field: the required ones first, then the optional ones, −1 where an optional one is absent.</summary>
    public int this[int field] => places[field];

    /// <summary>
    /// Finds the named columns in the row the table stands on. Null with faults added where the header does not fit.
    /// </summary>
    /// <remarks>Columns of <paramref name="passedOver"/> may stand there and hold anything; messages do not offer them.</remarks>
    public static TableHeader? Map(
        TableReader table,
        ReadOnlySpan<string> required,
        ReadOnlySpan<string> optional,
        TableFaults faults,
        params ReadOnlySpan<string> passedOver
    )
    {
        string[] offered = [.. required, .. optional],
            names = [.. offered, .. passedOver];
        var found = new int[names.Length];
        Array.Fill(found, -1);
        var before = faults.Count;
        for (var column = 0; column < table.Width; column++)
        {
            var text = table.Text(column);
            if (text.IsEmpty)
                continue;
            var name = text.ToString();
            var index = Array.FindIndex(names, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
                faults.Add(table, column, $"неизвестный столбец «{name}»", $"допустимы: {string.Join(", ", offered)}");
            else if (found[index] >= 0)
                faults.Add(table, column, $"столбец «{name}» стоит дважды", "оставьте один");
            else
                found[index] = column;
        }
        string[] missing = [.. names[..required.Length].Where((_, index) => found[index] < 0)];
        if (missing.Length > 0)
            faults.Add(
                table,
                0,
                $"нет {(missing.Length == 1 ? "столбца" : "столбцов")} {string.Join(", ", missing)}",
                $"в первой строке нужны {string.Join(", ", required.ToArray())}"
                    + (optional.IsEmpty ? "" : $", по желанию {string.Join(", ", optional.ToArray())}")
            );
        return faults.Count == before ? new TableHeader(found, table.Width, offered.Length) : null;
    }

    /// <summary>How many of the names stand in the row.</summary>
    public static int CountOf(TableReader table, ReadOnlySpan<string> names)
    {
        var found = 0;
        foreach (var name in names)
            for (var column = 0; column < table.Width; column++)
                if (table.Text(column).Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    found++;
                    break;
                }
        return found;
    }

    /// <summary>Reports merged cells below the header of a sheet that was read to its end.</summary>
    public void CheckMerged(SheetReader table, int header, TableFaults faults)
    {
        foreach (var merged in table.Merged)
            if (merged.LastRow > header && Touches(merged))
            {
                faults.DropCovered(merged);
                faults.Add(
                    merged.FirstRow,
                    merged.FirstColumn - 1,
                    new InputError(table.PlaceOf($"{merged}"), "объединённые ячейки", "разъедините их и заполните каждую строку")
                );
            }
    }

    // Whether a column of the header lies in the range.
    private bool Touches(CellRange range) =>
        Array.Exists(places[..read], column => column + 1 >= range.FirstColumn && column + 1 <= range.LastColumn);

    /// <summary>Reports what stands in columns the header does not name.</summary>
    public void CheckUnnamed(TableReader table, TableFaults faults)
    {
        foreach (var column in unnamed)
            CheckEmpty(table, column, faults);
        for (var column = width; column < table.Width; column++)
            CheckEmpty(table, column, faults);
    }

    private static void CheckEmpty(TableReader table, int column, TableFaults faults)
    {
        if (table.Kind(column) != CellKind.Empty)
            faults.Add(
                table,
                column,
                $"«{table.Text(column)}» в столбце без названия",
                "очистите ячейку или назовите столбец в первой строке"
            );
    }
}
