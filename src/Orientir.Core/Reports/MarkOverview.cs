using Orientir.Core.Results;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>Which nodes of which subjects carry values, as the reports need it: who answered, and what is known only as a total.</summary>
internal sealed class MarkOverview
{
    private readonly NodeMark[] marks;
    private readonly int[] starts;
    private readonly int[] commentStarts;
    private readonly int[] comments;
    private readonly Dictionary<int, List<ScoreFlag>> flags = [];

    public MarkOverview(ScoredMarks scored)
    {
        var subjects = scored.Marks.Subjects.Count;
        (marks, starts) = BySubject(scored.Marks.Marks.Span, subjects);
        HasLeafValue = scored.HasLeafValue();
        HasNotApplicable = new bool[subjects];
        foreach (ref readonly var mark in scored.Marks.Marks.Span)
            if (double.IsNaN(mark.Value))
                HasNotApplicable[mark.Subject] = true;
        var list = scored.Marks.Comments;
        commentStarts = new int[subjects + 1];
        foreach (var comment in list)
            commentStarts[comment.Subject + 1]++;
        for (var subject = 0; subject < subjects; subject++)
            commentStarts[subject + 1] += commentStarts[subject];
        foreach (var flag in scored.Scores.Flags)
        {
            if (!flags.TryGetValue(flag.Subject, out var known))
                flags[flag.Subject] = known = [];
            known.Add(flag);
        }
        comments = [.. Enumerable.Range(0, list.Count).OrderBy(index => list[index].Subject).ThenBy(index => list[index].Node)];
    }

    /// <summary>A value on some leaf.</summary>
    public bool[] HasLeafValue { get; }

    /// <summary>A mark «не применимо».</summary>
    public bool[] HasNotApplicable { get; }

    /// <summary>The marks of a subject.</summary>
    public ReadOnlySpan<NodeMark> Of(int subject) => marks.AsSpan(starts[subject], starts[subject + 1] - starts[subject]);

    /// <summary>Indices of a subject's comments in the order of the nodes.</summary>
    public ReadOnlySpan<int> CommentsOf(int subject) =>
        comments.AsSpan(commentStarts[subject], commentStarts[subject + 1] - commentStarts[subject]);

    /// <summary>The flags of a subject, in the order of the nodes.</summary>
    public IReadOnlyList<ScoreFlag> FlagsOf(int subject) => flags.GetValueOrDefault(subject) ?? [];

    private static (NodeMark[] Marks, int[] Starts) BySubject(ReadOnlySpan<NodeMark> marks, int subjects)
    {
        var first = new int[subjects + 1];
        foreach (var mark in marks)
            first[mark.Subject + 1]++;
        for (var subject = 0; subject < subjects; subject++)
            first[subject + 1] += first[subject];
        var (sorted, next) = (new NodeMark[marks.Length], first[..subjects].ToArray());
        foreach (var mark in marks)
            sorted[next[mark.Subject]++] = mark;
        return (sorted, first);
    }
}
