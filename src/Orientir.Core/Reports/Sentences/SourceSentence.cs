namespace Orientir.Core.Reports;

/// <summary>Where the marks come from, in a sentence.</summary>
internal static class SourceSentence
{
    /// <summary>The sentence; null where experts are not named.</summary>
    public static string? Of(IReadOnlyList<string> experts)
    {
        string[] named = [.. experts.Where(name => name.Length > 0)];
        if (named.Length == 0)
            return null;
        if (named.Length == 1 && experts.Count == 1)
            return $"Источник оценок: {named[0]}.";
        return $"Источники оценок: {Russian.List(named, 10)}"
            + (named.Length < experts.Count ? "; часть оценок — без имени эксперта." : ".");
    }
}
