using Orientir.Core.Office;
using Orientir.Core.Results;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

/// <summary>Charts of results that only pages draw.</summary>
public static class RunCharts
{
    private const int Columns = 10;

    /// <summary>How subjects are spread over the shares of a direction, ten per cent a column; null for fewer than two.</summary>
    public static Chart? Spread(ReportFacts facts, DirectionFacts direction)
    {
        var scores = facts.Scored.Scores;
        var counts = Histogram.Of(
            Enumerable.Range(0, scores.Subjects.Count).Select(subject => scores[subject, direction.Summary.Node].Share ?? double.NaN),
            Columns
        );
        if (counts.Sum() < 2)
            return null;
        string[] steps = [.. Enumerable.Range(0, Columns).Select(step => $"{step * 10}–{step * 10 + 10}{Russian.NoBreakSpace}%")];
        var most = Array.IndexOf(counts, counts.Max());
        return new(
            "Как распределились участники по доле максимума",
            $"Столбцы по десяти процентам; больше всего, {Russian.Count(counts[most], facts.Noun)}, в промежутке {steps[most]}.",
            ChartKind.Columns,
            facts.Noun.Many,
            steps,
            [new(Russian.Capital(facts.Noun.Many), [.. counts.Select(count => (double?)count)], Palette.Accent)]
        );
    }

    /// <summary>Mean share by indicator of a direction; null for fewer than two.</summary>
    public static Chart? Indicators(DirectionFacts direction)
    {
        var known = direction.Indicators.Select(indicator => indicator.Summary).Where(summary => summary.MeanShare is not null).ToList();
        return known.Count < 2
            ? null
            : new(
                "Средняя доля максимума по показателям",
                string.Join("; ", known.Select(summary => $"{summary.Code}: {Russian.Percent(summary.MeanShare!.Value)}")) + ".",
                ChartKind.Bars,
                "%",
                [.. known.Select(summary => summary.Heading)],
                [new("Средняя доля", [.. known.Select(summary => summary.MeanShare)], Palette.Accent)]
            );
    }

    /// <summary>One subject among all, a row per direction: worst to best, median, its own share.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="who">How it is called: «вы», its name.</param>
    public static RangePlot Profile(ReportFacts facts, SubjectFacts subject, string who)
    {
        var all = facts.Directions.Select(direction => direction.Summary).Zip(subject.Directions);
        return new(
            $"Доля максимума по направлениям: {who} среди всех",
            string.Join(
                " ",
                subject.Directions.Select(node => $"{node.Code}: {(node.Score.Share is { } own ? Russian.Percent(own) : node.Absent)}.")
            ),
            who,
            "от худшего результата до лучшего",
            "медиана",
            [
                .. all.Select(pair => new RangeRow(
                    pair.First.Heading,
                    pair.First.MinShare,
                    pair.First.MaxShare,
                    pair.First.MedianShare,
                    pair.Second.Score.Share,
                    pair.Second.Absent,
                    ResultWords.AbsentForAll(facts.Scored.Scores, pair.First.Node)
                )),
            ]
        );
    }

    /// <summary>The rating as dots, with intervals where marks are missing or disagree; null for fewer than two with a share.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="subjects">Which subjects, in what order.</param>
    public static RangePlot? Rating(ReportFacts facts, IEnumerable<int> subjects)
    {
        var scored = facts.Scored;
        var ranked = subjects.Where(subject => scored.Scores[subject, 0].Share is not null).ToList();
        if (ranked.Count < 2)
            return null;
        var open = ranked.Count(subject => IsOpen(scored.Bounds[subject]!.Value));
        return new(
            "Доля максимума по местам",
            open == 0
                ? "Точки без отрезков: показателей без оценки нет, и оценки не расходятся."
                : $"Отрезок есть у {Russian.Count(open, facts.Noun, GrammaticalCase.Genitive)}: часть показателей без оценки, или "
                    + "эксперты разошлись.",
            "доля максимума",
            open == 0
                ? "отрезков нет: показателей без оценки нет, и оценки не расходятся"
                : "докуда результат изменят показатели без оценки и расхождения экспертов",
            null,
            [
                .. ranked
                    .Select(subject => (Subject: subject, Score: scored.Scores[subject, 0], Open: scored.Bounds[subject]!.Value))
                    .Select(row => new RangeRow(
                        $"{Russian.PlaceNumber(row.Score.Rank!.Value, row.Score.RankTo!.Value)}. "
                            + scored.Scores.Subjects[row.Subject].Name
                            + ResultWords.InBrackets(scored, row.Subject),
                        IsOpen(row.Open) ? row.Open.Low : null,
                        IsOpen(row.Open) ? row.Open.High : null,
                        null,
                        row.Score.Share,
                        // Nothing is open: the interval is the result itself.
                        AbsentForAll: Russian.Percent(row.Score.Share!.Value)
                    )),
            ]
        );
    }

    private static bool IsOpen(OpenResult bounds) => Tolerance.IsAbove(bounds.High, bounds.Low);
}
