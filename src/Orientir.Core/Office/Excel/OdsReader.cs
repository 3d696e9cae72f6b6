using System.Globalization;
using System.Text;
using System.Xml;

namespace Orientir.Core.Office;

/// <summary>
/// A workbook of LibreOffice (.ods, ODF 1.3 part 3, sections 9 and 19), read whole: its sheets stand one after another in one part.
/// No library of .NET that reads it is served to this project (docs/adr/0015).
/// </summary>
internal sealed class OdsReader : WorkbookReader
{
    private const string Content = "content.xml";
    private const string Manifest = "META-INF/manifest.xml";
    private const int MostSheets = 10_000;

    private readonly BookArchive archive;
    private readonly List<KeptRows> sheets = [];
    private readonly TextStore texts;
    private readonly char[] piece = new char[1024];

    public OdsReader(BookArchive archive)
        : base(archive.File)
    {
        this.archive = archive;
        texts = new(File);
        if (IsLocked())
            throw Refuse("книга под паролем", "откройте её в LibreOffice, снимите пароль и сохраните как .xlsx");
        using (var xml = archive.Open(Content))
            Read(xml);
        if (sheets.Count == 0)
            throw Refuse("в книге нет листов с ячейками", "нужен хотя бы один лист");
    }

    public override IReadOnlyList<string> SheetNames => [.. sheets.Select(sheet => sheet.Name)];

    public static bool IsOne(BookArchive archive) => archive.Has(Content) && archive.Has(Manifest) && !archive.Has("xl/workbook.xml");

    public override SheetReader Sheet(int index) => new KeptSheet(sheets[index]);

    protected override void Close() => archive.Dispose();

