namespace Orientir.Core.Office;

/// <summary>Texts of a workbook, kept in blocks so that adding never copies what is there, and bounded.</summary>
internal sealed class TextStore(string file)
{
    /// <summary>What a cell holds in Excel, in UTF-16 units.</summary>
    public const int LongestText = 32_767;

    /// <summary>Letters that a sheet, or the texts its cells share, may have in all.</summary>
    public const int MostLetters = 40_000_000;

    private const int MostTexts = 3_000_000;
    private const int Block = 1 << 16;

    // Small enough to be forgotten at once: a list that doubles leaves its halves behind until all memory is looked through.
    private const int Group = 1 << 13;

    private readonly List<char[]> blocks = [];
    private readonly List<(int Start, int Length)[]> groups = [];
    private int next = Block;
    private long letters;

    public int Count { get; private set; }

    public ReadOnlySpan<char> this[int index] =>
        groups[index / Group][index % Group] is (var start, > 0 and var length)
            ? blocks[start / Block].AsSpan(start % Block, length)
            : default;

    /// <summary>Adds a text and gives its number; the caller has seen to its length.</summary>
    public int Add(ReadOnlySpan<char> text)
    {
        letters += text.Length;
        if (Count == MostTexts || letters > MostLetters)
            throw TooMuch(file, Count == MostTexts ? $"{MostTexts / 1_000_000} млн текстов" : InWords);
        if (text.IsEmpty)
            return Add((0, 0));
        if (next + text.Length > Block)
        {
            blocks.Add(new char[Block]);
            next = 0;
        }
        text.CopyTo(blocks[^1].AsSpan(next));
        var start = (blocks.Count - 1) * Block + next;
        next += text.Length;
        return Add((start, text.Length));
    }

    private int Add((int Start, int Length) place)
    {
        if (Count % Group == 0)
            groups.Add(new (int, int)[Group]);
        groups[^1][Count % Group] = place;
        return Count++;
    }

    public static string InWords => $"{MostLetters / 1_000_000} млн знаков";

    public static InputException TooMuch(string file, string what) =>
        WorkbookReader.Refusal(file, $"в книге больше {what}", "удалите из неё лишнее или разделите её на несколько");

    /// <summary>What is said of a longer text.</summary>
    public static string TooLongFound => $"текст длиннее {Russian.Number(LongestText)} знаков, а больше в ячейку Excel не помещается";

    public static InputException TooLong(string place) =>
        new([new InputError(place, TooLongFound, "сократите его: открыв книгу, Excel сам обрежет его без предупреждения")]);
}
