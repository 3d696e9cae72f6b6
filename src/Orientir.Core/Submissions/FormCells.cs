using Orientir.Core.Office;

namespace Orientir.Core.Submissions;

/// <summary>What a sheet of a filled form holds: its texts, the links on them, and what can't be read of it.</summary>
internal sealed class FormCells
{
    /// <summary>Cells to the right of this many columns are not read.</summary>
    public const int MostColumns = 50;

    private const int MostRows = 20_000;

    // Each cell is kept as a text; a full form of three hundred indicators has some hundred thousand letters.
    private const int MostLetters = 8_000_000;

    // Cells that links and merged ranges cover, each counted as often as it is covered.
    private const int MostCovered = 1_000_000;

    private readonly WorkbookReader book;
    private readonly string sheetName;
    private readonly List<FormRow> rows = [];
    private readonly Dictionary<(int Row, int Column), string> links = [];
    private readonly Dictionary<(int Row, int Column), (string Found, string Allowed)> unreadable = [];
    private readonly Dictionary<(int Row, int Column), CellRange> merged = [];
    private readonly List<(int Row, int Column)> beyond = [];
    private int covered;

    /// <summary>Reads a sheet.</summary>
    /// <exception cref="InputException">It is larger than any form, or damaged.</exception>
    public FormCells(WorkbookReader book, int index)
    {
        (this.book, sheetName) = (book, book.SheetNames[index]);
        using var sheet = book.Sheet(index);
        ReadRows(sheet);
        ReadMerged(sheet);
        ReadLinks(sheet);
    }

    /// <summary>The rows in order; none once they were let go.</summary>
    public IReadOnlyList<FormRow> Rows => rows;

    /// <summary>Where links lead, by row and column.</summary>
    public IReadOnlyDictionary<(int Row, int Column), string> Links => links;

    /// <summary>What is wrong with cells, by row and column.</summary>
    public IReadOnlyDictionary<(int Row, int Column), (string Found, string Allowed)> Unreadable => unreadable;

    /// <summary>Merged ranges by their first row and column.</summary>
    public IReadOnlyDictionary<(int Row, int Column), CellRange> Merged => merged;

    /// <summary>The outermost cell of each row that has one beyond the columns that are read.</summary>
    public IReadOnlyList<(int Row, int Column)> Beyond => beyond;

    /// <summary>Whether it begins as our own form does.</summary>
    public bool HasOwnHeader =>
        rows.FirstOrDefault() is { } header
        && FormWorkbook.Header.Select((name, column) => header.TextAt(column) == name).All(same => same);

    /// <summary>Whether a cell has a text or a link.</summary>
    public bool Holds(FormRow row, int column) => row.Texts[column].Length > 0 || links.ContainsKey((row.Number, column));

    /// <summary>A cell as messages name it: «file.xlsx:Анкета!C5».</summary>
    public string PlaceOf(int row, int column) => $"{book.File}:{NameOf(row, column)}";

    /// <summary>A cell within the book: «Анкета!C5».</summary>
    public string NameOf(int row, int column) => $"{sheetName}!{CellRange.Name(row, column + 1)}";

    /// <summary>Lets the rows go: other sheets of the book are read beside it.</summary>
    public void LetGo() => rows.Clear();

    private void ReadRows(SheetReader sheet)
    {
        var letters = 0;
        while (sheet.Read())
        {
            if (rows.Count >= MostRows)
                throw book.Refuse($"на листе «{sheetName}» больше {Russian.Number(MostRows)} строк", "оставьте строки показателей");
            var width = Math.Min(sheet.Width, MostColumns);
            var (kinds, texts) = (new CellKind[width], new string[width]);
            for (var column = 0; column < width; column++)
            {
                (kinds[column], texts[column]) = (sheet.Kind(column), AnswerText.Normal(sheet.Text(column).ToString()));
                letters += texts[column].Length;
                if (CellFault.Of(sheet, column) is { } fault)
                    unreadable[(sheet.Row, column)] = fault;
            }
            for (var column = sheet.Width - 1; column >= width; column--)
                if (sheet.Kind(column) != CellKind.Empty)
                {
                    beyond.Add((sheet.Row, column));
                    break;
                }
            if (letters > MostLetters)
                throw book.Refuse($"на листе «{sheetName}» больше {MostLetters / 1_000_000} млн знаков", "оставьте строки показателей");
            rows.Add(new(sheet.Row, kinds, texts));
        }
    }

    // What a merged cell covers nobody sees in Excel.
    private void ReadMerged(SheetReader sheet)
    {
        foreach (var range in sheet.Merged)
        {
            merged.TryAdd((range.FirstRow, range.FirstColumn - 1), range);
            foreach (var (row, column) in CellsOf(range))
                if ((row.Number, column) != (range.FirstRow, range.FirstColumn - 1))
                    row.Texts[column] = "";
        }
    }

    private void ReadLinks(SheetReader sheet)
    {
        foreach (var link in sheet.Links)
            if (link.Target.StartsWith('#'))
                continue;
            else if (link.Range.FirstRow == link.Range.LastRow && link.Range.FirstColumn == link.Range.LastColumn)
                LinkCell(link.Range.FirstRow, link.Range.FirstColumn - 1, link.Target);
            else
                foreach (var (row, column) in CellsOf(link.Range))
                    if (row.Texts[column].Length > 0)
                        links.TryAdd((row.Number, column), link.Target);
    }

    // A link may stand on a cell without a text, to the right of all that have one.
    private void LinkCell(int number, int column, string target)
    {
        if (column >= MostColumns)
        {
            beyond.Add((number, column));
            return;
        }
        links.TryAdd((number, column), target);
        var at = FirstFrom(number);
        if (at < rows.Count && rows[at] is var row && row.Number == number && row.Texts.Length <= column)
            rows[at] = row with
            {
                Kinds = [.. row.Kinds, .. new CellKind[column + 1 - row.Kinds.Length]],
                Texts = [.. row.Texts, .. Enumerable.Repeat("", column + 1 - row.Texts.Length)],
            };
    }

    // The first row of this number or a greater one.
    private int FirstFrom(int number)
    {
        var (first, last) = (0, rows.Count);
        while (first < last)
            (first, last) = rows[(first + last) / 2].Number < number ? ((first + last) / 2 + 1, last) : (first, (first + last) / 2);
        return first;
    }

    private IEnumerable<(FormRow Row, int Column)> CellsOf(CellRange range)
    {
        for (var at = FirstFrom(range.FirstRow); at < rows.Count && rows[at].Number <= range.LastRow; at++)
        for (var column = range.FirstColumn - 1; column < Math.Min(range.LastColumn, rows[at].Texts.Length); column++)
            yield return ++covered <= MostCovered
                ? (rows[at], column)
                : throw book.Refuse(
                    $"на листе «{sheetName}» ссылки и объединённые ячейки ложатся друг на друга",
                    "скачайте форму ещё раз и перенесите ответы в неё"
                );
    }
}
