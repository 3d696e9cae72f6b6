using Orientir.Core.Office;
using Orientir.Measurement.Cycle;

namespace Orientir.Core.Reports;

/// <summary>The analytic report as sections, in order: what Word and HTML draw.</summary>
public static class ReportText
{
    /// <summary>Mark of the stage at which a chain breaks, in the cells of the cycle matrix.</summary>
    public const string BreakMark = "▼";

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
                new TextBlock($"Мониторинг: {Russian.Quote(facts.Campaign)}. Основание методики: {Ended(facts.Methodology.Basis)}"),
            ]
        );

    private static string Ended(string text) => text.EndsWith('.') ? text : text + ".";

    private static Section Participants(ReportFacts facts) =>
        new(
            "participants",
            "Участники",
            1,
            [
                .. facts.Participants.Sentences.Select(sentence => new TextBlock(sentence)),
                new TextBlock($"Участвуют: {Russian.List(facts.Participants.All, 60, facts.Noun)}."),
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
        if (facts.DirectionChart is { } chart)
            blocks.Add(new ChartBlock(chart));
        blocks.Add(
            new TableBlock(
                "Результаты по направлениям",
                [
                    new("Направление", false, 4.2),
                    new("Максимум", true, 1.6),
                    new("Средний балл", true, 1.4),
                    new("Доля, %", true, 1.1),
                    new("Медиана", true, 1.5),
                    new("Разброс", true, 1.5),
                    new("Ниже 30 %", true, 1.1),
                ],
                [
                    // Each group over its own directions: the order of the tree.
                    .. facts
                        .Directions.Select(direction => (Node: direction.Summary, IsGroup: false))
                        .Concat(facts.Groups.Count > 1 ? facts.Groups.Select(group => (Node: group, IsGroup: true)) : [])
                        .OrderBy(row => row.Node.Node)
                        .Select(row => StatisticsRow(row.Node, total: row.IsGroup)),
                    StatisticsRow(facts.Total, total: true),
                ],
                Note: "Доля — средняя доля максимума. Разброс — наименьший и наибольший результат. Ниже 30 % — сколько "
                    + $"{facts.Noun.Form(GrammaticalCase.Genitive, true)} набрали меньше 30 % максимума."
            )
        );
        if (facts.DirectionsByShare.Count > 1)
        {
            blocks.Add(new TextBlock("Направления по убыванию средней доли и их лидеры:"));
            blocks.Add(
                new ListBlock(
                    [
                        .. facts.DirectionsByShare.Select(direction =>
                            $"{direction.Summary.Label} — {Russian.Percent(direction.Summary.MeanShare!.Value)}; "
                            + $"{LeadersOf(direction.Summary, facts.Noun)}"
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

    private static string LeadersOf(NodeFacts node, Noun noun)
    {
        if (node.Leaders.Count == 0)
            return "баллов нет, лидера нет";
        if (node.Leaders.Count == node.Count && node.Count > 1)
            return "все набрали поровну, лидера нет";
        return $"{(node.Leaders.Count == 1 ? "лидер" : "лидеры")}: {Russian.List(node.LeaderNames, 5, noun)} "
            + $"({Russian.Percent(node.LeaderShare!.Value)})";
    }

    private static TableRow StatisticsRow(NodeFacts node, bool total) =>
        new(
            [
                node.Code == "*" ? "Всего" : node.Heading,
                Russian.Number(node.Max),
                Or(node.Mean, 1),
                node.MeanShare is { } share ? Russian.Fixed(share * 100, 1) : Russian.NoData,
                Or(node.Median, 1),
                node.Count == 0 ? Russian.NoData : $"{Or(node.Min, 1)}–{Or(node.MaxFound, 1)}",
                node.Count == 0 ? Russian.NoData : Russian.Number(node.Below30),
            ],
            total
        );

    internal static string Or(double? value, int digits) => value is { } number ? Russian.Number(number, digits) : Russian.NoData;

    private static Section Consolidated(ReportFacts facts)
    {
        List<Block> blocks = [];
        if (facts.RatingChart is { } chart)
            blocks.Add(new ChartBlock(chart));
        var levels = facts.Levels.Where(level => level.Node == 0).ToArray();
        var shown = facts.Scope.HasDirections ? facts.Directions : [];
        List<TableColumn> columns =
        [
            new("Место"),
            new(Russian.Capital(facts.Noun.One), false, 3.5),
            .. shown.Select(direction => new TableColumn(direction.Summary.Code)),
            new("Всего"),
            new("Доля, %", true, 1.2),
            .. levels.Select(level => new TableColumn(level.Title, false, 1.8)),
        ];
        var rows = facts
            .Rating.Select(row => new TableRow([
                row.Total.Rank is { } rank ? Russian.PlaceNumber(rank, row.Total.RankTo!.Value) : "нет",
                row.Name,
                .. shown.Select(
                    (direction, at) =>
                        new TableCell(Or(row.Directions[at].Points, 2), Strong: direction.Summary.Leaders.Contains(row.Subject))
                ),
                Or(row.Total.Points, 2),
                row.Total.Share is { } share ? Russian.Fixed(share * 100, 1) : Russian.NoData,
                .. levels.Select(level => new TableCell(row.Bands[level.Index]?.Label ?? Russian.NoData)),
            ]))
            .ToList();
        rows.Add(
            new(
                [
                    "",
                    "Максимум",
                    .. shown.Select(direction => new TableCell(Russian.Number(direction.Summary.Max))),
                    Russian.Number(facts.Total.Max),
                    "100,0",
                    .. levels.Select(_ => new TableCell("")),
                ],
                Total: true
            )
        );
        rows.Add(
            new(
                [
                    "",
                    "Среднее",
                    .. shown.Select(direction => new TableCell(Or(direction.Summary.Mean, 1))),
                    Or(facts.Total.Mean, 1),
                    facts.Total.MeanShare is { } mean ? Russian.Fixed(mean * 100, 1) : Russian.NoData,
                    .. levels.Select(_ => new TableCell("")),
                ],
                Total: true
            )
        );
        blocks.Add(
            new TableBlock(
                "Баллы и места",
                columns,
                rows,
                RowHeader: 1,
                shown.Count == 0
                    ? null
                    : "Направления: "
                        + string.Join("; ", shown.Select(direction => $"{direction.Summary.Code} — {direction.Summary.Title}"))
                        + ". "
                        + "Выделены лучшие результаты по направлениям."
            )
        );
        return new("consolidated", "Сводная таблица", 1, blocks);
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

        TableCell Heat(CycleValue? cell, bool broken) =>
            cell is not { } value ? new("нет показателей")
            : value.Share is { } share
                ? new(Russian.Fixed(share * 100, 1) + (broken ? $"{Russian.NoBreakSpace}{BreakMark}" : ""), Palette.HeatStep(share), broken)
            : new(Russian.NoData);
        TableRow Shares(string name, IReadOnlyList<CycleValue?> cells, CycleValue sum, CycleBreak found, bool total) =>
            new([name, .. stages.Select(stage => Heat(cells[stage], found.Stage == stage)), Heat(sum, false)], total);
        blocks.Add(
            new TableBlock(
                "Доля набранных баллов по этапам управленческого цикла, %",
                columns,
                [
                    .. cycle.Rows.Select(row =>
                        Shares(facts.Directions[row.Direction].Summary.Heading, row.Cells, row.Total, row.Break, false)
                    ),
                    Shares("Всего", cycle.Totals, cycle.Total, cycle.Break, true),
                ],
                Note: $"{BreakMark} — разрыв цикла. Чем темнее ячейка, тем больше доля: до 20, 40, 60, 80 и 100 %."
            )
        );

        TableCell Points(CycleValue? cell) =>
            cell is not { } value ? new("нет показателей")
            : value.Max > 0 ? new($"{Russian.Number(value.Points)} из {Russian.Number(value.Max)}")
            : new(Russian.NoData);
        blocks.Add(
            new TableBlock(
                "Сумма баллов по этапам управленческого цикла",
                columns,
                [
                    .. cycle.Rows.Select(row => new TableRow([
                        facts.Directions[row.Direction].Summary.Heading,
                        .. stages.Select(stage => Points(row.Cells[stage])),
                        Points(row.Total),
                    ])),
                    new(["Всего", .. stages.Select(stage => Points(cycle.Totals[stage])), Points(cycle.Total)], Total: true),
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
                            Russian.Number(carrier.Points),
                            Russian.Number(carrier.Max),
                            Russian.Number(carrier.Lost),
                        ])),
                    ],
                    Note: "Показатели этого этапа с наибольшей потерей: вместе на них приходится не меньше половины потерянных баллов "
                        + "(показано не больше пяти)."
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
                        new("Средний балл"),
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
                                Russian.Number(indicator.Summary.Max),
                                Or(indicator.Summary.Mean, 2),
                                indicator.Summary.MeanShare is { } share
                                    ? new TableCell(Russian.Fixed(share * 100, 1), Palette.HeatStep(share))
                                    : new(Russian.NoData),
                                indicator.Distribution.Count == 0
                                    ? Russian.NoData
                                    : string.Join(
                                        "; ",
                                        indicator.Distribution.Select(entry =>
                                            $"{Russian.Number(entry.Points)}\u00A0—\u00A0{Russian.Number(entry.Count)}"
                                        )
                                    ),
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
                            Russian.Number(measure.Min),
                            Russian.Number(measure.Median),
                            Russian.Number(measure.Max),
                        ])),
                    ]
                )
            );
        if (facts.Flags.Count > 0)
        {
            blocks.Add(new TextBlock("На что обратить внимание в исходных данных:"));
            blocks.Add(new ListBlock(facts.Flags));
        }
        if (facts.Methodology.Note is { Length: > 0 } note)
            blocks.Add(new TextBlock($"Примечание к методике. {Ended(note)}"));
        return new("appendix", "Приложение", 1, blocks);
    }
}
