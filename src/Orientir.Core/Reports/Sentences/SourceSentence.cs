namespace Orientir.Core.Reports;

/// <summary>
/// Where marks come from that nobody gave as an expert: a reconstruction says so first of all. Names of experts stand beside their marks
/// and nowhere else.
/// </summary>
internal static class SourceSentence
{
    private const string Reconstruction = "реконструкц";

    /// <summary>The sentence; null where no mark is a reconstruction.</summary>
    public static string? Of(IReadOnlyList<string> experts)
    {
        string[] named = [.. experts.Where(name => name.Contains(Reconstruction, StringComparison.OrdinalIgnoreCase))];
        if (named.Length == 0)
            return null;
        var head =
            named.Length < experts.Count ? "Источник части оценок"
            : named.Length == 1 ? "Источник оценок"
            : "Источники оценок";
        return Russian.Sentence($"{head}: {Russian.List(named, 10)}");
    }
}
