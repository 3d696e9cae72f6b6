using Orientir.Core.Office;
using Orientir.Core.Results;
using Orientir.Measurement.Cycle;

namespace Orientir.Core.Reports;

/// <summary>The analytic report as sections, in order: what Word and HTML draw.</summary>
public static class ReportText
{
    /// <summary>Mark of the stage at which a chain breaks, in the cells of the cycle matrix.</summary>
    public const string BreakMark = "▼";

    // What a page still holds; the rest stands in the conclusions and the workbook.
    private const int MostReasons = 20;
    private const int MostDisputed = 60;
    private const int MostCases = 30;

    /// <summary>
    /// Summary, aim and object, participants, method, results by direction, consolidated table, levels, cycle, conclusions, appendix.
    /// Sections the data cannot carry are left out; the method says so.
    /// </summary>
    public static IReadOnlyList<Section> Of(ReportFacts facts)
    {
        List<Section> sections = [Summary(facts), Aim(facts), Participants(facts), Method(facts)];
        if (facts.Scope.HasDirections)
            sections.AddRange(Directions(facts));
        if (facts.Scope.HasScores)
            sections.Add(Consolidated(facts));
        if (facts.Scope is { HasLevels: true, HasScores: true })
            sections.Add(Levels(facts));
        if (facts.Cycle is not null)
            sections.Add(Cycle(facts, facts.Cycle));
        sections.Add(new("conclusions", "Выводы", 1, [new ListBlock(facts.Conclusions, Numbered: true)]));
        if (Appendix(facts) is { Blocks.Count: > 0 } appendix)
            sections.Add(appendix);
        return sections;
    }

    private static Section Summary(ReportFacts facts)
    {
        List<Block> blocks = [];
        if (facts.MarkSource is { } source)
            blocks.Add(new TextBlock(source, Strong: true));
        blocks.Add(new TextBlock(facts.Summary, Strong: true));
        // Where there is nothing at all the result has said so.
        if (facts.Participants.NoData.Count < facts.Participants.All.Count)
            blocks.AddRange(facts.Participants.Response.Select(sentence => new TextBlock(sentence)));
        if (facts.Problems.Count > 0)
        {
            blocks.Add(
                new TextBlock(
                    facts.Problems.Count switch
                    {
                        1 => "Главная проблема:",
                        2 => "Две главные проблемы:",
                        _ => "Три главные проблемы:",
                    }
                )
            );
            blocks.Add(new ListBlock([.. facts.Problems.Select(problem => problem.Sentence)], Numbered: true));
        }
        if (facts.ProblemsNote is { } note)
            blocks.Add(new TextBlock(note));
        return new("summary", "Краткие итоги", 1, blocks);
    }

    private static Section Aim(ReportFacts facts) =>
        new(
            "aim",
            "Цель и объект",
            1,
            [
                new TextBlock(
                    "Цель мониторинга — показать, как выполняются требования методики, где и на каком этапе управления нужны решения."
                ),
                new TextBlock($"Объект оценки: {facts.Noun.Many} ({Russian.Number(facts.Participants.All.Count)})."),
                new TextBlock(
                    $"Мониторинг: {Russian.Quote(facts.Campaign)}. " + Russian.Sentence($"Основание методики: {facts.Methodology.Basis}")
                ),
            ]
        );

    private static Section Participants(ReportFacts facts) =>
        new(
            "participants",
            "Участники",
            1,
            [
                .. facts.Participants.Sentences.Select(sentence => new TextBlock(sentence)),
                .. facts.Participants.All.Count == 0
                    ? Array.Empty<TextBlock>()
                    : [new TextBlock(Russian.Sentence($"Мониторинг охватывает: {Russian.List(facts.Participants.All, 60, facts.Noun)}"))],
            ]
        );

