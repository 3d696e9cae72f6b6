using System.Text.RegularExpressions;

namespace Orientir.Core.Office;

/// <summary>As what a cell shows its number.</summary>
internal enum NumberKind : byte
{
    Plain,
    Date,
    Percent,
}

/// <summary>What formats of numbers show (ECMA-376 part 1, 18.8.30 and 18.8.31).</summary>
internal static partial class NumberFormats
{
    private const int Longest = 255;

    /// <summary>A format that every workbook has.</summary>
    public static NumberKind BuiltIn(int id) =>
        id switch
        {
            9 or 10 => NumberKind.Percent,
            // Of dates and times, those of East Asian Excel too.
            (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58) => NumberKind.Date,
            _ => NumberKind.Plain,
        };

    /// <summary>A format by its code.</summary>
    public static NumberKind Of(string code)
    {
        var bare = LiteralPart().Replace(code.Length > Longest ? code[..Longest] : code, "");
        return DateLetter().IsMatch(bare) ? NumberKind.Date
            : bare.Contains('%', StringComparison.Ordinal) ? NumberKind.Percent
            : NumberKind.Plain;
    }

    // Quoted text, an escaped letter, a fill or a pad, and brackets that are no elapsed time: [Red], [$-419], [>5].
    [GeneratedRegex(
        @"""[^""]*""|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|General",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex LiteralPart();

    [GeneratedRegex("[dmyhs]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateLetter();
}
