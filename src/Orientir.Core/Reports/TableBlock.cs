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
) : Block;

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
    /// <summary>A plain cell.</summary>
    public static implicit operator TableCell(string text) => new(text);

    /// <summary>The same as the conversion.</summary>
    public static TableCell FromString(string text) => new(text);
}
