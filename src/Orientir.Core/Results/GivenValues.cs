using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Results;

/// <summary>
/// The values behind points that do not tell them: what was measured, and how many items are met where a checklist counts only so many.
/// </summary>
internal sealed class GivenValues
{
    private readonly Dictionary<(int Subject, int Node), List<double>> values = [];

    public GivenValues(ScoredMarks scored)
    {
        var nodes = scored.Methodology.Nodes;
        Nodes = [.. Enumerable.Range(0, nodes.Count).Where(node => IsHidden(nodes[node].Scale))];
        if (Nodes.Count == 0)
            return;
        foreach (var mark in scored.Marks.Marks.Span)
        {
            if (double.IsNaN(mark.Value) || !IsHidden(scored.Methodology.Nodes[mark.Node].Scale))
                continue;
            if (!values.TryGetValue((mark.Subject, mark.Node), out var given))
                values.Add((mark.Subject, mark.Node), given = []);
            given.Add(mark.Value);
        }
    }

    /// <summary>The leaves of which values are told, in the order of the methodology.</summary>
    public IReadOnlyList<int> Nodes { get; }

    /// <summary>What the experts gave, in the order of the marks; empty where nobody did.</summary>
    public IReadOnlyList<double> Of(int subject, int node) => values.GetValueOrDefault((subject, node)) ?? [];

    private static bool IsHidden(Scale? scale) =>
        scale is MeasureScale || scale is ChecklistScale list && Tolerance.IsBelow(list.Maximum, list.Items.Count * list.Points);
}
