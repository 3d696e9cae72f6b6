using System.Buffers.Binary;

namespace Orientir.Core.Office;

/// <summary>
/// Walks the records of an .xls workbook (MS-XLS 2.1.4) before a reader is let loose on them, and refuses what would make it hold more
/// than the file has: a few bytes can stand for two billion rows, a record of six for 65,536 cells, a list of sheets for one sheet a
/// million times. ExcelDataReader 3.6 takes a sheet to end where a record of many numbers begins and loses its cells beyond (mended in
/// 3.7, which is not served): the last of them gets a record of its own.
/// </summary>
internal sealed class XlsProof
{
    /// <summary>Rows of a sheet of Excel 97 and later; those before had 16,384.</summary>
    public const int MostRows = 65_536;

    /// <summary>Columns of a sheet.</summary>
    public const int MostColumns = 256;

    // A reader keeps every one of them: formats, fonts, widths of columns, names of sheets, merged cells.
    private const int MostKept = 200_000;

    // A reader makes an object of each, of an empty one too.
    private const int MostTexts = 500_000;

    // Rows out of order are read together, by ExcelDataReader too; the limit is that of .xlsx.
    private const int LargestOutOfOrder = 4 << 20;

    private const int EndOfPart = 0x0A;
    private const int Encryption = 0x2F;
    private const int BoundSheet = 0x85;
    private const int SharedTexts = 0xFC;
    private const int MergedCells = 0xE5;
    private const int ManyNumbers = 0xBD;
    private const int OneNumber = 0x27E;

    // By version of Excel: BOF; widths of columns, XF, FONT, FORMAT; cells with a value; cells without.
    private static readonly HashSet<int> Begins = [0x09, 0x209, 0x409, 0x809];
    private static readonly HashSet<int> Formats = [0x7D, 0xE0, 0x43, 0x243, 0x443, 0x31, 0x231, 0x1E, 0x41E];
    private static readonly HashSet<int> Valued =
    [
        .. new[] { 0x02, 0x03, 0x04, 0x05, 0x06, 0xD6, 0xFD },
        .. new[] { 0x202, 0x203, 0x204, 0x205, 0x206, 0x406, OneNumber },
    ];
    private static readonly HashSet<int> Blank = [0x01, 0x201, 0xBE];

    private readonly byte[] workbook;
    private readonly HashSet<int> parts = [];
    private readonly Dictionary<int, int> sheets = [];
    private readonly List<int> cutOff = [];
    private long kept;

    // Of the part that is walked: the last row and how many cells it has, where its cells end, where its records of many numbers do.
    private int row;
    private int cells;
    private int width;
    private (int Width, int At) many;

    private XlsProof(byte[] workbook) => this.workbook = workbook;

    /// <summary>Whether its records are encrypted.</summary>
    public bool IsEncrypted { get; private set; }

    /// <summary>The workbook, for a reader.</summary>
    public byte[] Workbook => cutOff.Count == 0 ? workbook : Split();

    /// <summary>Walks the records of a workbook.</summary>
    /// <exception cref="InvalidDataException">What is wrong with them, in words.</exception>
    public static XlsProof Of(byte[] workbook)
    {
        var proof = new XlsProof(workbook);
        proof.Walk();
        return proof;
    }

    private void Walk()
    {
        for (var at = 0; at <= workbook.Length - 4; )
        {
            var (kind, length) = (Word(workbook.AsSpan(at)), Word(workbook.AsSpan(at + 2)));
            if (length > workbook.Length - at - 4)
                break;
            Look(at, kind, workbook.AsSpan(at + 4, length));
            // What stands behind is no more what it says.
            if (IsEncrypted)
                return;
            at += 4 + length;
        }
        EndPart();
        // Who reads from a place where no part begins reads other records than these.
        if (!sheets.Keys.All(parts.Contains))
            throw new InvalidDataException("лист начинается не там, где сказано");
    }

