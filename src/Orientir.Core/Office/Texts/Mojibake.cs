using System.Buffers;
using System.Text;

namespace Orientir.Core.Office;

/// <summary>Text that was read in a wrong encoding once and kept so: «РЎРїСЂР°» for «Спра».</summary>
internal static class Mojibake
{
    private const int FewestLetters = 3;

    // A few letters over and over («С1», «С2» …) are likely in no encoding and say nothing of one.
    private const int FewestKinds = 6;
    private const int LongestSample = 1 << 16;

    /// <summary>What to do about it.</summary>
    public const string Remedy = "откройте исходный файл в его кодировке и сохраните заново как «CSV UTF-8»";

    /// <summary>What is wrong with a text part of which is such; null for nothing.</summary>
    public static string? In(ReadOnlySpan<char> text)
    {
        if (!MayBe(text))
            return null;
        foreach (var reading in Encodings.Pairs)
            if (reading.Find(text) is >= 0 and var at)
                return Told("UTF-8", reading.Name, text.Slice(at, 2 * FewestLetters), reading.Meant(text.Slice(at, 2 * FewestLetters)));
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

    /// <summary>What is wrong with a text in UTF-8 that is such as a whole; null for nothing.</summary>
    public static string? Whole(ReadOnlySpan<byte> utf8)
    {
        var start = utf8.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
        if (start < 0)
            return null;
        var sample = utf8[start..Math.Min(utf8.Length, start + LongestSample)];
        return Whole(Encoding.UTF8.GetString(sample).TrimEnd('\uFFFD'));
    }

    /// <summary>The same of a text.</summary>
    public static string? Whole(string text)
    {
        var sample = text.Length <= LongestSample ? text : text[..LongestSample];
        var (bits, count) = RussianLikeness.Of(sample);
        if (count < 12 || bits < 7 * count || sample.Where(letter => letter > '\u007F').Distinct().Take(FewestKinds).Count() < FewestKinds)
            return null;
        foreach (var (read, reading) in Encodings.Readings)
        foreach (var (meant, truth) in Encodings.Truths)
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

    private static bool MayBe(ReadOnlySpan<char> text)
    {
        if (text.Length < 4)
            return false;
        foreach (var letter in text)
            if (letter is not (< '\x80' or >= 'А' and <= 'я' or 'Ё' or 'ё' or '№'))
                return text.ContainsAny(Encodings.Leads);
        return false;
    }

    /// <summary>What is known of encodings: made when a text is doubted, which few are.</summary>
    private static class Encodings
    {
        public static readonly (string Name, Encoding Encoding)[] Readings =
        [
            ("Windows-1251", Strict(1251)),
            ("Windows-1252", Strict(1252)),
            ("ISO 8859-1", Strict(28591)),
            ("CP866", Strict(866)),
            ("KOI8-R", Strict(20866)),
            ("MacCyrillic", Strict(10007)),
        ];

        public static readonly (string Name, Encoding Encoding)[] Truths =
        [
            ("UTF-8", new UTF8Encoding(false, throwOnInvalidBytes: true)),
            ("Windows-1251", Strict(1251)),
            ("CP866", Strict(866)),
            ("KOI8-R", Strict(20866)),
            ("MacCyrillic", Strict(10007)),
        ];

        public static readonly Pairing[] Pairs = [.. Readings.Select(reading => new Pairing(reading.Name, reading.Encoding))];

        // Leads of Russian letters in UTF-8 are 0xD0 and 0xD1 whatever they were taken for; and the accented letters of Western Europe.
        public static readonly SearchValues<char> Leads = SearchValues.Create([
            .. Pairs.SelectMany(pair => pair.Leads),
            .. Enumerable.Range('À', 64).Select(code => (char)code),
        ]);

        private static Encoding Strict(int page)
        {
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            return Encoding.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
    }

    /// <summary>What the bytes of UTF-8 look like in an encoding of one byte.</summary>
    private sealed class Pairing
    {
        private readonly char[] leads;
        private readonly string rest;

        public Pairing(string name, Encoding encoding)
        {
            Name = name;
            var loose = Encoding.GetEncoding(encoding.CodePage);
            leads = loose.GetChars([0xD0, 0xD1]);
            rest = loose.GetString([.. Enumerable.Range(0x80, 0x40).Select(code => (byte)code)]);
        }

        public string Name { get; }

        public IEnumerable<char> Leads => leads;

        /// <summary>Where so many letters follow each other that it is no accident; −1 for nowhere.</summary>
        public int Find(ReadOnlySpan<char> text)
        {
            for (var from = 0; text[from..].IndexOfAny(leads[0], leads[1]) is >= 0 and var next; )
            {
                var (start, at) = (from + next, from + next);
                while (at + 1 < text.Length && LetterOf(text[at], text[at + 1]) is not null)
                {
                    at += 2;
                    if (at - start == 2 * FewestLetters)
                        return start;
                }
                from = start + 1;
            }
            return -1;
        }

        public string Meant(ReadOnlySpan<char> text)
        {
            var letters = new StringBuilder();
            for (var at = 0; at + 1 < text.Length; at += 2)
                letters.Append(LetterOf(text[at], text[at + 1]));
            return letters.ToString();
        }

        private char? LetterOf(char first, char second)
        {
            var (lead, low) = (
                first == leads[0] ? 0xD0
                : first == leads[1] ? 0xD1
                : 0,
                rest.IndexOf(second)
            );
            if (lead == 0 || low < 0)
                return null;
            var letter = (char)((lead & 0x1F) << 6 | low);
            return letter is (>= 'А' and <= 'я') or 'ё' or 'Ё' ? letter : null;
        }
    }
}
