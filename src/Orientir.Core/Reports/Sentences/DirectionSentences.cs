using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

/// <summary>What the report says of a direction.</summary>
/// <param name="words">How subjects are named.</param>
/// <param name="byShare">Whether results are told as shares: of unequal maxima points are not to be compared.</param>
internal sealed class DirectionSentences(Wording words, bool byShare)
{
    public IReadOnlyList<string> Of(DirectionFinding direction)
    {
        var summary = direction.Summary;
        if (summary.Count == 0)
            return [OfNone(direction)];
        List<string> sentences = [];
        if (direction.Only is { } only)
        {
            sentences.Add($"{words.NameOf(only)}: {Wording.Earned(direction.OnlyScore)}.");
            sentences.AddRange(OfOthers(direction));
        }
        else
            sentences.AddRange(OfMany(direction));
        if (direction.InPart.Count > 0)
        {
            sentences[0] = sentences[0][..^1] + Wording.Preliminary;
            sentences.Add(
                $"{words.MarkedInPart(direction.InPart)}. {words.OfUnmarked(direction.InPart.Sum(part => part.Of - part.Marked))}"
            );
        }
        sentences.AddRange(Wording.Weakest(direction.Extremes, "Слабее всего"));
        sentences.AddRange(Wording.Strongest(direction.Extremes, "Лучше всего"));
        sentences.AddRange(Wording.NotKnown(direction.Extremes));
        if (
            direction.Extremes is { Weakest.Count: 0, Strongest.Count: 0, WeakestUnknown: false, StrongestUnknown: false }
            && direction.Indicators.Count(indicator => indicator.Summary.MeanShare is not null) > 1
        )
            sentences.Add("Все показатели направления выполнены в равной мере.");
        return sentences;
    }

    // No data, nothing to which it applies, and no points are three things.
    private string OfNone(DirectionFinding direction)
    {
        if (direction.Summary.Max == 0)
            return "Показатели этого направления измеряются, но баллов не дают.";
        var (left, noun) = (direction.NotApplicable.Count, words.Noun);
        if (left == 0)
            return $"Данных нет {words.NotByAny}.";
        return left == words.Subjects
            ? $"Направление не применимо {words.NotToAny}."
            : $"Направление не применимо к {Russian.Count(left, noun, GrammaticalCase.Dative)} из {Russian.Number(words.Subjects)}; "
                + $"по {Russian.Count(words.Subjects - left, noun, GrammaticalCase.Dative)} оценок нет.";
    }

    private IEnumerable<string> OfOthers(DirectionFinding direction)
    {
        if (direction.NotApplicable.Count > 0)
            yield return Russian.Sentence($"Не применимо: {words.List(direction.NotApplicable)}");
        if (words.Subjects - 1 > direction.NotApplicable.Count)
            yield return "По остальным данных нет.";
    }

    private IEnumerable<string> OfMany(DirectionFinding direction)
    {
        var (summary, noun) = (direction.Summary, words.Noun);
        var digits = Wording.MeanDigits(summary.Max);
        var (mean, median) = byShare
            ? ($"{Russian.Percent(summary.MeanShare!.Value)} максимума", Russian.Percent(summary.MedianShare!.Value))
            : (
                $"{Russian.Count(summary.Mean!.Value, Nouns.Point, GrammaticalCase.Accusative, digits)} из "
                    + $"{Russian.Number(summary.Max)} ({Russian.Percent(summary.MeanShare!.Value)} максимума)",
                Russian.Number(summary.Median!.Value, digits)
            );
        var (least, most) = byShare ? (summary.MinShare!.Value, summary.MaxShare!.Value) : (summary.Min!.Value, summary.MaxFound!.Value);
        string Told(double result) => byShare ? Russian.Percent(result) : Russian.Number(result);
        yield return $"В среднем {noun.One} {noun.Agree("набрал", "набрала", "набрало")} {mean}; медиана — {median}, "
            + (
                Tolerance.IsAbove(most, least)
                    ? $"наименьший результат — {Told(least)}, наибольший — {Told(most)}."
                    : "у всех результат одинаков."
            );
        yield return LeaderSentence.Of(summary, words);
        if (summary.MaxFound > 0)
            yield return summary.Below30 == 0
                ? $"Результатов ниже 30{Russian.NoBreakSpace}% максимума нет."
                : $"Ниже 30{Russian.NoBreakSpace}% максимума — {words.Part(summary.Below30, summary.Count)} "
                    + $"({Russian.Percent(summary.Below30Part!.Value)}).";
        if (direction.NotApplicable.Count > 0)
            yield return Russian.Sentence($"Не применимо: {words.List(direction.NotApplicable)}");
        if (direction.Without.Count > 0)
            yield return Russian.Sentence($"Нет данных по этому направлению: {words.List(direction.Without)}");
    }
}