    private void Look(int at, int kind, ReadOnlySpan<byte> record)
    {
        if (Begins.Contains(kind) || kind == EndOfPart)
        {
            EndPart();
            if (kind != EndOfPart)
                parts.Add(at);
        }
        else if (kind == Encryption)
            IsEncrypted = true;
        else if (kind == BoundSheet)
        {
            Keep(1);
            if (record.Length >= 8 && (record[5] & 0x0F) == 0 && !sheets.TryAdd(BinaryPrimitives.ReadInt32LittleEndian(record), at + 4))
                throw new InvalidDataException("два листа начинаются в одном месте");
        }
        else if (kind == SharedTexts)
        {
            if (record.Length >= 8 && BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) > MostTexts)
                throw new InvalidDataException($"в книге больше {MostTexts / 1000} тысяч разных текстов");
        }
        else if (kind == MergedCells)
            Keep(1 + record.Length / 8);
        else if (Formats.Contains(kind))
            Keep(1);
        else if (kind == ManyNumbers)
        {
            if (record.Length < 12)
                throw new InvalidDataException("запись о ячейках короче, чем бывает");
            var (first, last) = (Word(record[2..]), Word(record[^2..]));
            if (last < first || (last - first + 1) * 6 + 6 > record.Length)
                throw new InvalidDataException("запись о ячейках короче, чем ячеек в ней");
            Cells(record, last - first + 1);
            width = Math.Max(width, first + 1);
            if (last >= many.Width)
                many = (last + 1, at);
        }
        else if (Valued.Contains(kind) && record.Length >= 4)
        {
            Cells(record, 1);
            width = Math.Max(width, Word(record[2..]) + 1);
        }
        else if (Blank.Contains(kind) && record.Length >= 4)
            Cells(record, 1);
    }

    private void EndPart()
    {
        if (many.Width > width)
            cutOff.Add(many.At);
        (row, cells, width, many) = (0, 0, 0, default);
    }

    private void Cells(ReadOnlySpan<byte> record, int count)
    {
        var of = Word(record);
        if (of < row && workbook.Length > LargestOutOfOrder)
            throw new InvalidDataException("строки листа стоят не по порядку, а книга велика");
        (row, cells) = (of, of == row ? cells + count : count);
        if (cells > MostColumns && workbook.Length > LargestOutOfOrder)
            throw new InvalidDataException($"в строке больше {MostColumns} ячеек");
    }

    private void Keep(int more)
    {
        kept += more;
        if (kept > MostKept)
            throw new InvalidDataException($"в книге больше {MostKept / 1000} тысяч форматов, столбцов и объединений");
    }

    // A record of many numbers is row, column, numbers of six bytes, last column; of one, row, column, number.
    private byte[] Split()
    {
        using var split = new MemoryStream(workbook.Length + 16 * cutOff.Count);
        var (from, moved) = (0, new List<(int At, int By)>());
        foreach (var at in cutOff)
        {
            var length = Word(workbook.AsSpan(at + 2));
            var record = workbook.AsSpan(at + 4, length);
            split.Write(workbook.AsSpan(from, at - from));
            if (Word(record[2..]) < Word(record[^2..]))
            {
                Write(ManyNumbers, length - 6);
                split.Write(record[..^8]);
                Write(Word(record[^2..]) - 1);
            }
            Write(OneNumber, 10);
            split.Write(record[..2]);
            split.Write(record[^2..]);
            split.Write(record[^8..^2]);
            from = at + 4 + length;
            moved.Add((at, (int)split.Length - from));
        }
        split.Write(workbook.AsSpan(from));
        var bytes = split.ToArray();
        // The list of sheets stands before all sheets.
        foreach (var (start, entry) in sheets)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(entry), start + moved.FindLast(one => one.At < start).By);
        return bytes;

        void Write(params ReadOnlySpan<int> words)
        {
            foreach (var word in words)
                split.Write([(byte)word, (byte)(word >> 8)]);
        }
    }

    private static int Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
