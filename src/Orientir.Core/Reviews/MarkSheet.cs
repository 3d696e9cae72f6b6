using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reviews;

/// <summary>A comment an expert left at a mark. Indices as in <see cref="NodeMark"/>.</summary>
public sealed record MarkComment(int Subject, int Node, int Expert, string Text);

/// <summary>
/// Marks of many subjects by one methodology, checked against it. Subjects are those of the marks in order of first
/// appearance and, given a register, the rest of its entries of the methodology's subject kind.
/// </summary>
public sealed class MarkSheet
{
    /// <summary>The subjects; indices of the marks point here.</summary>
    public required IReadOnlyList<ScoringSubject> Subjects { get; init; }

    /// <summary>Names of the experts; an empty name is the one unnamed expert. Indices of the marks point here.</summary>
    public required IReadOnlyList<string> Experts { get; init; }

    /// <summary>Names of those who gave marks: a row without a value, as stands for a subject without marks, names nobody.</summary>
    public IReadOnlyList<string> Markers
    {
        get
        {
            var gave = new bool[Experts.Count];
            foreach (var mark in Marks.Span)
                gave[mark.Expert] = true;
            return [.. Experts.Where((_, expert) => gave[expert])];
        }
    }

    /// <summary>The marks; a missing mark has no entry, NaN is «не применимо».</summary>
    public required ReadOnlyMemory<NodeMark> Marks { get; init; }

    /// <summary>The comments, in the order of the input.</summary>
    public required IReadOnlyList<MarkComment> Comments { get; init; }
}
