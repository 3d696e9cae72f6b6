using System.Text;

namespace Orientir.Core.Evidence;

/// <summary>What a file is by its bytes, as the programs that open it see it: a program renamed to .pdf is no document.</summary>
internal static class FileBeginning
{
    // Where PDF may begin and a web archive tells of itself; a mark of order or an empty line may stand before.
    private const int Looked = 1_024;

    private static readonly byte[] Zip = "PK"u8.ToArray();
    private static readonly byte[] Compound = [0xD0, 0xCF, 0x11, 0xE0];
    private static readonly byte[] Rtf = "{\\rtf"u8.ToArray();

    // Word opens RTF under .doc, and much of what offices keep under it is RTF.
    private static readonly Dictionary<string, byte[][]> Beginnings = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = [],
        [".docx"] = [Zip],
        [".xlsx"] = [Zip],
        [".pptx"] = [Zip],
        [".odt"] = [Zip],
        [".ods"] = [Zip],
        [".odp"] = [Zip],
        [".zip"] = [Zip],
        [".doc"] = [Compound, Rtf],
        [".xls"] = [Compound],
        [".ppt"] = [Compound],
        [".rtf"] = [Rtf],
        [".jpg"] =
        [
            [0xFF, 0xD8],
        ],
        [".jpeg"] =
        [
            [0xFF, 0xD8],
        ],
        [".png"] =
        [
            [0x89, (byte)'P', (byte)'N', (byte)'G'],
        ],
    };

    /// <summary>Endings of files taken.</summary>
    public static IReadOnlyCollection<string> Endings => Beginnings.Keys;

    /// <summary>Why a file with such an ending is no such file, as the end of a sentence; null where it is one.</summary>
    /// <param name="ending">One of <see cref="Endings"/>.</param>
    /// <param name="content">Its bytes; the stream can seek.</param>
    public static string? WhyNot(string ending, Stream content)
    {
        Span<byte> bytes = stackalloc byte[Looked];
        content.Position = 0;
        var first = bytes[..content.ReadAtLeast(bytes, Looked, throwOnEndOfStream: false)];
        var allowed = Beginnings[ending];
        if (allowed.Length == 0 ? IsPdf(first) : Begins(first, allowed))
            return null;
        return NameOf(first) is { } name
            ? $"на деле это {name}. Откройте его в программе, в которой он открывается, и сохраните как .docx или .pdf"
            : $"его содержимое не похоже на {ending}. Откройте его и сохраните заново";
    }

    private static bool IsPdf(ReadOnlySpan<byte> first) => first.IndexOf("%PDF"u8) >= 0;

    private static bool Begins(ReadOnlySpan<byte> first, byte[][] beginnings)
    {
        foreach (var beginning in beginnings)
            if (first.StartsWith(beginning))
                return true;
        return false;
    }

    private static string? NameOf(ReadOnlySpan<byte> first)
    {
        if (IsPdf(first))
            return "PDF";
        if (first.StartsWith(Rtf))
            return "RTF";
        if (first.StartsWith(Compound))
            return "документ Word, Excel или PowerPoint прежнего вида (.doc, .xls, .ppt)";
        if (first.StartsWith(Zip))
            return "архив ZIP или документ .docx, .xlsx, .odt";
        if (first.StartsWith((byte[])[0xFF, 0xD8]) || first.StartsWith((byte[])[0x89, (byte)'P', (byte)'N', (byte)'G']))
            return "снимок (JPEG или PNG)";
        var text = Encoding.Latin1.GetString(first);
        return text.Contains("MIME-Version:", StringComparison.OrdinalIgnoreCase) ? "веб-страница с рисунками (MHT)"
            : text.Contains("<html", StringComparison.OrdinalIgnoreCase)
            || text.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase)
                ? "веб-страница (HTML)"
            : text.Contains("<?xml", StringComparison.Ordinal) ? "XML"
            : null;
    }
}
