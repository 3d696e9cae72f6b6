namespace Orientir.Core.Office;

/// <summary>The formula HYPERLINK("address"; "words"), by which a cell shows words and leads to an address.</summary>
internal static class LinkFormula
{
    private const string Name = "HYPERLINK(";

    /// <summary>
    /// The address of a formula without its «=»; «=» alone where it is made of other cells; null where it is no link.
    /// </summary>
    public static string? TargetOf(ReadOnlySpan<char> formula)
    {
        if (!formula.StartsWith(Name, StringComparison.OrdinalIgnoreCase))
            return null;
        var rest = formula[Name.Length..].TrimStart();
        if (rest.IsEmpty || rest[0] != '"')
            return "=";
        var address = new System.Text.StringBuilder();
        for (var at = 1; at < rest.Length; at++)
            if (rest[at] != '"')
                address.Append(rest[at]);
            else if (at + 1 < rest.Length && rest[at + 1] == '"')
                address.Append(rest[at++]);
            else
                // «"https://…" & A1» goes on.
                return rest[(at + 1)..].TrimStart() is [] or [',' or ';' or ')', ..] && address.Length > 0 ? address.ToString() : "=";
        return "=";
    }
}
