using System.Globalization;
using System.Text;

namespace Orientir.Core.Methodologies;

internal enum JsonType
{
    Object,
    Array,
    Text,
    Number,
    Flag,
    Null,
}

/// <summary>A value of a JSON document that knows where it stands. Duplicate properties are kept: they are a fault to be told.</summary>
internal sealed class JsonItem(JsonType type, int offset, JsonItem? parent, string? name, int index)
{
    private static readonly List<JsonItem> None = [];

    public JsonType Type { get; } = type;

    /// <summary>First byte of the value.</summary>
    public int Offset { get; } = offset;

    /// <summary>First byte of the property's name; the value's own for an element of a list.</summary>
    public int NameOffset { get; init; } = offset;

    public string Name => name ?? "";

    public string Text { get; init; } = "";

    public double Number { get; init; }

    public bool Flag { get; init; }

    /// <summary>Properties of an object or elements of a list, in document order.</summary>
    public List<JsonItem> Children { get; } = type is JsonType.Object or JsonType.Array ? [] : None;

    public string Path
    {
        get
        {
            if (parent is null)
                return "$";
            if (name is null)
                return $"{parent.Path}[{index}]";
            return name.Length > 0 && name.All(symbol => char.IsLetterOrDigit(symbol) || symbol is '_' or '-')
                ? $"{parent.Path}.{name}"
                : $"{parent.Path}['{Shown(name)}']";
        }
    }

    public JsonItem? Find(string property) => Children.Find(child => child.Name == property);

    /// <summary>The value in words, for messages.</summary>
    public string Description =>
        Type switch
        {
            JsonType.Object => "объект {…}",
            JsonType.Array => "список […]",
            JsonType.Text => Text.Trim().Length == 0 ? "пустая строка" : $"строка «{Shown(Text)}»",
            JsonType.Number => $"число {Shown(Text)}",
            JsonType.Flag => Flag ? "true" : "false",
            _ => "null",
        };

    /// <summary>Text of the input made fit for one line of a message.</summary>
    public static string Shown(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= 60)
                return shown.Append('…').ToString();
            if (
                Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
            )
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            else
                shown.Append(rune);
        }
        return shown.ToString();
    }
}
