using System.Text;
using CsvHelper;

namespace Orientir.Core.Office;

/// <summary>
/// A CSV file as Russian Excel and other programs write it: separated by semicolons, commas, tabs or bars. Fields that a row leaves out at
/// its end are empty, as Excel leaves them out; rows with more fields than the header and broken quotes are reported and passed over.
/// </summary>
internal sealed class CsvTable : TableReader, IDisposable
{
    private readonly ReadOnlyMemory<byte> utf8;
    private readonly CsvReader csv;
    private readonly char separator;
    private readonly TableFaults faults;
    private char[] buffer = new char[1024];
    private (int Start, int Length)[] fields = new (int, int)[8];
    private int width;
    private int headerWidth = -1;
    private bool broken;
    private bool tooWide;
    private (int Record, int Column, int Offset) placed = (-1, 0, 0);

    /// <summary>What may part fields, the likeliest first.</summary>
    public static readonly char[] Separators = [';', ',', '\t', '|'];

    public CsvTable(ReadOnlyMemory<byte> utf8, string file, TableFaults faults, char separator, bool doubted = true)
        : base(file)
    {
        this.faults = faults;
        this.utf8 = utf8;
        this.separator = separator;
        IsDoubted = doubted;
        csv = CsvReader.Create(
            utf8,
            new()
            {
                Separator = separator,
                HasHeader = false,
                TrackLineNumbers = true,
                OnMalformedRecord = ReportMalformed,
            }
        );
    }

    /// <summary>The separator of the first line, for a file whose header says nothing.</summary>
    public static char LikelySeparator(ReadOnlySpan<byte> utf8)
    {
        var line = utf8.TrimStart("\r\n"u8);
        var end = line.IndexOfAny((byte)'\n', (byte)'\r');
        if (end >= 0)
            line = line[..end];
        return line.Contains((byte)';') ? ';'
            : line.Contains((byte)'\t') ? '\t'
            : ',';
    }

    public override bool IsDoubted { get; }

    public override void BeginRows()
    {
        headerWidth = Width;
        while (headerWidth > 1 && fields[headerWidth - 1].Length == 0)
            headerWidth--;
    }

    public override int Row => (int)csv.LineNumber;

    public override int ExpectedRows => utf8.Span.Count((byte)'\n') + 1;

    public override int Width => width;

    public override bool Read()
    {
        while (true)
        {
            broken = false;
            if (tooWide || !csv.Read())
                return false;
            if (broken)
                continue;
            if (csv.FieldCount > MostColumns)
            {
                // What is so wide is no table: nothing below is read.
                tooWide = true;
                RefuseWidth(csv.FieldCount, faults);
                return false;
            }
            Decode();
            if (IsBlank(0))
                continue;
            if (IsDoubted)
                CheckTexts();
            if (headerWidth < 0 || IsBlank(headerWidth))
                return true;
            faults.Add(
                this,
                headerWidth - 1,
                $"полей в строке {Width}, а в заголовке {headerWidth}",
                $"поле, в котором есть «{(separator == '\t' ? "табуляция" : separator)}», заключите в кавычки"
            );
        }
    }

    public override CellKind Kind(int column) => column < width && fields[column].Length > 0 ? CellKind.Text : CellKind.Empty;

    protected override ReadOnlySpan<char> Written(int column) =>
        column < width ? buffer.AsSpan(fields[column].Start, fields[column].Length) : default;

    public override bool IsUncomputed(int column) => false;

    public override string Place(int column)
    {
        var record = (int)csv.ByteOffset;
        // Asked column by column, the fields passed before are not counted again.
        var (before, offset) = placed.Record == record && placed.Column <= column ? (placed.Column, placed.Offset) : (0, record);
        // A field that the row leaves out stands behind the last one that is there.
        for (; before < Math.Min(column, Width); before++)
            offset += csv.GetRawSpan(before).Length + (before < Width - 1 ? 1 : 0);
        placed = (record, before, offset);
        return PlaceOf(offset, record, Row);
    }

