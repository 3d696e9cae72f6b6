using System.IO.Compression;

namespace Orientir.Core.Office;

/// <summary>
/// Writes an xlsx workbook (ECMA-376) sheet after sheet, row after row, as markup: nothing but the texts and the sheet at hand is held in
/// memory, its rows only as far as they are not yet written, and the same calls give the same bytes. Texts are shared: a name that
/// stands in ten thousand rows is written once, as Excel and LibreOffice do themselves.
/// </summary>
internal sealed class WorkbookWriter : IDisposable
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private readonly OfficePackage package;
    private readonly XmlBuffer part = new(4096);
    private readonly XmlBuffer rows = new(1 << 16);
    private readonly List<(string Name, SheetWriter Sheet)> sheets = [];
    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
    private SheetWriter? open;
    private int drawings;
    private int charts;

    /// <summary>Begins a workbook.</summary>
    /// <param name="stream">Takes the file; stays open.</param>
    /// <param name="title">Title of the document.</param>
    /// <param name="level">How hard to compress; the fastest is right for all but the smallest sheets.</param>
    public WorkbookWriter(Stream stream, string title, CompressionLevel level = CompressionLevel.Fastest)
    {
        package = new OfficePackage(stream, level);
        Add(
            "_rels/.rels",
            xml =>
                xml.Raw("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"u8)
                    .Raw("<Relationship Id=\"rId1\" Type=\""u8)
                    .Raw(Relationships)
                    .Raw("/officeDocument\" Target=\"xl/workbook.xml\"/>"u8)
                    .Raw(
                        "<Relationship Id=\"rId2\" "u8
                            + "Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" "u8
                            + "Target=\"docProps/core.xml\"/>"u8
                    )
                    .Raw("<Relationship Id=\"rId3\" Type=\""u8)
                    .Raw(Relationships)
                    .Raw("/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>"u8)
        );
        Add(
            "docProps/core.xml",
            xml =>
                xml.Raw(
                        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "u8
                            + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>"u8
                    )
                    .Text(title)
                    .Raw("</dc:title><dc:language>ru-RU</dc:language></cp:coreProperties>"u8)
        );
        Add(
            "docProps/app.xml",
            xml =>
                xml.Raw(
                    "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">"u8
                        + "<Application>Orientir</Application></Properties>"u8
                )
        );
    }

    internal WorkbookStyles Styles { get; } = new();

    internal SharedTexts Texts { get; } = new();

    /// <summary>Ends the sheet before and begins the next one.</summary>
    /// <param name="name">A name as <see cref="SheetNames"/> gives it.</param>
    /// <param name="layout">What is known of the sheet before its rows.</param>
    public SheetWriter AddSheet(string name, SheetLayout layout)
    {
        if (name.Length is 0 or > SheetNames.Longest || !names.Add(name))
            throw new ArgumentException($"«{name}» is no name for a sheet, or taken.", nameof(name));
        EndSheet();
        rows.Clear();
        open = new SheetWriter(this, rows, package.Open($"xl/worksheets/sheet{sheets.Count + 1}.xml"), layout, active: sheets.Count == 0);
        sheets.Add((name, open));
        return open;
    }

    /// <summary>Ends the workbook, which needs at least one sheet.</summary>
    public void Dispose()
    {
        if (sheets.Count > 0)
        {
            EndSheet();
            Add("xl/workbook.xml", WriteWorkbook);
            Add("xl/_rels/workbook.xml.rels", WriteWorkbookRelationships);
            part.Clear();
            Styles.Write(part);
            package.Add("xl/styles.xml", part.Written);
            Add("xl/sharedStrings.xml", Texts.Write);
            Add("[Content_Types].xml", WriteContentTypes);
        }
        package.Dispose();
    }

    private void Add(string path, Action<XmlBuffer> write)
    {
        part.Clear();
        part.Raw("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"u8);
        write(part);
        package.Add(path, part.Written);
    }

    private void EndSheet()
    {
        if (open is null)
            return;
        var number = sheets.Count;
        var drawing = open.Charts.Count > 0 ? ++drawings : 0;
        open.End(drawing > 0);
        if (open.Links.Count > 0 || drawing > 0)
            Add(
                $"xl/worksheets/_rels/sheet{number}.xml.rels",
                xml =>
                {
                    xml.Raw("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"u8);
                    for (var index = 0; index < open.Links.Count; index++)
                        xml.Raw("<Relationship Id=\"link"u8)
                            .Number(index + 1)
                            .Raw("\" Type=\""u8)
                            .Raw(Relationships)
                            .Raw("/hyperlink\" Target=\""u8)
                            .Text(open.Links[index])
                            .Raw("\" TargetMode=\"External\"/>"u8);
                    if (drawing > 0)
                        xml.Raw("<Relationship Id=\"drawing\" Type=\""u8)
                            .Raw(Relationships)
                            .Raw("/drawing\" Target=\"../drawings/drawing"u8)
                            .Number(drawing)
                            .Raw(".xml\"/>"u8);
                    xml.Raw("</Relationships>"u8);
                }
            );
        if (drawing > 0)
            AddDrawing(drawing, open.Charts);
        open = null;
    }

    private void AddDrawing(int drawing, List<PlacedChart> placed)
    {
        Add(
            $"xl/drawings/drawing{drawing}.xml",
            xml =>
            {
                xml.Raw(
                    "<xdr:wsDr xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\" "u8
                        + "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"u8
                );
                for (var index = 0; index < placed.Count; index++)
                {
                    var (chart, _, at) = placed[index];
                    xml.Raw("<xdr:twoCellAnchor><xdr:from>"u8);
                    Corner(xml, at.FirstColumn - 1, at.FirstRow - 1);
                    xml.Raw("</xdr:from><xdr:to>"u8);
                    Corner(xml, at.LastColumn, at.LastRow);
                    xml.Raw("</xdr:to><xdr:graphicFrame macro=\"\"><xdr:nvGraphicFramePr><xdr:cNvPr id=\""u8)
                        .Number(index + 2)
                        .Raw("\" name=\""u8)
                        .Text(chart.Title)
                        .Raw("\" descr=\""u8)
                        .Text(chart.Description)
                        .Raw(
                            "\"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" "u8
                                + "cy=\"0\"/></xdr:xfrm>"u8
                        )
                        .Raw(
                            "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart "u8
                                + "xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:r=\""u8
                        )
                        .Raw(Relationships)
                        .Raw("\" r:id=\"chart"u8)
                        .Number(index + 1)
                        .Raw("\"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"u8);
                }
                xml.Raw("</xdr:wsDr>"u8);
            }
        );
        Add(
            $"xl/drawings/_rels/drawing{drawing}.xml.rels",
            xml =>
            {
                xml.Raw("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"u8);
                for (var index = 0; index < placed.Count; index++)
                    xml.Raw("<Relationship Id=\"chart"u8)
                        .Number(index + 1)
                        .Raw("\" Type=\""u8)
                        .Raw(ChartXml.RelationshipType)
                        .Raw("\" Target=\"../charts/chart"u8)
                        .Number(charts + index + 1)
                        .Raw(".xml\"/>"u8);
                xml.Raw("</Relationships>"u8);
            }
        );
        foreach (var (chart, ranges, _) in placed)
            package.Add($"xl/charts/chart{++charts}.xml", ChartXml.Write(chart, ranges, titled: true, workbook: null));
    }

    private static void Corner(XmlBuffer xml, int column, int row) =>
        xml.Raw("<xdr:col>"u8)
            .Number(column)
            .Raw("</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>"u8)
            .Number(row)
            .Raw("</xdr:row><xdr:rowOff>0</xdr:rowOff>"u8);

    private void WriteWorkbook(XmlBuffer xml)
    {
        xml.Raw("<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\""u8)
            .Raw(Relationships)
            .Raw(
                "\"><bookViews><workbookView xWindow=\"0\" yWindow=\"0\" windowWidth=\"24000\" windowHeight=\"12000\" "u8
                    + "tabRatio=\"800\"/></bookViews><sheets>"u8
            );
        for (var index = 0; index < sheets.Count; index++)
            xml.Raw("<sheet name=\""u8)
                .Text(sheets[index].Name)
                .Raw("\" sheetId=\""u8)
                .Number(index + 1)
                .Raw(sheets[index].Sheet.Layout.Hidden ? "\" state=\"hidden"u8 : ""u8)
                .Raw("\" r:id=\"rId"u8)
                .Number(index + 1)
                .Raw("\"/>"u8);
        xml.Raw("</sheets>"u8);
        var named = false;
        for (var index = 0; index < sheets.Count; index++)
        {
            var (name, sheet) = sheets[index];
            var quoted = ChartRanges.Quoted(name);
            if (sheet.FilterRange is { } filter)
                Name("_xlnm._FilterDatabase", index, true, quoted + "!" + filter.Absolute);
            if (sheet.Used is { } used)
                Name("_xlnm.Print_Area", index, false, quoted + "!" + used.Absolute);
            var layout = sheet.Layout;
            var titles = new List<string>(2);
            if (layout.TitleColumns > 0)
                titles.Add($"{quoted}!$A:${ChartRanges.Column(layout.TitleColumns)}");
            if (layout.LastTitleRow > 0)
                titles.Add(FormattableString.Invariant($"{quoted}!${layout.FirstTitleRow}:${layout.LastTitleRow}"));
            if (titles.Count > 0)
                Name("_xlnm.Print_Titles", index, false, string.Join(',', titles));
        }
        if (named)
            xml.Raw("</definedNames>"u8);
        xml.Raw("<calcPr calcId=\"191029\"/></workbook>"u8);

        void Name(string name, int sheet, bool hidden, string formula)
        {
            xml.Raw(named ? ""u8 : "<definedNames>"u8)
                .Raw("<definedName name=\""u8)
                .Raw(name)
                .Raw("\" localSheetId=\""u8)
                .Number(sheet)
                .Raw(hidden ? "\" hidden=\"1\">"u8 : "\">"u8)
                .Text(formula)
                .Raw("</definedName>"u8);
            named = true;
        }
    }

    private void WriteWorkbookRelationships(XmlBuffer xml)
    {
        xml.Raw("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"u8);
        for (var number = 1; number <= sheets.Count; number++)
            xml.Raw("<Relationship Id=\"rId"u8)
                .Number(number)
                .Raw("\" Type=\""u8)
                .Raw(Relationships)
                .Raw("/worksheet\" Target=\"worksheets/sheet"u8)
                .Number(number)
                .Raw(".xml\"/>"u8);
        xml.Raw("<Relationship Id=\"rId"u8)
            .Number(sheets.Count + 1)
            .Raw("\" Type=\""u8)
            .Raw(Relationships)
            .Raw("/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId"u8)
            .Number(sheets.Count + 2)
            .Raw("\" Type=\""u8)
            .Raw(Relationships)
            .Raw("/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"u8);
    }

    private void WriteContentTypes(XmlBuffer xml)
    {
        const string Main = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        xml.Raw("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"u8)
            .Raw(
                "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default "u8
                    + "Extension=\"xml\" ContentType=\"application/xml\"/>"u8
            )
            .Raw("<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"u8)
            .Raw(
                "<Override PartName=\"/docProps/app.xml\" "u8
                    + "ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>"u8
            );
        Override("/xl/workbook.xml", Main + "sheet.main+xml");
        Override("/xl/styles.xml", Main + "styles+xml");
        Override("/xl/sharedStrings.xml", Main + "sharedStrings+xml");
        for (var number = 1; number <= sheets.Count; number++)
            Override($"/xl/worksheets/sheet{number}.xml", Main + "worksheet+xml");
        for (var number = 1; number <= drawings; number++)
            Override($"/xl/drawings/drawing{number}.xml", "application/vnd.openxmlformats-officedocument.drawing+xml");
        for (var number = 1; number <= charts; number++)
            Override($"/xl/charts/chart{number}.xml", ChartXml.ContentType);
        xml.Raw("</Types>"u8);

        void Override(string path, string type) =>
            xml.Raw("<Override PartName=\""u8).Raw(path).Raw("\" ContentType=\""u8).Raw(type).Raw("\"/>"u8);
    }
}
