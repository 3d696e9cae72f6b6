using System.Globalization;
using System.Text;

namespace Orientir.Core.Office;

/// <summary>A condition and the looks it gives.</summary>
internal sealed record ConditionalRule(string Formula, ConditionalStyle Style);

/// <summary>A chart on a sheet.</summary>
internal sealed record PlacedChart(Chart Chart, ChartRanges Ranges, CellRange At);

/// <summary>
/// Writes one sheet: rows from the top, cells from the left. What stands beside the rows (merges, rules, charts) may be told at any time.
/// </summary>
internal sealed class SheetWriter
{
    private const int FlushAt = 1 << 16;
    private const double LineHeight = 12.8;
    private const double HighestRow = 409;
    private const double DefaultWidth = 8.43;
    private const int LongestUrl = 2000;
    private const int MostLinks = 65000;
    private const int LastRow = 1_048_576;
    private const int LastColumn = 16_384;

    private static readonly byte[][] Letters =
    [
        .. Enumerable.Range(1, 512).Select(column => Encoding.ASCII.GetBytes(ChartRanges.Column(column))),
    ];

    private readonly WorkbookStyles styles;
    private readonly SharedTexts texts;
    private readonly XmlBuffer xml;
    private readonly Stream part;
    private readonly List<CellRange> merges = [];
    private readonly List<(CellRange Range, string Markup)> conditions = [];
    private readonly List<(CellRange Range, string Formula, string Message)> lists = [];
    private readonly List<(CellRange Cell, string Attribute)> hyperlinks = [];
    private readonly List<int> breaks = [];
    private bool rowOpen;
    private int heightAt;
    private int lines;
    private int widest;
    private int lastRow;
    private int rulesSoFar;

    internal SheetWriter(WorkbookWriter workbook, XmlBuffer xml, Stream part, SheetLayout layout, bool active)
    {
        (styles, texts, this.xml, this.part, Layout) = (workbook.Styles, workbook.Texts, xml, part, layout);
        xml.Raw(
            """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheetPr>
            """u8
        );
        if (layout.TabColor is not null)
            xml.Raw("<tabColor rgb=\"FF"u8).Text(layout.TabColor).Raw("\"/>"u8);
        xml.Raw("<pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView showGridLines=\"0\""u8)
            .Raw(active ? " tabSelected=\"1\""u8 : ""u8)
            .Raw(" workbookViewId=\"0\""u8);
        if (layout.FrozenRows > 0 || layout.FrozenColumns > 0)
        {
            xml.Raw("><pane"u8);
            if (layout.FrozenColumns > 0)
                xml.Raw(" xSplit=\""u8).Number(layout.FrozenColumns).Raw("\""u8);
            if (layout.FrozenRows > 0)
                xml.Raw(" ySplit=\""u8).Number(layout.FrozenRows).Raw("\""u8);
            var pane =
                layout.FrozenColumns == 0 ? "bottomLeft"
                : layout.FrozenRows == 0 ? "topRight"
                : "bottomRight";
            xml.Raw(" topLeftCell=\""u8)
                .Raw(CellRange.Name(layout.FrozenRows + 1, layout.FrozenColumns + 1))
                .Raw("\" activePane=\""u8)
                .Raw(pane)
                .Raw("\" state=\"frozen\"/><selection pane=\""u8)
                .Raw(pane)
                .Raw("\"/></sheetView>"u8);
        }
        else
        {
            xml.Raw("/>"u8);
        }
        xml.Raw("</sheetViews><sheetFormatPr defaultRowHeight=\"13.5\"/>"u8);
        if (layout.Widths.Count > 0)
        {
            xml.Raw("<cols>"u8);
            for (var index = 0; index < layout.Widths.Count; index++)
                xml.Raw("<col min=\""u8)
                    .Number(index + 1)
                    .Raw("\" max=\""u8)
                    .Number(index + 1)
                    .Raw("\" width=\""u8)
                    .Number(layout.Widths[index])
                    .Raw("\" customWidth=\"1\"/>"u8);
            xml.Raw("</cols>"u8);
        }
        xml.Raw("<sheetData>"u8);
    }

    /// <summary>Number of the row being written; 0 before the first.</summary>
    public int RowNumber { get; private set; }

