using System.Globalization;

namespace Orientir.Core.Office;

/// <summary>A cell of a table as people see it.</summary>
/// <param name="Text">What is shown.</param>
/// <param name="Number">The number behind the text, where it is one.</param>
/// <param name="Share">0 … 1 where the cell is shaded by it.</param>
/// <param name="Target">What stands behind the figure.</param>
/// <param name="Key">What a place in the table is found by.</param>
/// <param name="Marked">Framed on the page; its text says why.</param>
public sealed record DisplayCell(
    string Text,
    double? Number = null,
    double? Share = null,
    CellTarget? Target = null,
    string? Key = null,
    bool Marked = false
);

/// <summary>A column; a numeric one stands right, a sort key makes its head a link.</summary>
public sealed record DisplayColumn(string Title, bool Numeric = false, string? Sort = null);

/// <summary>A table shown on a page and exported as it is seen: the same rows, columns, order and words.</summary>
public sealed record DisplayTable(
    string Title,
    IReadOnlyList<DisplayColumn> Columns,
    IReadOnlyList<IReadOnlyList<DisplayCell>> Rows,
    IReadOnlyList<DisplayCell>? Totals = null
)
{
    private static readonly CellStyle Head = new()
    {
        Bold = true,
        Fill = "E8EDEE",
        Border = true,
        Wrap = true,
    };
    private static readonly CellStyle Sum = new() { Bold = true, Border = true };
    private static readonly CellStyle Figure = new() { Border = true, Align = CellAlignment.Right };
    private static readonly CellStyle Words = new()
    {
        Border = true,
        Wrap = true,
        Format = CellFormat.Text,
    };

    // As Russian Excel reads them.
    private static readonly NumberFormatInfo Signs = new() { NumberDecimalSeparator = ",", NegativeSign = "-" };

    /// <summary>Writes CSV for Excel: the texts that are seen; a number with a sign is a number, with the digits that are seen.</summary>
    public void WriteCsv(Stream stream)
    {
        using var csv = CsvOutput.ForExcel(stream);
        csv.Record(Columns.Select(column => column.Title));
        foreach (var row in Totals is null ? Rows : [.. Rows, Totals])
        {
            foreach (var cell in row)
                if (Signed(cell) is { } number)
                    csv.Number<decimal>(number, Signs);
                else
                    csv.Text(cell.Text);
            csv.End();
        }
    }

    /// <summary>The number a cell shows with a sign; null where it shows none, or words beside it.</summary>
    private static decimal? Signed(DisplayCell cell) =>
        cell is { Number: not null, Text: ['+' or '-' or '−', .. var digits] }
        && decimal.TryParse(
            digits.Replace($"{Russian.NoBreakSpace}", "", StringComparison.Ordinal),
            NumberStyles.AllowDecimalPoint,
            Signs,
            out var number
        )
            ? cell.Text[0] == '+'
                ? number
                : -number
            : null;

    /// <summary>Writes an xlsx workbook of one sheet; numbers are numbers, shown as on the page.</summary>
    public void WriteWorkbook(Stream stream)
    {
        using var workbook = new WorkbookWriter(stream, Title);
        var sheet = workbook.AddSheet(
            new SheetNames().Take(Title),
            new SheetLayout
            {
                Widths =
                [
                    .. Columns.Select(
                        (column, index) =>
                            column.Numeric
                                ? 12.0
                                : Math.Clamp(
                                    Rows.Select(row => row.Count > index ? row[index].Text.Length : 0).DefaultIfEmpty(10).Max(),
                                    10,
                                    50
                                )
                    ),
                ],
                FrozenRows = 1,
                FrozenColumns = 1,
                LastTitleRow = 1,
            }
        );
        sheet.Row();
        foreach (var column in Columns)
            sheet.Text(column.Title, Head);
        foreach (var row in Rows)
        {
            sheet.Row();
            foreach (var cell in row)
                Write(sheet, cell, null);
        }
        if (Totals is null)
            return;
        sheet.Row();
        foreach (var cell in Totals)
            Write(sheet, cell, Sum);
    }

    private static void Write(SheetWriter sheet, DisplayCell cell, CellStyle? style)
    {
        if (cell.Number is not { } number)
            sheet.Text(cell.Text, style ?? Words);
        else
            sheet.Number(number, (style ?? Figure) with { Format = FormatOf(cell.Text) });
    }

    private static CellFormat FormatOf(string text)
    {
        if (text.EndsWith('%'))
            return CellFormat.Percent;
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 ? CellFormat.General
            : text.Length - comma == 2 ? CellFormat.Tenth
            : CellFormat.Hundredth;
    }
}
