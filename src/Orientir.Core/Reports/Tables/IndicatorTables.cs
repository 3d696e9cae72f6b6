using Orientir.Core.Office;
using Orientir.Core.Results;

namespace Orientir.Core.Reports;

/// <summary>Indicators: what was scored of them, and what was measured.</summary>
internal static class IndicatorTables
{
    /// <summary>A row an indicator that gives points.</summary>
    public static TableBlock Scored(ReportFacts facts)
    {
        return new TableBlock(
            "Результаты по показателям",
            [
                new("Показатель", false, 5),
                .. facts.Cycle is null ? Array.Empty<TableColumn>() : [new("Этап цикла", false, 2)],
                new("Максимум", true, 1.6),
                new(facts.Scope.Comparable ? "Средний балл" : "Балл"),
                new("Доля, %"),
                new("Распределение баллов", false, 2.5),
            ],
            [
                .. facts
                    .Indicators.Where(indicator => indicator.Summary.Max > 0)
                    .Select(indicator => new TableRow([
                        indicator.Summary.Heading,
                        .. facts.Cycle is null
                            ? Array.Empty<TableCell>()
                            : [new(indicator.Stage < 0 ? "вне цикла" : facts.Methodology.Stages[indicator.Stage].Title)],
                        TableCell.Number(indicator.Summary.Max, 2),
                        TableCell.Number(indicator.Summary.Mean, 2, AbsentForAll(indicator)),
                        indicator.Summary.MeanShare is { } share
                            ? new TableCell(Russian.Fixed(share * 100, 1), Palette.HeatStep(share))
                            : new(AbsentForAll(indicator)),
                        DistributionOf(indicator),
                    ])),
            ],
            Note: $"Распределение: баллы — число {facts.Noun.Form(GrammaticalCase.Genitive, true)}, до умножения на вес."
        );

        string AbsentForAll(IndicatorFacts indicator) => ResultWords.AbsentForAll(facts.Scored.Scores, indicator.Summary.Node);

        string DistributionOf(IndicatorFacts indicator)
        {
            var (scores, node) = (facts.Scored.Scores, indicator.Summary.Node);
            var left = scores.Order.Count(subject => scores.IsNotApplicable(subject, node));
            var unmarked = facts.Scored.TellsMarkedInPart ? scores.Order.Count(subject => scores.UnscoredBelow(subject, node).Any()) : 0;
            string[] parts =
            [
                .. indicator.Distribution.Select(entry => $"{Russian.Number(entry.Points)}\u00A0—\u00A0{Russian.Number(entry.Count)}"),
                .. left == 0 ? Array.Empty<string>() : [$"{ResultWords.NotApplicable}\u00A0—\u00A0{Russian.Number(left)}"],
            ];
            return parts.Length == 0 ? Russian.NoData
                : unmarked == 0 ? string.Join("; ", parts)
                : $"{string.Join("; ", parts)}; {ResultWords.NotMarked}\u00A0—\u00A0{Russian.Number(unmarked)}";
        }
    }

    /// <summary>A row an indicator that is measured, scored or not.</summary>
    public static TableBlock Measured(ReportFacts facts) =>
        new TableBlock(
            "Измеренные показатели",
            [new("Показатель", false, 5), new("Единица", false, 1.5), new("Значений"), new("От"), new("Медиана"), new("До")],
            [
                .. facts.Measures.Select(measure => new TableRow([
                    measure.Summary.Heading,
                    measure.Unit,
                    Russian.Number(measure.Count),
                    TableCell.Number(measure.Min, 2),
                    TableCell.Number(measure.Median, 2),
                    TableCell.Number(measure.Max, 2),
                ])),
            ]
        );
}