    private static Section Method(ReportFacts facts)
    {
        List<Block> blocks = [.. facts.Method.Select(sentence => new TextBlock(sentence))];
        if (facts.Levels.Count > 0)
            blocks.Add(
                new TableBlock(
                    "Уровни методики",
                    [new("Классификация", false, 3), new("Что оценивается", false, 3), new("Уровень", false, 2), new("Границы", false, 3)],
                    [
                        .. facts.Levels.SelectMany(level =>
                            level
                                .Bands.Reverse()
                                .Select(band => new TableRow([level.Title, $"{level.Of}, {level.Basis}", band.Label, band.Range]))
                        ),
                    ],
                    RowHeader: 2
                )
            );
        if (facts.Scope.Omissions.Count > 0)
        {
            blocks.Add(new TextBlock("Чего в отчёте нет и почему:"));
            blocks.Add(new ListBlock(facts.Scope.Omissions));
        }
        return new("method", "Метод", 1, blocks);
    }

    private static IEnumerable<Section> Directions(ReportFacts facts)
    {
        List<Block> blocks = [];
        // Of one subject there is no mean, no spread and no leader.
        var compare = facts.Scope.Comparable;
        if (facts.DirectionChart is { } chart)
            blocks.Add(new ChartBlock(chart));
        blocks.Add(
            new TableBlock(
                "Результаты по направлениям",
                [
                    new("Направление", false, 4.2),
                    new("Максимум", true, 1.6),
                    new(compare ? "Средний балл" : "Балл", true, 1.4),
                    new("Доля, %", true, 1.1),
                    .. compare
                        ? new TableColumn[] { new("Медиана", true, 1.5), new("Разброс", true, 1.5), new("Ниже 30 %", true, 1.1) }
                        : [],
                ],
                [
                    // Each group over its own directions: the order of the tree.
                    .. facts
                        .Directions.Select(direction => (Node: direction.Summary, IsGroup: false))
                        .Concat(facts.Groups.Count > 1 ? facts.Groups.Select(group => (Node: group, IsGroup: true)) : [])
                        .OrderBy(row => row.Node.Node)
                        .Select(row => StatisticsRow(facts, row.Node, total: row.IsGroup)),
                    StatisticsRow(facts, facts.Total, total: true),
                ],
                Note: !compare
                    ? null
                    : "Доля — средняя доля максимума. Разброс — наименьший и наибольший результат. Ниже 30 % — сколько "
                        + $"{facts.Noun.Form(GrammaticalCase.Genitive, true)} набрали меньше 30 % максимума."
            )
        );
        if (facts.DirectionsByShare.Count > 1)
        {
            blocks.Add(new TextBlock(compare ? "Направления по убыванию средней доли и их лидеры:" : "Направления по убыванию доли:"));
            blocks.Add(
                new ListBlock(
                    [
                        .. facts.DirectionsByShare.Select(direction =>
                            $"{direction.Summary.Label} — {Russian.Percent(direction.Summary.MeanShare!.Value)}"
                            + (compare ? $"; {direction.Leaders}" : "")
                        ),
                    ],
                    Numbered: true
                )
            );
        }
        yield return new("directions", "Результаты по направлениям", 1, blocks);

        foreach (var (direction, index) in facts.Directions.Select((direction, index) => (direction, index)))
            yield return new(
                $"direction-{index + 1}",
                direction.Summary.Heading,
                2,
                [.. direction.Sentences.Select(sentence => new TextBlock(sentence))]
            );
    }

    private static TableRow StatisticsRow(ReportFacts facts, NodeFacts node, bool total)
    {
        // A mean of a small maximum needs more decimals, and a column has one number of them.
        var digits = facts.Directions.Max(direction => Wording.MeanDigits(direction.Summary.Max));
        var absent = ResultWords.AbsentForAll(facts.Scored.Scores, node.Node);
        var ends = node.Count == 0 ? 0 : Russian.DigitsOf([node.Min!.Value, node.MaxFound!.Value], 2);
        return new(
            [
                node.Code == "*" ? "Всего" : node.Heading,
                TableCell.Number(node.Max, 2),
                TableCell.Number(node.Mean, digits, absent),
                node.MeanShare is { } share ? Russian.Fixed(share * 100, 1) : absent,
                .. facts.Scope.Comparable
                    ? new TableCell[]
                    {
                        TableCell.Number(node.Median, digits, absent),
                        node.Count == 0 ? absent : $"{Russian.Fixed(node.Min!.Value, ends)}–{Russian.Fixed(node.MaxFound!.Value, ends)}",
                        node.Count == 0 ? absent : Russian.Number(node.Below30),
                    }
                    : [],
            ],
            total
        );
    }

