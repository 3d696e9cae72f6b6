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
        // The first half makes room for the other's rows at once.
        var first = new Part(header.Length, separator, bytes[start..], cancel);
        if (middle < utf8.Length)
        {
            var (second, plain) = (new Part(header.Length, separator, bytes[middle..], cancel), false);
            var other = Task.Run(() => plain = second.Read(utf8.Span[middle..]), cancel);
            var firstPlain = first.Read(utf8.Span[start..middle]);
            other.GetAwaiter().GetResult();
            if (!firstPlain || !plain || !first.Append(second))
                return null;
        }
        else if (!first.Read(utf8.Span[start..]))
        {
            return null;
        }
        if (doubted && first.Texts.Any(texts => texts.Any(IsAMatterOfItsOwn)))
            return null;
        return new(header, first.Texts, first.Columns(), new HashSet<int>());
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
        private readonly int[][] columns;
        private readonly int room;
        private int rows;
        private long held;

        /// <summary>Makes room for all rows at once.</summary>
        public Part(int width, byte separator, ReadOnlySpan<byte> bytes, CancellationToken cancel)
        {
            this.separator = separator;
            this.cancel = cancel;
            row = new int[width];
            Texts = new DistinctTexts[width];
            columns = new int[width][];
            // A field written out takes a byte at least. Rows that leave most out would take room for each of them.
            room = Math.Min(bytes.Count((byte)'\n') + 1, bytes.Length / width + 1);
            for (var column = 0; column < width; column++)
                (Texts[column], columns[column]) = (new(), new int[room]);
        }

        public DistinctTexts[] Texts { get; }

        /// <summary>Reads rows; false where one is not plain, most of the fields are left out, or the texts take too much room.</summary>
        public bool Read(ReadOnlySpan<byte> bytes)
        {
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

        /// <summary>Takes the rows of the part that follows; false where there is no room for them.</summary>
        public bool Append(Part other)
        {
            if (rows + other.rows > room)
                return false;
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
            return true;
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
            if (line.IndexOf((byte)'\r') >= 0)
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
            if (rows == room || held > MostHeld)
                return false;
            for (column = 0; column < row.Length; column++)
                columns[column][rows] = row[column];
            rows++;
            return true;
        }

        // Excel writes separators alone where cells were emptied. More of them than a table has columns are told by who reads in full.
        private bool IsBlank(ReadOnlySpan<byte> line)
        {
            if (line.Length > TableReader.MostColumns - row.Length)
                return false;
            foreach (var letter in line)
                if (letter != separator && letter != ' ')
                    return false;
            return true;
        }

        private int NumberOf(int column, ReadOnlySpan<byte> field)
        {
            var (before, number) = (Texts[column].Count, Texts[column].NumberOf(field));
            if (Texts[column].Count > before)
                held += HeldOfByte * field.Length + HeldOfText;
            return number;
        }
    }
}
