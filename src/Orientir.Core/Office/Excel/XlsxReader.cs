using System.Globalization;
using System.Xml;

namespace Orientir.Core.Office;

/// <summary>
/// An .xlsx workbook. It reads the package itself: three times as fast as ExcelDataReader and in a seventieth of its memory
/// (docs/adr/0001). An element counts where its namespace is that of its part's root: transitional, strict or none.
/// </summary>
internal sealed class XlsxReader : WorkbookReader
{
    // What Excel itself takes.
    private const int MostStyles = 65_490;
    private const int MostRelations = 70_000;
    private const int MostSheets = 10_000;

    // Up to here a sheet is looked through first for rows that stand out of order.
    private const long Small = 1 << 22;

    private readonly BookArchive archive;
    private readonly List<(string Name, string Part)> sheets = [];
    private readonly string workbookPart;
    private readonly Lazy<TextStore> strings;
    private readonly Lazy<NumberKind[]> styles;
    private readonly Dictionary<string, bool> outOfOrder = new(StringComparer.Ordinal);

    public XlsxReader(BookArchive archive, bool keepsOnce = false)
        : base(archive.File)
    {
        this.archive = archive;
        KeepsOnce = keepsOnce;
        var main = RelationsOf("").FirstOrDefault(relation => relation.Kind == "officeDocument");
        workbookPart = main.Target ?? "xl/workbook.xml";
        RequireWorkbook();
        var relations = RelationsOf(workbookPart).ToList();
        ReadSheetList(relations);
        strings = new(() => ReadStrings(PartOf(relations, "sharedStrings")));
        styles = new(() => ReadStyles(PartOf(relations, "styles")));
    }

    public override IReadOnlyList<string> SheetNames => [.. sheets.Select(sheet => sheet.Name)];

    /// <summary>Whether serial dates count from 1904.</summary>
    internal bool Since1904 { get; private set; }

    /// <summary>Whether who reads it keeps a text that many cells share once.</summary>
    internal bool KeepsOnce { get; }

    internal BookArchive Archive => archive;

    internal TextStore Strings => strings.Value;

    /// <summary>For each cell format, as what it shows a number.</summary>
    internal NumberKind[] Styles => styles.Value;

    public override SheetReader Sheet(int index)
    {
        var (name, part) = sheets[index];
        if (!archive.Has(part))
            throw Damaged($"нет части {part}");
        return archive.LengthOf(part) <= Small && IsOutOfOrder(part)
            ? KeptSheet.InOrder(new XlsxSheet(this, name, part, inOrder: false))
            : new XlsxSheet(this, name, part, inOrder: true);
    }

    /// <summary>The part of a sheet.</summary>
    internal string PartOf(int index) => sheets[index].Part;

    protected override void Close() => archive.Dispose();