    private static Section Consolidated(ReportFacts facts)
    {
        List<Block> blocks = [];
        if (facts.RatingChart is { } chart)
            blocks.Add(new ChartBlock(chart));
        var scores = facts.Scored.Scores;
        // Its own maximum, where what does not apply has made it smaller.
        var own = facts.Rating.Any(row => ResultWords.HasSmallerMaximum(scores, row.Subject));
        var digits = Wording.MeanDigits(facts.Total.Max);
        var levels = facts.Levels.Where(level => level.Node == 0).ToArray();
        var shown = facts.Scope.HasDirections ? facts.Directions : [];
        List<TableColumn> columns =
        [
            new("Место"),
            new(Russian.Capital(facts.Noun.One), false, 3.5),
            .. shown.Select(direction => new TableColumn(direction.Summary.Code)),
            new("Всего"),
            .. own ? new TableColumn[] { new("Максимум", true, 1.4) } : [],
            new("Доля, %", true, 1.2),
            .. levels.Select(level => new TableColumn(level.Title, false, 1.8)),
        ];
        var rows = facts
            .Rating.Select(row => new TableRow([
                row.Total.Rank is { } rank ? Russian.PlaceNumber(rank, row.Total.RankTo!.Value) : "нет",
                row.Name + ResultWords.InBrackets(facts.Scored, row.Subject),
                .. shown.Select(
                    (direction, at) =>
                        TableCell.Number(row.Directions[at].Points, 2, Absent(row.Subject, direction.Summary.Node)) with
                        {
                            Strong = facts.Scope.Comparable && !row.OperatorOnly && direction.Summary.Leaders.Contains(row.Subject),
                        }
                ),
                TableCell.Number(row.Total.Points, 2, Absent(row.Subject, 0)),
                .. own ? new[] { TableCell.Number(row.Total.Share is null ? null : row.Total.Max, 2, Absent(row.Subject, 0)) } : [],
                row.Total.Share is { } share ? Russian.Fixed(share * 100, 1) : Absent(row.Subject, 0),
                .. levels.Select(level => new TableCell(
                    row.Bands[level.Index]?.Label ?? (row.Total.Points is null ? Absent(row.Subject, 0) : Russian.NoData)
                )),
            ]))
            .ToList();
        rows.Add(
            new(
                [
                    "",
                    own ? "Полный максимум" : "Максимум",
                    .. shown.Select(direction => TableCell.Number(direction.Summary.Max, 2)),
                    TableCell.Number(facts.Total.Max, 2),
                    .. own ? new[] { TableCell.Number(facts.Total.Max, 2) } : [],
                    "100,0",
                    .. levels.Select(_ => new TableCell("")),
                ],
                Total: true
            )
        );
        if (facts.Scope.Comparable)
            rows.Add(
                new(
                    [
                        "",
                        "Среднее",
                        .. shown.Select(direction =>
                            TableCell.Number(direction.Summary.Mean, digits, ResultWords.AbsentForAll(scores, direction.Summary.Node))
                        ),
                        TableCell.Number(facts.Total.Mean, digits),
                        .. own ? new TableCell[] { "" } : [],
                        facts.Total.MeanShare is { } mean ? Russian.Fixed(mean * 100, 1) : Russian.NoData,
                        .. levels.Select(_ => new TableCell("")),
                    ],
                    Total: true
                )
            );
        blocks.Add(new TableBlock("Баллы и места", columns, rows, RowHeader: 1, Note()));
        return new("consolidated", "Сводная таблица", 1, blocks);

        string Absent(int subject, int node) => ResultWords.Absent(scores, subject, node);

        string? Note()
        {
            List<string> notes = [];
            if (shown.Count > 0)
                notes.Add(
                    "Направления: "
                        + Russian.Sentence(
                            string.Join("; ", shown.Select(direction => $"{direction.Summary.Code} — {direction.Summary.Title}"))
                        )
                        + (facts.Scope.Comparable ? " Выделены лучшие результаты по направлениям." : "")
                );
            string[] smaller =
            [
                .. facts
                    .Rating.Select(row => (row.Name, Why: ResultWords.WhySmaller(facts.Scored, row.Subject)))
                    .Where(row => row.Why is not null)
                    .Select(row => $"{row.Name} — {row.Why}"),
            ];
            if (smaller.Length > 0)
                notes.Add(
                    "Максимум меньше: "
                        + string.Join("; ", smaller.Take(MostReasons))
                        + (
                            smaller.Length > MostReasons
                                ? $"; так же ещё у {Russian.Count(smaller.Length - MostReasons, facts.Noun, GrammaticalCase.Genitive)}."
                                : "."
                        )
                );
            return notes.Count == 0 ? null : string.Join(' ', notes);
        }
    }

