using System.Globalization;
using System.Text;

namespace Orientir.Core.Office;

/// <summary>
/// Names of files after names people gave: they stay readable and are valid and distinct on Windows, Linux and macOS alike,
/// so that a package made on one can be unpacked on another.
/// </summary>
public static class FileNames
{
    /// <summary>The most characters of a name without its extension.</summary>
    public const int MaxLength = 100;

    // Linux counts bytes: 255, less the extension and the number that tells equal names apart.
    private const int MaxBytes = 230;

    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON",
        "PRN",
        "AUX",
        "NUL",
        "CONIN$",
        "CONOUT$",
        "CLOCK$",
        "COM0",
        "COM1",
        "COM2",
        "COM3",
        "COM4",
        "COM5",
        "COM6",
        "COM7",
        "COM8",
        "COM9",
        "COM¹",
        "COM²",
        "COM³",
        "LPT0",
        "LPT1",
        "LPT2",
        "LPT3",
        "LPT4",
        "LPT5",
        "LPT6",
        "LPT7",
        "LPT8",
        "LPT9",
        "LPT¹",
        "LPT²",
        "LPT³",
    };

    /// <summary>
    /// One file name a title, in the same order, each with <paramref name="extension"/>; no two alike whatever the case of letters.
    /// </summary>
    /// <param name="titles">Names of subjects, as people wrote them.</param>
    /// <param name="extension">«.docx».</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> titles, string extension)
    {
        var taken = new HashSet<string>(titles.Count, StringComparer.OrdinalIgnoreCase);
        var names = new string[titles.Count];
        for (var index = 0; index < names.Length; index++)
        {
            var name = Safe(titles[index]);
            var number = 1;
            // Of many equal titles each takes the next free number; the search is short because titles are rarely equal.
            while (!taken.Add(name))
            {
                var suffix = $" ({(++number).ToString(CultureInfo.InvariantCulture)})";
                name = Cut(Safe(titles[index]), MaxLength - suffix.Length) + suffix;
            }
            names[index] = name + extension;
        }
        return names;
    }

    private static string Safe(string title)
    {
        var name = new StringBuilder(title.Length);
        foreach (var rune in CleanText.Of(title).EnumerateRunes())
        {
            var kept = rune.Value switch
            {
                '"' => "'",
                '/' or '\\' or ':' or '|' => "-",
                '<' or '>' or '?' or '*' => "_",
                _ => Rune.GetUnicodeCategory(rune) switch
                {
                    UnicodeCategory.SpaceSeparator
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                    or UnicodeCategory.Control => " ",
                    UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => "",
                    _ => rune.ToString(),
                },
            };
            if (kept != " " || (name.Length > 0 && name[^1] != ' '))
                name.Append(kept);
        }
        // A dot in front hides a file on Linux; dots and spaces at the end are lost on Windows.
        var safe = Cut(name.ToString().TrimStart(' ', '.'), MaxLength);
        if (safe.Length == 0)
            return "Без названия";
        return Devices.Contains(safe.Split('.')[0].TrimEnd()) ? Cut("_" + safe, MaxLength) : safe;
    }

    private static string Cut(string name, int length)
    {
        var (characters, bytes) = (0, 0);
        foreach (var rune in name.EnumerateRunes())
        {
            if (characters + rune.Utf16SequenceLength > length || bytes + rune.Utf8SequenceLength > MaxBytes)
                break;
            characters += rune.Utf16SequenceLength;
            bytes += rune.Utf8SequenceLength;
        }
        return name[..characters].TrimEnd(' ', '.');
    }
}