    /// <summary>Number of the next cell's column.</summary>
    public int ColumnNumber { get; private set; } = 1;

    internal SheetLayout Layout { get; }

    internal CellRange? FilterRange { get; private set; }

    internal List<string> Links { get; } = [];

    internal List<PlacedChart> Charts { get; } = [];

    /// <summary>Everything written and every chart, for printing; null on an empty sheet.</summary>
    internal CellRange? Used =>
        lastRow == 0
            ? null
            : new CellRange(
                1,
                1,
                Math.Max(lastRow, Charts.Select(chart => chart.At.LastRow).DefaultIfEmpty().Max()),
                Math.Max(Math.Max(widest, 1), Charts.Select(chart => chart.At.LastColumn).DefaultIfEmpty().Max())
            );

    /// <summary>Begins the next row.</summary>
    /// <param name="height">Height in points; as high as the wrapped texts of single cells need, when null.</param>
    public SheetWriter Row(double? height = null)
    {
        EndRow();
        if (xml.Length > FlushAt)
            Flush();
        rowOpen = true;
        lines = 1;
        ColumnNumber = 1;
        if (++RowNumber > LastRow)
            throw new InvalidOperationException("A sheet holds 1 048 576 rows.");
        lastRow = RowNumber;
        xml.Raw("<row r=\""u8).Number(RowNumber);
        if (height is { } points)
            xml.Raw("\" ht=\""u8).Number(points).Raw("\" customHeight=\"1"u8);
        heightAt = height is null ? xml.Length : 0;
        xml.Raw("\">"u8);
        return this;
    }

