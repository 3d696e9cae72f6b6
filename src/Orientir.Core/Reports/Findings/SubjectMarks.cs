using Orientir.Core.Methodologies;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>The marks of one subject by node: valued, «не применимо», and values of measures as they were given.</summary>
internal sealed class SubjectMarks
{
    public SubjectMarks(Methodology methodology, ReadOnlySpan<NodeMark> marks)
    {
        foreach (var mark in marks)
        {
            (double.IsNaN(mark.Value) ? NotApplicable : Valued).Add(mark.Node);
            if (double.IsNaN(mark.Value) || methodology.Nodes[mark.Node].Scale is not MeasureScale measure)
                continue;
            var value = $"{Russian.Number(mark.Value)}{Russian.NoBreakSpace}{measure.Unit}";
            Measured[mark.Node] = Measured.TryGetValue(mark.Node, out var others) ? $"{others}; {value}" : value;
        }
        NotApplicable.ExceptWith(Valued);
    }

    public HashSet<int> Valued { get; } = [];

    public HashSet<int> NotApplicable { get; } = [];

    public Dictionary<int, string> Measured { get; } = [];
}
