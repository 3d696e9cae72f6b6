using System.IO.Compression;

namespace Orientir.Core.Office;

/// <summary>
/// Writes a .docx set by ГОСТ Р 7.0.97-2016: margins 30, 10, 20 and 20 mm, Times New Roman 14 at one and a half, indent
/// 1.25 cm, page number at the top from the second page. Content is written as markup in the order it is added; everything else
/// is made once for all documents. The same content gives the same bytes.
/// </summary>
internal sealed class WordDocument
{
    /// <summary>Width of the text on an upright page in twentieths of a point: 170 mm, 210 less the margins.</summary>
    public const int PortraitWidth = 9638;

    /// <summary>Width of the text on a page turned on its side: 257 mm, 297 less 20 and 20.</summary>
    public const int LandscapeWidth = 14570;

    private const int EmuPerTwip = 635;

    private readonly string title;
    private readonly XmlBuffer body;
    private readonly List<(int Level, string Text)> headings = [];
    private readonly List<Chart> charts = [];
    private int width = PortraitWidth;
    private bool firstSection = true;
    private int contentsAt = -1;
    private string contentsTitle = "";
    private int tables;
    private int lists;

    /// <summary>Begins a document.</summary>
    /// <param name="title">The title in the properties, which screen readers announce.</param>
    /// <param name="buffer">Where markup grows; one writer after another may use the same. Cleared here.</param>
    public WordDocument(string title, XmlBuffer? buffer = null)
    {
        this.title = title;
        body = buffer ?? new XmlBuffer(1 << 16);
        body.Clear();
        body.Raw("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document "u8)
            .Raw(WordParts.Namespaces)
            .Raw("><w:body>"u8);
    }

    /// <summary>The title on the page; it stays out of the contents.</summary>
    public void Title(string text) => Styled("Title", text);

    /// <summary>A line under the title.</summary>
    public void Subtitle(string text) => Styled("Subtitle", text);

    /// <summary>A heading of level 1 or 2, and an entry of the contents.</summary>
    public void Heading(int level, string text)
    {
        headings.Add((level, text));
        body.Raw(
            level == 1 ? "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>"u8 : "<w:p><w:pPr><w:pStyle w:val=\"Heading2\"/></w:pPr>"u8
        );
        body.Raw("<w:bookmarkStart w:id=\""u8).Number(headings.Count).Raw("\" w:name=\"_Toc"u8).Number(headings.Count).Raw("\"/>"u8);
        Run(text, default);
        body.Raw("<w:bookmarkEnd w:id=\""u8).Number(headings.Count).Raw("\"/></w:p>"u8);
    }

    /// <summary>A paragraph of text; in bold what must be seen first.</summary>
    public void Paragraph(string text, bool bold = false)
    {
        body.Raw("<w:p>"u8);
        Run(text, bold ? Bold : default);
        body.Raw("</w:p>"u8);
    }

    /// <summary>A remark under a table or a figure, in smaller type.</summary>
    public void Note(string text) => Styled("Note", text);

    /// <summary>A paragraph of text in smaller type and single lines, where a page must hold much.</summary>
    public void Dense(string text) => Styled("Dense", text);

    /// <summary>A list, with bullets or numbered from 1.</summary>
    public void List(IEnumerable<string> items, bool numbered = false)
    {
        if (numbered)
            lists++;
        var number = numbered ? lists + 1 : 1;
        foreach (var item in items)
        {
            body.Raw("<w:p><w:pPr><w:pStyle w:val=\"ListParagraph\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\""u8)
                .Number(number)
                .Raw("\"/></w:numPr></w:pPr>"u8);
            Run(item, default);
            body.Raw("</w:p>"u8);
        }
    }

    /// <summary>
    /// A contents field with links to the headings of levels 1 and 2. It names no pages: only a word processor knows them, and it fills
    /// them in when the field is updated.
    /// </summary>
    public void Contents(string heading)
    {
        contentsTitle = heading;
        contentsAt = body.Length;
    }

    /// <summary>What follows starts a page.</summary>
    public void PageBreak() => body.Raw("<w:p><w:pPr><w:pStyle w:val=\"Break\"/></w:pPr><w:r><w:br w:type=\"page\"/></w:r></w:p>"u8);

    /// <summary>What follows stands on pages turned on their side.</summary>
    public void Landscape() => Turn(LandscapeWidth);

    /// <summary>What follows stands on upright pages again.</summary>
    public void Portrait() => Turn(PortraitWidth);

    /// <summary>
    /// A table under its caption «Таблица N — …». The header row repeats on every page; no row is split over pages. What is wider than
    /// the page in type of 12 is set in 11; what is wider even so is split into several tables that all repeat the columns up to the
    /// one that names the row.
    /// </summary>
    public void Table(WordTable table)
    {
        foreach (var part in WordTableLayout.Fit(table, width))
            TablePart(table, part);
    }