    private static Section Levels(ReportFacts facts)
    {
        List<Block> blocks =
        [
            .. facts.LevelCharts.Select(chart => new ChartBlock(chart)),
            .. facts.Levels.Select(level => new TextBlock(level.Sentence)),
        ];
        blocks.Add(
            new TableBlock(
                $"Распределение по уровням",
                [
                    new("Классификация", false, 3),
                    new("Уровень", false, 2),
                    new("Границы", false, 2.5),
                    new("Число"),
                    new(Russian.Capital(facts.Noun.Many), false, 6),
                ],
                [
                    .. facts.Levels.SelectMany(level =>
                        level
                            .Bands.Reverse()
                            .Select(band => new TableRow([
                                level.Node == 0 ? level.Title : $"{level.Title}, {level.Of}",
                                band.Label,
                                band.Range,
                                Russian.Number(band.Subjects.Count),
                                band.Names.Count == 0 ? "нет" : Russian.List(band.Names, 60),
                            ]))
                    ),
                ],
                RowHeader: 1
            )
        );
        return new("levels", "Уровни", 1, blocks);
    }

    private static Section Cycle(ReportFacts facts, CycleFacts cycle)
    {
        List<Block> blocks = [.. cycle.Sentences.Select((sentence, index) => new TextBlock(sentence, Strong: index == 0))];
        if (cycle.Break.Kind != BreakKind.NoChain)
            blocks.Add(new TextBlock(cycle.Rule));
        var stages = Enumerable.Range(0, cycle.StageTitles.Count).Where(stage => cycle.Totals[stage] is not null).ToArray();
        List<TableColumn> columns =
        [
            new("Направление", false, 3.5),
            .. stages.Select(stage => new TableColumn(cycle.StageTitles[stage], true, 1.5)),
            new("Всего", true, 1.2),
        ];

        TableCell Heat(CycleValue? cell, bool broken, string absent) =>
            cell?.Share is { } share
                ? new(Russian.Fixed(share * 100, 1) + (broken ? $"{Russian.NoBreakSpace}{BreakMark}" : ""), Palette.HeatStep(share), broken)
                : new(absent);
        TableRow Shares(
            string name,
            IReadOnlyList<CycleValue?> cells,
            IReadOnlyList<string> absent,
            CycleValue sum,
            CycleBreak found,
            bool total
        ) =>
            new(
                [
                    name,
                    .. stages.Select(stage => Heat(cells[stage], found.Stage == stage, absent[stage])),
                    Heat(sum, false, CycleFacts.AbsentOf(absent)),
                ],
                total
            );
        blocks.Add(
            new TableBlock(
                "Доля набранных баллов по этапам управленческого цикла, %",
                columns,
                [
                    .. cycle.Rows.Select(row =>
                        Shares(facts.Directions[row.Direction].Summary.Heading, row.Cells, row.Absent, row.Total, row.Break, false)
                    ),
                    Shares("Всего", cycle.Totals, cycle.Absent, cycle.Total, cycle.Break, true),
                ],
                Note: $"{BreakMark} — разрыв цикла. Чем темнее ячейка, тем больше доля: до 20, 40, 60, 80 и 100 %."
            )
        );

        TableCell Points(CycleValue? cell, string absent) =>
            cell is { Max: > 0 } value ? new($"{Russian.Number(value.Points)} из {Russian.Number(value.Max)}") : new(absent);
        blocks.Add(
            new TableBlock(
                "Сумма баллов по этапам управленческого цикла",
                columns,
                [
                    .. cycle.Rows.Select(row => new TableRow([
                        facts.Directions[row.Direction].Summary.Heading,
                        .. stages.Select(stage => Points(row.Cells[stage], row.Absent[stage])),
                        Points(row.Total, CycleFacts.AbsentOf(row.Absent)),
                    ])),
                    new(
                        [
                            "Всего",
                            .. stages.Select(stage => Points(cycle.Totals[stage], cycle.Absent[stage])),
                            Points(cycle.Total, CycleFacts.AbsentOf(cycle.Absent)),
                        ],
                        Total: true
                    ),
                ]
            )
        );
        if (cycle.Break.Carriers.Count > 0)
            blocks.Add(
                new TableBlock(
                    $"Показатели, на которых цикл обрывается: {cycle.StageTitles[cycle.Break.Stage!.Value]}",
                    [new("Показатель", false, 6), new("Набрано"), new("Возможно"), new("Потеряно")],
                    [
                        .. cycle.Break.Carriers.Select(carrier => new TableRow([
                            carrier.Indicator.Summary.Heading,
                            TableCell.Number(carrier.Points, 2),
                            TableCell.Number(carrier.Max, 2),
                            TableCell.Number(carrier.Lost, 2),
                        ])),
                    ],
                    Note: "Показатели этого этапа с наибольшей потерей: вместе на них приходится не меньше половины потерянных баллов "
                        + $"(показано не больше пяти{(cycle.Break.TiedInWords is { } tied ? $"; {tied}" : "")})."
                )
            );
        return new("cycle", "Управленческий цикл", 1, blocks);
    }

