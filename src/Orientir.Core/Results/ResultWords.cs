using Orientir.Core.Methodologies;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Results;

/// <summary>
/// What stands where there is no result, beside a place and beside a maximum: the same words in documents, tables and pages. A node that
/// was not marked, one that does not apply and 0 points are three things.
/// </summary>
public static class ResultWords
{
    /// <summary>«Не применимо» in a cell.</summary>
    public const string NotApplicable = "н/п";

    /// <summary>No mark in a cell.</summary>
    public const string NotMarked = "не оценено";

    /// <summary>What gives no points in a cell.</summary>
    public const string NoPoints = "без баллов";

    /// <summary>What stands for the points of a subject that has none at a node.</summary>
    public static string Absent(Scores scores, int subject, int node)
    {
        if (scores.Specification.MaximumOf(node) == 0)
            return NoPoints;
        if (scores.IsNotApplicable(subject, node))
            return NotApplicable;
        // Of what lies under a total the total alone is known.
        return scores.TotalsOf(subject).Any(total => total.Node <= node && node < scores.Specification.EndOf(total.Node))
            ? Russian.NoData
            : NotMarked;
    }

    /// <summary>What stands for the figures of a node at which nobody has points.</summary>
    public static string AbsentForAll(Scores scores, int node) =>
        scores.Specification.MaximumOf(node) == 0 ? NoPoints
        : scores.Subjects.Count > 0 && scores.Order.All(subject => scores.IsNotApplicable(subject, node)) ? NotApplicable
        : Russian.NoData;

    /// <summary>«сам не ответил, оценён по данным института», in agreement.</summary>
    public static string Silent(Noun noun) =>
        noun.Agree(
            "сам не ответил, оценён по данным института",
            "сама не ответила, оценена по данным института",
            "само не ответило, оценено по данным института"
        );

    /// <summary>A place for a table, with <see cref="Silent"/> beside that of who did not answer itself.</summary>
    public static string Place(ScoredMarks scored, int subject, int rank, int rankTo) =>
        scored.OperatorOnly.Contains(subject)
            ? $"{Russian.PlaceNumber(rank, rankTo)} ({Silent(scored.Methodology.Subject.Noun)})"
            : Russian.PlaceNumber(rank, rankTo);

    /// <summary>Whether a subject has a result of a smaller maximum than the full one.</summary>
    public static bool HasSmallerMaximum(Scores scores, int subject) =>
        scores[subject, 0] is { Share: not null, Max: var max } && Tolerance.IsBelow(max, scores.Specification.MaximumOf(0));

    /// <summary>
    /// Why a subject's maximum is smaller than the full one: «64 показателя не применимы», «2 показателя без оценки»; null where it is not.
    /// </summary>
    public static string? WhySmaller(ScoredMarks scored, int subject)
    {
        var scores = scored.Scores;
        if (!HasSmallerMaximum(scores, subject))
            return null;
        var noun = scored.Methodology.Tree.Leaves.All(leaf => leaf.Kind == NodeKind.Direction) ? Nouns.Direction : Nouns.Indicator;
        List<string> reasons = [];
        if (scores.NotApplicableBelow(subject, 0) is > 0 and var left)
            reasons.Add(
                $"{Russian.Count(left, noun)} "
                    + Russian.Verb(left, noun.Agree("не применим", "не применима", "не применимо"), "не применимы")
            );
        if (scores.Specification.Missing == MissingRule.Exclude && scores.UnscoredOf(subject) is > 0 and var unscored)
            reasons.Add($"{Russian.Count(unscored, noun)} без оценки");
        return reasons.Count == 0 ? null : Russian.List(reasons);
    }
}
