using System.Buffers;
using System.Text;

namespace Orientir.Core.Language;

/// <summary>
/// The door every text passes once, where it comes in: whole characters in one spelling (NFC), without letters nobody sees. What else
/// people wrote stays, the joiners inside emoji too.
/// </summary>
public static class CleanText
{
    private const int ZeroWidthSpace = 0x200B;
    private const int WordJoiner = 0x2060;
    private const int ByteOrderMark = 0xFEFF;
    private const int SoftHyphen = 0xAD;

    private const string Signs = "Ёё№«»„“”’‘—–…\u00A0\u202F×·°−";

    // Control characters, and the two that end lines and paragraphs in Unicode.
    private static readonly char[] BreakLetters =
    [
        .. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl),
        '\u2028',
        '\u2029',
    ];

    private static readonly SearchValues<char> Breaks = SearchValues.Create(BreakLetters);

    /// <summary>Whether nothing would change.</summary>
    public static bool IsClean(ReadOnlySpan<char> text) => IsPlain(text) || Of(text.ToString()) is var clean && text.SequenceEqual(clean);

    /// <summary>
    /// The text: half a surrogate pair and U+FFFE, U+FFFF, which no file can hold, as U+FFFD; without control characters but tabs and
    /// ends of lines, without zero width space, word joiner, byte order mark and soft hyphen; in NFC.
    /// </summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (IsPlain(text))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value is 0xFFFE or 0xFFFF)
                clean.Append('\uFFFD');
            else if (rune.Value is '\t' or '\n' or '\r' || !IsUnseen(rune.Value))
                clean.Append(rune);
        return clean.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Whether a text holds nothing that is seen: it is none once it is clean and trimmed.</summary>
    public static bool IsBlank(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
            if (!char.IsWhiteSpace(letter) && !IsUnseen(letter))
                return false;
        return true;
    }

    // The first are all control characters there are.
    private static bool IsUnseen(int letter) =>
        letter is < ' ' or >= 0x7F and < 0xA0 or ZeroWidthSpace or WordJoiner or ByteOrderMark or SoftHyphen;

    // What nearly every text is made of: each of them whole, visible and composed, whatever stands beside it.
    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
            if (letter is not (>= ' ' and <= '~' or >= 'А' and <= 'я' or '\t' or '\n' or '\r') && !Signs.Contains(letter))
                return false;
        return true;
    }

    /// <summary>
    /// The text of a name or a title in one line: every run of ends of lines, tabs and other control characters is a space, none stands at
    /// an end. A title goes into headings of letters, names of files and lists, where a second line would be something else.
    /// </summary>
    public static string Line(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (text.AsSpan().IndexOfAny(Breaks) < 0)
            return text.Trim();
        var parts = text.Split(BreakLetters, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', parts);
    }

    /// <summary>Whether no half of a surrogate pair stands alone.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at)
        {
            if (Rune.DecodeFromUtf16(text[at..], out _, out var length) != OperationStatus.Done)
                return false;
            text = text[(at + length)..];
        }
        return true;
    }

    /// <summary>Whole characters and no zero: the least that a database takes.</summary>
    public static string WellFormed(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value != 0)
                whole.Append(rune);
        return whole.ToString();
    }
}
