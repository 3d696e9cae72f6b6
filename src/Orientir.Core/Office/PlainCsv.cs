using System.Collections.Frozen;
using System.Text;

namespace Orientir.Core.Office;

/// <summary>
/// Reads a CSV file without quotes and without faults of form, in two halves at once. Whatever is not plain gives null:
/// <see cref="CsvTable"/> reads it and tells the faults.
/// </summary>
internal static class PlainCsv
{
    private const int FewestBytes = 1 << 18; // below, the second thread costs more than it brings

    /// <summary>Reads a file; null where it is not plain.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="file">Its name.</param>
    /// <param name="doubted">Whether its texts may be misread ones.</param>
    /// <param name="cancel">Stops.</param>
    public static PlainTable? Read(ReadOnlyMemory<byte> content, string file, bool doubted = true, CancellationToken cancel = default)
    {
        ReadOnlyMemory<byte> utf8;
        try
        {
            utf8 = DecodedText.Utf8Of(content, file);
        }
        catch (InputException)
        {
            return null; // told by who reads it in full
        }
        var bytes = utf8.Span;
        if (doubted && Mojibake.Whole(bytes) is not null)
            return null;
        if (bytes.Contains((byte)'"') || bytes[0] is (byte)'\n' or (byte)'\r')
            return null;
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0)
            return null;
        var line = Line(bytes[..end]);
        var separator = (byte)CsvTable.LikelySeparator(line);
        if (line.Count(separator) >= TableReader.MostColumns)
            return null;
        string[] header = [.. Encoding.UTF8.GetString(line).Split((char)separator).Select(name => CleanText.Of(name).Trim())];
        header = header[..(Array.FindLastIndex(header, name => name.Length > 0) + 1)];
        if (header.Length == 0)
            return null;

        var (start, middle) = (end + 1, utf8.Length);
        if (utf8.Length - start > FewestBytes && bytes[(start + (utf8.Length - start) / 2)..].IndexOf((byte)'\n') is >= 0 and var next)
            middle = start + (utf8.Length - start) / 2 + next + 1;
        var first = new Part(header.Length, separator, cancel);
        if (middle < utf8.Length)
        {
            var (second, plain) = (new Part(header.Length, separator, cancel), false);
            var other = Task.Run(() => plain = second.Read(utf8.Span[middle..]), cancel);
            var firstPlain = first.Read(utf8.Span[start..middle]);
            other.GetAwaiter().GetResult();
            if (!firstPlain || !plain)
                return null;
            first.Append(second);
        }
        else if (!first.Read(utf8.Span[start..]))
        {
            return null;
        }
        if (doubted && first.Texts.Any(texts => texts.Any(IsAMatterOfItsOwn)))
            return null;
        return new(header, first.Texts, first.Columns(), FrozenSet<int>.Empty);
    }

    private static bool IsAMatterOfItsOwn(string text) =>
        text.Length > TextStore.LongestText || Mojibake.In(text) is not null || CellFault.HasLost(text) || FormulaGuard.IsIn(text);

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> line) => line is [.., (byte)'\r'] ? line[..^1] : line;

    /// <summary>Some of the rows.</summary>
    private sealed class Part
    {
        private const int MostHeld = 1 << 26;

        // Of a text that is kept: its bytes, its letters of two bytes, and what stands around them.
        private const int HeldOfByte = 3;
        private const int HeldOfText = 90;

        private readonly byte separator;
        private readonly CancellationToken cancel;
        private readonly int[] row;
        private int[][] columns;
        private int rows;
        private long room;
        private long held;

        public Part(int width, byte separator, CancellationToken cancel)
        {
            this.separator = separator;
            this.cancel = cancel;
            row = new int[width];
            Texts = new DistinctTexts[width];
            columns = new int[width][];
            for (var column = 0; column < width; column++)
                (Texts[column], columns[column]) = (new(), new int[16]);
        }

        public DistinctTexts[] Texts { get; }

        /// <summary>Reads rows; false where one is not plain, most of the fields are left out, or the texts take too much room.</summary>
        public bool Read(ReadOnlySpan<byte> bytes)
        {
            // A field written out takes a byte at least. Rows that leave most out would take room for each of them.
            room = bytes.Length + row.Length;
            while (!bytes.IsEmpty)
            {
                cancel.ThrowIfCancellationRequested();
                var end = bytes.IndexOf((byte)'\n');
                var line = Line(end < 0 ? bytes : bytes[..end]);
                bytes = end < 0 ? default : bytes[(end + 1)..];
                if (!ReadLine(line))
                    return false;
            }
            return true;
        }

        /// <summary>Takes the rows of the part that follows.</summary>
        public void Append(Part other)
        {
            Reserve(rows + other.rows);
            for (var column = 0; column < row.Length; column++)
            {
                var numbers = new int[other.Texts[column].Count];
                for (var text = 0; text < numbers.Length; text++)
                    numbers[text] = Texts[column].NumberOf(other.Texts[column].SpellingOf(text));
                var (into, from) = (columns[column], other.columns[column]);
                for (var at = 0; at < other.rows; at++)
                    into[rows + at] = numbers[from[at]];
            }
            rows += other.rows;
        }

        public int[][] Columns()
        {
            for (var column = 0; column < columns.Length; column++)
                Array.Resize(ref columns[column], rows);
            return columns;
        }

        private bool ReadLine(ReadOnlySpan<byte> line)
        {
            if (IsBlank(line))
                return true;
            if (line.Contains((byte)'\r'))
                return false;
            var (column, blank) = (0, true);
            for (; column < row.Length; column++)
            {
                // Excel leaves out the last fields where they are empty.
                var end = line.IndexOf(separator);
                if (end >= 0 && column == row.Length - 1 && !IsBlank(line[end..]))
                    return false; // too many
                var number = NumberOf(column, end < 0 ? line : line[..end]);
                row[column] = number;
                blank &= Texts[column].IsEmpty(number);
                line = end < 0 ? default : line[(end + 1)..];
            }
            if (blank)
                return true;
            if ((rows + 1L) * row.Length > room || held > MostHeld)
                return false;
            if (rows == columns[0].Length)
                Reserve(rows * 2);
            for (column = 0; column < row.Length; column++)
                columns[column][rows] = row[column];
            rows++;
            return true;
        }

        // Excel writes separators alone where cells were emptied. More of them than a table has columns are told by who reads in full.
        private bool IsBlank(ReadOnlySpan<byte> line) =>
            line.Length <= TableReader.MostColumns - row.Length && line.IndexOfAnyExcept(separator, (byte)' ') < 0;

        private int NumberOf(int column, ReadOnlySpan<byte> field)
        {
            var (before, number) = (Texts[column].Count, Texts[column].NumberOf(field));
            if (Texts[column].Count > before)
                held += HeldOfByte * field.Length + HeldOfText;
            return number;
        }

        private void Reserve(int room)
        {
            for (var column = 0; column < columns.Length; column++)
                Array.Resize(ref columns[column], Math.Max(room, columns[column].Length));
        }
    }
}