    private bool IsLocked()
    {
        using var xml = archive.Open(Manifest);
        while (Next(xml, Manifest))
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "encryption-data")
                return true;
        return false;
    }

    private bool Next(XmlReader xml, string part = Content) => archive.Next(xml, part);

    private void Read(XmlReader xml)
    {
        while (Next(xml))
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName is "text" or "presentation" or "drawing" && xml.Prefix == "office")
                throw Refuse("это документ LibreOffice, а не таблица", "нужна книга .ods, .xlsx или .xls, или текст CSV");
            if (xml.LocalName is "tracked-changes" or "scripts" or "automatic-styles")
                Skip(xml);
            else if (xml.LocalName == "table")
                ReadTable(xml);
        }
    }

    private void Skip(XmlReader xml)
    {
        var depth = xml.Depth;
        if (!xml.IsEmptyElement)
            while (Next(xml) && xml.Depth > depth) { }
    }

    private void ReadTable(XmlReader xml)
    {
        if (sheets.Count == MostSheets)
            throw Refuse($"в книге больше {Russian.Number(MostSheets)} листов", "оставьте нужные");
        var rows = new KeptRows(File, Attribute(xml, "name") ?? $"Лист{sheets.Count + 1}", texts);
        sheets.Add(rows);
        var (depth, row) = (xml.Depth, 0);
        if (xml.IsEmptyElement)
            return;
        while (Next(xml) && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "table-row")
                row += ReadRow(xml, rows, row + 1);
            else if (xml.LocalName is "shapes" or "table" or "forms" or "annotation")
                Skip(xml);
        }
        rows.End();
    }

    // How many rows it is.
    private int ReadRow(XmlReader xml, KeptRows rows, int row)
    {
        var repeated = Count(xml, "number-rows-repeated");
        if (xml.IsEmptyElement)
            return repeated;
        if (row > SheetReader.LastRow)
            throw Damaged($"на листе «{rows.Name}» больше {SheetReader.LastRow} строк");
        rows.Begin(row);
        var (depth, column) = (xml.Depth, 0);
        while (Next(xml) && xml.Depth > depth)
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "table-cell" or "covered-table-cell")
                column += ReadCell(xml, rows, row, column, isCovered: xml.LocalName == "covered-table-cell");
        rows.RepeatRow(Math.Min(repeated - 1, SheetReader.LastRow - row));
        return repeated;
    }

    // How many columns it is.
    private int ReadCell(XmlReader xml, KeptRows rows, int row, int column, bool isCovered)
    {
        var repeated = Count(xml, "number-columns-repeated");
        // What a merged cell covers nobody sees.
        if (isCovered)
        {
            Skip(xml);
            return repeated;
        }
        var (type, isError) = ("", false);
        while (xml.MoveToNextAttribute())
            if (xml.LocalName == "value-type")
            {
                isError |= xml.Value == "error";
                type = xml.Prefix == "office" ? xml.Value : type;
            }
        xml.MoveToElement();
        var formula = Attribute(xml, "formula");
        var value = type switch
        {
            "date" => Attribute(xml, "date-value"),
            "time" => Attribute(xml, "time-value"),
            "boolean" => Attribute(xml, "boolean-value"),
            "string" => Attribute(xml, "string-value"),
            "" => null,
            _ => Attribute(xml, "value"),
        };
        var (high, wide) = (Count(xml, "number-rows-spanned"), Count(xml, "number-columns-spanned"));
        var place = $"{File}:{rows.Name}!{CellRange.Name(row, Math.Min(column, SheetReader.LastColumn - 1) + 1)}";
        var shown = TextOf(xml, place, out var target);
        if (type.Length == 0 && shown.Length == 0 && formula is null)
            return repeated;
        if (column >= SheetReader.LastColumn)
            throw Damaged($"на листе «{rows.Name}» больше {SheetReader.LastColumn} столбцов");
        var (kind, text) = ValueOf(isError ? "error" : type, value, shown, formula, place);
        rows.Add(column, kind, text, formula is not null);
        if (high > 1 || wide > 1)
            rows.Merged.Add(
                new(row, column + 1, Math.Min(row + high - 1, SheetReader.LastRow), Math.Min(column + wide, SheetReader.LastColumn))
            );
        if (formula is not null && LinkFormula.TargetOf(formula.AsSpan(formula.IndexOf('=', StringComparison.Ordinal) + 1)) is { } made)
            target = made;
        if (target is not null)
            rows.Links.Add(new(new(row, column + 1, row, column + 1), target));
        if (kind != CellKind.Empty)
            for (var more = column + 1; more < Math.Min(column + repeated, SheetReader.LastColumn); more++)
                rows.Again(more);
        return repeated;
    }

    private static (CellKind Kind, string Text) ValueOf(string type, string? value, string shown, string? formula, string place)
    {
        switch (type)
        {
            case "error":
                return (CellKind.Error, shown.Length > 0 ? shown : "#N/A");
            case "string":
                return (CellKind.Text, shown.Length > 0 ? shown : value ?? "");
            // LibreOffice keeps a logical value of Excel as a formula.
            case "float" when formula is "of:=TRUE()" or "of:=FALSE()":
                return (CellKind.Boolean, CellWords.Of(value == "1"));
            case "boolean":
                return (CellKind.Boolean, CellWords.Of(value == "true"));
            case "date" when DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var date):
                return (CellKind.Date, CellWords.Of(date));
            case "time" when value is { Length: < 64 } && TimeOf(value) is { } time:
                return (CellKind.Date, CellWords.Of(time.TotalDays, NumberKind.Date));
            case "":
                return shown.Length > 0 ? (CellKind.Text, shown)
                    : formula is not null ? (CellKind.Empty, "")
                    : (CellKind.Text, "");
            case "float"
            or "currency"
            or "percentage"
                when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                return (CellKind.Number, CellWords.Of(number, type == "percentage" ? NumberKind.Percent : NumberKind.Plain));
            default:
                throw Refusal(place, $"файл повреждён: значение «{value}» вида «{type}»", "откройте его в LibreOffice и сохраните заново");
        }
    }

    private static TimeSpan? TimeOf(string value)
    {
        try
        {
            return XmlConvert.ToTimeSpan(value);
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>The text of a cell, and where it leads; where it leads to several places, they stand in the text.</summary>
    private string TextOf(XmlReader xml, string place, out string? target)
    {
        target = null;
        if (xml.IsEmptyElement)
            return "";
        var (text, links, depth, paragraphs) = (new StringBuilder(), new List<(int End, string Target)>(), xml.Depth, 0);
        var open = new Stack<(int Depth, string Target)>();
        while (Next(xml) && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element)
                switch (xml.LocalName)
                {
                    case "p" when paragraphs++ > 0:
                        text.Append('\n');
                        break;
                    case "s":
                        text.Append(' ', Math.Min(Count(xml, "c"), TextStore.LongestText));
                        break;
                    case "tab":
                        text.Append('\t');
                        break;
                    case "line-break":
                        text.Append('\n');
                        break;
                    case "a" when !xml.IsEmptyElement && Attribute(xml, "href") is { } link:
                        open.Push((xml.Depth, link));
                        break;
                    case "annotation" or "ruby-text" or "note" or "object" or "frame":
                        Skip(xml);
                        break;
                }
            else if (xml.NodeType == XmlNodeType.EndElement)
            {
                if (open.Count > 0 && open.Peek().Depth == xml.Depth)
                    links.Add((text.Length, open.Pop().Target));
            }
            else if (
                paragraphs > 0
                && xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace
            )
                while (text.Length <= TextStore.LongestText && archive.Value(xml, Content, piece, 0) is > 0 and var read)
                    text.Append(piece, 0, read);
            if (text.Length > TextStore.LongestText)
                throw TextStore.TooLong(place);
        }
        if (links is [var only])
            target = only.Target;
        else
            for (var at = links.Count - 1; at >= 0; at--)
                if (!links[at].Target.StartsWith('#'))
                    text.Insert(links[at].End, $" {links[at].Target} ");
        return text.ToString();
    }

    private static string? Attribute(XmlReader xml, string name)
    {
        string? found = null;
        while (found is null && xml.MoveToNextAttribute())
            if (xml.LocalName == name && xml.Prefix is not ("" or "calcext"))
                found = xml.Value;
        xml.MoveToElement();
        return found;
    }

    private static int Count(XmlReader xml, string name) =>
        int.TryParse(Attribute(xml, name), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? Math.Clamp(count, 1, 1 << 24)
            : 1;
}
