using System.Globalization;
using System.Xml;

namespace Orientir.Core.Office;

/// <summary>A link of a cell or of a range of cells: a URL, or a place in the workbook.</summary>
internal sealed record CellLink(CellRange Range, string Target);

/// <summary>A sheet of a workbook, read row by row without keeping it. Made by <see cref="WorkbookReader.Sheet"/>.</summary>
internal sealed class SheetReader : TableReader, IDisposable
{
    private const int LastColumn = 16_384;

    private readonly WorkbookReader book;
    private readonly string name;
    private readonly string part;
    private readonly XmlReader xml;
    private readonly CellText texts = new();
    private readonly char[] attribute = new char[32];
    private Cell[] cells = new Cell[16];
    private int count;
    private int row;
    private bool inRows;

    // The reader's own copies of the names: equal names are one object.
    private readonly string rowName;
    private readonly string cellName;
    private readonly string valueName;
    private readonly string formulaName;
    private readonly string inlineName;
    private readonly string dataName;

    internal SheetReader(WorkbookReader book, string name, string part)
        : base(book.File)
    {
        this.book = book;
        this.name = name;
        this.part = part;
        xml = book.OpenSheet(part);
        rowName = xml.NameTable.Add("row");
        cellName = xml.NameTable.Add("c");
        valueName = xml.NameTable.Add("v");
        formulaName = xml.NameTable.Add("f");
        inlineName = xml.NameTable.Add("is");
        dataName = xml.NameTable.Add("sheetData");
        while (book.Next(xml, part))
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != dataName)
                continue;
            inRows = !xml.IsEmptyElement;
            break;
        }
        if (!inRows)
            ReadTail();
    }

    /// <summary>The merged ranges; known once the last row is read, for they stand after the rows.</summary>
    public List<CellRange> Merged { get; } = [];

    /// <summary>The links; known once the last row is read.</summary>
    public List<CellLink> Links { get; } = [];

    public string Name => name;

    public override int Row => row;

    public override int Width => count == 0 ? 0 : cells[count - 1].Column + 1;

    public override bool Read()
    {
        while (inRows)
        {
            if (!book.Next(xml, part))
                throw book.Damaged($"часть {part} обрывается");
            if (xml.NodeType == XmlNodeType.EndElement && ReferenceEquals(xml.LocalName, dataName))
            {
                inRows = false;
                count = 0;
                ReadTail();
            }
            else if (xml.NodeType == XmlNodeType.Element && ReferenceEquals(xml.LocalName, rowName))
            {
                ReadRow();
                if (count > 0)
                    return true;
            }
        }
        return false;
    }

    public override CellKind Kind(int column) => Find(column, out var cell) ? cell.Kind : CellKind.Empty;

    protected override ReadOnlySpan<char> Written(int column)
    {
        if (!Find(column, out var cell))
            return default;
        return cell.Shared >= 0 ? book.Strings[cell.Shared] : texts.Slice(cell.Start, cell.Length);
    }

    /// <summary>Whether a formula stands behind the cell's value.</summary>
    public bool HasFormula(int column) => Find(column, out var cell) && cell.HasFormula;

    public override bool IsUncomputed(int column) => Find(column, out var cell) && cell.HasFormula && cell.Kind == CellKind.Empty;

    public override string Place(int column) => PlaceOf(CellRange.Name(row, column + 1));

    /// <summary>FILE:sheet!cells.</summary>
    public string PlaceOf(string address) => $"{File}:{name}!{address}";

    public void Dispose() => xml.Dispose();

    private readonly record struct Cell(int Column, CellKind Kind, int Start, int Length, int Shared, bool HasFormula);

    private bool Find(int column, out Cell cell)
    {
        // Most rows have a cell in every column, starting with the first.
        if (column < count && cells[column].Column == column)
        {
            cell = cells[column];
            return true;
        }
        var (low, high) = (0, count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (cells[middle].Column == column)
            {
                cell = cells[middle];
                return true;
            }
            if (cells[middle].Column < column)
                low = middle + 1;
            else
                high = middle - 1;
        }
        cell = default;
        return false;
    }

    private void ReadRow()
    {
        count = 0;
        texts.Clear();
        row++;
        var empty = xml.IsEmptyElement;
        while (xml.MoveToNextAttribute())
            if (xml.LocalName == "r" && int.TryParse(Attribute(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                row = number;
        if (empty)
            return;
        var column = 0;
        while (book.Next(xml, part))
        {
            if (xml.NodeType == XmlNodeType.EndElement && ReferenceEquals(xml.LocalName, rowName))
                return;
            if (xml.NodeType == XmlNodeType.Element && ReferenceEquals(xml.LocalName, cellName))
                column = ReadCell(column) + 1;
        }
    }

    /// <summary>Reads a cell and gives its column; <paramref name="column"/> is where it stands if it does not say.</summary>
    private int ReadCell(int column)
    {
        var empty = xml.IsEmptyElement;
        var style = 0;
        var type = CellType.Number;
        while (xml.MoveToNextAttribute())
        {
            var value = xml.LocalName is "r" or "s" or "t" ? Attribute() : default;
            if (xml.LocalName == "r" && ColumnOf(value) is var stated and >= 0)
                column = stated;
            else if (xml.LocalName == "s")
                _ = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out style);
            else if (xml.LocalName == "t")
                type = TypeOf(value);
        }
        if (column >= LastColumn)
            throw book.Damaged($"на листе «{name}» больше {LastColumn} столбцов");
        if (empty)
            return column;

        var start = texts.Length;
        var hasFormula = false;
        var inValue = false;
        var depth = xml.Depth;
        if (xml.NodeType == XmlNodeType.Attribute)
            depth--;
        while (book.Next(xml, part) && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                var element = xml.LocalName;
                inValue = ReferenceEquals(element, valueName) && !xml.IsEmptyElement;
                hasFormula |= ReferenceEquals(element, formulaName);
                if (ReferenceEquals(element, inlineName))
                    texts.AppendItem(xml, book, part);
            }
            else if (xml.NodeType == XmlNodeType.EndElement)
            {
                inValue = false;
            }
            else if (inValue)
            {
                texts.AppendValue(xml, book, part);
            }
        }
        Keep(column, type, style, start, hasFormula);
        return column;
    }

    private void Keep(int column, CellType type, int style, int start, bool hasFormula)
    {
        if (type == CellType.Formula)
            texts.Unescape(start);
        var (from, length) = texts.Trimmed(start);
        var shared = -1;
        var kind = CellKind.Text;
        var text = texts.Slice(from, length);
        if (length == 0)
        {
            // The text «» computed by a formula is an empty cell; a formula without any value is not.
            if (!hasFormula || type == CellType.Formula)
                return;
            kind = CellKind.Empty;
        }
        else if (type == CellType.Shared)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out shared) || shared >= book.Strings.Count)
                throw book.Damaged($"у ячейки {name}!{CellRange.Name(row, column + 1)} нет её текста");
            if (book.Strings[shared].IsEmpty)
                return;
        }
        else if (type == CellType.Boolean)
        {
            (from, length) = Replace(text is "1" or "true" ? "ИСТИНА" : "ЛОЖЬ");
            kind = CellKind.Boolean;
        }
        else if (type == CellType.Error)
        {
            kind = CellKind.Error;
        }
        else if (type == CellType.Date)
        {
            kind = CellKind.Date;
        }
        else if (type == CellType.Number)
        {
            kind = CellKind.Number;
            if (style < book.DateStyles.Length && book.DateStyles[style])
            {
                kind = CellKind.Date;
                if (double.TryParse(text, CultureInfo.InvariantCulture, out var serial))
                    (from, length) = Replace(DateText(serial));
            }
            else if (length > 15 && double.TryParse(text, CultureInfo.InvariantCulture, out var number))
            {
                (from, length) = Replace(number.ToString(CultureInfo.InvariantCulture)); // 1.1000000000000001 is 1.1
            }
        }
        if (count == cells.Length)
            Array.Resize(ref cells, count * 2);
        if (count > 0 && cells[count - 1].Column >= column)
            throw book.Damaged($"ячейка {name}!{CellRange.Name(row, column + 1)} стоит не на месте");
        cells[count++] = new Cell(column, kind, from, length, shared, hasFormula);
    }

    private (int Start, int Length) Replace(ReadOnlySpan<char> text)
    {
        var start = texts.Length;
        texts.Append(text);
        return (start, text.Length);
    }

    private string DateText(double serial)
    {
        if (book.Since1904)
            serial += 1462;
        if (serial is < 0 or >= 2_958_466) // after 31.12.9999
            return serial.ToString(CultureInfo.InvariantCulture);
        var date = DateTime.FromOADate(serial < 61 && serial >= 1 ? serial + 1 : serial); // Excel's 1900 has a 29 February
        var format =
            serial < 1 ? "HH:mm:ss"
            : serial == Math.Floor(serial) ? "dd.MM.yyyy"
            : "dd.MM.yyyy HH:mm";
        return date.ToString(format, CultureInfo.InvariantCulture);
    }

    private enum CellType
    {
        Number,
        Shared,
        Formula,
        Inline,
        Boolean,
        Error,
        Date,
    }

    private static CellType TypeOf(ReadOnlySpan<char> value) =>
        value switch
        {
            "s" => CellType.Shared,
            "str" => CellType.Formula,
            "inlineStr" => CellType.Inline,
            "b" => CellType.Boolean,
            "e" => CellType.Error,
            "d" => CellType.Date,
            _ => CellType.Number,
        };

    /// <summary>The value of the attribute the reader stands on; those read here are short.</summary>
    private ReadOnlySpan<char> Attribute() => attribute.AsSpan(0, xml.ReadValueChunk(attribute, 0, attribute.Length));

    /// <summary>The column of «B5», from 0; −1 where it is no address.</summary>
    private static int ColumnOf(ReadOnlySpan<char> address)
    {
        var column = 0;
        foreach (var letter in address)
        {
            if (letter is < 'A' or > 'Z')
                break;
            column = column * 26 + (letter - 'A' + 1);
            if (column > LastColumn)
                return LastColumn;
        }
        return column - 1;
    }

    private void ReadTail()
    {
        Dictionary<string, string>? targets = null;
        while (book.Next(xml, part))
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "mergeCell" && RangeOf(xml.GetAttribute("ref")) is { } merged)
                Merged.Add(merged);
            if (xml.LocalName != "hyperlink" || RangeOf(xml.GetAttribute("ref")) is not { } range)
                continue;
            var location = xml.GetAttribute("location");
            var id = "";
            while (xml.MoveToNextAttribute())
                if (xml.LocalName == "id" && xml.Prefix.Length > 0)
                    id = xml.Value;
            targets ??= book.RelationsOf(part)
                .DistinctBy(relation => relation.Id)
                .ToDictionary(relation => relation.Id, relation => relation.Target);
            var target = targets.GetValueOrDefault(id) is { } url ? url + (location is null ? "" : "#" + location) : "#" + location;
            if (target.Length > 1)
                Links.Add(new CellLink(range, target));
        }
    }

    /// <summary>The range «B2:C5» or «B2».</summary>
    private static CellRange? RangeOf(string? address)
    {
        if (address is null)
            return null;
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        var (first, last) = colon < 0 ? (address, address) : (address[..colon], address[(colon + 1)..]);
        var range = new CellRange(RowOf(first), ColumnOf(first) + 1, RowOf(last), ColumnOf(last) + 1);
        return range.FirstRow > 0 && range.FirstColumn > 0 && range.LastRow >= range.FirstRow && range.LastColumn >= range.FirstColumn
            ? range
            : null;
    }

    private static int RowOf(string address) =>
        int.TryParse(
            address.AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : 0;
}
