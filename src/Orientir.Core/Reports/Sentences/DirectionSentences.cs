using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

/// <summary>What the report says of a direction.</summary>
internal sealed class DirectionSentences(Wording words)
{
    public IReadOnlyList<string> Of(DirectionFinding direction)
    {
        var summary = direction.Summary;
        if (summary.Count == 0)
            return [summary.Max > 0 ? $"Данных нет {words.NotByAny}." : "Показатели этого направления измеряются, но баллов не дают."];
        List<string> sentences = [];
        if (direction.Only is { } only)
            sentences.Add(
                $"{words.NameOf(only)}: {Wording.Earned(direction.OnlyScore)}." + (words.Subjects > 1 ? " По остальным данных нет." : "")
            );
        else
            sentences.AddRange(OfMany(direction));
        if (direction.Weakest.Count > 0)
            sentences.Add($"Слабее всего {Fulfilled(direction.Weakest)}: {Wording.Listed(direction.Weakest)}.");
        if (direction.Strongest.Count > 0)
            sentences.Add($"Лучше всего {Fulfilled(direction.Strongest)}: {Wording.Listed(direction.Strongest)}.");
        if (
            direction.Weakest.Count + direction.Strongest.Count == 0
            && direction.Indicators.Count(indicator => indicator.Summary.MeanShare is not null) > 1
        )
            sentences.Add("Все показатели направления выполнены в равной мере.");
        return sentences;
    }

    private IEnumerable<string> OfMany(DirectionFinding direction)
    {
        var (summary, noun) = (direction.Summary, words.Noun);
        var spread = Tolerance.IsAbove(summary.MaxFound!.Value, summary.Min!.Value)
            ? $"наименьший результат — {Russian.Number(summary.Min.Value)}, наибольший — {Russian.Number(summary.MaxFound.Value)}."
            : "у всех результат одинаков.";
        yield return $"В среднем {noun.One} {noun.Agree("набрал", "набрала", "набрало")} "
            + $"{Russian.Count(summary.Mean!.Value, Nouns.Point, GrammaticalCase.Accusative, 1)} из "
            + $"{Russian.Number(summary.Max)} ({Russian.Percent(summary.MeanShare!.Value)} максимума); медиана — "
            + $"{Russian.Number(summary.Median!.Value, 1)}, "
            + spread;
        yield return LeaderSentence.Of(summary, words);
        if (summary.MaxFound > 0)
            yield return summary.Below30 == 0
                ? $"Результатов ниже 30{Russian.NoBreakSpace}% максимума нет."
                : $"Ниже 30{Russian.NoBreakSpace}% максимума — {words.Part(summary.Below30, summary.Count)} "
                    + $"({Russian.Percent(summary.Below30Part!.Value)}).";
        if (direction.Without.Count > 0)
            yield return $"Нет данных по этому направлению: {words.List(direction.Without)}.";
    }

    private static string Fulfilled(IReadOnlyList<IndicatorFacts> indicators) =>
        indicators.Count == 1 ? "выполнен показатель" : "выполнены показатели";
}
