using Orientir.Core.Office;
using Orientir.Core.Results;
using Orientir.Measurement.Cycle;

namespace Orientir.Core.Reports;

/// <summary>The expert conclusion about one subject as sections, in order: what Word and the appendix of conclusions draw.</summary>
public static class ConclusionText
{
    /// <summary>The expert conclusion of one subject as sections.</summary>
    public static IReadOnlyList<Section> Of(ReportFacts facts, SubjectFacts subject)
    {
        List<Block> result = [];
        if (facts.MarkSource is { } source)
            result.Add(new TextBlock(source, Strong: true));
        result.Add(new TextBlock(subject.Summary, Strong: true));
        var held = subject.Levels.Where(pair => pair.Band is not null).ToArray();
        if (held.Length > 0)
            result.Add(
                new ListBlock([
                    .. held.Select(pair =>
                        $"{pair.Level.Title}{(pair.Level.Node == 0 ? "" : $" ({pair.Level.Of})")}: {pair.Band!.Label} ({pair.Band.Range})"
                        + (ResultWords.LevelNote(facts.Scored, pair.Level.Index, subject.Subject) is { } note ? $"; {note}" : "")
                    ),
                ])
            );
        if (subject.Sentences.Count > 0)
            result.Add(new ListBlock(subject.Sentences));
        List<Section> sections = [new("result", "Результат", 1, result)];
        if (subject.Directions.Any(node => node.Score.Points is not null || node.Measured is not null))
            sections.Add(new("directions", "Результаты по направлениям", 1, [.. Chart(facts, subject), Directions(facts, subject)]));
        List<Block> notable = [];
        if (subject.Strong.Count > 0)
            notable.Add(Nodes("Сильные показатели", facts, subject.Strong, OfAll(subject.Strong.Count, subject.StrongCount)));
        if (subject.Weak.Count > 0)
            notable.Add(Nodes("Слабые показатели", facts, subject.Weak, OfAll(subject.Weak.Count, subject.WeakCount)));
        if (notable.Count > 0)
            sections.Add(
                new(
                    "notable",
                    "Сильные и слабые показатели",
                    1,
                    [
                        .. notable,
                        new TextBlock(
                            "Сильными названы показатели с наибольшим баллом или выше медианы, слабыми — без баллов или ниже медианы; "
                                + "первыми стоят те, что сильнее других отличаются от средней доли."
                        ),
                    ]
                )
            );
        if (subject.Stages.Any(cell => cell is { } stage && stage.Max + stage.Missing > 0))
            sections.Add(new("cycle", "Управленческий цикл", 1, [Stages(facts, subject), new TextBlock(facts.Cycle!.Rule)]));
        if (subject.Comments.Count > 0)
            sections.Add(
                new(
                    "comments",
                    "Комментарии экспертов",
                    1,
                    [
                        new ListBlock([
                            .. subject.Comments.Select(comment =>
                                (comment.Code == "*" ? "Общий" : comment.Code)
                                + (comment.Expert.Length > 0 ? $" ({comment.Expert})" : "")
                                + $": {comment.Text}"
                            ),
                        ]),
                    ]
                )
            );
        if (subject.Flags.Count > 0)
            sections.Add(
                new(
                    "flags",
                    "На что обратить внимание",
                    1,
                    [new ListBlock(subject.Flags), .. subject.Disagreements.Count > FlagWords.Shown ? new[] { Disagreements(subject) } : []]
                )
            );
        if (subject.Indicators.Count > 0)
            sections.Add(new("indicators", "Оценки по показателям", 1, [Nodes("Баллы по показателям", facts, subject.Indicators, null)]));
        return sections;
    }

    private static string? OfAll(int shown, int all) => all > shown ? $"Показаны {Russian.Number(shown)} из {Russian.Number(all)}." : null;