    /// <summary>
    /// The relations of a part: their id, the last word of their type, and their target as a part's name, or as a URL where it is outside.
    /// </summary>
    internal IEnumerable<(string Id, string Kind, string Target)> RelationsOf(string part)
    {
        var slash = part.LastIndexOf('/');
        var name = $"{part[..(slash + 1)]}_rels/{part[(slash + 1)..]}.rels";
        if (!archive.Has(name))
            yield break;
        using var xml = archive.Open(name);
        var count = 0;
        while (archive.Next(xml, name))
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "Relationship")
                continue;
            if (++count > MostRelations)
                throw Refuse($"в части {name} больше {Russian.Number(MostRelations)} ссылок", "удалите из книги лишние ссылки");
            var type = xml.GetAttribute("Type") ?? "";
            var target = xml.GetAttribute("Target") ?? "";
            var outside = xml.GetAttribute("TargetMode") == "External";
            yield return (
                xml.GetAttribute("Id") ?? "",
                type[(type.LastIndexOf('/') + 1)..],
                outside ? target : Resolve(part[..(slash + 1)], target)
            );
        }
    }

    private void RequireWorkbook()
    {
        if (archive.Has("xl/workbook.bin"))
            throw Refuse("это двоичная книга Excel (.xlsb)", "откройте её в Excel и сохраните как «Книга Excel (.xlsx)»");
        if (archive.Has(workbookPart) && !archive.HasFolder("word/") && !archive.HasFolder("ppt/"))
            return;
        throw Refuse(
            archive.HasFolder("word/") ? "это документ Word (.docx), а не таблица"
                : archive.HasFolder("ppt/") ? "это презентация (.pptx), а не таблица"
                : archive.HasFolder("Index/") ? "это таблица Numbers"
                : "это архив, а в нём нет книги Excel",
            archive.HasFolder("Index/") ? "экспортируйте её из Numbers в Excel (.xlsx)" : "нужна книга .xlsx, .xls или .ods, или текст CSV"
        );
    }

    private static string Resolve(string folder, string target)
    {
        var path = target.StartsWith('/') ? target : folder + target;
        var parts = new List<string>();
        foreach (var step in Uri.UnescapeDataString(path).Split('/', '\\'))
        {
            if (step == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (step is not ("" or "." or ".."))
                parts.Add(step);
        }
        return string.Join('/', parts);
    }

    private static string? PartOf(List<(string Id, string Kind, string Target)> relations, string kind) =>
        relations.Find(relation => relation.Kind == kind).Target;

    private void ReadSheetList(List<(string Id, string Kind, string Target)> relations)
    {
        var relationOf = relations.DistinctBy(one => one.Id).ToDictionary(one => one.Id, StringComparer.Ordinal);
        using var xml = archive.Open(workbookPart);
        string? main = null;
        while (archive.Next(xml, workbookPart))
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            main ??= xml.NamespaceURI;
            // Excel of 2013 and later writes a second «workbookPr», x15, for its own ends.
            if (!ReferenceEquals(xml.NamespaceURI, main))
                continue;
            if (xml.LocalName == "workbookPr")
                Since1904 = xml.GetAttribute("date1904") is "1" or "true";
            if (xml.LocalName != "sheet")
                continue;
            var name = xml.GetAttribute("name") ?? "";
            var id = "";
            while (xml.MoveToNextAttribute())
                if (xml.LocalName == "id" && xml.Prefix.Length > 0)
                    id = xml.Value;
            // A chart may be a sheet too.
            if (relationOf.TryGetValue(id, out var relation) && relation.Kind == "worksheet")
                sheets.Add((name, relation.Target));
            if (sheets.Count > MostSheets)
                throw Refuse($"в книге больше {Russian.Number(MostSheets)} листов", "оставьте нужные");
        }
        if (sheets.Count == 0)
            throw Refuse("в книге нет листов с ячейками", "нужен хотя бы один лист");
    }

    private TextStore ReadStrings(string? part)
    {
        var read = new TextStore(File);
        if (part is null || !archive.Has(part))
            return read;
        var text = new CellText();
        using var xml = archive.Open(part);
        string? main = null;
        while (archive.Next(xml, part))
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            main ??= xml.NamespaceURI;
            if (xml.LocalName != "si" || !ReferenceEquals(xml.NamespaceURI, main))
                continue;
            text.Cut(0);
            text.AppendItem(xml, archive, part);
            var (start, length) = text.Trimmed(0);
            if (length > TextStore.LongestText)
                throw TextStore.TooLong($"{File}: общий текст № {read.Count + 1}");
            read.Add(text.Slice(start, length));
        }
        return read;
    }

    private NumberKind[] ReadStyles(string? part)
    {
        if (part is null || !archive.Has(part))
            return [];
        var own = new Dictionary<int, NumberKind>();
        var kinds = new List<NumberKind>();
        var inCellFormats = false;
        using var xml = archive.Open(part);
        while (archive.Next(xml, part))
        {
            if (xml.LocalName == "cellXfs")
                inCellFormats = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (
                xml.LocalName == "numFmt"
                && own.Count < MostStyles
                && int.TryParse(xml.GetAttribute("numFmtId"), CultureInfo.InvariantCulture, out var id)
            )
                own[id] = NumberFormats.Of(xml.GetAttribute("formatCode") ?? "");
            if (!inCellFormats || xml.LocalName != "xf")
                continue;
            if (kinds.Count == MostStyles)
                throw Damaged($"в книге больше {Russian.Number(MostStyles)} форматов ячеек");
            _ = int.TryParse(xml.GetAttribute("numFmtId"), CultureInfo.InvariantCulture, out var format);
            kinds.Add(own.TryGetValue(format, out var kind) ? kind : NumberFormats.BuiltIn(format));
        }
        return [.. kinds];
    }

    private bool IsOutOfOrder(string part)
    {
        if (!outOfOrder.TryGetValue(part, out var known))
            outOfOrder.Add(part, known = LookedThrough(part));
        return known;
    }

    private bool LookedThrough(string part)
    {
        using var xml = archive.Open(part);
        var (main, last) = ((string?)null, 0);
        while (archive.Next(xml, part))
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            main ??= xml.NamespaceURI;
            if (xml.LocalName != "row" || !ReferenceEquals(xml.NamespaceURI, main))
                continue;
            var row = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var stated)
                ? stated
                : last + 1;
            if (row <= last)
                return true;
            last = row;
        }
        return false;
    }
}
