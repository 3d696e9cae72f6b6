using System.Globalization;

namespace Orientir.Core.Office;

/// <summary>Names for the sheets of one workbook: what Excel accepts, readable and unique whatever the case of letters.</summary>
internal sealed class SheetNames
{
    /// <summary>What Excel allows, in UTF-16 units.</summary>
    public const int Longest = 31;

    // «History» is Excel's own.
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase) { "History" };

    /// <summary>Takes the name nearest to <paramref name="wanted"/> that is free.</summary>
    public string Take(string wanted)
    {
        var clean = Clean(wanted);
        var name = Shorten(clean, Longest);
        for (var number = 2; !taken.Add(name); number++)
        {
            var suffix = string.Create(CultureInfo.InvariantCulture, $" ({number})");
            name = Shorten(clean, Longest - suffix.Length) + suffix;
        }
        return name;
    }

    // Excel refuses []:*?/\ anywhere and an apostrophe at either end.
    private static string Clean(string wanted)
    {
        var characters = CleanText
            .Of(wanted)
            .Select(character =>
                character switch
                {
                    '[' => '(',
                    ']' => ')',
                    ':' or '/' or '\\' => '-',
                    '*' or '?' => ' ',
                    _ when char.IsControl(character)
                            || char.IsSurrogate(character)
                            || char.GetUnicodeCategory(character) == UnicodeCategory.Format => ' ',
                    _ => character,
                }
            );
        var words = string.Concat(characters).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join(' ', words).Trim('\'', ' ');
        return name.Length == 0 ? "Лист" : name;
    }

    private static string Shorten(string name, int longest)
    {
        if (name.Length <= longest)
            return name;
        var cut = name.LastIndexOf(' ', longest - 2);
        // A word is cut only where keeping it whole would lose more than a third of the room.
        if (cut < longest * 2 / 3)
            cut = longest - 1;
        return name[..cut].TrimEnd(' ', ',', '.', '-', '(', '\'') + "…";
    }
}