    private static TableBlock Disagreements(SubjectFacts subject) =>
        new(
            "Расхождения экспертов",
            [new("Показатель", false, 5), new("Баллы экспертов", false, 2), new("Взято")],
            [
                .. subject.Disagreements.Select(one => new TableRow([
                    $"{one.Code}{Russian.NoBreakSpace}{one.Title}",
                    string.Join(", ", one.Given.Select(points => Russian.Number(points))),
                    TableCell.Number(one.Taken, 2),
                ])),
            ],
            Note: "Баллы до умножения на вес, в порядке экспертов; взята медиана."
        );

    // With a single direction or nobody to compare with the table says it all.
    private static IEnumerable<ChartBlock> Chart(ReportFacts facts, SubjectFacts subject)
    {
        var shown = subject.Directions.Where(node => node.Score.Share is not null).ToArray();
        if (!facts.Scope.Comparable || shown.Length < 2)
            yield break;
        // The first rules drew the median of points as a share of the full maximum.
        double? MedianShare(SubjectNode node) =>
            FindingRules.ComparesShares(facts.Scored.FindingsVersion) ? node.MedianShare
            : facts.Methodology.Specification.MaximumOf(node.Node) is var max && max > 0 ? node.Median / max
            : null;
        string Or(double? share) => share is { } value ? Russian.Percent(value) : Russian.NoData;
        yield return new(
            new(
                "Доля максимума по направлениям рядом с медианой",
                $"Доля максимума у объекта {Russian.Quote(subject.Name)} и медиана: "
                    + $"{string.Join("; ", shown.Select(node => $"{node.Code} — {Or(node.Score.Share)} и {Or(MedianShare(node))}"))}.",
                ChartKind.Bars,
                "%",
                [.. shown.Select(node => $"{node.Code}{Russian.NoBreakSpace}{node.Title}")],
                [
                    new(subject.Name, [.. shown.Select(node => node.Score.Share)], Palette.Accent),
                    new("Медиана", [.. shown.Select(MedianShare)], Palette.Beside),
                ]
            )
        );
    }

    private static string AbsentForAll(ReportFacts facts, SubjectNode node) => ResultWords.AbsentForAll(facts.Scored.Scores, node.Node);

    private static TableCell ShareOf(double? share, string absent) => share is { } part ? Russian.Fixed(part * 100, 1) : absent;

    private static TableBlock Directions(ReportFacts facts, SubjectFacts subject)
    {
        var compare = facts.Scope.Comparable;
        // Points of unequal maxima are not to be compared.
        var unit = facts.MaximaDiffer ? ", %" : "";
        var digits = facts.Directions.Max(direction => Wording.MeanDigits(direction.Summary.Max));
        var scores = facts.Scored.Scores;
        var unmarked = subject
            .Directions.Prepend(subject.Total)
            .ToDictionary(node => node, node => scores.UnscoredBelow(subject.Subject, node.Node).Count());
        var inPart = facts.Scored.TellsMarkedInPart && subject.Directions.Any(node => node.Score.Points is not null && unmarked[node] > 0);
        TableRow RowOf(SubjectNode node, bool total) =>
            new(
                [
                    total ? "Всего" : $"{node.Code}{Russian.NoBreakSpace}{node.Title}",
                    PointsOf(facts, node),
                    TableCell.Number(node.NotApplicable ? null : node.Score.Max, 2, node.Absent),
                    node.Score.Share is { } share ? Russian.Fixed(share * 100, 1) : node.Absent,
                    .. inPart ? new[] { Unmarked(node) } : [],
                    .. compare
                        ? new TableCell[]
                        {
                            node.Score.Rank is { } rank ? Russian.PlaceNumber(rank, node.Score.RankTo!.Value) : "нет",
                            facts.MaximaDiffer
                                ? ShareOf(node.MedianShare, AbsentForAll(facts, node))
                                : TableCell.Number(node.Median, digits, AbsentForAll(facts, node)),
                            facts.MaximaDiffer
                                ? ShareOf(node.BestShare, AbsentForAll(facts, node))
                                : TableCell.Number(node.Best, 2, AbsentForAll(facts, node)),
                        }
                        : [],
                ],
                total
            );
        return new(
            "Баллы по направлениям",
            [
                new("Направление", false, 5),
                new("Баллы"),
                new("Максимум", true, 1.6),
                new("Доля, %"),
                .. inPart ? new TableColumn[] { new("Без оценки", true, 1.2) } : [],
                .. compare ? new TableColumn[] { new("Место"), new($"Медиана{unit}"), new($"Лучший{unit}") } : [],
            ],
            [.. subject.Directions.Select(node => RowOf(node, false)), RowOf(subject.Total, true)],
            Note: inPart ? ResultWords.OfUnmarked(scores, unmarked[subject.Total], Nouns.Indicator) : null
        );

        TableCell Unmarked(SubjectNode node) =>
            unmarked[node] == 0
                ? "0"
                : $"{Russian.Number(unmarked[node])} из {Russian.Number(scores.ApplicableBelow(subject.Subject, node.Node))}";
    }

