using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Results;

/// <summary>What a level rests on where it is less than all.</summary>
/// <param name="Unmarked">Indicators below the node it classifies that nobody marked.</param>
/// <param name="Of">Indicators there that apply.</param>
/// <param name="Max">Of a level by points the subject's own maximum, points, where it is below the next band; null elsewhere.</param>
/// <param name="FullMax">The full maximum of the node, points.</param>
public sealed record LevelGap(int Unmarked, int Of, double? Max, double FullMax)
{
    /// <summary>Finds it; null where the level rests on all there is, where there is none, and by the rules that did not tell it.</summary>
    /// <param name="scored">The scored marks.</param>
    /// <param name="level">Index of the classification.</param>
    /// <param name="subject">Index of the subject.</param>
    public static LevelGap? Find(ScoredMarks scored, int level, int subject)
    {
        var (scores, scheme) = (scored.Scores, scored.Methodology.Specification.Levels[level]);
        if (!scored.TellsMarkedInPart || scores.BandOf(subject, level) is not { } held)
            return null;
        var (unmarked, max) = (scores.UnscoredBelow(subject, scheme.Node).Count(), scores[subject, scheme.Node].Max);
        var outOfReach =
            scored.Methodology.Levels[level].By == LevelBasis.Points
            && held + 1 < scheme.Bands.Count
            && scheme.Bands[held + 1] is var next
            && (next.Exclusive ? !Tolerance.IsAbove(max, next.Lower) : Tolerance.IsBelow(max, next.Lower));
        return unmarked == 0 && !outOfReach
            ? null
            : new(
                unmarked,
                scores.ApplicableBelow(subject, scheme.Node),
                outOfReach ? max : null,
                scores.Specification.MaximumOf(scheme.Node)
            );
    }
}
