namespace Orientir.Core.Office;

/// <summary>
/// A table without faults of form, each column as numbers of its distinct texts: a file of marks has a thousand subjects and a dozen
/// values over hundreds of thousands of rows, so that what a text means is asked once.
/// </summary>
/// <param name="Header">The names of the columns, trimmed.</param>
/// <param name="Texts">For each column its distinct texts, trimmed, in the order they first appear.</param>
/// <param name="Columns">For each column the number of the text in each row; blank rows are left out.</param>
/// <param name="Numbers">The columns in which Excel made a number of what was typed.</param>
internal sealed record PlainTable(
    IReadOnlyList<string> Header,
    IReadOnlyList<IReadOnlyList<string>> Texts,
    IReadOnlyList<int[]> Columns,
    IReadOnlySet<int> Numbers
)
{
    /// <summary>Number of rows below the header.</summary>
    public int Rows => Columns[0].Length;
}
