using System.Globalization;
using System.Text;
using Orientir.Core.Office;
using Orientir.Core.Territories;

namespace Orientir.Core.Campaigns;

/// <summary>Which table of the board.</summary>
public enum BoardView
{
    /// <summary>Ход сбора: answered of all, a column a direction.</summary>
    Progress,

    /// <summary>Полнота: 1 or 0 a direction by the rule of the campaign, with total and note.</summary>
    Completeness,
}

/// <summary>Writes a table of the board as CSV or xlsx: what the page shows, row for row.</summary>
public static class BoardTable
{
    /// <summary>The columns.</summary>
    public static IReadOnlyList<string> Heads(Board board, BoardView view) => view == BoardView.Progress
        ? [.. Fixed(board), .. board.Directions.SelectMany(one => new[] { $"{one.Code}: заполнено", $"{one.Code}: с подтверждением", $"{one.Code}: всего" }),
            "Без подтверждения", "Состояние", "Отправлено", "Срок"]
        : [.. Fixed(board), .. board.Directions.Select(one => $"{one.Code}. {one.Title}"), "Итого", "Примечание"];

    /// <summary>The cells: texts, whole numbers, or null for none.</summary>
    public static IEnumerable<IReadOnlyList<object?>> Rows(Board board, BoardView view, RegionTime zone) => board.Rows.Select(row =>
        (IReadOnlyList<object?>)(view == BoardView.Progress
            ? [row.Code, row.Name, .. row.Cells.SelectMany(cell => new object?[] { cell.Filled, cell.Evidenced, cell.Total }),
                row.WithoutEvidence, BoardWords.StateOf(row), row.SentAt is { } sent ? zone.Moment(sent) : null, zone.Date(row.Deadline.AddTicks(-1))]
            : [row.Code, row.Name, .. row.Cells.Select(cell => (object?)(cell.IsComplete ? 1 : 0)), row.Complete, BoardWords.NoteOf(board, row)]));

    /// <summary>CSV for Russian Excel: semicolons, UTF-8 with BOM, CRLF; text a spreadsheet would take for a formula gets an apostrophe.</summary>
    public static void WriteCsv(Stream stream, Board board, BoardView view, RegionTime zone)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(true), 1 << 14, leaveOpen: true) { NewLine = "\r\n" };
        writer.WriteLine(string.Join(';', Heads(board, view).Select(Field)));
        foreach (var row in Rows(board, view, zone)) writer.WriteLine(string.Join(';', row.Select(Field)));
    }

    /// <summary>An xlsx workbook of one sheet.</summary>
    public static void WriteWorkbook(Stream stream, Board board, BoardView view, RegionTime zone)
    {
        var head = new CellStyle { Bold = true, Format = CellFormat.Text, Fill = "E8EDEE", Border = true, Wrap = true };
        var heads = Heads(board, view);
        using var workbook = new WorkbookWriter(stream, board.Title);
        var sheet = workbook.AddSheet(view == BoardView.Progress ? "Ход сбора" : "Полнота", new SheetLayout
        {
            Widths = [14, 36, .. heads.Skip(2).Select(text => text == "Примечание" ? 60.0 : 14.0)],
            FrozenRows = 1,
            FrozenColumns = 2,
            LastTitleRow = 1,
            TitleColumns = 2,
        });
        sheet.Row();
        foreach (var text in heads) sheet.Text(text, head);
        foreach (var row in Rows(board, view, zone))
        {
            sheet.Row();
            foreach (var cell in row)
                if (cell is int number) sheet.Number(number);
                else sheet.Text(cell as string);
        }
        sheet.Filter(new(1, 1, sheet.RowNumber, heads.Count));
    }

    private static string[] Fixed(Board board) => ["Id", Russian.Capital(Nouns.Of(board.Kind).One)];

    private static string Field(object? cell)
    {
        var text = cell is int number ? number.ToString(CultureInfo.InvariantCulture) : cell as string ?? "";
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = "'" + text;
        return text.AsSpan().IndexOfAny(";\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
