using System.Text;

namespace Orientir.Core.Office;

/// <summary>
/// Reads the one sheet of an .xlsx workbook as columns of distinct cells. A sheet of marks says the same few thousand cells over and over,
/// so its markup is only split into cells here, and a sheet in which each distinct cell stands once, in a row of its own between what
/// stands before and after the rows, is given to <see cref="XlsxSheet"/>: what a cell holds is its matter alone, and so are faults of the
/// markup. Whatever is not plain gives null: who reads the sheet row by row tells the faults.
/// </summary>
internal sealed class PlainSheet
{
    private const int LongestRow = 1 << 22;
    private const int MostColumns = 64;
    private const int MostCells = 1 << 24;
    private const int MostMarkup = 1 << 24;

    private readonly XlsxReader book;
    private readonly string part;
    private readonly DistinctSpellings rowStarts = new();
    private readonly List<Column> columns = [];
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private readonly CancellationToken cancel;
    private int row;
    private int rows;
    private long markup;

    private PlainSheet(XlsxReader book, CancellationToken cancel) => (this.book, part, this.cancel) = (book, book.PartOf(0), cancel);

    /// <summary>Reads the only sheet of a workbook; null where it has more of them, or the sheet is not plain.</summary>
    public static PlainTable? Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancel = default)
    {
        if (!content.Span.StartsWith("PK"u8))
            return null;
        try
        {
            using var archive = new BookArchive(content, file, WorkbookReader.Unpacked);
            if (OdsReader.IsOne(archive))
                return null;
            using var opened = new XlsxReader(archive);
            var isOnly = opened.SheetNames is [var name] && !HeaderRow.Guides.Contains(name, StringComparer.OrdinalIgnoreCase);
            return isOnly && archive.Has(opened.PartOf(0)) ? new PlainSheet(opened, cancel).Read() : null;
        }
        catch (InputException)
        {
            return null; // told by who reads it in full
        }
    }

    private PlainTable? Read()
    {
        using var bytes = book.Archive.Bytes(part);
        while (Rest.IndexOf("<sheetData>"u8) < 0)
            if (!Fill(bytes))
                return null;
        var head = Take(Rest.IndexOf("<sheetData>"u8) + "<sheetData>"u8.Length).ToArray();
        while (!Rest.StartsWith("</sheetData>"u8))
            if (Rest.StartsWith("<row "u8) && Rest.IndexOf("</row>"u8) is >= 0 and var length)
            {
                cancel.ThrowIfCancellationRequested();
                if (!ReadRow(Take(length)))
                    return null;
                Take("</row>"u8.Length);
            }
            else if (!Fill(bytes))
            {
                return null;
            }
        while (Fill(bytes)) { }
        var isWhole = end < buffer.Length;
        return isWhole && IsPlain(head, Rest) ? TableOf(Meanings(head, Rest)) : null;
    }

    private ReadOnlySpan<byte> Rest => buffer.AsSpan(start, end - start);

    private ReadOnlySpan<byte> Take(int length)
    {
        start += length;
        return buffer.AsSpan(start - length, length);
    }

    /// <summary>Reads more of the part; false at its end, or where the buffer would become too long.</summary>
    private bool Fill(Stream bytes)
    {
        if (start > 0)
        {
            Rest.CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (end == buffer.Length)
        {
            if (end >= LongestRow)
                return false;
            Array.Resize(ref buffer, end * 2);
        }
        var read = book.Archive.Piece(bytes, part, buffer.AsSpan(end));
        end += read;
        return read > 0;
    }

    // A row up to its end tag, and before it rows that are an empty element.
    private bool ReadRow(ReadOnlySpan<byte> rest)
    {
        bool isEmpty;
        do
        {
            if (!Skip(ref rest, "<row r=\""u8) || Number(ref rest) is var number && number <= row || number > SheetReader.LastRow)
                return false;
            row = number;
            var tag = rest.IndexOf((byte)'>') + 1;
            if (tag < 2)
                return false;
            NumberOf(rowStarts, rest[..tag]);
            isEmpty = rest[tag - 2] == (byte)'/';
            rest = rest[tag..];
        } while (isEmpty);
        var last = -1;
        while (!rest.IsEmpty)
        {
            if (!Skip(ref rest, "<c r=\""u8) || Letters(ref rest) is var column && column <= last || Number(ref rest) != row)
                return false;
            var cell = rest.IndexOf((byte)'>') + 1;
            if (cell < 2)
                return false;
            if (rest[cell - 2] != (byte)'/')
            {
                if (rest.IndexOf("</c>"u8) is var close && close < 0)
                    return false;
                cell = close + "</c>"u8.Length;
            }
            if (!Add(column, rest[..cell]))
                return false;
            rest = rest[cell..];
            last = column;
        }
        rows++;
        return markup <= MostMarkup;
    }

    private bool Add(int column, ReadOnlySpan<byte> cell)
    {
        if (column >= MostColumns || (rows + 1L) * Math.Max(column + 1, columns.Count) > MostCells)
            return false;
        while (columns.Count <= column)
            columns.Add(new());
        columns[column].Put(rows, NumberOf(columns[column].Cells, cell));
        return true;
    }

    private int NumberOf(DistinctSpellings known, ReadOnlySpan<byte> spelling)
    {
        var (before, number) = (known.Count, known.NumberOf(spelling));
        if (known.Count > before)
            markup += spelling.Length;
        return number;
    }

    private static bool Skip(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> expected)
    {
        if (!rest.StartsWith(expected))
            return false;
        rest = rest[expected.Length..];
        return true;
    }

    // 0 where there is none; a longer one is no row.
    private static int Number(ref ReadOnlySpan<byte> rest)
    {
        var (number, at) = (0, 0);
        for (; at < rest.Length && at < 8 && rest[at] is >= (byte)'0' and <= (byte)'9'; at++)
            number = number * 10 + (rest[at] - '0');
        rest = rest[at..];
        return number;
    }

    // The column of «B», from 0; −1 where there is none.
    private static int Letters(ref ReadOnlySpan<byte> rest)
    {
        var (column, at) = (0, 0);
        for (; at < rest.Length && at < 4 && rest[at] is >= (byte)'A' and <= (byte)'Z'; at++)
            column = column * 26 + (rest[at] - 'A' + 1);
        rest = rest[at..];
        return column - 1;
    }

    // Where markup is hidden in a comment or in CDATA, what was split need not be cells.
    private bool IsPlain(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        if (
            head.IndexOf("<!"u8) >= 0
            || head.LastIndexOf("<?"u8) > 3
            || IsHidden(tail)
            || tail.Count("<row"u8) > tail.Count("<rowBreaks"u8)
        )
            return false;
        foreach (var known in columns.Select(column => column.Cells).Append(rowStarts))
            for (var number = 0; number < known.Count; number++)
                if (IsHidden(known.SpellingOf(number)))
                    return false;
        return true;
    }

    private static bool IsHidden(ReadOnlySpan<byte> markup) => markup.IndexOf("<!"u8) >= 0 || markup.IndexOf("<?"u8) >= 0;

    /// <summary>The text of each distinct cell, column by column; null where one holds what no text or number is.</summary>
    private Meaning[]? Meanings(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        using var sheet = new XlsxSheet(book, book.SheetNames[0], part, inOrder: true, book.Archive.Open(part, Condensed(head, tail)));
        var meanings = new Meaning[columns.Sum(column => column.Cells.Count)];
        while (sheet.Read())
        {
            var (text, kind) = (sheet.Text(0).ToString(), sheet.Kind(0));
            if (kind is not (CellKind.Text or CellKind.Number) || sheet.Width > 1 || CellFault.HasLost(text))
                return null;
            meanings[sheet.Row - 1] = new(text, kind == CellKind.Number);
        }
        return sheet.Merged.Count == 0 ? meanings : null;
    }

    private MemoryStream Condensed(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        var (sheet, number) = (new MemoryStream(), 0);
        sheet.Write(head);
        foreach (var cells in columns.Select(column => column.Cells))
            for (var cell = 0; cell < cells.Count; cell++)
            {
                var name = ++number;
                sheet.Write(Encoding.ASCII.GetBytes($"<row r=\"{name}\"><c r=\"A{name}"));
                sheet.Write(cells.SpellingOf(cell));
                sheet.Write("</row>"u8);
            }
        for (var tag = 0; tag < rowStarts.Count; tag++)
        {
            sheet.Write(Encoding.ASCII.GetBytes($"<row r=\"{++number}"));
            sheet.Write(rowStarts.SpellingOf(tag));
            if (rowStarts.SpellingOf(tag)[^2] != (byte)'/')
                sheet.Write("</row>"u8);
        }
        sheet.Write(tail);
        sheet.Position = 0;
        return sheet;
    }

    private PlainTable? TableOf(Meaning[]? meanings)
    {
        if (meanings is null)
            return null;
        var first = 0;
        foreach (var column in columns)
        {
            column.Meanings = meanings.AsMemory(first, column.Cells.Count);
            first += column.Cells.Count;
        }
        var filled = Enumerable.Range(0, rows).Where(at => columns.Exists(column => column.At(at).Text is { Length: > 0 })).ToList();
        if (filled.Count == 0)
            return null;
        var header = columns.ConvertAll(column => column.At(filled[0]).Text ?? "");
        var width = header.FindLastIndex(name => name.Length > 0) + 1;
        filled.RemoveAt(0);
        var numbers = new HashSet<int>();
        var (texts, numbered) = (new List<string>[width], new int[width][]);
        for (var column = 0; column < columns.Count; column++)
        {
            var (distinct, ofRows) = columns[column].Of(filled, out var hasNumbers);
            if (column >= width)
            {
                if (distinct.Exists(text => text.Length > 0))
                    return null; // in a column without a name
                continue;
            }
            (texts[column], numbered[column]) = (distinct, ofRows);
            if (hasNumbers)
                numbers.Add(column);
        }
        return new(header[..width], texts, numbered, numbers);
    }

    /// <summary>What a cell holds; without a text where it is empty.</summary>
    private readonly record struct Meaning(string? Text, bool IsNumber);

    /// <summary>The cells of a column: for each row the number of its distinct cell from 1 on, 0 where it has none.</summary>
    private sealed class Column
    {
        private int[] cells = [];

        public DistinctSpellings Cells { get; } = new();

        public ReadOnlyMemory<Meaning> Meanings { get; set; }

        public void Put(int row, int cell)
        {
            if (row >= cells.Length)
                Array.Resize(ref cells, Math.Max(row + 1, cells.Length * 2));
            cells[row] = cell + 1;
        }

        public Meaning At(int row) => row < cells.Length && cells[row] > 0 ? Meanings.Span[cells[row] - 1] : default;

        /// <summary>The distinct texts of some rows in the order they first appear, and the number of the text in each row.</summary>
        public (List<string> Texts, int[] Rows) Of(List<int> some, out bool hasNumbers)
        {
            var (texts, numbers, numberOf) = (new List<string>(), new int[some.Count], new int[Cells.Count + 1]);
            hasNumbers = false;
            for (var at = 0; at < numbers.Length; at++)
            {
                var cell = some[at] < cells.Length ? cells[some[at]] : 0;
                if (numberOf[cell] == 0)
                {
                    var meaning = At(some[at]);
                    texts.Add(meaning.Text ?? "");
                    hasNumbers |= meaning.IsNumber;
                    numberOf[cell] = texts.Count;
                }
                numbers[at] = numberOf[cell] - 1;
            }
            return (texts, numbers);
        }
    }
}
