using System.Globalization;
using System.Xml;

namespace Orientir.Core.Office;

/// <summary>A sheet of an .xlsx workbook, read row by row without keeping it.</summary>
internal sealed class XlsxSheet : SheetReader
{
    private const int LongestFormula = 8192;
    private const int MostInRow = 1 << 22;

    // What is kept once still takes its time in every cell.
    private const int SharedWeighs = 16;

    private readonly XlsxReader book;
    private readonly string part;
    private readonly bool inOrder;
    private readonly XmlReader xml;
    private readonly CellText texts = new();
    private readonly char[] attribute = new char[32];
    private readonly Dictionary<string, string> sharedLinks = new(StringComparer.Ordinal);
    private Cell[] cells = new Cell[16];
    private int count;
    private int row;
    private long letters;
    private bool inRows;
    private bool sorted;

    // The reader's own copies of the names: equal names are one object.
    private readonly string main = "";
    private readonly string rowName;
    private readonly string cellName;
    private readonly string valueName;
    private readonly string formulaName;
    private readonly string inlineName;
    private readonly string dataName;

    internal XlsxSheet(XlsxReader book, string name, string part, bool inOrder)
        : this(book, name, part, inOrder, book.Archive.Open(part)) { }

    /// <summary>A sheet made of a part by other means, opened already.</summary>
    internal XlsxSheet(XlsxReader book, string name, string part, bool inOrder, XmlReader opened)
        : base(book.File, name)
    {
        this.book = book;
        this.part = part;
        this.inOrder = inOrder;
        xml = opened;
        rowName = xml.NameTable.Add("row");
        cellName = xml.NameTable.Add("c");
        valueName = xml.NameTable.Add("v");
        formulaName = xml.NameTable.Add("f");
        inlineName = xml.NameTable.Add("is");
        dataName = xml.NameTable.Add("sheetData");
        var isRoot = true;
        while (Next())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (isRoot)
                (main, isRoot) = (xml.NamespaceURI, false);
            if (!Is(dataName))
                continue;
            inRows = !xml.IsEmptyElement;
            break;
        }
        if (!inRows)
            ReadTail();
    }

    public override int Row => row;

    public override int Width => count == 0 ? 0 : cells[count - 1].Column + 1;

    public override bool Read()
    {
        while (inRows)
        {
            if (!Next())
                throw book.Damaged($"часть {part} обрывается");
            if (xml.NodeType == XmlNodeType.EndElement && Is(dataName))
            {
                inRows = false;
                count = 0;
                ReadTail();
            }
            else if (xml.NodeType == XmlNodeType.Element && Is(rowName))
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

    public override bool HasFormula(int column) => Find(column, out var cell) && cell.HasFormula;

    public override bool IsUncomputed(int column) => Find(column, out var cell) && cell.HasFormula && cell.Kind == CellKind.Empty;

    protected override void Close() => xml.Dispose();

    private readonly record struct Cell(int Column, CellKind Kind, int Start, int Length, int Shared, bool HasFormula);

    private bool Next() => book.Archive.Next(xml, part);

    private bool Is(string name) => ReferenceEquals(xml.LocalName, name) && ReferenceEquals(xml.NamespaceURI, main);

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
        (count, sorted) = (0, true);
        texts.Cut(0);
        var (empty, before, stated) = (xml.IsEmptyElement, row, false);
        row++;
        while (xml.MoveToNextAttribute())
            if (xml.LocalName == "r" && xml.Prefix.Length == 0)
            {
                var written = Attribute();
                if (!int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out row) || row is < 1 or > LastRow)
                    throw book.Damaged($"на листе «{SheetName}» номер строки «{written}»");
                stated = true;
            }
        if (empty)
        {
            RequireOrder(before);
            return;
        }
        var column = 0;
        while (Next())
        {
            if (xml.NodeType == XmlNodeType.EndElement && Is(rowName))
                break;
            if (xml.NodeType == XmlNodeType.Element && Is(cellName))
            {
                column = ReadCell(column, ref stated) + 1;
                if (texts.Length > MostInRow)
                    throw WorkbookReader.Refusal(
                        PlaceOf(CellRange.Name(row, 1)),
                        $"в строке больше {MostInRow / 1_000_000} млн знаков",
                        "разделите её"
                    );
            }
        }
        RequireOrder(before);
        if (!sorted)
            Sort();
    }

    private void RequireOrder(int before)
    {
        if (inOrder && row <= before)
            throw book.Damaged($"на листе «{SheetName}» строка {row} стоит после строки {before}");
    }

    private void Sort()
    {
        Array.Sort(cells, 0, count, Comparer<Cell>.Create((one, other) => one.Column.CompareTo(other.Column)));
        for (var at = 1; at < count; at++)
            if (cells[at].Column == cells[at - 1].Column)
                throw book.Damaged($"ячейка {SheetName}!{CellRange.Name(row, cells[at].Column + 1)} стоит дважды");
    }

    /// <summary>Reads a cell and gives its column; <paramref name="column"/> is where it stands if it does not say.</summary>
    private int ReadCell(int column, ref bool rowStated)
    {
        var empty = xml.IsEmptyElement;
        var style = 0;
        var type = CellType.Number;
        while (xml.MoveToNextAttribute())
        {
            if (xml.Prefix.Length > 0 || xml.LocalName is not ("r" or "s" or "t"))
                continue;
            var value = Attribute();
            if (xml.LocalName == "r")
                column = ColumnOf(value, ref rowStated);
            else if (xml.LocalName == "s")
                _ = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out style);
            else
                type = TypeOf(value);
        }
        if (column >= LastColumn)
            throw book.Damaged($"на листе «{SheetName}» больше {LastColumn} столбцов");
        if (empty)
            return column;

        var (value0, inline) = ((Start: texts.Length, Length: -1), (Start: texts.Length, Length: -1));
        var (hasFormula, inValue) = (false, false);
        var depth = xml.NodeType == XmlNodeType.Attribute ? xml.Depth - 1 : xml.Depth;
        while (Next() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                inValue = false;
                if (!ReferenceEquals(xml.NamespaceURI, main))
                    continue;
                if (ReferenceEquals(xml.LocalName, valueName) && value0.Length < 0)
                {
                    inValue = !xml.IsEmptyElement;
                    value0 = (texts.Length, 0);
                }
                else if (ReferenceEquals(xml.LocalName, formulaName))
                {
                    hasFormula = true;
                    ReadFormula(column);
                }
                else if (ReferenceEquals(xml.LocalName, inlineName) && inline.Length < 0)
                {
                    inline.Start = texts.Length;
                    texts.AppendItem(xml, book.Archive, part);
                    inline.Length = texts.Length - inline.Start;
                }
            }
            else if (xml.NodeType == XmlNodeType.EndElement)
            {
                inValue = false;
            }
            else if (inValue)
            {
                texts.AppendValue(xml, book.Archive, part, value0.Start);
                value0.Length = texts.Length - value0.Start;
            }
        }
        // A program may leave the number of a text beside the text itself.
        if (type == CellType.Inline ? inline.Length >= 0 : value0.Length < 0 && inline.Length >= 0)
            Keep(column, CellType.Inline, style, inline, hasFormula);
        else
            Keep(column, type, style, (value0.Start, Math.Max(value0.Length, 0)), hasFormula);
        return column;
    }

    // What HYPERLINK() leads to stands in its formula alone.
    private void ReadFormula(int column)
    {
        var shared = xml.GetAttribute("t") == "shared" ? xml.GetAttribute("si") : null;
        var start = texts.Length;
        if (!xml.IsEmptyElement)
        {
            var depth = xml.Depth;
            while (Next() && xml.Depth > depth)
                if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
                    texts.AppendValue(xml, book.Archive, part, start);
        }
        var formula = texts.Slice(start, Math.Min(texts.Length - start, LongestFormula)).Trim();
        var target = LinkFormula.TargetOf(formula);
        if (shared is not null && target is null && formula.IsEmpty)
            target = sharedLinks.GetValueOrDefault(shared);
        else if (shared is not null && target is not null && sharedLinks.Count < LongestFormula)
            sharedLinks[shared] = target;
        texts.Cut(start);
        if (target is not null)
            Link(new(row, column + 1, row, column + 1), target);
    }

    private void Keep(int column, CellType type, int style, (int Start, int Length) written, bool hasFormula)
    {
        if (type == CellType.Formula && texts.Length == written.Start + written.Length)
        {
            texts.Unescape(written.Start);
            written.Length = texts.Length - written.Start;
        }
        var (from, length) = texts.Trimmed(written.Start, written.Length);
        var shared = -1;
        var kind = CellKind.Text;
        var text = texts.Slice(from, length);
        if (CleanText.IsBlank(text))
        {
            // The text «» computed by a formula is an empty cell; a formula without any value is not.
            if (!hasFormula || type == CellType.Formula)
                return;
            kind = CellKind.Empty;
        }
        else if (length > TextStore.LongestText)
        {
            throw TextStore.TooLong(PlaceOf(CellRange.Name(row, column + 1)));
        }
        else if (type == CellType.Shared)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out shared) || shared >= book.Strings.Count)
                throw book.Damaged($"у ячейки {SheetName}!{CellRange.Name(row, column + 1)} нет её текста");
            length = book.Strings[shared].Length;
            if (CleanText.IsBlank(book.Strings[shared]))
                return;
        }
        else if (type == CellType.Boolean)
        {
            (from, length) = Replace(CellWords.Of(text is "1" or "true"));
            kind = CellKind.Boolean;
        }
        else if (type == CellType.Error)
        {
            kind = CellKind.Error;
        }
        else if (type == CellType.Date)
        {
            kind = CellKind.Date;
            if (
                DateTime.TryParse(
                    text,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.RoundtripKind | DateTimeStyles.NoCurrentDateDefault,
                    out var date
                )
            )
                (from, length) = Replace(CellWords.Of(date));
        }
        else if (type == CellType.Number)
        {
            kind = CellKind.Number;
            var shows = style < book.Styles.Length ? book.Styles[style] : NumberKind.Plain;
            if (shows != NumberKind.Plain || length > 15 || text.ContainsAnyExceptInRange('0', '9'))
            {
                if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
                    throw book.Damaged(
                        $"в ячейке {SheetName}!{CellRange.Name(row, column + 1)} вместо числа «{text[..Math.Min(length, 20)]}»"
                    );
                if (shows == NumberKind.Date)
                    kind = CellKind.Date;
                if (shows != NumberKind.Plain || length > 15)
                    (from, length) = Replace(CellWords.Of(number, shows, book.Since1904));
            }
        }
        letters += shared >= 0 && book.KeepsOnce ? length / SharedWeighs : length;
        if (letters > TextStore.MostLetters)
            throw TextStore.TooMuch(PlaceOf(CellRange.Name(row, column + 1)), TextStore.InWords);
        if (count == cells.Length)
            Array.Resize(ref cells, count * 2);
        if (count == LastColumn)
            throw book.Damaged($"на листе «{SheetName}» в строке {row} ячейки стоят дважды");
        sorted &= count == 0 || cells[count - 1].Column < column;
        cells[count++] = new Cell(column, kind, from, length, shared, hasFormula);
    }

    private (int Start, int Length) Replace(ReadOnlySpan<char> text)
    {
        var start = texts.Length;
        texts.Append(text);
        return (start, text.Length);
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
    private ReadOnlySpan<char> Attribute() => attribute.AsSpan(0, book.Archive.Value(xml, part, attribute, 0));

    /// <summary>The column of «B5», from 0; the row it names must be the one it stands in.</summary>
    private int ColumnOf(ReadOnlySpan<char> address, ref bool rowStated)
    {
        var column = CellRange.ColumnOf(address, out var number);
        if (column <= 0 || number <= 0)
            throw book.Damaged($"на листе «{SheetName}» в строке {row} адрес ячейки «{address}»");
        if (!rowStated)
            (row, rowStated) = (number, true);
        if (number != row)
            throw book.Damaged($"ячейка {SheetName}!{address} стоит в строке {row}");
        return Math.Min(column - 1, LastColumn);
    }

    private void ReadTail()
    {
        Dictionary<string, string>? targets = null;
        while (Next())
        {
            if (xml.NodeType != XmlNodeType.Element || !ReferenceEquals(xml.NamespaceURI, main))
                continue;
            if (xml.LocalName == "mergeCell" && CellRange.Of(xml.GetAttribute("ref")) is { } merged)
                Merge(merged);
            if (xml.LocalName != "hyperlink" || CellRange.Of(xml.GetAttribute("ref")) is not { } range)
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
                Link(range, target);
        }
    }
}
