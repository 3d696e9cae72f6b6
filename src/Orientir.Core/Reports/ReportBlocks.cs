using Orientir.Core.Office;

namespace Orientir.Core.Reports;

/// <summary>
/// A part of a report, told apart from how it is drawn: Word and HTML draw the same sections in the same order, so neither
/// can say what the other does not.
/// </summary>
/// <param name="Id">Latin anchor, unique in the report.</param>
/// <param name="Title">Heading without a number.</param>
/// <param name="Level">1 for a section, 2 for a part of the one before it.</param>
/// <param name="Blocks">What stands under the heading, in order.</param>
public sealed record Section(string Id, string Title, int Level, IReadOnlyList<Block> Blocks);

/// <summary>A paragraph, a list, a table or a chart.</summary>
public abstract record Block;

/// <summary>A paragraph; <paramref name="Strong"/> ones must be seen first (the result, the source of marks).</summary>
public sealed record TextBlock(string Text, bool Strong = false) : Block;

/// <summary>A list of sentences or phrases.</summary>
public sealed record ListBlock(IReadOnlyList<string> Items, bool Numbered = false) : Block;

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

public sealed record ChartBlock(Chart Chart) : Block;
