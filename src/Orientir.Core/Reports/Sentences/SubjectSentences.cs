using Orientir.Core.Results;
using Orientir.Measurement.Cycle;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>What an expert conclusion says of one subject, in words.</summary>
internal sealed class SubjectSentences(ReportFacts facts, Wording words)
{
    public SubjectFacts Of(SubjectFinding found) =>
        new(
            found,
            GainSentence(found),
            OpenSentence(found),
            FlagWords.OfSubject(facts.Scored, found.ScoreFlags, found.Disagreements),
            Summary(found),
            [
                .. OfAnswers(found),
                .. OfMaximum(found),
                .. BesideOthers(found),
                .. OfSilence(found),
                .. OfStages(found),
                .. OfUnscored(found),
            ]
        );

    private string? GainSentence(SubjectFinding found) =>
        found.GainTotal is not { } gain
            ? null
            : Tied(found)
                + $"Вместе это ещё {Russian.Count(gain.Points, Nouns.Point)}: было бы {Russian.Percent(gain.Share)} максимума"
                + (facts.Scope.Comparable ? $" и {Russian.Place(gain.Place, gain.Place)}, если у остальных ничего не изменится." : ".")
                + (
                    found.Unscored == 0 || FindingRules.AdvisesOnUnmarked(facts.Scored.FindingsVersion)
                        ? ""
                        : $" {Russian.Count(found.Unscored, facts.Indicators.Count > 0 ? Nouns.Indicator : Nouns.Direction)} без оценки "
                            + $"сюда не {Russian.Verb(found.Unscored, "входит", "входят")}."
                );

    private static string Tied(SubjectFinding found) =>
        found.GainsTied == 0
            ? ""
            : $"Столько же, сколько последний из названных, {Russian.Verb(found.GainsTied, "даст", "дадут")} ещё "
                + $"{Russian.Count(found.GainsTied, Nouns.Indicator)}. ";

    private static string? OpenSentence(SubjectFinding found)
    {
        if (found.Open is not { } open)
            return null;
        var split = found.ScoreFlags.Count(flag => flag.Kind == ScoreFlagKind.Disagreement);
        List<string> own = [];
        if (found.Unscored > 0)
            own.Add($"без оценки {Russian.Count(found.Unscored, Nouns.Indicator)}");
        if (split > 0)
            own.Add($"эксперты разошлись по {Russian.Count(split, Nouns.Indicator, GrammaticalCase.Dative)}");
        return $"Место не окончательное: возможны места {Russian.PlaceNumber(open.Best, open.Worst)}, потому что "
            + (own.Count > 0 ? $"{Russian.List(own)}." : "у других есть показатели без оценки или с разными оценками экспертов.");
    }

    private string Summary(SubjectFinding found)
    {
        var (total, score) = (found.Total, found.Total.Score);
        if (score.Points is not { } points || score.Share is not { } share)
            return facts.Total.Max == 0 && found.HasLeafValue ? "Методика не начисляет баллов: приведены измеренные значения."
                : found is { HasNotApplicable: true, HasLeafValue: false }
                    ? "Отметки только «не применимо»: результат не рассчитан, место не присваивается."
                : (
                    facts.Scored.HasAnswered(found.Subject) is { } answered
                        ? Russian.Capital(words.Unmarked(answered, false))
                        : "Данных нет"
                ) + ": результат не рассчитан, место не присваивается.";
        var result =
            $"{Russian.Verb(points, "Набран", "Набрано")} {Russian.Count(points, Nouns.Point, GrammaticalCase.Accusative)} "
            + $"из {Russian.Number(score.Max)} ({Russian.Percent(share)} максимума"
            + (facts.Scored.TellsMarkedInPart && found.Unscored > 0 ? $"; без оценки {Unscored(found)})" : ")");
        return facts.Scope.Comparable
            ? $"{result}, {Russian.Place(score.Rank!.Value, score.RankTo!.Value)} среди "
                + $"{Russian.Count(facts.Participants.Scored, facts.Noun, GrammaticalCase.Genitive)}"
                + $"{ResultWords.InBrackets(facts.Scored, found.Subject)}; "
                + (
                    facts.MaximaDiffer
                        ? $"медиана — {Russian.Percent(total.MedianShare!.Value)}, лучший результат — "
                            + $"{Russian.Percent(total.BestShare!.Value)}."
                        : $"медиана — {Russian.Number(total.Median!.Value, Wording.MeanDigits(facts.Total.Max))}, "
                            + $"лучший результат — {Russian.Number(total.Best!.Value)}."
                )
            : $"{result}{(ResultWords.Beside(facts.Scored, found.Subject) is { } beside ? $"; {beside}" : "")}.";
    }

