namespace Orientir.Core.Office;

/// <summary>
/// Which columns of a table stand in which part and how wide they are. Word lays a table out by its longest words only when it may
/// change the widths; ours are fixed, so that the table looks the same everywhere, and hence measured here.
/// </summary>
/// <param name="Caption">The caption of the part.</param>
/// <param name="Columns">Indices of its columns.</param>
/// <param name="Widths">Their widths in twentieths of a point; the sum is the width of the page.</param>
/// <param name="Small">Type of 11 instead of 12 points.</param>
internal sealed record WordTableLayout(string Caption, int[] Columns, int[] Widths, bool Small)
{
    private const double Margins = 150; // Left and right of a cell with its lines.

    /// <summary>Whether the table needs a page on its side: it does not fit an upright one even in type of 11.</summary>
    public static bool IsWide(WordTable table) => table.LongestWords.Sum(least => Scaled(least, 11)) > WordDocument.PortraitWidth;

    /// <summary>Lays the table out on a page: one part, or as many as it needs.</summary>
    public static IReadOnlyList<WordTableLayout> Fit(WordTable table, int width)
    {
        var least = table.LongestWords;
        foreach (var size in (ReadOnlySpan<int>)[12, 11])
        {
            var sizes = Array.ConvertAll(least, words => Scaled(words, size));
            if (sizes.Sum() <= width)
                return [Part(table, table.Caption, [.. Enumerable.Range(0, sizes.Length)], sizes, width, size == 11)];
        }

        var needed = Array.ConvertAll(least, words => Math.Min(Scaled(words, 11), width / 2.0));
        var head = table.RowTitles + 1;
        var headWidth = Math.Min(needed.Take(head).Sum(), width * 0.6);
        var chunks = new List<List<int>>();
        var room = 0.0;
        for (var column = head; column < needed.Length; column++)
        {
            if (chunks.Count == 0 || needed[column] > room)
            {
                chunks.Add([]);
                room = width - headWidth;
            }
            chunks[^1].Add(column);
            room -= needed[column];
        }
        if (chunks.Count == 0)
            chunks.Add([]);
        return
        [
            .. chunks.Select(
                (columns, index) =>
                    Part(
                        table,
                        index == 0 ? table.Caption : $"{table.Caption} (продолжение)",
                        [.. Enumerable.Range(0, head), .. columns],
                        needed,
                        width,
                        small: true
                    )
            ),
        ];
    }

    // Columns get their relative width, but none less than its longest word; what that takes is taken from the others.
    private static WordTableLayout Part(WordTable table, string caption, int[] columns, double[] least, int width, bool small)
    {
        var sizes = new double[columns.Length];
        var pinned = new bool[columns.Length];
        for (var changed = true; changed; )
        {
            changed = false;
            var (rest, weight) = ((double)width, 0.0);
            for (var index = 0; index < columns.Length; index++)
            {
                if (pinned[index])
                    rest -= sizes[index];
                else
                    weight += table.Columns[columns[index]].Width;
            }
            for (var index = 0; index < columns.Length; index++)
            {
                if (pinned[index])
                    continue;
                sizes[index] = rest * table.Columns[columns[index]].Width / weight;
                if (sizes[index] >= least[columns[index]])
                    continue;
                (sizes[index], pinned[index], changed) = (least[columns[index]], true, true);
            }
        }

        var whole = sizes.Sum();
        var widths = new int[columns.Length];
        var (sum, done) = (0.0, 0);
        for (var index = 0; index < widths.Length; index++)
        {
            sum += sizes[index];
            widths[index] = (int)Math.Round(width * sum / whole, MidpointRounding.AwayFromZero) - done;
            done += widths[index];
        }
        return new(caption, columns, widths, small);
    }

    /// <summary>The width of the longest word of each column in thousandths of the type size.</summary>
    public static double[] LongestWords(WordTable table)
    {
        var least = new double[table.Columns.Count];
        for (var column = 0; column < least.Length; column++)
        {
            least[column] = LongestWord(table.Columns[column].Title) * 1.08; // Bold.
            foreach (var row in table.Rows)
                least[column] = Math.Max(least[column], LongestWord(row[column].Text) * (row[column].Bold ? 1.08 : 1));
        }
        return least;
    }

    private static double Scaled(double thousandths, int points) => thousandths / 1000 * points * 20 * 1.03 + Margins;

    private static int LongestWord(string text)
    {
        var (longest, word) = (0, 0);
        foreach (var character in text)
        {
            if (character is ' ' or '\n' or '-')
            {
                longest = Math.Max(longest, character == '-' ? word + WidthOf('-') : word);
                word = 0;
            }
            else
            {
                word += character < LetterWidths.Length ? LetterWidths[character] : WidthOf(character);
            }
        }
        // A word longer than this is broken rather than let it take the table over.
        return Math.Min(Math.Max(longest, word), 9000);
    }

    private static readonly short[] LetterWidths = [.. Enumerable.Range(0, 0x460).Select(code => (short)WidthOf((char)code))];

    // Times New Roman by classes of letters, in thousandths of the type size.
    private static int WidthOf(char character) =>
        character switch
        {
            >= '0' and <= '9' => 500,
            '\u00A0' or ',' or '.' or ';' or ':' or '\'' or '|' or '/' => 270,
            '-' or '(' or ')' => 333,
            '%' or 'ж' or 'ш' or 'щ' or 'ю' or 'м' or 'ф' or 'ы' or 'm' or 'w' => 780,
            'Ж' or 'Ш' or 'Щ' or 'Ю' or 'М' or 'Ф' or 'Ы' or '—' or 'W' or 'M' => 1000,
            _ => char.IsUpper(character) ? 720
            : char.IsLower(character) ? 510
            : 600,
        };
}
