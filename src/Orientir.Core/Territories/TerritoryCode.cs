using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orientir.Core.Territories;

/// <summary>
/// The code an entry gets where its list has none: the ОКТМО of a municipality, else one made of its name, so that the same list gives the
/// same codes again.
/// </summary>
internal static class TerritoryCode
{
    private const int LongestName = 50;

    private static readonly string[] Letters = [.. "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch ' y ' e yu ya".Split(' ')];

    /// <summary>A code of Latin letters, digits and hyphens that is not taken; it is taken then.</summary>
    /// <param name="name">Name of the entry.</param>
    /// <param name="parent">Code of what it stands under; null for none.</param>
    /// <param name="taken">Codes in use.</param>
    public static string Of(string name, string? parent, HashSet<string> taken)
    {
        var words = TerritoryName.Of(name).Literal;
        var latin = string.Join('-', words.Split(' ').Select(word => string.Concat(word.Select(Latin))).Where(word => word.Length > 0));
        if (latin.Length > LongestName || latin.Length == 0)
            latin = $"{latin[..Math.Min(latin.Length, LongestName)].Trim('-')}-{Hash(words)}".Trim('-');
        var code = parent is { Length: > 0 and <= 40 } ? $"{parent}-{latin}" : latin;
        for (var number = 2; !taken.Add(code); number++)
            code = string.Create(CultureInfo.InvariantCulture, $"{code.Split('~')[0]}~{number}");
        return code;
    }

    private static string Latin(char letter) =>
        letter is >= 'а' and <= 'я' ? Letters[letter - 'а'].Trim('\'')
        : char.IsAsciiLetterOrDigit(letter) ? $"{letter}"
        : "";

    private static string Hash(string words) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)))[..6];
}
