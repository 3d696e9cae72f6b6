using Orientir.Core.Office;

namespace Orientir.Core.Reports;

internal static class ReportCharts
{
    private const int MostSubjects = 60;

    /// <summary>Mean share by direction, highest first; null where no direction has data.</summary>
    /// <param name="byShare">The directions.</param>
    /// <param name="compare">Whether there are several subjects: of one nothing is a mean.</param>
    public static Chart? Directions(IReadOnlyList<DirectionFacts> byShare, bool compare)
    {
        if (byShare.Count == 0)
            return null;
        var (best, worst) = (byShare[0].Summary, byShare[^1].Summary);
        return new(
            compare ? "Средняя доля максимума по направлениям" : "Доля максимума по направлениям",
            byShare.Count == 1
                ? $"Одно направление: {best.Heading}, {Russian.Percent(best.MeanShare!.Value)}."
                : $"Столбцы по убыванию: от {Russian.Percent(best.MeanShare!.Value)} ({best.Heading}) до "
                    + $"{Russian.Percent(worst.MeanShare!.Value)} ({worst.Heading}).",
            ChartKind.Bars,
            "%",
            [.. byShare.Select(direction => direction.Summary.Heading)],
            [new(compare ? "Средняя доля" : "Доля", [.. byShare.Select(direction => direction.Summary.MeanShare)], Palette.Accent)]
        );
    }

    /// <summary>Shares of all subjects in listing order; null beyond 60 subjects or below two.</summary>
    public static Chart? Rating(ScoredNodes nodes, Wording words)
    {
        var ranked = nodes.Ranked;
        if (ranked.Length is < 2 or > MostSubjects)
            return null;
        string Shown(int subject) => $"{Russian.Percent(nodes.Scores[subject, 0].Share!.Value)} ({words.NameBeside(subject)})";
        return new(
            "Доля максимума по местам",
            $"Столбцы по убыванию: от {Shown(ranked[0])} до {Shown(ranked[^1])}.",
            ChartKind.Bars,
            "%",
            [.. ranked.Select(words.NameBeside)],
            [new("Доля максимума", [.. ranked.Select(subject => nodes.Scores[subject, 0].Share)], Palette.Accent)]
        );
    }

    /// <summary>Stacked levels: one chart for all classifications with the same title and bands.</summary>
    public static IReadOnlyList<Chart> Levels(IReadOnlyList<LevelFacts> levels, Noun noun) =>
        [
            .. levels
                .GroupBy(level => string.Join('\n', level.Bands.Select(band => band.Title).Prepend(level.Title)), StringComparer.Ordinal)
                .Select(alike => alike.Where(level => level.Bands.Any(band => band.Subjects.Count > 0)).ToArray())
                .Where(held => held.Length > 0)
                .Select(held => Levels(held, noun)),
        ];

    private static Chart Levels(LevelFacts[] held, Noun noun)
    {
        var series = held[0]
            .Bands.Select(
                (band, at) =>
                    new ChartSeries(band.Label, [.. held.Select(level => (double?)level.Bands[at].Subjects.Count)], band.Zone.Color)
            )
            .ToList();
        if (held.Any(level => level.Without > 0))
            series.Add(new(Russian.Capital(Russian.NoData), [.. held.Select(level => (double?)level.Without)], Palette.NoData));
        if (held.Any(level => level.NotApplicable > 0))
            series.Add(new("Не применимо", [.. held.Select(level => (double?)level.NotApplicable)], Palette.NotApplicable));
        return new(
            $"{held[0].Title}: число {noun.Form(GrammaticalCase.Genitive, true)}",
            string.Join(' ', held.Select(level => level.Sentence)),
            ChartKind.StackedBars,
            noun.Many,
            [.. held.Select(level => Russian.Capital(level.Of))],
            series
        );
    }
}
