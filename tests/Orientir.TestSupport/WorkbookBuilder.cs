using System.IO.Compression;
using System.Security;
using System.Text;

namespace Orientir.TestSupport;

/// <summary>A workbook of hand-written parts, so that the reader is tested on markup and not on our own writer.</summary>
internal sealed class WorkbookBuilder
{
    private const string Transitional = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string TransitionalRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Strict = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    private const string StrictRelations = "http://purl.oclc.org/ooxml/officeDocument/relationships";

    private readonly List<(string Name, string Rows, string Tail)> sheets = [];

    /// <summary>Strict instead of transitional namespaces.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Targets as «/xl/worksheets/…» instead of «worksheets/…».</summary>
    public bool AbsoluteTargets { get; init; }

    /// <summary>Items of the shared strings, as markup inside «si»; null leaves the part out.</summary>
    public string[]? Strings { get; init; }

    /// <summary>Markup inside «styleSheet»; null leaves the part out.</summary>
    public string? Styles { get; init; }

    public bool Since1904 { get; init; }

    /// <summary>Parts left out of the archive.</summary>
    public string[] Missing { get; init; } = [];

    /// <summary>Markup of relations of every sheet, for links.</summary>
    public string SheetRelations { get; init; } = "";

    /// <summary>Formats of cells: 0 general, 1 date (14), 2 own date, 3 own number with quoted letters, 4 elapsed time.</summary>
    public const string DateStyles = """
        <numFmts count="3"><numFmt numFmtId="164" formatCode="[$-419]dd\.mmm"/><numFmt numFmtId="165" formatCode="0.00&quot; дней и шагов dmy&quot;"/><numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs>
        """;

    public WorkbookBuilder Sheet(string name, string rows, string tail = "")
    {
        sheets.Add((name, rows, tail));
        return this;
    }

    /// <summary>A sheet of rows of inline strings; a cell that begins with «&lt;» is markup as it stands.</summary>
    public WorkbookBuilder Table(string name, string[][] rows, string tail = "") =>
        Sheet(
            name,
            string.Concat(
                rows.Select(
                    (cells, row) =>
                        $"<row r=\"{row + 1}\">{string.Concat(cells.Select((cell, column) => Cell(cell, column, row + 1)))}</row>"
                )
            ),
            tail
        );

    /// <summary>The markup of a number cell, to stand in <see cref="Table"/>.</summary>
    public static string Number(string value, int style = 0) => $"<c r=\"@\" s=\"{style}\"><v>{value}</v></c>";

    public byte[] Build()
    {
        var (main, relations) = IsStrict ? (Strict, StrictRelations) : (Transitional, TransitionalRelations);
        var root = AbsoluteTargets ? "/xl/" : "";
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_rels/.rels"] = Relations(
                $"<Relationship Id=\"rId1\" Type=\"{relations}/officeDocument\" Target=\"{(AbsoluteTargets ? "/" : "")}xl/workbook.xml\"/>"
            ),
            ["xl/workbook.xml"] =
                $"<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><workbookPr{(Since1904 ? " date1904=\"1\"" : "")}/><sheets>"
                + string.Concat(
                    sheets.Select(
                        (sheet, index) =>
                            $"<sheet name=\"{SecurityElement.Escape(sheet.Name)}\" sheetId=\"{index + 1}\" r:id=\"rId{index + 1}\"/>"
                    )
                )
                + "</sheets></workbook>",
            ["xl/_rels/workbook.xml.rels"] = Relations(
                string.Concat(
                    sheets.Select(
                        (_, index) =>
                            $"<Relationship Id=\"rId{index + 1}\" Type=\"{relations}/worksheet\" Target=\"{root}worksheets/sheet{index + 1}.xml\"/>"
                    )
                )
                    + $"<Relationship Id=\"s1\" Type=\"{relations}/sharedStrings\" Target=\"{root}sharedStrings.xml\"/>"
                    + $"<Relationship Id=\"s2\" Type=\"{relations}/styles\" Target=\"{root}styles.xml\"/>"
            ),
        };
        if (Strings is not null)
            parts["xl/sharedStrings.xml"] = $"<sst xmlns=\"{main}\">{string.Concat(Strings.Select(item => $"<si>{item}</si>"))}</sst>";
        if (Styles is not null)
            parts["xl/styles.xml"] = $"<styleSheet xmlns=\"{main}\">{Styles}</styleSheet>";
        for (var index = 0; index < sheets.Count; index++)
        {
            parts[$"xl/worksheets/sheet{index + 1}.xml"] =
                $"<worksheet xmlns=\"{main}\" xmlns:r=\"{relations}\"><dimension ref=\"A1\"/>\n <sheetData>{sheets[index].Rows}</sheetData>{sheets[index].Tail}</worksheet>";
            if (SheetRelations.Length > 0)
                parts[$"xl/worksheets/_rels/sheet{index + 1}.xml.rels"] = Relations(SheetRelations);
        }

        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
            foreach (var (name, text) in parts.Where(part => !Missing.Contains(part.Key)))
            {
                using var content = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                content.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text));
            }
        return stream.ToArray();
    }

    private static string Relations(string markup) =>
        $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{markup}</Relationships>";

    private static string Cell(string cell, int column, int row)
    {
        var address = $"{(char)('A' + column)}{row}";
        if (cell.Length == 0)
            return "";
        return cell[0] == '<'
            ? cell.Replace("\"@\"", $"\"{address}\"", StringComparison.Ordinal)
            : $"<c r=\"{address}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(cell)}</t></is></c>";
    }
}