    // Neither Excel nor LibreOffice fits the rows of a file it opens reliably: the height is written, and not as one the user chose.
    private void EndRow()
    {
        if (!rowOpen)
            return;
        if (lines > 1 && heightAt > 0)
            xml.Insert(
                heightAt,
                Encoding.ASCII.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"\" ht=\"{Math.Min(lines * LineHeight + 1, HighestRow):0.#}")
                )
            );
        xml.Raw("</row>"u8);
        rowOpen = false;
    }

    /// <summary>Begins a new page of print with the next row.</summary>
    public void BreakPage()
    {
        if (RowNumber > 0)
            breaks.Add(RowNumber);
    }

    /// <summary>Leaves rows empty.</summary>
    public SheetWriter SkipRows(int count)
    {
        EndRow();
        RowNumber += count;
        return this;
    }

    /// <summary>Leaves cells out.</summary>
    public SheetWriter Skip(int count = 1)
    {
        ColumnNumber += count;
        return this;
    }

    /// <summary>A cell with nothing in it.</summary>
    public SheetWriter Empty(CellStyle? style = null)
    {
        Open(style);
        xml.Raw("\"/>"u8);
        return this;
    }

    /// <summary>Text as it is: a leading «=» makes no formula. Empty text is an empty cell.</summary>
    public SheetWriter Text(string? text, CellStyle? style = null)
    {
        if (string.IsNullOrEmpty(text))
            return Empty(style);
        if (style is { Wrap: true, Rotation: 0 } && heightAt > 0)
            lines = Math.Max(
                lines,
                WrappedLines(text, ColumnNumber <= Layout.Widths.Count ? Layout.Widths[ColumnNumber - 1] : DefaultWidth)
            );
        Open(style);
        xml.Raw("\" t=\"s\"><v>"u8).Number(texts.IndexOf(text)).Raw("</v></c>"u8);
        return this;
    }

    /// <summary>A finite number; null is an empty cell.</summary>
    public SheetWriter Number(double? value, CellStyle? style = null)
    {
        if (value is not { } number)
            return Empty(style);
        if (!double.IsFinite(number))
            throw new ArgumentOutOfRangeException(nameof(value), "A cell holds finite numbers.");
        Open(style);
        xml.Raw("\"><v>"u8);
        // int first: most marks are small whole numbers, and they are written several times as fast.
        if (number is >= 0 and < 1_000_000 && (int)number == number)
            xml.Number((int)number);
        else
            xml.Number(number);
        xml.Raw("</v></c>"u8);
        return this;
    }

    /// <summary>A formula, in English names with commas, and the number it gives; null where it gives a text, empty if not given.</summary>
    public SheetWriter Formula(string formula, double? cached, CellStyle? style = null, string text = "")
    {
        Open(style);
        if (cached is { } number)
            xml.Raw("\"><f>"u8).Text(formula).Raw("</f><v>"u8).Number(number).Raw("</v></c>"u8);
        else
            xml.Raw("\" t=\"str\"><f>"u8).Text(formula).Raw("</f><v>"u8).Text(text).Raw("</v></c>"u8);
        return this;
    }

    /// <summary>Text that leads to a page on the network; plain text where the address is none a program would open.</summary>
    public SheetWriter Link(string text, string address, CellStyle? style = null)
    {
        if (
            Links.Count < MostLinks
            && address.Length <= LongestUrl
            && Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" or "mailto"
        )
        {
            Links.Add(uri.AbsoluteUri);
            hyperlinks.Add((Here, string.Create(CultureInfo.InvariantCulture, $"r:id=\"link{Links.Count}\"")));
        }
        return Text(text, style);
    }

    /// <summary>Text that leads to a sheet of the workbook.</summary>
    public SheetWriter LinkToSheet(string text, string sheet, CellStyle? style = null)
    {
        if (hyperlinks.Count < MostLinks)
            hyperlinks.Add((Here, $"location=\"{System.Security.SecurityElement.Escape(ChartRanges.Quoted(sheet))}!A1\""));
        return Text(text, style);
    }

    /// <summary>Joins cells into one; only the first may hold anything.</summary>
    public void Merge(CellRange range) => merges.Add(range);

    /// <summary>Puts filter buttons on the first row of the range.</summary>
    public void Filter(CellRange range) => FilterRange = range;

    /// <summary>Colours cells by formulas written for the first cell of the range; the first that holds counts.</summary>
    public void Conditions(CellRange range, params IReadOnlyList<ConditionalRule> rules)
    {
        var markup = new XmlBuffer(512);
        for (var index = 0; index < rules.Count; index++)
            markup
                .Raw("<cfRule type=\"expression\" dxfId=\""u8)
                .Number(styles.IndexOf(rules[index].Style))
                .Raw("\" priority=\""u8)
                .Number(Priority(index))
                .Raw("\" stopIfTrue=\"1\"><formula>"u8)
                .Text(rules[index].Formula)
                .Raw("</formula></cfRule>"u8);
        rulesSoFar += rules.Count;
        conditions.Add((range, Encoding.UTF8.GetString(markup.Written)));
    }

    /// <summary>Offers the values of a range («Лист!$A$1:$A$5») in the cells and refuses others.</summary>
    public void Choices(CellRange range, string source, string message) => lists.Add((range, source, message));

    /// <summary>Offers a few short values; for longer ones give a range.</summary>
    public void Choices(CellRange range, IReadOnlyList<string> values, string message)
    {
        var joined = string.Join(',', values);
        if (joined.Length > 255 || values.Any(value => value.Contains(',', StringComparison.Ordinal)))
            throw new ArgumentException("Excel takes at most 255 characters of choices, none with a comma.", nameof(values));
        lists.Add((range, $"\"{joined.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", message));
    }

    /// <summary>Puts a chart over cells.</summary>
    public void Chart(Chart chart, ChartRanges ranges, CellRange at) => Charts.Add(new PlacedChart(chart, ranges, at));

    internal void End(bool hasDrawing)
    {
        EndRow();
        xml.Raw("</sheetData>"u8);
        if (Layout.Protected)
            xml.Raw("<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatColumns=\"0\" formatRows=\"0\" autoFilter=\"0\"/>"u8);
        if (FilterRange is { } filter)
            xml.Raw("<autoFilter ref=\""u8).Raw(filter.ToString()).Raw("\"/>"u8);
        if (merges.Count > 0)
        {
            xml.Raw("<mergeCells count=\""u8).Number(merges.Count).Raw("\">"u8);
            foreach (var merge in merges)
                xml.Raw("<mergeCell ref=\""u8).Raw(merge.ToString()).Raw("\"/>"u8);
            xml.Raw("</mergeCells>"u8);
        }
        foreach (var (range, markup) in conditions)
            xml.Raw("<conditionalFormatting sqref=\""u8).Raw(range.ToString()).Raw("\">"u8).Raw(markup).Raw("</conditionalFormatting>"u8);
        if (lists.Count > 0)
        {
            xml.Raw("<dataValidations count=\""u8).Number(lists.Count).Raw("\">"u8);
            foreach (var (range, formula, message) in lists)
                xml.Raw(
                        "<dataValidation type=\"list\" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\" "u8
                            + "errorTitle=\"Так нельзя\" error=\""u8
                    )
                    .Text(message.Length <= 225 ? message : message[..224] + "…")
                    .Raw("\" sqref=\""u8)
                    .Raw(range.ToString())
                    .Raw("\"><formula1>"u8)
                    .Text(formula)
                    .Raw("</formula1></dataValidation>"u8);
            xml.Raw("</dataValidations>"u8);
        }
        if (hyperlinks.Count > 0)
        {
            xml.Raw("<hyperlinks>"u8);
            foreach (var (cell, attribute) in hyperlinks)
                xml.Raw("<hyperlink ref=\""u8).Raw(cell.ToString()).Raw("\" "u8).Raw(attribute).Raw("/>"u8);
            xml.Raw("</hyperlinks>"u8);
        }
        xml.Raw(
                "<pageMargins left=\"0.5\" right=\"0.4\" top=\"0.5\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup "u8
                    + "paperSize=\"9\" orientation=\""u8
            )
            .Raw(Layout.Portrait ? "portrait"u8 : "landscape"u8)
            .Raw(
                "\" fitToWidth=\"1\" fitToHeight=\"0\"/><headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P из "u8
                    + "&amp;N</oddFooter></headerFooter>"u8
            );
        if (breaks.Count > 0)
        {
            xml.Raw("<rowBreaks count=\""u8).Number(breaks.Count).Raw("\" manualBreakCount=\""u8).Number(breaks.Count).Raw("\">"u8);
            foreach (var row in breaks)
                xml.Raw("<brk id=\""u8).Number(row).Raw("\" max=\"16383\" man=\"1\"/>"u8);
            xml.Raw("</rowBreaks>"u8);
        }
        if (hasDrawing)
            xml.Raw("<drawing r:id=\"drawing\"/>"u8);
        xml.Raw("</worksheet>"u8);
        Flush();
        part.Dispose();
    }

    private void Flush()
    {
        part.Write(xml.Written);
        xml.Clear();
    }

    /// <summary>Lines a text takes in a column of so many characters: whole words, a word longer than the column is cut.</summary>
    internal static int WrappedLines(string text, double width)
    {
        // A width counts digits, and letters with their spaces are narrower on the average.
        var room = Math.Max(1, (int)(width * 1.05));
        if (text.Length <= room && !text.Contains('\n', StringComparison.Ordinal))
            return 1;
        var (count, used) = (1, 0);
        foreach (var line in text.AsSpan().Split('\n'))
        {
            if (used > 0)
                (count, used) = (count + 1, 0);
            foreach (var word in text.AsSpan()[line].Split(' '))
            {
                var length = word.End.Value - word.Start.Value;
                if (used > 0 && used + 1 + length <= room)
                {
                    used += 1 + length;
                    continue;
                }
                if (used > 0)
                    count++;
                count += Math.Max(0, length - 1) / room;
                used = length - Math.Max(0, length - 1) / room * room;
            }
        }
        return count;
    }

    private int Priority(int index) => rulesSoFar + index + 1;

    private CellRange Here => new(RowNumber, ColumnNumber, RowNumber, ColumnNumber);

    private void Open(CellStyle? style)
    {
        if (!rowOpen)
            throw new InvalidOperationException("A cell stands in a row: begin one.");
        if (ColumnNumber > LastColumn)
            throw new InvalidOperationException("A sheet holds 16 384 columns.");
        xml.Raw("<c r=\""u8);
        if (ColumnNumber <= Letters.Length)
            xml.Raw(Letters[ColumnNumber - 1]);
        else
            xml.Raw(ChartRanges.Column(ColumnNumber));
        xml.Number(RowNumber);
        if (style is not null)
            xml.Raw("\" s=\""u8).Number(styles.IndexOf(style));
        if (ColumnNumber > widest)
            widest = ColumnNumber;
        ColumnNumber++;
    }
}
