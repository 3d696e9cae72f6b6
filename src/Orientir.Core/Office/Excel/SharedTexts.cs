using System.Text.RegularExpressions;

namespace Orientir.Core.Office;

/// <summary>The texts of a workbook, each once, in the order they first occurred.</summary>
internal sealed partial class SharedTexts
{
    /// <summary>What a cell holds, in UTF-16 units; longer text is cut with an ellipsis.</summary>
    public const int Longest = 32_767;

    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);
    private readonly XmlBuffer items = new(1 << 12);

    public int IndexOf(string text)
    {
        if (indices.TryGetValue(text, out var index))
            return index;
        index = indices.Count;
        indices.Add(text, index);
        items.Raw("<si><t"u8);
        // Spaces at the ends and line breaks survive only where they are kept expressly.
        if (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text.Contains('\n', StringComparison.Ordinal))
            items.Raw(" xml:space=\"preserve\""u8);
        items.Raw(">"u8);
        if (text.Length > Longest)
            text = text[..(Longest - 1)] + "…";
        // Excel reads «_x0041_» as the letter A (ECMA-376 part 1, 22.9.2.19): its underscore must be written that way itself.
        if (text.Contains("_x", StringComparison.Ordinal))
            text = CodedCharacter().Replace(text, "_x005F_");
        items.Text(text).Raw("</t></si>"u8);
        return index;
    }

    public void Write(XmlBuffer xml) =>
        xml.Raw("<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" uniqueCount=\""u8)
            .Number(indices.Count)
            .Raw("\">"u8)
            .Raw(items.Written)
            .Raw("</sst>"u8);

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CodedCharacter();
}
