using Quickenshtein;

namespace Orientir.Core.Language;

/// <summary>How alike two spellings are.</summary>
public static class Spelling
{
    private const int LongestWord = 40;

    // A second's work. Whoever has more unknown names than that allows has the wrong list, and reads none of the suggestions.
    private const long MostCompared = 1_000_000;

    /// <summary>
    /// 1 for equal spellings, 0 for nothing in common: the share of letters that need no change, or the share of a common
    /// beginning of four letters and more (Кимры, Кимрский).
    /// </summary>
    public static double Likeness(string one, string other)
    {
        var (shorter, longer) = one.Length <= other.Length ? (one, other) : (other, one);
        if (longer.Length == 0)
            return 1;
        var common = shorter.AsSpan().CommonPrefixLength(longer);
        var beginning = common >= 4 ? 0.9 * common / shorter.Length : 0;
        // The distance is at least the difference in length.
        return (double)shorter.Length / longer.Length <= beginning
            ? beginning
            : Math.Max(beginning, 1 - (double)Levenshtein.GetDistance(shorter, longer) / longer.Length);
    }

    /// <summary>Whether one more spelling may be held against all names, when so many were before.</summary>
    public static bool MayCompare(int spellings, int names) => (long)spellings * names < MostCompared;

    /// <summary>The names nearest to a spelling, best first, equal ones in the given order.</summary>
    public static IEnumerable<string> Nearest(string spelling, IEnumerable<string> names, int most, double least = 0.5) =>
        names
            .Select(name => (name, Likeness: Likeness(spelling, name)))
            .Where(one => one.Likeness >= least)
            .OrderByDescending(one => one.Likeness)
            .Select(one => one.name)
            .Take(most);

    /// <summary>
    /// The one of a list of words that was meant by a mistyped one: a third of its letters is wrong at most, two that changed places are
    /// one.
    /// </summary>
    /// <returns>Null where none is near.</returns>
    public static string? Meant(string typed, IEnumerable<string> words)
    {
        if (typed.Length is 0 or > LongestWord)
            return null;
        var (best, distance, prefix) = ((string?)null, int.MaxValue, 0);
        foreach (var word in words)
        {
            var found = Slips(typed.ToLowerInvariant(), word.ToLowerInvariant());
            var common = typed.AsSpan().CommonPrefixLength(word);
            if (found < distance || (found == distance && common > prefix))
                (best, distance, prefix) = (word, found, common);
        }
        return best is not null && distance <= Math.Max(1, best.Length / 3) ? best : null;
    }

    private static int Slips(string typed, string word)
    {
        var at = typed.AsSpan().CommonPrefixLength(word);
        var swapped =
            typed.Length == word.Length
            && at + 1 < word.Length
            && (typed[at], typed[at + 1]) == (word[at + 1], word[at])
            && typed.AsSpan(at + 2).SequenceEqual(word.AsSpan(at + 2));
        return swapped ? 1 : Levenshtein.GetDistance(typed, word);
    }
}