    // Marks may stand without answers: then the conclusion says so.
    private IEnumerable<string> OfAnswers(SubjectFinding found)
    {
        switch (facts.Scored.Answering?[found.Subject])
        {
            case Answering.NotBegun:
                yield return "На вопросы анкеты здесь не отвечали: ответы не начаты и не отправлены.";
                break;
            case Answering.Draft:
                yield return "Ответы начаты, но не отправлены.";
                break;
            case Answering.Returned:
                yield return "Ответы возвращены и снова не отправлены.";
                break;
        }
    }

    private IEnumerable<string> OfMaximum(SubjectFinding found)
    {
        if (found.WhySmaller is { } why)
            yield return $"Максимум меньше полного ({Russian.Number(facts.Total.Max)}): {why}.";
    }

    private IEnumerable<string> BesideOthers(SubjectFinding found)
    {
        if (!facts.Scope.Comparable)
            yield break;
        string[] Labels(int sign) => [.. found.BesideMedian.Where(pair => pair.Sign == sign).Select(pair => pair.Direction.Label)];
        var (above, below) = (Labels(1), Labels(-1));
        if (found.Leading.Count > 0 && found.MayBeNamed)
            yield return $"Лучший результат: {string.Join("; ", found.Leading.Select(node => node.Label))}.";
        if (above.Length > 0)
            yield return $"Выше медианы: {string.Join("; ", above)}.";
        if (below.Length > 0)
            yield return $"Ниже медианы: {string.Join("; ", below)}.";
        if (above.Length + below.Length == 0 && found.BesideMedian.Count > 0)
            yield return found.BesideMedian.Count == found.Directions.Count
                ? "По всем направлениям результат равен медиане."
                : "По всем оценённым направлениям результат равен медиане.";
    }

    private static IEnumerable<string> OfSilence(SubjectFinding found)
    {
        var (silent, left) = (found.Silent, found.NotApplicable);
        if (left.Count > 0 && found.Total.Score.Points is not null)
            yield return $"Не {(left.Count == 1 ? "применимо направление" : "применимы направления")}: "
                + $"{string.Join("; ", left.Select(node => node.Label))}.";
        if (silent.Count > 0 && found.Total.Score.Points is not null && silent.Count < found.Directions.Count)
            yield return $"Нет данных по {(silent.Count == 1 ? "направлению" : "направлениям")}: "
                + $"{string.Join("; ", silent.Select(node => node.Label))}.";
    }

    private IEnumerable<string> OfStages(SubjectFinding found)
    {
        var standing = found.Stages.Count(cell => cell is { } value && value.Max + value.Missing > 0);
        if (standing == 0)
            yield break;
        var breaks = new BreakSentence([.. facts.Methodology.Stages.Select(stage => stage.Title)], Nouns.Indicator);
        var unassessed = found.UnassessedStages;
        string[] missing =
        [
            .. found.MissingStages.Select(stage =>
                Russian.Quote(facts.Methodology.Stages[stage].Title)
                + (found.Stages[stage] is { IsIncomplete: true } cell ? $" (оценено {breaks.Extent(cell)})" : "")
            ),
        ];
        if (unassessed.Count < standing)
            yield return missing.Length switch
            {
                0 => $"Баллы есть на всех {(unassessed.Count == 0 ? "" : "оценённых ")}этапах управленческого цикла.",
                1 => $"Ни одного балла нет на этапе {missing[0]}.",
                _ => $"Ни одного балла нет на этапах: {string.Join(", ", missing)}.",
            };
        if (found.Break.Kind is not (BreakKind.Nothing or BreakKind.NoChain))
            yield return breaks.Of(found.Break, found.Stages, unassessed);
        else
            foreach (var sentence in breaks.OfMissing(found.Break, found.Stages, unassessed))
                yield return sentence;
    }

    private IEnumerable<string> OfUnscored(SubjectFinding found)
    {
        if (found.Unscored > 0 && found.Total.Score.Points is not null)
            yield return $"Без оценки — {Unscored(found)}."
                + (facts.Scored.TellsMarkedInPart ? $" {ResultWords.OfUnmarked(facts.Scored.Scores, found.Unscored, Unit)}" : "");
    }

    private string Unscored(SubjectFinding found) => Russian.Count(found.Unscored, Unit);

    private Noun Unit => facts.Indicators.Count > 0 ? Nouns.Indicator : Nouns.Direction;
}
