namespace Orientir.Core.Office;

/// <summary>Which column of a table holds which field.</summary>
internal sealed class TableHeader
{
    private const int MostMerged = 200; // each is held against every fault
    private const int MostTold = 5; // so many unknown columns are named each at its cell
    private const int TitlesShown = 4;

    private readonly int[] places;
    private readonly int[] unnamed;
    private readonly int width;
    private readonly int read;

    private TableHeader(int[] places, int[] named, int width, int read)
    {
        this.places = places;
        this.read = read;
        this.width = width;
        var others = new List<int>();
        for (var column = 0; column < width; column++)
            if (Array.IndexOf(named, column) < 0)
                others.Add(column);
        unnamed = [.. others];
    }

    /// <summary>The column of a field: the required ones first, then the optional ones, −1 where an optional one is absent.</summary>
    public int this[int field] => places[field];

    /// <summary>A header whose columns are known already; <paramref name="passedOver"/> may hold anything.</summary>
    public static TableHeader Of(TableReader table, int[] places, IEnumerable<int> passedOver)
    {
        table.BeginRows();
        return new TableHeader(places, [.. places, .. passedOver], table.Width, places.Length);
    }

    /// <summary>
    /// Finds the named columns in the row the table stands on. Null with faults added where the header does not fit.
    /// </summary>
    /// <remarks>Columns of <paramref name="passedOver"/> may stand there and hold anything; messages do not offer them.</remarks>
    public static TableHeader? Map(
        TableReader table,
        ReadOnlySpan<string> required,
        ReadOnlySpan<string> optional,
        TableFaults faults,
        ReadOnlySpan<string> passedOver = default,
        HeaderWords? words = null
    )
    {
        table.BeginRows();
        string[] offered = [.. required, .. optional],
            names = [.. offered, .. passedOver];
        var found = new int[names.Length];
        Array.Fill(found, -1);
        var (before, read) = (faults.Count, new List<int>());
        var titles = new string[table.Width];
        for (var column = 0; column < titles.Length; column++)
            titles[column] = table.Text(column).ToString();
        var failing = new List<(int Column, int Field)>();
        var unknown = new List<(int Column, string Title)>();
        var russian = words is not null && titles.Any(title => words.NameOf(title, out _) is not null);
        string Shown(string name) => russian ? words!.Shown(name) : name;
        // Who wrote none of our names is told both of each, and what other form there is.
        var bothNames = words is { Otherwise.Length: > 0 } && !russian && !titles.Any(title => offered.Contains(title.ToLowerInvariant()));
        string Offered(IEnumerable<string> ours) =>
            string.Join(", ", ours.Select(Shown))
            + (bothNames ? $" (или {string.Join(", ", ours.Select(name => $"«{words!.Shown(name)}»"))})" : "");
        for (var column = 0; column < titles.Length; column++)
        {
            var name = titles[column];
            if (name.Length == 0)
                continue;
            var index = Array.FindIndex(names, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
            if (index < 0 && words?.NameOf(name, out var may) is { } ours)
            {
                index = Array.IndexOf(names, ours);
                if (may)
                {
                    failing.Add((column, index));
                    continue;
                }
            }
            if (index < 0)
                unknown.Add((column, name));
            else if (found[index] >= 0)
                faults.Add(
                    table,
                    column,
                    string.Equals(titles[found[index]], name, StringComparison.OrdinalIgnoreCase)
                        ? $"столбец «{name}» стоит дважды"
                        : $"столбцы «{titles[found[index]]}» и «{name}» — об одном",
                    "оставьте один"
                );
            else
                found[index] = column;
        }
        if (unknown.Count > 0)
            AddUnknown(
                table,
                unknown,
                title => $"неизвестный столбец {title}",
                titles => $"неизвестные столбцы {titles}",
                $"допустимы: {Offered(offered)}{(bothNames ? $"; {words!.Otherwise}" : "")}",
                faults
            );
        // «Показатель» beside «Код» is its title, for people to read; alone it is the code.
        foreach (var (column, field) in failing)
            if (found[field] < 0)
                found[field] = column;
            else
                read.Add(column);
        string[] missing = [.. names[..required.Length].Where((_, index) => found[index] < 0)];
        if (missing.Length > 0)
            faults.Add(
                table,
                0,
                $"нет {(missing.Length == 1 ? "столбца" : "столбцов")} {string.Join(", ", missing.Select(Shown))}",
                $"в строке заголовка нужны {Offered(required.ToArray())}"
                    + (optional.IsEmpty ? "" : $", по желанию {Offered(optional.ToArray())}")
                    + (bothNames ? $"; {words!.Otherwise}" : "")
                    + (table.Sheet > 0 ? "; если на листе другое, уберите его из книги" : "")
            );
        return faults.Count == before ? new TableHeader(found, [.. found, .. read], table.Width, offered.Length) : null;
    }

    /// <summary>Tells of columns that are none of the table: a few each at its cell, more of them together at the first.</summary>
    public static void AddUnknown(
        TableReader table,
        IReadOnlyList<(int Column, string Title)> unknown,
        Func<string, string> one,
        Func<string, string> many,
        string allowed,
        TableFaults faults
    )
    {
        if (unknown.Count > MostTold)
            faults.Add(
                table,
                unknown[0].Column,
                many(Russian.List([.. unknown.Select(column => $"«{column.Title}»")], TitlesShown)),
                allowed
            );
        else
            foreach (var (column, title) in unknown)
                faults.Add(table, column, one($"«{title}»"), allowed);
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

    /// <summary>Reports merged cells below the header of a sheet that was read to its end; whether there are any.</summary>
    /// <param name="table">The sheet.</param>
    /// <param name="header">Row of the header.</param>
    /// <param name="faults">Where they go.</param>
    /// <param name="filled">A field whose cells were filled down, −1 for none: merged within its column they say what was read.</param>
    /// <param name="passedOver">Rows that were not read: titles of parts are merged as a rule.</param>
    public bool CheckMerged(SheetReader table, int header, TableFaults faults, int filled = -1, IReadOnlySet<int>? passedOver = null)
    {
        var told = 0;
        foreach (var merged in table.Merged)
            if (
                told < MostMerged
                && merged.LastRow > header
                && Touches(merged)
                && !(merged.FirstRow == merged.LastRow && passedOver?.Contains(merged.FirstRow) == true)
                && (filled < 0 || merged.FirstColumn != merged.LastColumn || merged.FirstColumn != places[filled] + 1)
            )
            {
                told++;
                faults.DropCovered(table.Sheet, merged);
                faults.Add(
                    new(table.Sheet, merged.FirstRow),
                    merged.FirstColumn - 1,
                    new InputError(table.PlaceOf($"{merged}"), "объединённые ячейки", "разъедините их и заполните каждую строку")
                );
            }
        return told > 0;
    }

    // Whether a column of the header lies in the range.
    private bool Touches(CellRange range) =>
        Array.Exists(places[..read], column => column + 1 >= range.FirstColumn && column + 1 <= range.LastColumn);

    /// <summary>Reports what stands in columns the header does not name.</summary>
    public void CheckUnnamed(TableReader table, TableFaults faults)
    {
        foreach (var column in unnamed)
        {
            if (column >= table.Width)
                break;
            CheckEmpty(table, column, faults);
        }
        for (var column = width; column < table.Width; column++)
            CheckEmpty(table, column, faults);
    }

    /// <summary>Whether anything stands in columns the header does not name.</summary>
    public bool HoldsUnnamed(TableReader table)
    {
        for (var column = 0; column < table.Width; column++)
            if ((column >= width || Array.IndexOf(unnamed, column) >= 0) && !table.Text(column).IsEmpty)
                return true;
        return false;
    }

    private static void CheckEmpty(TableReader table, int column, TableFaults faults)
    {
        if (table.Kind(column) != CellKind.Empty && !table.Text(column).IsEmpty)
            faults.Add(
                table,
                column,
                $"«{table.Text(column)}» в столбце без названия",
                "очистите ячейку или назовите столбец в строке заголовка"
            );
    }
}
