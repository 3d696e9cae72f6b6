using System.Text.Json;

namespace Orientir.Core.Territories;

/// <summary>
/// Attributes of a subject: texts by key, written by people as «ключ=значение|ключ=значение» and stored as JSON, keys in order.
/// </summary>
public static class SubjectAttributes
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The JSON of what was written; null where it cannot be read.</summary>
    public static string? Parse(string written)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in written.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || !found.TryAdd(part[..at].Trim(), part[(at + 1)..].Trim()))
                return null;
        }
        return JsonSerializer.Serialize(found, Readable);
    }

    /// <summary>The attributes in order of their keys.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(string json) =>
        [.. JsonSerializer.Deserialize<SortedDictionary<string, string>>(json) ?? []];

    /// <summary>The attributes with one of them set.</summary>
    public static string With(string json, string key, string value)
    {
        var found = JsonSerializer.Deserialize<SortedDictionary<string, string>>(json) ?? [];
        var ordered = new SortedDictionary<string, string>(found, StringComparer.Ordinal) { [key] = value };
        return JsonSerializer.Serialize(ordered, Readable);
    }

    /// <summary>As people write them.</summary>
    public static string Write(string json) => string.Join('|', Of(json).Select(pair => $"{pair.Key}={pair.Value}"));
}
