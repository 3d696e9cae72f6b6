using Orientir.Core.Methodologies;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>The marks of one subject by node: valued, and values of measures as they were given.</summary>
internal sealed class SubjectMarks
{
    public SubjectMarks(Methodology methodology, ReadOnlySpan<NodeMark> marks)
    {
        foreach (var mark in marks)
        {
            if (double.IsNaN(mark.Value))
                continue;
            Valued.Add(mark.Node);
            if (methodology.Nodes[mark.Node].Scale is not MeasureScale measure)
                continue;
            var value = MeasuredWords.Of(mark.Value, measure.Unit);
            Measured[mark.Node] = Measured.TryGetValue(mark.Node, out var others) ? $"{others}; {value}" : value;
        }
    }

    public HashSet<int> Valued { get; } = [];

    public Dictionary<int, string> Measured { get; } = [];
}
