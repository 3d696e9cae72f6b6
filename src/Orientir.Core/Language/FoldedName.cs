using System.Text;
using System.Text.RegularExpressions;

namespace Orientir.Core.Language;

/// <summary>Folding for search and order, the same on every database: case, ё, quotes, spaces, numbers, letters that look alike.</summary>
public static partial class FoldedName
{
    /// <summary>
    /// Lower case, ё as е, quotes dropped, runs of spaces as one, Latin letters within Russian words as the Russian ones they look like,
    /// whole numbers of six digits at least: «Школа № 2» stands before «Школа № 10», and who seeks the first finds it alone.
    /// </summary>
    public static string Of(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var letter in LookAlikes.MixedWordsInRussian(name.ToLowerInvariant()))
        {
            if (letter is '«' or '»' or '"' or '“' or '”' or '„')
                continue;
            if (char.IsWhiteSpace(letter))
            {
                if (folded.Length > 0 && folded[^1] != ' ')
                    folded.Append(' ');
                continue;
            }
            folded.Append(letter == 'ё' ? 'е' : letter);
        }
        return Numbers().Replace(folded.ToString().TrimEnd(), number => number.Value.TrimStart('0').PadLeft(6, '0'));
    }

    [GeneratedRegex("[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();
}
