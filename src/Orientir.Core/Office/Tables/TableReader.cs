namespace Orientir.Core.Office;

/// <summary>What a cell holds.</summary>
internal enum CellKind
{
    Empty,
    Text,
    Number,

    /// <summary>A number shown as a date or a time.</summary>
    Date,
    Boolean,

    /// <summary>The error of a formula: #REF!, #N/A, …</summary>
    Error,
}

/// <summary>
/// A table read row by row, the same for CSV and for a sheet of a workbook. Columns count from 0; a column the row does
/// not reach is empty. Texts are trimmed, no-break spaces too, and live until the next row is read.
/// </summary>
internal abstract class TableReader(string file)
{
    /// <summary>Columns of the widest table read, whatever its form: as many as a sheet of Excel has.</summary>
    public const int MostColumns = 16_384;

    /// <summary>Name of the file for messages.</summary>
    public string File { get; } = file;

    /// <summary>Goes to the next row that is not blank; false at the end.</summary>
    public abstract bool Read();

    /// <summary>Says of the row it came to that it is wider than a table may be.</summary>
    protected void RefuseWidth(int fields, TableFaults faults) =>
        faults.Add(
            this,
            0,
            $"полей в строке {Russian.Number(fields)}",
            $"в таблице не больше {Russian.Number(MostColumns)} столбцов: оставьте те, что нужны"
        );

    /// <summary>Number of the row in its file, as people see it: the line of a CSV file, the row of a sheet.</summary>
    public abstract int Row { get; }

    /// <summary>Which of the sheets that hold the table it is, from 0.</summary>
    public int Sheet { get; set; }

    /// <summary>The name of the sheet; null outside workbooks.</summary>
    public virtual string? SheetName => null;

    /// <summary>The row it stands on.</summary>
    public TableRow At => new(Sheet, Row, SheetName);

    /// <summary>Whether texts may be misread ones; what was kept once is not doubted again.</summary>
    public virtual bool IsDoubted => true;

    /// <summary>How many rows there may be, to reserve room; 0 where nothing tells.</summary>
    public virtual int ExpectedRows => 0;

    /// <summary>Says that the row it stands on is the header: a row below that holds more is a fault of form.</summary>
    public virtual void BeginRows() { }

    /// <summary>One past the last column of the row.</summary>
    public abstract int Width { get; }

    public abstract CellKind Kind(int column);

    /// <summary>The text of a cell, clean; lives until the next row is read.</summary>
    public ReadOnlySpan<char> Text(int column)
    {
        var written = Written(column);
        return CleanText.IsClean(written) ? written : CleanText.Of(written.ToString()).AsSpan().Trim();
    }

    /// <summary>The text of a cell as the file holds it, trimmed.</summary>
    protected abstract ReadOnlySpan<char> Written(int column);

    /// <summary>Whether the cell holds a formula whose value was never computed: its emptiness means nothing.</summary>
    public abstract bool IsUncomputed(int column);

    /// <summary>Where a cell of this row stands: FILE:LINE:COLUMN or FILE:sheet!cell.</summary>
    public abstract string Place(int column);
}
