using System.Text.RegularExpressions;

namespace Orientir.Core.Language;

/// <summary>
/// Letters of the Latin and the Russian alphabet that look alike. In a name or a code a word that mixes them is another word to every
/// program and the same to every eye.
/// </summary>
public static partial class LookAlikes
{
    // Capitals first: some letters look alike only so, and a name in lower case may have been written in capitals.
    private const string LatinCapitals = "ABCEHKMOPTXYË";
    private const string RussianCapitals = "АВСЕНКМОРТХУЁ";
    private const string Latin = LatinCapitals + "aceopxykëi";
    private const string Russian = RussianCapitals + "асеорхукёі";

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
    /// A word, in lower case, by the Russian letters its Latin ones look like, a word wholly Latin too; one with a Latin letter that looks
    /// like none stays.
    /// </summary>
    public static string WordInRussian(string word)
    {
        if (!word.Any(IsLatin) || word.Any(letter => IsLatin(letter) && CapitalOf(letter) < 0))
            return word;
        return string.Concat(
            word.Select(letter => CapitalOf(letter) is >= 0 and var at ? char.ToLowerInvariant(RussianCapitals[at]) : letter)
        );
    }

    private static int CapitalOf(char lower) => LatinCapitals.IndexOf(char.ToUpperInvariant(lower), StringComparison.Ordinal);

    /// <summary>
    /// A name, in lower case, whose words of both alphabets are by their Russian letters where the Latin ones look like them: «лужcкий» of
    /// a register taken before such words were refused is «лужский». Words of one alphabet stay.
    /// </summary>
    public static string MixedWordsInRussian(string name) =>
        !name.Any(IsLatin) ? name : Words().Replace(name, word => word.Value.Any(IsCyrillic) ? WordInRussian(word.Value) : word.Value);

    /// <summary>What a text looks like, letter by letter: equal of texts that differ by such letters alone.</summary>
    public static string LookOf(string text) =>
        !text.Any(IsLatin) ? text : string.Concat(text.Select(letter => Latin.IndexOf(letter) is >= 0 and var at ? Russian[at] : letter));

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
