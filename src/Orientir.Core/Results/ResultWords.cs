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

    /// <summary>
    /// What is said of those whose own indicators nobody marked while the institute's are: «ответов не отправил, оценён по данным
    /// института»;
    /// «ответил, но оценён только по данным института»; where it is not known whether they answered, «оценён только по данным института».
    /// </summary>
    /// <param name="noun">What is assessed.</param>
    /// <param name="answered">Whether they sent their answers; null where it is not known.</param>
    /// <param name="many">Of many.</param>
    public static string OperatorOnly(Noun noun, bool? answered, bool many = false) =>
        (answered, many) switch
        {
            (false, false) => noun.Agree(
                "ответов не отправил, оценён по данным института",
                "ответов не отправила, оценена по данным института",
                "ответов не отправило, оценено по данным института"
            ),
            (false, true) => "ответов не отправили, оценены по данным института",
            (true, false) => noun.Agree(
                "ответил, но оценён только по данным института",
                "ответила, но оценена только по данным института",
                "ответило, но оценено только по данным института"
            ),
            (true, true) => "ответили, но оценены только по данным института",
            (null, false) => noun.Agree(
                "оценён только по данным института",
                "оценена только по данным института",
                "оценено только по данным института"
            ),
            (null, true) => "оценены только по данным института",
        };

    /// <summary>
    /// What is said so of a subject, beside its place or name, and of who is marked without having sent answers; null of others.
    /// </summary>
    public static string? Beside(ScoredMarks scored, int subject) =>
        scored.OperatorOnly.Contains(subject) ? OperatorOnly(scored.Methodology.Subject.Noun, scored.HasAnswered(subject))
        : scored.IsMarkedUnsent(subject) ? Unsent(scored.Methodology.Subject.Noun, scored.HasAnswered(subject) == true)
        : null;

    /// <summary>«ответов не отправил», «ответы возвращены и снова не отправлены».</summary>
    public static string Unsent(Noun noun, bool returned, bool many = false) =>
        returned ? "ответы возвращены и снова не отправлены"
        : many ? "ответов не отправили"
        : noun.Agree("ответов не отправил", "ответов не отправила", "ответов не отправило");

    /// <summary>
    /// Of how many subjects not every indicator is marked, and what the methodology makes of it: under «zero» they look merely bad. Null
    /// where every subject that is marked is marked in full.
    /// </summary>
    public static string? MarkedInPart(ScoredMarks scored)
    {
        var (scores, hasValue, without) = (scored.Scores, scored.HasLeafValue(), scored.Unmarked());
        var partly = scores
            .Order.Where(subject => (hasValue[subject] || scores[subject, 0].Points is not null) && without[subject] > 0)
            .ToList();
        if (partly.Count == 0)
            return null;
        var unmarked = partly.Sum(subject => without[subject]);
        return $"Оценены не полностью: {Russian.Count(partly.Count, scored.Methodology.Subject.Noun)}, без оценки "
            + Russian.Count(unmarked, Nouns.Indicator)
            + (scores.Specification.MaximumOf(0) == 0 ? "." : $". {OfUnmarked(scores, unmarked, Nouns.Indicator)}");
    }

    /// <summary>
    /// How many indicators of a subject are not marked, and what the methodology makes of it: «Без оценки 59 из 61 показателя. …». Null
    /// where all that apply are.
    /// </summary>
    public static string? MarkedInPart(ScoredMarks scored, int subject)
    {
        var scores = scored.Scores;
        return scores.UnscoredBelow(subject, 0).Count() is > 0 and var unmarked
            ? $"Без оценки {Russian.Number(unmarked)} из "
                + $"{Russian.Count(scores.ApplicableBelow(subject, 0), Nouns.Indicator, GrammaticalCase.Genitive)}. "
                + OfUnmarked(scores, unmarked, Nouns.Indicator)
            : null;
    }

    /// <summary>What the methodology makes of so many indicators or directions without a mark: «По методике за них 0 баллов: …».</summary>
    public static string OfUnmarked(Scores scores, int unmarked, Noun noun) =>
        scores.Specification.Missing == MissingRule.Zero
            ? $"По методике за {Russian.Verb(unmarked, "него", "них")} 0 баллов: это не то же, что оценка 0."
            : $"По методике {Russian.Verb(unmarked, $"{noun.Agree("он", "она", "оно")} не входит", "они не входят")} в максимум.";

    /// <summary>What is known of a subject's answers; empty where nothing is.</summary>
    public static string OfAnswers(ScoredMarks scored, int subject) =>
        (scored.OperatorOnly.Contains(subject) ? Beside(scored, subject) : null)
        ?? scored.Answering?[subject] switch
        {
            Answering.NotBegun => "не начаты",
            Answering.Draft => "не отправлены",
            Answering.Sent => "отправлены",
            Answering.Returned => "возвращены на доработку",
            _ => "",
        };

    /// <summary>« (ответов не отправил)» after a name or place; nothing where nothing is said.</summary>
    public static string InBrackets(ScoredMarks scored, int subject) => Beside(scored, subject) is { } words ? $" ({words})" : "";

    /// <summary>A place for a table, with <see cref="Beside"/>.</summary>
    public static string Place(ScoredMarks scored, int subject, int rank, int rankTo) =>
        Russian.PlaceNumber(rank, rankTo) + InBrackets(scored, subject);

    /// <summary>Whether a subject has a result of a smaller maximum than the full one.</summary>
    public static bool HasSmallerMaximum(Scores scores, int subject) =>
        scores[subject, 0] is { Share: not null, Max: var max } && Tolerance.IsBelow(max, scores.Specification.MaximumOf(0));

    /// <summary>
    /// Whether subjects are scored against unequal maxima («не применимо», missing marks that leave it). Then what is told of all together
    /// above the indicators (a mean, a median, the best) is told as shares: points of unequal maxima are not to be compared.
    /// </summary>
    public static bool MaximaDiffer(Scores scores) => scores.Order.Any(subject => HasSmallerMaximum(scores, subject));

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

    /// <summary>
    /// What a level rests on where it is less than all: «без оценки 8 из 11 показателей, максимум 6 из 22»; null of others.
    /// </summary>
    public static string? LevelNote(ScoredMarks scored, int level, int subject) => LevelNote(LevelGap.Find(scored, level, subject));

    /// <summary>The same of what was found.</summary>
    public static string? LevelNote(LevelGap? gap)
    {
        if (gap is null)
            return null;
        List<string> notes = [];
        if (gap.Unmarked > 0)
            notes.Add($"без оценки {Russian.Number(gap.Unmarked)} из {Russian.Count(gap.Of, Nouns.Indicator, GrammaticalCase.Genitive)}");
        if (gap.Max is { } max)
            notes.Add($"максимум {Russian.Number(max)} из {Russian.Number(gap.FullMax)}");
        return string.Join(", ", notes);
    }

    /// <summary>« (без оценки 1 из 3 показателей)» after a level in a list; nothing where there is nothing to tell.</summary>
    public static string LevelInBrackets(ScoredMarks scored, int level, int subject) =>
        FindingRules.TellsLevelsInPart(scored.FindingsVersion) && LevelNote(scored, level, subject) is { } note ? $" ({note})" : "";
}
