using System.Buffers.Binary;
using System.Text;

namespace Orientir.Core.Office;

/// <summary>
/// What ExcelDataReader does not tell of an .xls workbook, by sheet: links (HLINK, MS-XLS 2.4.140 and MS-OSHARED 2.3.7), and errors of
/// formulas (BOOLERR and FORMULA, MS-XLS 2.4.24 and 2.4.127), which it takes for empty cells.
/// </summary>
internal sealed class XlsRecords
{
    private const int BoundSheet = 0x85;
    private const int HyperLink = 0x1B8;
    private const int BoolErr = 0x205;
    private const int Formula = 0x06;
    private const int EndOfSheet = 0x0A;
    private const int MostLinks = 65_530;
    private const int LongestAddress = 4096;

    private static ReadOnlySpan<byte> UrlMoniker =>
        [0xE0, 0xC9, 0xEA, 0x79, 0xF9, 0xBA, 0xCE, 0x11, 0x8C, 0x82, 0x00, 0xAA, 0x00, 0x4B, 0xA9, 0x0B];

    private readonly byte[] workbook;
    private readonly List<int> starts = [];

    public XlsRecords(byte[] workbook)
    {
        this.workbook = workbook;
        Walk(
            0,
            (kind, record) =>
            {
                // Of worksheets alone; a chart and a macro are sheets too.
                if (kind == BoundSheet && record.Length >= 8 && (record[5] & 0x0F) == 0)
                    starts.Add(BinaryPrimitives.ReadInt32LittleEndian(record));
            }
        );
        // Before Excel 5 a file was a sheet.
        if (starts.Count == 0)
            starts.Add(0);
    }

    /// <summary>Of a sheet, by its place among the worksheets: its links, and the errors by row and column from 0.</summary>
    public (List<CellLink> Links, Dictionary<(int Row, int Column), string> Errors) Of(int sheet)
    {
        var (links, errors) = (new List<CellLink>(), new Dictionary<(int, int), string>());
        if (sheet < starts.Count)
            Walk(
                starts[sheet],
                (kind, record) =>
                {
                    if (kind == HyperLink && links.Count < MostLinks && LinkOf(record) is { } link)
                        links.Add(link);
                    else if (kind == BoolErr && record.Length >= 8 && record[7] == 1)
                        errors[(Short(record, 0), Short(record, 2))] = ErrorOf(record[6]);
                    else if (
                        kind is Formula or 0x206 or 0x406
                        && record.Length >= 14
                        && record[6] == 2
                        && record[12] == 0xFF
                        && record[13] == 0xFF
                    )
                        errors[(Short(record, 0), Short(record, 2))] = ErrorOf(record[8]);
                }
            );
        return (links, errors);
    }

    private delegate void Take(int kind, ReadOnlySpan<byte> record);

    // The records of a part of the stream, which its own end closes: charts within a sheet have theirs.
    private void Walk(int at, Take take)
    {
        var depth = 0;
        while (at >= 0 && at <= workbook.Length - 4)
        {
            var (kind, length) = (Short(workbook, at), Short(workbook, at + 2));
            if (length > workbook.Length - at - 4)
                break;
            if ((kind & 0xFF) == 0x09)
                depth++;
            if (kind == EndOfSheet && --depth <= 0)
                break;
            if (depth == 1)
                take(kind, workbook.AsSpan(at + 4, length));
            at += 4 + length;
        }
    }

    private static string ErrorOf(byte code) =>
        code switch
        {
            0x00 => "#NULL!",
            0x07 => "#DIV/0!",
            0x0F => "#VALUE!",
            0x17 => "#REF!",
            0x1D => "#NAME?",
            0x24 => "#NUM!",
            _ => "#N/A",
        };

    private static CellLink? LinkOf(ReadOnlySpan<byte> record)
    {
        if (record.Length < 32)
            return null;
        var range = new CellRange(Short(record, 0) + 1, Short(record, 4) + 1, Short(record, 2) + 1, Short(record, 6) + 1);
        if (range.LastRow < range.FirstRow || range.LastColumn < range.FirstColumn)
            return null;
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(record[28..]);
        var rest = record[32..];
        if ((flags & 0x10) != 0)
            Text(ref rest); // what is shown
        if ((flags & 0x80) != 0)
            Text(ref rest); // the frame
        string? target = null;
        if ((flags & 0x01) != 0 && (flags & 0x100) != 0)
            target = Text(ref rest);
        else if ((flags & 0x01) != 0)
        {
            if (rest.Length < 20 || !rest.StartsWith(UrlMoniker))
                return null; // a file on somebody's own disk
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[16..]);
            rest = rest[20..];
            if (length > LongestAddress * 2 || length > rest.Length)
                return null;
            var text = Encoding.Unicode.GetString(rest[..(int)length]);
            target = text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var end ? text[..end] : text;
            rest = rest[(int)length..];
        }
        var place = (flags & 0x08) != 0 ? Text(ref rest) : null;
        target =
            target is null ? "#" + place
            : place is null ? target
            : $"{target}#{place}";
        return target.Length > 1 ? new(range, target) : null;
    }

    private static int Short(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt16LittleEndian(record[at..]);

    // A count of letters, the last of them zero, and the letters.
    private static string? Text(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 4)
            return null;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest) * 2L;
        if (length > LongestAddress * 2 || length > rest.Length - 4)
        {
            rest = default;
            return null;
        }
        var text = Encoding.Unicode.GetString(rest.Slice(4, (int)length)).TrimEnd('\0');
        rest = rest[(4 + (int)length)..];
        return text;
    }
}
