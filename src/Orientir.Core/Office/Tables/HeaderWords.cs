namespace Orientir.Core.Office;

/// <summary>How people call the columns of a table.</summary>
/// <param name="columns">
/// The name in our own files, what it is called in Russian, the first of them in messages, and what may stand for it where no such
/// column is.
/// </param>
internal sealed class HeaderWords(params (string Name, string[] Russian, string[] Failing)[] columns)
{
    /// <summary>Another form the table may have, for messages; empty for none.</summary>
    public string Otherwise { get; init; } = "";

    /// <summary>Our name of a column; null where it is none of ours.</summary>
    public string? NameOf(string title, out bool failing)
    {
        var text = Plain(title);
        failing = false;
        foreach (var (name, russian, _) in columns)
            if (russian.Contains(text))
                return name;
        failing = true;
        foreach (var (name, _, others) in columns)
            if (others.Contains(text))
                return name;
        return null;
    }

    /// <summary>The Russian name of a column.</summary>
    public string Shown(string name) => Array.Find(columns, column => column.Name == name).Russian is [var first, ..] ? first : name;

    /// <summary>A title without case, ё, line breaks and stops.</summary>
    public static string Plain(string title) =>
        string.Join(
            ' ',
            title
                .ToLowerInvariant()
                .Replace('ё', 'е')
                .Split([' ', '\u00A0', '\n', '\r', '\t', ':', '.', '*'], StringSplitOptions.RemoveEmptyEntries)
        );
}
