namespace Orientir.Core.Office;

/// <summary>A sheet that was read whole: of an .xls or .ods workbook, or one whose rows stand out of order.</summary>
internal sealed class KeptSheet(KeptRows kept) : SheetReader(kept.File, kept.Name)
{
    private int at = -1;
    private bool ended;

    /// <summary>The rows of a sheet in the order of their numbers; parts of one row, wherever they stand, are one.</summary>
    public static KeptSheet InOrder(SheetReader sheet)
    {
        var kept = new KeptRows(sheet.File, sheet.SheetName, new TextStore(sheet.File));
        using (sheet)
            while (sheet.Read())
            {
                kept.Begin(sheet.Row);
                for (var column = 0; column < sheet.Width; column++)
                    if (sheet.Kind(column) != CellKind.Empty || sheet.IsUncomputed(column))
                        kept.Add(column, sheet.Kind(column), sheet.Text(column), sheet.HasFormula(column));
            }
        kept.Sort();
        kept.Merged.AddRange(sheet.Merged);
        kept.Links.AddRange(sheet.Links);
        return new(kept);
    }

    public override int Row => IsAtRow ? kept.Rows[at].Number : 0;

    public override int Width => IsAtRow && CellsOf(at) is { IsEmpty: false } cells ? cells[^1].Column + 1 : 0;

    private bool IsAtRow => at >= 0 && at < kept.Rows.Count;

    public override bool Read()
    {
        if (++at < kept.Rows.Count)
            return true;
        at = kept.Rows.Count;
        if (!ended)
        {
            foreach (var range in kept.Merged)
                Merge(range);
            foreach (var link in kept.Links)
                Link(link.Range, link.Target);
        }
        ended = true;
        return false;
    }

    public override CellKind Kind(int column) => Find(column).Kind;

    public override bool HasFormula(int column) => Find(column).HasFormula;

    public override bool IsUncomputed(int column) => Find(column) is { HasFormula: true, Kind: CellKind.Empty };

    protected override ReadOnlySpan<char> Written(int column) => Find(column) is { Text: > 0 } cell ? kept.Texts[cell.Text - 1] : default;

    private ReadOnlySpan<KeptCell> CellsOf(int row) => kept.CellsOf(kept.Rows[row]);

    private KeptCell Find(int column)
    {
        if (!IsAtRow)
            return default;
        var cells = CellsOf(at);
        if (column < cells.Length && cells[column].Column == column)
            return cells[column];
        var (low, high) = (0, cells.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (cells[middle].Column == column)
                return cells[middle];
            if (cells[middle].Column < column)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return default;
    }
}

/// <summary>A cell; its text is a number from 1 in the texts of its rows, 0 for none.</summary>
internal readonly record struct KeptCell(int Column, CellKind Kind, int Text, bool HasFormula);

/// <summary>Rows of a sheet, and what stands behind them.</summary>
internal sealed class KeptRows(string file, string name, TextStore texts)
{
    private const int MostCells = 4_000_000;

    private readonly List<KeptCell> cells = [];
    private int begun;
    private long letters;

    public string File => file;

    public string Name => name;

    public TextStore Texts => texts;

    public List<(int Number, int First, int Count)> Rows { get; } = [];

    public List<CellRange> Merged { get; } = [];

    public List<CellLink> Links { get; } = [];

    public ReadOnlySpan<KeptCell> CellsOf((int Number, int First, int Count) row) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(cells).Slice(row.First, row.Count);

    /// <summary>Begins a row; one without cells is dropped.</summary>
    public void Begin(int row)
    {
        End();
        begun = row;
        Rows.Add((row, cells.Count, 0));
    }

    /// <summary>Adds a cell to the row, to the right of those that are there.</summary>
    public void Add(int column, CellKind kind, ReadOnlySpan<char> text, bool hasFormula = false)
    {
        var trimmed = CleanText.IsBlank(text) ? default : text.Trim();
        if (trimmed.IsEmpty && !(kind == CellKind.Empty && hasFormula))
            return;
        if (trimmed.Length > TextStore.LongestText)
            throw TextStore.TooLong($"{file}:{name}!{CellRange.Name(begun, column + 1)}");
        Add(new(column, kind, trimmed.IsEmpty ? 0 : texts.Add(trimmed) + 1, hasFormula));
    }

    /// <summary>Adds the last cell again, further to the right.</summary>
    public void Again(int column)
    {
        if (cells.Count > Rows[^1].First)
            Add(cells[^1] with { Column = column });
    }

    /// <summary>Adds the last row again under further numbers.</summary>
    public void RepeatRow(int times)
    {
        End();
        if (Rows.Count == 0 || Rows[^1].Number != begun)
            return;
        var row = Rows[^1];
        foreach (var cell in CellsOf(row))
            Count(cell, times);
        for (var more = 1; more <= times; more++)
            Rows.Add(row with { Number = row.Number + more });
    }

    /// <summary>Ends the last row.</summary>
    public void End()
    {
        if (Rows.Count > 0 && Rows[^1].Number == begun && Rows[^1].Count == 0)
        {
            var row = Rows[^1] with { Count = cells.Count - Rows[^1].First };
            if (row.Count == 0)
                Rows.RemoveAt(Rows.Count - 1);
            else
                Rows[^1] = row;
        }
    }

    /// <summary>Puts rows in the order of their numbers and joins those of one number.</summary>
    public void Sort()
    {
        End();
        var (sorted, joined) = (new List<KeptCell>(cells.Count), new List<(int, int, int)>(Rows.Count));
        foreach (var group in Rows.GroupBy(row => row.Number).OrderBy(group => group.Key))
        {
            var first = sorted.Count;
            foreach (var row in group)
                sorted.AddRange(CellsOf(row));
            sorted.Sort(first, sorted.Count - first, Comparer<KeptCell>.Create((one, other) => one.Column.CompareTo(other.Column)));
            for (var at = first + 1; at < sorted.Count; at++)
                if (sorted[at].Column == sorted[at - 1].Column)
                    throw WorkbookReader.Refusal(
                        $"{file}:{name}!{CellRange.Name(group.Key, sorted[at].Column + 1)}",
                        "файл повреждён: ячейка стоит дважды",
                        "откройте его в Excel и сохраните заново"
                    );
            joined.Add((group.Key, first, sorted.Count - first));
        }
        cells.Clear();
        cells.AddRange(sorted);
        Rows.Clear();
        Rows.AddRange(joined);
    }

    private void Add(KeptCell cell)
    {
        Count(cell, 1);
        if (cells.Count == MostCells)
            throw TextStore.TooMuch(file, $"{MostCells / 1_000_000} млн ячеек");
        cells.Add(cell);
    }

    // What is kept once may be read a million times.
    private void Count(KeptCell cell, long times)
    {
        letters += times * Math.Max(1, cell.Text == 0 ? 0 : texts[cell.Text - 1].Length);
        if (letters > TextStore.MostLetters)
            throw TextStore.TooMuch(file, TextStore.InWords);
    }
}