    private void TablePart(WordTable table, WordTableLayout layout)
    {
        tables++;
        Caption("TableCaption"u8, "Таблица"u8, tables, layout.Caption);

        var small = layout.Small;
        body.Raw("<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\""u8)
            .Number(width)
            .Raw("\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\""u8)
            .Raw(
                table.RowTitles == 0
                    ? "06A0\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"1"u8
                    : "0620\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0"u8
            )
            .Raw("\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/><w:tblCaption w:val=\""u8)
            .Text(layout.Caption)
            .Raw("\"/><w:tblDescription w:val=\""u8)
            .Text(table.Description)
            .Raw("\"/></w:tblPr><w:tblGrid>"u8);
        foreach (var size in layout.Widths)
            body.Raw("<w:gridCol w:w=\""u8).Number(size).Raw("\"/>"u8);

        body.Raw("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"u8);
        for (var index = 0; index < layout.Columns.Length; index++)
        {
            body.Raw("<w:tc><w:tcPr><w:tcW w:w=\""u8)
                .Number(layout.Widths[index])
                .Raw(
                    "\" w:type=\"dxa\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"EDEDED\"/><w:vAlign "u8
                        + "w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\""u8
                )
                .Raw(small ? "HeadSmall"u8 : "Head"u8)
                .Raw("\"/></w:pPr>"u8);
            Run(table.Columns[layout.Columns[index]].Title, default);
            body.Raw("</w:p></w:tc>"u8);
        }
        body.Raw("</w:tr>"u8);

        // A short table goes to the next page whole rather than leave a row or two behind.
        var whole = table.Rows.Count <= 10;
        for (var number = 0; number < table.Rows.Count; number++)
        {
            var row = table.Rows[number];
            var keep = whole && number < table.Rows.Count - 1;
            body.Raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>"u8);
            for (var index = 0; index < layout.Columns.Length; index++)
                Cell(row[layout.Columns[index]], layout.Widths[index], table.Columns[layout.Columns[index]].Numeric, small, keep);
            body.Raw("</w:tr>"u8);
        }
        // A paragraph must part two tables.
        body.Raw("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"AfterTable\"/></w:pPr></w:p>"u8);
    }

    /// <summary>
    /// A native chart with its data inside, over its caption «Рисунок N — …»; the description becomes its alternative text.
    /// </summary>
    public void Chart(Chart chart)
    {
        charts.Add(chart);
        var number = charts.Count;
        body.Raw(
                "<w:p><w:pPr><w:pStyle w:val=\"Figure\"/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" "u8
                    + "distR=\"0\"><wp:extent cx=\""u8
            )
            .Number(width * EmuPerTwip)
            .Raw("\" cy=\""u8)
            .Number(HeightOf(chart))
            .Raw("\"/><wp:docPr id=\""u8)
            .Number(number)
            .Raw("\" name=\"Диаграмма "u8)
            .Number(number)
            .Raw("\" descr=\""u8)
            .Text(chart.Description)
            .Raw("\" title=\""u8)
            .Text(chart.Title)
            .Raw(
                "\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData "u8
                    + "uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart r:id=\"rIdChart"u8
            )
            .Number(number)
            .Raw("\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"u8);
        Caption("FigureCaption"u8, "Рисунок"u8, number, chart.Title);
    }

    /// <summary>Writes the file. Nothing may be added afterwards.</summary>
    public void Save(Stream stream, CompressionLevel level = CompressionLevel.Optimal)
    {
        SectionEnd(last: true);
        body.Raw("</w:body></w:document>"u8);
        if (contentsAt >= 0)
            InsertContents();

        using var package = new OfficePackage(stream, level);
        var part = new XmlBuffer();
        if (charts.Count == 0)
        {
            package.Add("[Content_Types].xml", WordParts.ContentTypes);
        }
        else
        {
            part.Raw(WordParts.ContentTypes);
            var overrides = new XmlBuffer()
                .Raw("<Default Extension=\"xlsx\" ContentType=\""u8)
                .Raw(WorkbookWriter.ContentType)
                .Raw("\"/>"u8);
            for (var number = 1; number <= charts.Count; number++)
                overrides
                    .Raw("<Override PartName=\"/word/charts/chart"u8)
                    .Number(number)
                    .Raw(".xml\" ContentType=\""u8)
                    .Raw(ChartXml.ContentType)
                    .Raw("\"/>"u8);
            part.Insert(part.Length - "</Types>"u8.Length, overrides.Written);
            package.Add("[Content_Types].xml", part.Written);
        }
        package.Add("_rels/.rels", WordParts.PackageRelationships);
        part.Clear();
        package.Add("docProps/core.xml", WordParts.CoreProperties(part, title).Written);
        package.Add("docProps/app.xml", WordParts.AppProperties);
        package.Add("word/document.xml", body.Written);
        if (charts.Count == 0)
        {
            package.Add("word/_rels/document.xml.rels", WordParts.DocumentRelationships);
        }
        else
        {
            part.Clear();
            part.Raw(WordParts.DocumentRelationships);
            var more = new XmlBuffer();
            for (var number = 1; number <= charts.Count; number++)
                more.Raw("<Relationship Id=\"rIdChart"u8)
                    .Number(number)
                    .Raw("\" Type=\""u8)
                    .Raw(ChartXml.RelationshipType)
                    .Raw("\" Target=\"charts/chart"u8)
                    .Number(number)
                    .Raw(".xml\"/>"u8);
            part.Insert(part.Length - "</Relationships>"u8.Length, more.Written);
            package.Add("word/_rels/document.xml.rels", part.Written);
        }
        package.Add("word/styles.xml", WordParts.Styles);
        package.Add("word/settings.xml", WordParts.Settings);
        package.Add("word/fontTable.xml", WordParts.FontTable);
        part.Clear();
        package.Add("word/numbering.xml", WordParts.Numbering(part, lists).Written);
        package.Add("word/header1.xml", WordParts.EmptyHeader);
        package.Add("word/header2.xml", WordParts.NumberHeader);
        for (var number = 1; number <= charts.Count; number++)
            AddChart(package, charts[number - 1], number, part);
    }

