using System.Buffers.Binary;
using Orientir.Core.Office;

namespace Orientir.Core.Tests.Office;

/// <summary>Workbooks .xls of a few kilobytes whose records stand for more than any memory holds.</summary>
public class XlsReaderTests
{
    private const long MostMemory = 300L << 20;

    [Fact]
    public void Read_RecordsThatAgree_GivesTheCells() =>
        Cells(Book(1, null, Dimensions(2), Number(0, 1, 7), Many(1, 2, 2))).ShouldBe(["7", "0", "0"]);

    [Fact]
    public void Read_NumbersOfOneRecordFurthestToTheRight_LosesNone()
    {
        // Of several sheets, so that the places of those behind move.
        Cells(Book(3, null, Dimensions(3), Number(0, 1, 7), Many(1, 2, 5), Many(2, 0, 1))).Count.ShouldBe(3 * 7);
        Cells(Book(2, null, Dimensions(1), Many(0, 4, 1))).Count.ShouldBe(2);
    }

    [Fact]
    public void Read_RowsBeyondASheet_IsRefused() =>
        Fault(Book(1, null, Dimensions(0x3333_3333), Number(0, 0, 7))).ShouldContain("на листе «Л» больше 65 536 строк");

    [Fact]
    public void Read_SheetsOfEmptyRows_IsRefused() =>
        Fault(Book(40, null, Dimensions(65_536), Number(65_535, 0, 7))).ShouldContain("в книге больше 17 млн ячеек, хотя бы и пустых");

    [Fact]
    public void Read_ColumnsBeyondASheet_IsRefused() =>
        Fault(Book(1, null, Dimensions(1), Number(0, 300, 7))).ShouldContain("на листе «Л» больше 256 столбцов");

    [Fact]
    public void Read_RecordShorterThanItsCells_IsRefused() =>
        Fault(Book(1, null, [Dimensions(1), .. Enumerable.Repeat(Record(0xBD, Words(0, 0, 0, 0, 0, 255)), 1000)]))
            .ShouldContain("запись о ячейках короче, чем ячеек в ней");

    [Fact]
    public void Read_SheetsInOnePlace_IsRefused()
    {
        var book = Book(2, null, Dimensions(1), Number(0, 0, 7));
        // The second list entry is given the place of the first.
        var first = 20 + 4;
        BinaryPrimitives.ReadInt32LittleEndian(book.AsSpan(first)).ShouldBeGreaterThan(0);
        book.AsSpan(first, 4).CopyTo(book.AsSpan(first + SheetEntry, 4));
        Fault(book).ShouldContain("два листа начинаются в одном месте");
    }

    [Fact]
    public void Read_SheetWhereNoneBegins_IsRefused()
    {
        var book = Book(1, null, Dimensions(1), Number(0, 0, 7));
        book[20 + 4]++;
        Fault(book).ShouldContain("лист начинается не там, где сказано");
    }

    [Fact]
    public void Read_TextsWithoutEnd_IsRefused()
    {
        var texts = new byte[8 + 6000];
        BinaryPrimitives.WriteInt32LittleEndian(texts.AsSpan(4), int.MaxValue);
        Fault(Book(1, Record(0xFC, texts), Dimensions(1), Number(0, 0, 7))).ShouldContain("в книге больше 500 тысяч разных текстов");
    }

    [Fact]
    public void Read_ColumnWidthsWithoutEnd_IsRefused() =>
        Fault(Book(1, null, [Dimensions(1), .. Enumerable.Repeat(Record(0x7D, []), 200_000)])).ShouldContain("в книге больше 200 тысяч");

    [Fact]
    public void Read_Encrypted_IsRefusedAsLocked() =>
        Fault(Book(1, [.. Record(0x2F, new byte[6]), .. Record(0xFC, [.. Enumerable.Repeat((byte)0xA5, 8)])], Dimensions(1)))
            .ShouldContain("книга под паролем");

    private const int SheetEntry = 4 + 6 + 2 + 2;

    // Globals with the list of sheets, and so many sheets alike, all called «Л».
    private static byte[] Book(int sheets, byte[]? shared, params byte[][] records)
    {
        byte[] sheet = [.. Begin(0x10), .. records.SelectMany(record => record), .. Record(0x0A, [])];
        var ahead = 20 + sheets * SheetEntry + (shared?.Length ?? 0) + 4;
        var list = Enumerable
            .Range(0, sheets)
            .SelectMany(index =>
            {
                var entry = new byte[SheetEntry - 4];
                BinaryPrimitives.WriteInt32LittleEndian(entry, ahead + index * sheet.Length);
                (entry[6], entry[7]) = (1, 1);
                BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(8), 'Л');
                return Record(0x85, entry);
            });
        return [.. Begin(0x05), .. list, .. shared ?? [], .. Record(0x0A, []), .. Enumerable.Repeat(sheet, sheets).SelectMany(one => one)];
    }

    private static byte[] Begin(ushort kind) => Record(0x809, Words(0x600, kind, 0, 0, 0, 0, 0, 0));

    private static byte[] Dimensions(uint rows)
    {
        var record = new byte[14];
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), rows);
        record[10] = 1;
        return Record(0x200, record);
    }

    private static byte[] Number(ushort row, ushort column, double value) =>
        Record(0x203, [.. Words(row, column, 0), .. BitConverter.GetBytes(value)]);

    private static byte[] Many(ushort row, ushort first, ushort count) =>
        Record(0xBD, [.. Words(row, first), .. new byte[count * 6], .. Words((ushort)(first + count - 1))]);

    private static byte[] Words(params ushort[] words) => [.. words.SelectMany(BitConverter.GetBytes)];

    private static byte[] Record(ushort kind, byte[] content) => [.. Words(kind, (ushort)content.Length), .. content];

    private static List<string> Cells(byte[] content)
    {
        var cells = new List<string>();
        using var book = WorkbookReader.Open(content, "f.xls");
        for (var index = 0; index < book.SheetNames.Count; index++)
        {
            using var sheet = book.Sheet(index);
            while (sheet.Read())
                for (var column = 0; column < sheet.Width; column++)
                    if (sheet.Kind(column) != CellKind.Empty)
                        cells.Add(sheet.Text(column).ToString());
        }
        return cells;
    }

    private static string Fault(byte[] content)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Should.Throw<InputException>(() => Cells(content)).Errors.ShouldHaveSingleItem();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostMemory);
        return string.Concat($"{error}".Select(letter => char.IsWhiteSpace(letter) ? ' ' : letter));
    }
}
