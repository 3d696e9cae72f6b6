using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Orientir.Core.Office;

/// <summary>
/// Text files as they come. A byte order mark decides; UTF-8 is known by its bytes, UTF-16 by its zeros, the Russian encodings of one byte
/// by how the text reads in them. A few bad bytes never change the encoding of the rest.
/// </summary>
internal static class DecodedText
{
    private const int MostPlaces = 200;
    private const int LongestSample = 1 << 16;

    // By how many bits the best reading must beat the next: a thousand to one.
    private const int Sure = 10;

    // What a reading may take a character to be text at all.
    private const double Readable = 8.5;

    private static readonly (string Name, int Page, int Rarity)[] OneByte =
    [
        ("Windows-1251", 1251, 0),
        ("CP866 (MS-DOS)", 866, 4),
        ("KOI8-R", 20866, 6),
        ("MacCyrillic", 10007, 8),
    ];

    /// <summary>The text in UTF-8 without BOM.</summary>
    /// <exception cref="InputException">The bytes are no text, bad in places, or of an encoding that can't be told.</exception>
    public static ReadOnlyMemory<byte> Utf8Of(ReadOnlyMemory<byte> content, string file)
    {
        var bytes = content.Span;
        if (WhatElse(bytes) is var (found, allowed))
            throw Refuse(file, found, allowed);
        if (bytes.StartsWith<byte>([0xFF, 0xFE, 0, 0]))
            return Wide(Encoding.UTF32, content[4..], file);
        if (bytes.StartsWith<byte>([0xFF, 0xFE]))
            return Wide(Encoding.Unicode, content[2..], file);
        if (bytes.StartsWith<byte>([0xFE, 0xFF]))
            return Wide(Encoding.BigEndianUnicode, content[2..], file);
        var marked = bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF]);
        if (marked)
            content = content[3..];
        bytes = content.Span;
        if (bytes.Trim(" \t\r\n"u8).IsEmpty)
            throw Refuse(file, "файл пуст", "нужны строка заголовка и строки под ней");
        if (!marked && bytes.Contains((byte)0))
            return Wide(
                WideOf(bytes) ?? throw Refuse(file, "это не текст: в файле нулевые байты", "сохраните таблицу как .xlsx или «CSV UTF-8»"),
                content,
                file
            );
        if (Utf8.IsValid(bytes))
            return content;
        if (marked || IsMostlyUtf8(bytes))
            throw BadBytes(bytes, file);
        return OneByteOf(bytes, file);
    }

    // What is known by its first bytes to be no table in text; Excel opens much of it under a name of its own. Workbooks are known before.
    private static (string Found, string Allowed)? WhatElse(ReadOnlySpan<byte> bytes)
    {
        const string Saved = "откройте его в Excel и сохраните как «Книга Excel (.xlsx)»";
        var text = bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
        var head = Encoding.ASCII.GetString(text[..Math.Min(text.Length, 200)]).TrimStart().ToUpperInvariant();
        return head.StartsWith("<!DOCTYPE HTML", StringComparison.Ordinal)
            || head.StartsWith("<HTML", StringComparison.Ordinal)
            || head.StartsWith("<TABLE", StringComparison.Ordinal)
            || head.StartsWith("MIME-VERSION:", StringComparison.Ordinal)
                ? ("это веб-страница, которая названа таблицей", Saved)
            : head.StartsWith("<?XML", StringComparison.Ordinal) ? ("это XML, а не таблица", Saved)
            : head.StartsWith("%PDF", StringComparison.Ordinal)
                ? ("это PDF, а не таблица", "нужна книга .xlsx, .xls или .ods, или текст CSV")
            : head.StartsWith("{\\RTF", StringComparison.Ordinal)
                ? ("это документ RTF, а не таблица", "нужна книга .xlsx, .xls или .ods, или текст CSV")
            : bytes.StartsWith("PK\u0003\u0004"u8) || CompoundFile.IsOne(bytes) ? ("это книга или архив, а не текст", Saved)
            : null;
    }

    private static byte[] Wide(Encoding encoding, ReadOnlyMemory<byte> content, string file)
    {
        var (unit, name) = encoding is UTF32Encoding ? (4, "UTF-32") : (2, "UTF-16");
        if (content.Length % unit != 0)
            throw Refuse(file, $"текст в {name} обрывается на середине знака", "передайте файл заново или сохраните его как «CSV UTF-8»");
        var text = encoding.GetString(content.Span);
        if (string.IsNullOrWhiteSpace(text.Trim('\uFEFF')))
            throw Refuse(file, "файл пуст", "нужны строка заголовка и строки под ней");
        CheckUnits(text, content.Span, encoding.GetBytes("\uFFFD"), name, file);
        return Encoding.UTF8.GetBytes(text);
    }

    // A unit that is no character was read as U+FFFD; one that was written so is the matter of its cell.
    private static void CheckUnits(string text, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> lost, string name, string file)
    {
        var (errors, left, line, lineStart, unit) = (new List<InputError>(), 0, 1, 0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n')
                (line, lineStart) = (line + 1, at + 1);
            else if (text[at] == '\uFFFD' && !bytes.Slice(unit, lost.Length).SequenceEqual(lost))
            {
                if (errors.Count < MostPlaces)
                    errors.Add(
                        new(
                            string.Create(CultureInfo.InvariantCulture, $"{file}:{line}:{at - lineStart + 1}"),
                            $"испорченный знак 0x{Convert.ToHexString(bytes.Slice(unit, lost.Length))}: такого в {name} нет",
                            "исправьте это место или сохраните исходный файл заново как «CSV UTF-8»"
                        )
                    );
                else
                    left++;
            }
            // In UTF-32 both halves of a pair are one unit.
            if (lost.Length == 2 || !char.IsHighSurrogate(text[at]))
                unit += lost.Length;
        }
        if (errors.Count > 0)
            throw new InputException(errors, left);
    }

    // Latin letters, digits and separators have a zero beside them, Russian letters a four.
    private static Encoding? WideOf(ReadOnlySpan<byte> bytes)
    {
        var sample = bytes[..Math.Min(bytes.Length & ~1, 1 << 14)];
        var (first, second) = (0, 0);
        for (var at = 0; at + 1 < sample.Length; at += 2)
        {
            if (sample[at] is 0 or 4 or 0x20 or 0x21 && sample[at + 1] != 0)
                first++;
            if (sample[at + 1] is 0 or 4 or 0x20 or 0x21 && sample[at] != 0)
                second++;
        }
        var enough = sample.Length / 2 * 9 / 10;
        return second >= enough && second > first ? Encoding.Unicode
            : first >= enough && first > second ? Encoding.BigEndianUnicode
            : null;
    }

    private static bool IsMostlyUtf8(ReadOnlySpan<byte> bytes)
    {
        var (whole, broken) = (0, 0);
        while (bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF) is >= 0 and var at && whole + broken < 10_000)
        {
            if (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done)
                whole++;
            else
                broken++;
            bytes = bytes[(at + length)..];
        }
        return whole > 2 * broken;
    }

    private static InputException BadBytes(ReadOnlySpan<byte> bytes, string file)
    {
        var (errors, line, lineStart, left) = (new List<InputError>(), 1, 0, 0);
        for (var at = 0; at < bytes.Length; )
        {
            if (bytes[at] is (byte)'\n' or (byte)'\r')
            {
                if (bytes[at] == (byte)'\n' || at + 1 == bytes.Length || bytes[at + 1] != (byte)'\n')
                    line++;
                lineStart = ++at;
                continue;
            }
            if (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) != OperationStatus.Done)
            {
                if (errors.Count < MostPlaces)
                    errors.Add(
                        new(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{file}:{line}:{Encoding.UTF8.GetCharCount(bytes[lineStart..at]) + 1}"
                            ),
                            $"испорченный байт 0x{bytes[at]:X2}: файл в UTF-8, а это не его знак",
                            "исправьте это место или сохраните исходный файл заново как «CSV UTF-8»"
                        )
                    );
                else
                    left++;
            }
            at += length;
        }
        return new(errors, left);
    }

    private static byte[] OneByteOf(ReadOnlySpan<byte> bytes, string file)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var start = Math.Max(0, bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF) - 16);
        var sample = bytes.Slice(start, Math.Min(LongestSample, bytes.Length - start));
        var readings = new List<(string Name, Encoding Encoding, string Text, int Bits, int Count)>();
        foreach (var (name, page, rarity) in OneByte)
        {
            var encoding = Encoding.GetEncoding(page);
            var text = encoding.GetString(sample);
            var (bits, count) = RussianLikeness.Of(text);
            // Of equal readings the first will do.
            if (!readings.Exists(reading => reading.Text == text))
                readings.Add((name, encoding, text, bits + rarity, count));
        }
        var best = readings.MinBy(reading => reading.Bits);
        var rivals = readings
            .Where(reading => reading.Name != best.Name && reading.Bits - best.Bits < Sure)
            .Select(reading => reading.Name)
            .ToList();
        // Where hardly a letter decides, the encoding of Russian Windows is meant.
        if (rivals.Count > 0 && best.Count < 4 && readings[0].Bits <= Readable * readings[0].Count)
            (best, rivals) = (readings[0], []);
        if (best.Bits > Readable * best.Count + 8)
            throw Refuse(file, "это не текст или текст в незнакомой кодировке", "сохраните файл как «CSV UTF-8»");
        if (rivals.Count > 0)
            throw Refuse(
                file,
                $"кодировка не определяется: похоже на {best.Name} или {string.Join(", ", rivals)}",
                "сохраните файл как «CSV UTF-8»"
            );
        return Encoding.Convert(best.Encoding, Encoding.UTF8, bytes.ToArray());
    }

    private static InputException Refuse(string file, string found, string allowed) => new([new InputError(file, found, allowed)]);
}