    /// <summary>Whether a file was written here and by nobody since: Word puts its own name on what it saves.</summary>
    public static bool IsOurs(Stream file)
    {
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.GetEntry("docProps/app.xml") is not { } entry || entry.Length != WordParts.AppProperties.Length)
                return false;
            using var part = entry.Open();
            var properties = new byte[WordParts.AppProperties.Length];
            part.ReadExactly(properties);
            return properties.AsSpan().SequenceEqual(WordParts.AppProperties);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            return false;
        }
    }

    private static void AddChart(OfficePackage package, Chart chart, int number, XmlBuffer part)
    {
        const string Sheet = "Данные";
        var name = Digits(number);
        var ranges = ChartRanges.Block(Sheet, 1, 1, chart.Categories.Count, chart.Series.Count);
        package.Add($"word/charts/chart{name}.xml", ChartXml.Write(chart, ranges, titled: false, workbook: "rId1"));
        part.Clear();
        part.Raw(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships "u8
                    + "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "u8
                    + "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/package\" Target=\"../embeddings/chart"u8
            )
            .Number(number)
            .Raw(".xlsx\"/></Relationships>"u8);
        package.Add($"word/charts/_rels/chart{name}.xml.rels", part.Written);
        package.Add($"word/embeddings/chart{name}.xlsx", ChartWorkbook.Write(chart, Sheet));
    }

    private void Styled(string style, string text)
    {
        body.Raw("<w:p><w:pPr><w:pStyle w:val=\""u8).Raw(style).Raw("\"/></w:pPr>"u8);
        Run(text, default);
        body.Raw("</w:p>"u8);
    }

    private void Cell(in WordCell cell, int size, bool numeric, bool small, bool keep)
    {
        body.Raw("<w:tc><w:tcPr><w:tcW w:w=\""u8).Number(size).Raw("\" w:type=\"dxa\"/>"u8);
        if (cell.Fill is not null)
            body.Raw("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\""u8).Raw(cell.Fill).Raw("\"/>"u8);
        body.Raw("</w:tcPr><w:p><w:pPr><w:pStyle w:val=\""u8)
            .Raw(
                (numeric, small) switch
                {
                    (true, false) => "Center"u8,
                    (true, true) => "CenterSmall"u8,
                    (false, false) => "Left"u8,
                    (false, true) => "LeftSmall"u8,
                }
            )
            .Raw(keep ? "\"/><w:keepNext/></w:pPr>"u8 : "\"/></w:pPr>"u8);
        Run(
            cell.Text,
            (cell.Bold, cell.Fill is not null && Ink.On(cell.Fill) == "FFFFFF") switch
            {
                (false, false) => default,
                (true, false) => Bold,
                (false, true) => "<w:rPr><w:color w:val=\"FFFFFF\"/></w:rPr>"u8,
                (true, true) => "<w:rPr><w:b/><w:color w:val=\"FFFFFF\"/></w:rPr>"u8,
            }
        );
        body.Raw("</w:p></w:tc>"u8);
    }

    private void Caption(ReadOnlySpan<byte> style, ReadOnlySpan<byte> word, int number, string text)
    {
        body.Raw("<w:p><w:pPr><w:pStyle w:val=\""u8)
            .Raw(style)
            .Raw("\"/></w:pPr><w:r><w:t xml:space=\"preserve\">"u8)
            .Raw(word)
            .Raw("\u00A0</w:t></w:r><w:fldSimple w:instr=\" SEQ "u8)
            .Raw(word)
            .Raw(" \\* ARABIC \"><w:r><w:t>"u8)
            .Number(number)
            .Raw("</w:t></w:r></w:fldSimple>"u8);
        Run(" — " + text, default);
        body.Raw("</w:p>"u8);
    }

    private void Run(ReadOnlySpan<char> text, ReadOnlySpan<byte> properties)
    {
        body.Raw("<w:r>"u8).Raw(properties).Raw("<w:t xml:space=\"preserve\">"u8);
        // Comments of experts come with line breaks.
        for (var at = text.IndexOfAny('\n', '\r'); at >= 0; at = text.IndexOfAny('\n', '\r'))
        {
            body.Text(text[..at]).Raw("</w:t><w:br/><w:t xml:space=\"preserve\">"u8);
            text = text[(text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? at + 2 : at + 1)..];
        }
        body.Text(text).Raw("</w:t></w:r>"u8);
    }

    private void InsertContents()
    {
        var xml = new XmlBuffer();
        xml.Raw(
                "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of "u8
                    + "Contents\"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:pPr><w:pStyle "u8
                    + "w:val=\"TOCHeading\"/></w:pPr><w:r><w:t>"u8
            )
            .Text(contentsTitle)
            .Raw("</w:t></w:r></w:p>"u8);
        for (var number = 1; number <= headings.Count; number++)
        {
            var (level, text) = headings[number - 1];
            xml.Raw("<w:p><w:pPr><w:pStyle w:val=\"TOC"u8).Number(level).Raw("\"/></w:pPr>"u8);
            if (number == 1)
                xml.Raw(
                    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" \\h \\z "u8
                        + "\\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"u8
                );
            xml.Raw("<w:hyperlink w:anchor=\"_Toc"u8)
                .Number(number)
                .Raw("\" w:history=\"1\"><w:r><w:rPr><w:rStyle w:val=\"Hyperlink\"/></w:rPr><w:t xml:space=\"preserve\">"u8)
                .Text(text)
                .Raw("</w:t></w:r></w:hyperlink>"u8);
            if (number == headings.Count)
                xml.Raw("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"u8);
            xml.Raw("</w:p>"u8);
        }
        body.Insert(contentsAt, xml.Raw("</w:sdtContent></w:sdt>"u8).Written);
    }

    private void Turn(int newWidth)
    {
        if (newWidth == width)
            return;
        body.Raw("<w:p><w:pPr><w:pStyle w:val=\"Break\"/>"u8);
        SectionEnd(last: false);
        body.Raw("</w:pPr></w:p>"u8);
        width = newWidth;
    }

    private void SectionEnd(bool last)
    {
        body.Raw("<w:sectPr>"u8);
        // Later sections take over the headers of the first.
        if (firstSection)
            body.Raw(
                "<w:headerReference w:type=\"first\" r:id=\"rIdHeader1\"/><w:headerReference w:type=\"default\" r:id=\"rIdHeader2\"/>"u8
            );
        body.Raw(
            width == PortraitWidth
                ? "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"567\" w:bottom=\"1134\" w:left=\"1701\" "u8
                    + "w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>"u8
                // The edge to be bound, 30 mm, is the upper one now.
                : "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar w:top=\"1701\" w:right=\"1134\" "u8
                    + "w:bottom=\"567\" w:left=\"1134\" w:header=\"1134\" w:footer=\"340\" w:gutter=\"0\"/>"u8
        );
        if (firstSection)
            body.Raw("<w:titlePg/>"u8);
        body.Raw("</w:sectPr>"u8);
        firstSection = last;
    }

    /// <summary>Whether a chart needs the height of an upright page.</summary>
    public static bool IsTall(Chart chart) => WantedHeight(chart) > LandscapeHeight;

    private const double PortraitHeight = 22.5; // Centimetres a chart may take: the page less its caption.
    private const double LandscapeHeight = 13;

    private int HeightOf(Chart chart) =>
        (int)(Math.Min(WantedHeight(chart), width == PortraitWidth ? PortraitHeight : LandscapeHeight) * 360000);

    // In centimetres: half of one a bar, and room for axis and legend.
    private static double WantedHeight(Chart chart)
    {
        if (chart.Kind == ChartKind.Columns)
            return 9;
        var bars = chart.Categories.Count * (chart.Kind == ChartKind.StackedBars ? 1.3 : Math.Max(1, chart.Series.Count));
        return Math.Max(3.5, 2.4 + bars * (bars > 12 ? 0.5 : 0.62) + chart.Categories.Count * (chart.Series.Count > 1 ? 0.35 : 0.1));
    }

    private static ReadOnlySpan<byte> Bold => "<w:rPr><w:b/></w:rPr>"u8;

    private static string Digits(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
