using Orientir.Core.Office;

namespace Orientir.Core.Reports;

/// <summary>A table: the caption stands without the word «Таблица» and a number, Word numbers it.</summary>
/// <param name="Caption">What the table shows.</param>
/// <param name="Columns">Heads of the columns.</param>
/// <param name="Rows">Each with as many cells as there are columns.</param>
/// <param name="RowHeader">Index of the column that names the row.</param>
/// <param name="Note">Legend under the table.</param>
public sealed record TableBlock(
    string Caption,
    IReadOnlyList<TableColumn> Columns,
    IReadOnlyList<TableRow> Rows,
    int RowHeader = 0,
    string? Note = null
) : Block
{
    /// <summary>The rows with one number of decimals a column; rows that sum or average may need more than the others.</summary>
    public IReadOnlyList<TableRow> Rows { get; } = Even(Rows);

    private static IReadOnlyList<TableRow> Even(IReadOnlyList<TableRow> rows)
    {
        var columns = rows.Count == 0 ? 0 : rows.Max(row => row.Cells.Count);
        int[] digits =
        [
            .. Enumerable
                .Range(0, columns)
                .Select(column =>
                    rows.Where(row => !row.Total && row.Cells.Count > column)
                        .Select(row => row.Cells[column].Digits)
                        .DefaultIfEmpty(0)
                        .Max()
                ),
        ];
        return
        [
            .. rows.Select(row =>
                row.Cells.Any(cell => cell.Value is not null)
                    ? row with
                    {
                        Cells = [.. row.Cells.Select((cell, column) => cell.WithDigits(digits[column]))],
                    }
                    : row
            ),
        ];
    }
}

/// <summary>A column: its head, whether it holds numbers (then right-aligned), and its relative width.</summary>
public sealed record TableColumn(string Title, bool Numeric = true, double Width = 1);

/// <summary>A row; <paramref name="Total"/> rows sum or average the others.</summary>
public sealed record TableRow(IReadOnlyList<TableCell> Cells, bool Total = false);

/// <summary>A cell as text, ready for people.</summary>
/// <param name="Text">The text.</param>
/// <param name="Heat">Step of <see cref="Palette.Heat"/>, 0 … 4, where the cell is shaded by its value.</param>
/// <param name="Strong">Stands out: the break of a cycle, a leader.</param>
public readonly record struct TableCell(string Text, int? Heat = null, bool Strong = false)
{
    /// <summary>The number, where the cell is one and may take more decimals than it needs.</summary>
    public double? Value { get; private init; }

    /// <summary>The decimals it needs.</summary>
    public int Digits { get; private init; }

    /// <summary>A number with at most so many decimals, or what stands where there is none.</summary>
    public static TableCell Number(double? value, int maxDigits, string absent = Russian.NoData) =>
        value is { } number
            ? new(Russian.Number(number, maxDigits)) { Value = number, Digits = Russian.DigitsOf([number], maxDigits) }
            : new(absent);

    /// <summary>The same number with at least so many decimals.</summary>
    internal TableCell WithDigits(int digits) =>
        Value is { } number && digits > Digits ? this with { Text = Russian.Fixed(number, digits), Digits = digits } : this;

    /// <summary>A plain cell.</summary>
    public static implicit operator TableCell(string text) => new(text);

    /// <summary>The same as the conversion.</summary>
    public static TableCell FromString(string text) => new(text);
}