    private static TableBlock Nodes(string caption, ReportFacts facts, IReadOnlyList<SubjectNode> nodes, string? note)
    {
        var compare = facts.Scope.Comparable;
        return new(
            caption,
            [
                new("Показатель", false, 5),
                new("Баллы", true, 1.2),
                new("Максимум", true, 1.6),
                .. compare ? new TableColumn[] { new("Медиана"), new("Средняя доля, %", true, 1.3) } : [],
            ],
            [
                .. nodes.Select(node => new TableRow([
                    $"{node.Code}{Russian.NoBreakSpace}{node.Title}",
                    node.NotApplicable ? "не применимо" : PointsOf(facts, node),
                    TableCell.Number(facts.Methodology.Specification.MaximumOf(node.Node) is > 0 and var max ? max : null, 2, "без баллов"),
                    .. compare
                        ? new TableCell[]
                        {
                            TableCell.Number(node.Median, 2, AbsentForAll(facts, node)),
                            node.MeanShare is { } share ? Russian.Fixed(share * 100, 1) : AbsentForAll(facts, node),
                        }
                        : [],
                ])),
            ],
            Note: note
        );
    }

    // A measured leaf shows its value too: without bands that is all there is.
    private static TableCell PointsOf(ReportFacts facts, SubjectNode node) =>
        node.Measured is not { } measured ? TableCell.Number(node.Score.Points, 2, node.Absent)
        : facts.Methodology.Specification.MaximumOf(node.Node) > 0
            ? $"{(node.Score.Points is { } points ? Russian.Number(points) : node.Absent)} ({measured})"
        : measured;

    private static TableBlock Stages(ReportFacts facts, SubjectFacts subject)
    {
        var stages = Enumerable
            .Range(0, subject.Stages.Count)
            .Where(stage => subject.Stages[stage] is { } cell && cell.Max + cell.Missing > 0);
        var incomplete = subject.Stages.Any(cell => cell is { IsIncomplete: true });
        return new(
            "Баллы по этапам управленческого цикла",
            [
                new("Этап", false, 5),
                new("Баллы"),
                new("Максимум", true, 1.6),
                new("Доля, %"),
                .. incomplete ? new TableColumn[] { new("Оценено", true, 1.2) } : [],
                new("По всем, %", true, 1.2),
            ],
            [.. stages.Select(stage => new TableRow([.. Stage(stage, subject.Stages[stage]!.Value)]))],
            Note: incomplete ? "Баллы, максимум и доля — только оценённых показателей; «оценено» — сколько их из применимых." : null
        );

        IEnumerable<TableCell> Stage(int stage, CycleValue cell)
        {
            yield return facts.Methodology.Stages[stage].Title;
            yield return cell.IsUnassessed ? ResultWords.NotMarked : TableCell.Number(cell.Points, 2);
            yield return cell.IsUnassessed ? ResultWords.NotMarked : TableCell.Number(cell.Max, 2);
            yield return cell.Share is { } share
                ? new TableCell(Russian.Fixed(share * 100, 1), Palette.HeatStep(share))
                : ResultWords.NotMarked;
            if (incomplete)
                yield return BreakSentence.Bare(cell);
            yield return facts.Cycle?.Totals[stage]?.Share is { } region
                ? Russian.Fixed(region * 100, 1)
                : facts.Cycle?.Absent[stage] ?? Russian.NoData;
        }
    }
}
