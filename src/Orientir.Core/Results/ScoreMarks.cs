using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>Marks scored by the methodology they were read against.</summary>
public sealed record ScoredMarks(Methodology Methodology, MarkSheet Marks, Scores Scores)
{
    private IReadOnlyList<OpenResult?>? bounds;

    /// <summary>Marks scored before and kept with the bounds of then.</summary>
    internal ScoredMarks(Methodology methodology, MarkSheet marks, Scores scores, IReadOnlyList<OpenResult?> bounds)
        : this(methodology, marks, scores) => this.bounds = bounds;

    /// <summary>
    /// Between what missing and disagreeing marks leave each subject's result, by index; of fresh scores computed on call, then kept.
    /// </summary>
    public IReadOnlyList<OpenResult?> Bounds => bounds ??= ResultBounds.Of(Scores, Marks.Marks.Span);
}

/// <summary>Scores a mark sheet.</summary>
public sealed class ScoreMarks
{
    /// <summary>Scores the marks; the sheet must have been read against the same methodology.</summary>
    public ScoredMarks Score(Methodology methodology, MarkSheet marks) =>
        new(methodology, marks, Scorer.Score(methodology.Specification, marks.Subjects, marks.Marks.Span));
}
