using Orientir.Core.Methodologies;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>How the result of a subject changed against the monitoring before, in words, and what the change may be due to.</summary>
public static class ChangeWords
{
    /// <summary>
    /// The change of share and place, each place with how many had one, and whether it is one of marks alone: it is where both runs are
    /// marked in full. Null where either has no result of the subject, or they do not compare.
    /// </summary>
    /// <param name="before">The results before.</param>
    /// <param name="now">Those of now.</param>
    /// <param name="subject">Index of the subject among those of now.</param>
    public static string? Of(PreviousRun before, ScoredMarks now, int subject)
    {
        var score = now.Scores[subject, 0];
        if (before.ScoreOf(now.Scores.Subjects[subject].Id, "*") is not { Share: { } was } then || score.Share is not { } share)
            return null;
        var (old, own) = (Russian.Percent(was), Russian.Percent(share));
        var isSame = old == own;
        var change = isSame
            ? $"Доля максимума та же, что в прошлом мониторинге ({before.Name}): {own}"
            : $"Доля максимума {(share > was ? "выросла" : "упала")} с {old} ({before.Name}) до {own}";
        return $"{change}{Moved(before.Scored!, then, now, score)}. {Cause(before.Scored!, now, subject, isSame)}";
    }

    private static string Moved(ScoredMarks before, NodeScore then, ScoredMarks now, NodeScore score) =>
        then is { Rank: { } was, RankTo: { } wasTo } && score is { Rank: { } rank, RankTo: { } to }
            ? $"; было {Russian.Place(was, wasTo)} из {Ranked(before)}, стало {Russian.PlaceNumber(rank, to)}-е из {Ranked(now)}"
            : "";

    private static string Ranked(ScoredMarks scored) => Russian.Number(scored.Scores.Summaries[0].Count);

    private static string Cause(ScoredMarks before, ScoredMarks now, int subject, bool isSame)
    {
        var unmarkedThen = before.Scores.IndexOf(now.Scores.Subjects[subject].Id) is { } at ? before.Scores.UnscoredOf(at) : 0;
        var unmarked = now.Scores.UnscoredOf(subject);
        if (unmarkedThen + unmarked == 0)
            return "Методика та же, поэтому изменение целиком реальное: от правил подсчёта в нём ничего нет.";
        var leaves = now.Methodology.Tree.Leaves;
        var noun = leaves.All(leaf => leaf.Kind == NodeKind.Direction) ? Nouns.Direction : Nouns.Indicator;
        string Marked(int without) =>
            without == 0 ? "оценены все" : $"без оценки {Russian.Count(without, noun)} из {Russian.Number(leaves.Count)}";
        return $"Методика та же, но оценено не всё: тогда {Marked(unmarkedThen)}, теперь {Marked(unmarked)}. "
            + $"{(isSame ? "Равенство" : "Изменение")} может объясняться этим. "
            + ResultWords.OfUnmarked(now.Scores, unmarkedThen + unmarked, noun);
    }
}