    private static Section Appendix(ReportFacts facts)
    {
        List<Block> blocks = [];
        if (facts.Scope.HasIndicators && facts.Total.Max > 0)
            blocks.Add(
                new TableBlock(
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
                )
            );
        if (facts.Measures.Count > 0)
            blocks.Add(
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
                )
            );
        if (facts.Flags.Count > 0)
        {
            blocks.Add(new TextBlock("На что обратить внимание в исходных данных:"));
            blocks.Add(new ListBlock(facts.Flags));
        }
        if (facts.Disagreements.Sum(found => found.Cases.Count) > FlagWords.Shown)
            blocks.Add(Disagreements(facts));
        if (facts.Methodology.Note is { Length: > 0 } note)
            blocks.Add(new TextBlock($"Примечание к методике. {Russian.Sentence(note)}"));
        return new("appendix", "Приложение", 1, blocks);

        string AbsentForAll(IndicatorFacts indicator) => ResultWords.AbsentForAll(facts.Scored.Scores, indicator.Summary.Node);

        string DistributionOf(IndicatorFacts indicator)
        {
            var left = facts.Scored.Scores.Order.Count(subject => facts.Scored.Scores.IsNotApplicable(subject, indicator.Summary.Node));
            string[] parts =
            [
                .. indicator.Distribution.Select(entry => $"{Russian.Number(entry.Points)}\u00A0—\u00A0{Russian.Number(entry.Count)}"),
                .. left == 0 ? Array.Empty<string>() : [$"{ResultWords.NotApplicable}\u00A0—\u00A0{Russian.Number(left)}"],
            ];
            return parts.Length == 0 ? Russian.NoData : string.Join("; ", parts);
        }
    }

    private static TableBlock Disagreements(ReportFacts facts)
    {
        var left = facts.Disagreements.Count - MostDisputed;
        return new(
            "Расхождения экспертов",
            [new(Russian.Capital(facts.Noun.One), false, 2.5), new("Случаев"), new("Показатель — баллы экспертов → взято", false, 6)],
            [
                .. facts
                    .Disagreements.Take(MostDisputed)
                    .Select(found => new TableRow([
                        found.Name,
                        Russian.Number(found.Cases.Count),
                        string.Join("; ", found.Cases.Take(MostCases).Select(one => one.InWords))
                            + (
                                found.Cases.Count > MostCases
                                    ? $"; ещё{Russian.NoBreakSpace}{Russian.Number(found.Cases.Count - MostCases)} — в заключении"
                                    : ""
                            ),
                    ])),
            ],
            Note: "Баллы до умножения на вес, в порядке экспертов; взята медиана."
                + (left > 0 ? $" Ещё {Russian.Count(left, facts.Noun)} — в заключениях и в сводной книге." : "")
        );
    }
}
