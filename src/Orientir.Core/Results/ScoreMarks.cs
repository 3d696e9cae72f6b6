using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>Marks scored by the methodology they were read against.</summary>
public sealed record ScoredMarks(Methodology Methodology, MarkSheet Marks, Scores Scores)
{
    private IReadOnlyList<OpenResult?>? bounds;
    private HashSet<int>? operatorOnly;
    private int[]? listed;

    /// <summary>Marks scored before and kept with the bounds of then.</summary>
    internal ScoredMarks(Methodology methodology, MarkSheet marks, Scores scores, IReadOnlyList<OpenResult?> bounds)
        : this(methodology, marks, scores) => this.bounds = bounds;

    /// <summary>
    /// Between what missing and disagreeing marks leave each subject's result, by index; of fresh scores computed on call, then kept.
    /// </summary>
    public IReadOnlyList<OpenResult?> Bounds => bounds ??= ResultBounds.Of(Scores, Marks.Marks.Span);

    /// <summary>
    /// How far the answers of each subject had come, by index; null where it is not known: marks read from a table, runs of programs that
    /// did not keep it, campaigns in which nobody answered here.
    /// </summary>
    public IReadOnlyList<Answering>? Answering { get; init; }

    /// <summary>Version of the <see cref="FindingRules"/> by which more is said of them: of a stored run its own.</summary>
    /// <exception cref="InvalidDataException">There are no such rules.</exception>
    /// <exception cref="NewerProgramException">This program does not know them.</exception>
    public int FindingsVersion
    {
        get;
        init => field = FindingRules.Require(value);
    } = FindingRules.Version;

    /// <summary>Whether what is said of results tells who is marked in part.</summary>
    public bool TellsMarkedInPart => FindingRules.TellsMarkedInPart(FindingsVersion);

    /// <summary>
    /// Subjects of which no leaf they answer for has a value, and leaves the institute finds out itself have. A control total beside such
    /// marks is no answer. Whether they answered is another thing: <see cref="HasAnswered"/>.
    /// </summary>
    public IReadOnlySet<int> OperatorOnly => operatorOnly ??= FindOperatorOnly();

    /// <summary>
    /// Subjects as lists for people name them: by place, those without one last; of one place by <see cref="FoldedName"/>, «Район 3» before
    /// «Район 10». What is kept and given to programs follows <see cref="Scores.Order"/>.
    /// </summary>
    public IReadOnlyList<int> Listed =>
        listed ??= [
            .. Scores
                .Order.OrderBy(subject => Scores[subject, 0].Rank ?? int.MaxValue)
                .ThenBy(subject => FoldedName.Of(Scores.Subjects[subject].Name), StringComparer.Ordinal),
        ];

    /// <summary>
    /// Whether a subject's own indicators are marked though its answers were never sent, or returned and not sent again. Where nobody sent
    /// any it sets nobody apart; the rules before the third told it among the participants alone.
    /// </summary>
    public bool IsMarkedUnsent(int subject) =>
        TellsMarkedInPart
        && Answering is { } answering
        && answering[subject] != Results.Answering.Sent
        && answering.Contains(Results.Answering.Sent)
        && Scores[subject, 0].Points is not null
        && !OperatorOnly.Contains(subject);

    /// <summary>Whether a subject may be named in praise and among the weak: nobody who did not answer itself is.</summary>
    public bool MayBeNamed(int subject) => !OperatorOnly.Contains(subject) && !IsMarkedUnsent(subject);

    /// <summary>For each subject, whether its marks hold a value on any leaf.</summary>
    public bool[] HasLeafValue()
    {
        var has = new bool[Marks.Subjects.Count];
        foreach (ref readonly var mark in Marks.Marks.Span)
            if (!double.IsNaN(mark.Value) && Methodology.Specification.IsLeaf(mark.Node))
                has[mark.Subject] = true;
        return has;
    }

    /// <summary>
    /// Leaves of each subject without a mark: those the scorer counts, or, where the methodology gives no points at all, those with
    /// neither a value nor «не применимо».
    /// </summary>
    public int[] Unmarked()
    {
        var counts = new int[Marks.Subjects.Count];
        if (Methodology.Specification.MaximumOf(0) > 0)
            for (var subject = 0; subject < counts.Length; subject++)
                counts[subject] = Scores.UnscoredOf(subject);
        else
        {
            Array.Fill(counts, Methodology.Tree.Leaves.Count);
            var seen = new HashSet<(int Subject, int Node)>();
            foreach (ref readonly var mark in Marks.Marks.Span)
                if (Methodology.Specification.IsLeaf(mark.Node) && seen.Add((mark.Subject, mark.Node)))
                    counts[mark.Subject]--;
        }
        return counts;
    }

    /// <summary>Whether a subject sent its answers, were it that they were returned; null where it is not known.</summary>
    public bool? HasAnswered(int subject) =>
        Answering is null ? null : Answering[subject] is Results.Answering.Sent or Results.Answering.Returned;

    private HashSet<int> FindOperatorOnly()
    {
        if (Methodology.Tree.LeavesOf(AnswerSource.Subject).Count == 0)
            return [];
        var (found, own) = (new HashSet<int>(), new HashSet<int>());
        foreach (var mark in Marks.Marks.Span)
            if (!double.IsNaN(mark.Value) && Methodology.Specification.IsLeaf(mark.Node))
                (Methodology.Nodes[mark.Node].Source == AnswerSource.Subject ? own : found).Add(mark.Subject);
        found.ExceptWith(own);
        return found;
    }
}

/// <summary>Scores a mark sheet.</summary>
public sealed class ScoreMarks
{
    /// <summary>Scores the marks; the sheet must have been read against the same methodology.</summary>
    public ScoredMarks Score(Methodology methodology, MarkSheet marks) =>
        new(methodology, marks, Scorer.Score(methodology.Specification, marks.Subjects, marks.Marks.Span));
}
