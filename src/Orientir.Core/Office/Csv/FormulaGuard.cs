namespace Orientir.Core.Office;

/// <summary>
/// Keeps spreadsheets from taking a text for a formula: in CSV such a text gets an apostrophe before it, which readers take off again.
/// What begins with apostrophes and then like a formula gets one more, so that every text is read as it was.
/// </summary>
internal static class FormulaGuard
{
    private const char Mark = '\'';

    // Excel takes those of full width, as keyboards of Eastern Asia type them, for the same signs.
    private const string Begins = "=+-@＝＋－＠";
    private const string Breaks = "\t\r\n";

    /// <summary>The text as it is written.</summary>
    public static string? Of(string? text) => IsLikeOne(text) ? Mark + text : text;

    /// <summary>Whether a text that was read has the apostrophe.</summary>
    public static bool IsIn(ReadOnlySpan<char> text) => text is [Mark, ..] && IsLikeOne(text);

    private static bool IsLikeOne(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
            if (Breaks.Contains(letter))
                return !text.IsWhiteSpace();
            else if (letter != Mark && !char.IsWhiteSpace(letter))
                return Begins.Contains(letter);
        return false;
    }
}