    public void Dispose() => csv.Dispose();

    private string PlaceOf(int offset, int recordStart, int recordLine)
    {
        var bytes = utf8.Span;
        var lineStart = bytes[..offset].LastIndexOfAny((byte)'\n', (byte)'\r') + 1;
        var line = recordLine;
        if (lineStart > recordStart)
            line += bytes[recordStart..lineStart].Count((byte)'\n');
        return $"{File}:{line}:{Encoding.UTF8.GetCharCount(bytes[lineStart..offset]) + 1}";
    }

    private void Decode()
    {
        var raw = csv.RawRecord.Length;
        if (raw > buffer.Length)
            buffer = new char[raw * 2];
        width = csv.FieldCount;
        if (width > fields.Length)
            fields = new (int, int)[width * 2];
        var start = 0;
        for (var column = 0; column < width; column++)
        {
            var length = csv.GetChars(column, buffer.AsSpan(start));
            var text = buffer.AsSpan(start, length);
            fields[column] = CleanText.IsBlank(text) ? (start, 0) : Trimmed(start, length);
            // What was kept once was written as it is.
            if (IsDoubted && FormulaGuard.IsIn(buffer.AsSpan(fields[column].Start, fields[column].Length)))
                fields[column] = Trimmed(fields[column].Start + 1, fields[column].Length - 1);
            start += length;
        }
    }

    private (int Start, int Length) Trimmed(int start, int length)
    {
        var text = buffer.AsSpan(start, length);
        return (start + length - text.TrimStart().Length, text.Trim().Length);
    }

    private void CheckTexts()
    {
        for (var column = 0; column < Width; column++)
            if (fields[column].Length > TextStore.LongestText)
                faults.Add(this, column, TextStore.TooLongFound, "сократите его");
            else if (Mojibake.In(Written(column)) is { } found)
                faults.Add(this, column, found, Mojibake.Remedy, cause: "mojibake");
    }

    private bool IsBlank(int from)
    {
        for (var column = from; column < Width; column++)
            if (fields[column].Length > 0)
                return false;
        return true;
    }

    private void ReportMalformed(CsvMalformedRecord record)
    {
        // A quote inside an unquoted field is plain text to Excel too.
        if (record.Reason is not (CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.TextAfterClosingQuote))
            return;
        broken = true;
        // The reader tells where the trouble shows; where the record starts is found by its text, which ends there or later.
        var (offset, start) = ((int)record.ByteOffset, (int)record.ByteOffset);
        var text = Encoding.UTF8.GetBytes(record.RawRecord);
        var found = utf8.Span[..Math.Min(utf8.Length, offset + text.Length)].LastIndexOf(text);
        if (found >= 0 && found <= offset)
            start = found;
        var unclosed = record.Reason == CsvMalformedReason.UnterminatedQuote;
        if (unclosed)
            offset = start + LastOpening(text);
        var line = (int)record.LineNumber;
        faults.Add(
            new(Sheet, line),
            0,
            new InputError(
                PlaceOf(offset, start, line),
                unclosed ? "кавычка открыта и не закрыта до конца файла" : "текст после закрывающей кавычки",
                "поле в кавычках кончается кавычкой, за ней разделитель; кавычка внутри поля удваивается"
            )
        );
    }

    /// <summary>Where the last quoted field of a record begins.</summary>
    private int LastOpening(ReadOnlySpan<byte> record)
    {
        var (opening, quoted) = (0, false);
        for (var at = 0; at < record.Length; at++)
        {
            if (record[at] != (byte)'"')
                continue;
            if (quoted)
                quoted = false; // a doubled quote opens it again, at the same field
            else if (at == 0 || record[at - 1] == (byte)separator)
                (opening, quoted) = (at, true);
            else
                quoted = record[at - 1] == (byte)'"';
        }
        return opening;
    }
}
