namespace Orientir.Core.Office;

/// <summary>
/// A column of a table; <paramref name="Width"/> is relative to the other columns. Numbers stand centred, words left.
/// </summary>
internal sealed record WordColumn(string Title, double Width, bool Numeric);

/// <summary>A cell of a table; <paramref name="Fill"/> is RRGGBB, its text takes the colour that can be read on it.</summary>
internal readonly record struct WordCell(string Text, string? Fill = null, bool Bold = false);

/// <summary>A table without its number: WordDocument counts.</summary>
/// <param name="Caption">What the table holds.</param>
/// <param name="Description">The same at more length, for those who cannot see it.</param>
/// <param name="Columns">At least one.</param>
/// <param name="Rows">A cell per column.</param>
/// <param name="RowTitles">Index of the column that names the row.</param>
internal sealed record WordTable(
    string Caption,
    string Description,
    IReadOnlyList<WordColumn> Columns,
    IReadOnlyList<IReadOnlyList<WordCell>> Rows,
    int RowTitles = 0
)
{
    /// <summary>The longest word of each column, measured once for all that asks of it.</summary>
    public double[] LongestWords => longestWords ??= WordTableLayout.LongestWords(this);

    private double[]? longestWords;
}
