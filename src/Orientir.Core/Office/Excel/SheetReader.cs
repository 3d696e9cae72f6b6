namespace Orientir.Core.Office;

/// <summary>
/// A link of a cell or of a range of cells: a URL, or «#» and a place in the workbook; «=» where a formula makes the address of other
/// cells.
/// </summary>
internal sealed record CellLink(CellRange Range, string Target);

/// <summary>A sheet of a workbook, read row by row. Made by <see cref="WorkbookReader.Sheet"/>.</summary>
internal abstract class SheetReader(string file, string name) : TableReader(file), IDisposable
{
    public const int LastColumn = MostColumns;
    public const int LastRow = 1_048_576;
    private const int MostRanges = 65_530; // of links; Excel takes no more

    // Each merged range is held against every fault, and against every cell of a form.
    private const int MostMerged = 20_000;

    /// <summary>The merged ranges; known once the last row is read.</summary>
    public List<CellRange> Merged { get; } = [];

    /// <summary>The links; known once the last row is read.</summary>
    public List<CellLink> Links { get; } = [];

    public override string SheetName => name;

    /// <summary>Whether a formula stands behind the cell's value; .xls does not tell.</summary>
    public abstract bool HasFormula(int column);

    public override string Place(int column) => PlaceOf(CellRange.Name(Row, column + 1));

    /// <summary>FILE:sheet!cells.</summary>
    public string PlaceOf(string address) => $"{File}:{name}!{address}";

    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    protected virtual void Close() { }

    protected void Merge(CellRange range)
    {
        if (Merged.Count == MostMerged)
            throw TooMuch($"{Russian.Number(MostMerged)} объединённых диапазонов");
        Merged.Add(range);
    }

    protected void Link(CellRange range, string target)
    {
        if (Links.Count == MostRanges)
            throw TooMuch($"{Russian.Number(MostRanges)} ссылок");
        Links.Add(new(range, target));
    }

    private InputException TooMuch(string what) =>
        WorkbookReader.Refusal(PlaceOf("A1"), $"на листе больше {what}", "удалите с него лишнее: форматы и ссылки ячеек, которые не нужны");
}
