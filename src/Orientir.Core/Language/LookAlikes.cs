using System.Text.RegularExpressions;

namespace Orientir.Core.Language;

/// <summary>
/// Letters of the Latin and the Russian alphabet that look alike. In a name or a code a word that mixes them is another word to every
/// program and the same to every eye.
/// </summary>
public static partial class LookAlikes
{
    private const string Latin = "ABCEHKMOPTXYËaceopxykëi";
    private const string Russian = "АВСЕНКМОРТХУЁасеорхукёі";

    /// <summary>
    /// The first word that mixes the alphabets by letters that look alike: «в слове «Лужcкий» латинская «c»»; null where none does. Words
    /// wholly of one alphabet («IT-куб», «Школа № 5 A», «XXI века») and words whose letters differ to the eye («ITшкола») are none.
    /// </summary>
    public static string? FaultIn(string text)
    {
        for (var start = 0; start < text.Length; )
        {
            if (!char.IsLetter(text[start]))
            {
                start++;
                continue;
            }
            var end = start + 1;
            while (
                end < text.Length
                && (char.IsLetter(text[end]) || char.GetUnicodeCategory(text[end]) == System.Globalization.UnicodeCategory.NonSpacingMark)
            )
                end++;
            if (FaultOf(text[start..end]) is { } fault)
                return fault;
            start = end;
        }
        return null;
    }

    /// <summary>What to do about it.</summary>
    public const string Remedy = "наберите слово заново буквами одного алфавита";

    /// <summary>
    /// A word, in lower case, by the Russian letters its Latin ones look like; a word with a Latin letter that looks like none stays.
    /// </summary>
    public static string Folded(string word)
    {
        const string LatinLower = "abcehkmoptxyë";
        const string RussianLower = "авсенкмортхуё";
        if (!word.Any(char.IsAsciiLetter) || word.Any(letter => IsLatin(letter) && !LatinLower.Contains(letter)))
            return word;
        return string.Concat(word.Select(letter => LatinLower.IndexOf(letter) is >= 0 and var at ? RussianLower[at] : letter));
    }

    /// <summary>
    /// A name, in lower case, whose words of both alphabets are by their Russian letters where the Latin ones look like them: «лужcкий» of
    /// a register taken before such words were refused is «лужский». Words of one alphabet stay.
    /// </summary>
    public static string Russified(string name) =>
        !name.Any(char.IsAsciiLetter) ? name : Words().Replace(name, word => word.Value.Any(IsCyrillic) ? Folded(word.Value) : word.Value);

    /// <summary>What a text looks like: equal of texts that differ by such letters alone.</summary>
    public static string KeyOf(string text) =>
        !text.Any(char.IsAsciiLetter)
            ? text
            : string.Concat(text.Select(letter => Latin.IndexOf(letter) is >= 0 and var at ? Russian[at] : letter));

    private static string? FaultOf(string word)
    {
        List<char> latin = [.. word.Where(IsLatin)];
        List<char> cyrillic = [.. word.Where(IsCyrillic)];
        if (latin.Count == 0 || cyrillic.Count == 0)
            return null;
        var (latinAlike, cyrillicAlike) = (
            latin.TrueForAll(letter => Latin.Contains(letter)),
            cyrillic.TrueForAll(letter => Russian.Contains(letter))
        );
        if (!latinAlike && !cyrillicAlike)
            return null;
        var isLatin = latinAlike && (!cyrillicAlike || latin.Count <= cyrillic.Count);
        List<char> wrong = [.. (isLatin ? latin : cyrillic).Distinct()];
        var letters = string.Join(", ", wrong.Select(letter => $"«{letter}»"));
        return $"в слове «{word}» {(isLatin, wrong.Count) switch
        {
            (true, 1) => "латинская",
            (true, _) => "латинские",
            (false, 1) => "русская",
            _ => "русские",
        }} {letters}";
    }

    private static bool IsLatin(char letter) => char.IsAsciiLetter(letter) || letter is (>= 'À' and <= 'ɏ') and not ('×' or '÷');

    private static bool IsCyrillic(char letter) => letter is >= '\u0400' and <= '\u04FF';

    [GeneratedRegex(@"\p{L}+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
