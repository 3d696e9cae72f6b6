using System.Text;

namespace Orientir.Core.Office;

/// <summary>Text that was read in a wrong encoding once and kept so: «РЎРїСЂР°» for «Спра».</summary>
internal static class Mojibake
{
    private const int FewestLetters = 3;
    private const int LongestSample = 1 << 16;

    private static readonly (string Name, Encoding Encoding)[] Readings =
    [
        ("Windows-1251", Strict(1251)),
        ("Windows-1252", Strict(1252)),
        ("ISO 8859-1", Strict(28591)),
        ("CP866", Strict(866)),
        ("KOI8-R", Strict(20866)),
        ("MacCyrillic", Strict(10007)),
    ];

    private static readonly (string Name, Encoding Encoding)[] Truths =
    [
        ("UTF-8", new UTF8Encoding(false, throwOnInvalidBytes: true)),
        ("Windows-1251", Strict(1251)),
        ("CP866", Strict(866)),
        ("KOI8-R", Strict(20866)),
        ("MacCyrillic", Strict(10007)),
    ];

    /// <summary>What to do about it.</summary>
    public const string Remedy = "откройте исходный файл в его кодировке и сохраните заново как «CSV UTF-8»";

    /// <summary>What is wrong with a text part of which is such; null for nothing.</summary>
    public static string? In(ReadOnlySpan<char> text)
    {
        if (!MayBe(text))
            return null;
        foreach (var (name, encoding) in Readings)
        {
            var streak = new StringBuilder();
            for (var at = 0; at < text.Length; at++)
            {
                // Two bytes of UTF-8 were taken for two characters.
                if (at + 1 < text.Length && Pair(text[at], text[at + 1], encoding) is { } letter)
                {
                    streak.Append(letter);
                    at++;
                    if (streak.Length == FewestLetters)
                        return Told("UTF-8", name, text.Slice(at + 1 - 2 * FewestLetters, 2 * FewestLetters), streak.ToString());
                    continue;
                }
                streak.Clear();
            }
        }
        for (var at = 0; at + 4 <= text.Length; at++)
            if (!text.Slice(at, 4).ContainsAnyExceptInRange('À', 'ÿ'))
                return Told(
                    "Windows-1251",
                    "Windows-1252",
                    text.Slice(at, 4),
                    Encoding.GetEncoding(1251).GetString(Encoding.Latin1.GetBytes(text.Slice(at, 4).ToString()))
                );
        return null;
    }

    /// <summary>What is wrong with a text that is such as a whole; null for nothing.</summary>
    public static string? Whole(string text)
    {
        var sample = text.Length <= LongestSample ? text : text[..LongestSample];
        var (bits, count) = RussianLikeness.Of(sample);
        if (count < 12 || bits < 7 * count)
            return null;
        foreach (var (read, reading) in Readings)
        foreach (var (meant, truth) in Truths)
        {
            if (read == meant)
                continue;
            try
            {
                var original = truth.GetString(reading.GetBytes(sample));
                var (better, left) = RussianLikeness.Of(original);
                if (left > 3 && better < 6 * left && better * 2 < bits)
                    return Told(meant, read, Shown(sample), Shown(original));
            }
            catch (ArgumentException)
            {
                // The text has a letter the encoding has not: it was not read so.
            }
        }
        return null;
    }

    private static string Told(string meant, string read, ReadOnlySpan<char> seen, string was) =>
        $"буквы испорчены: текст в {meant} прочитан как {read} («{seen}» вместо «{was}»)";

    private static string Shown(string text)
    {
        var start = text.AsSpan().IndexOfAnyExceptInRange('\0', '\u007F');
        return start < 0 ? "" : text.Substring(start, Math.Min(12, text.Length - start)).Split(['\n', '\r', ';', ',', '\t'])[0];
    }

    // Leads of Russian letters in UTF-8 are 0xD0 and 0xD1 whatever they were taken for.
    private static bool MayBe(ReadOnlySpan<char> text) => text.ContainsAny("РСÐÑ╨╤пя–—") && text.Length >= 4;

    private static char? Pair(char first, char second, Encoding encoding)
    {
        if (second < 0x80)
            return null;
        Span<byte> bytes = stackalloc byte[8];
        try
        {
            Span<char> two = [first, second];
            if (encoding.GetBytes(two, bytes) != 2 || bytes[0] is not (0xD0 or 0xD1) || bytes[1] is < 0x80 or > 0xBF)
                return null;
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
        var letter = (char)((bytes[0] & 0x1F) << 6 | bytes[1] & 0x3F);
        return letter is (>= 'А' and <= 'я') or 'ё' or 'Ё' ? letter : null;
    }

    private static Encoding Strict(int page)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }
}
