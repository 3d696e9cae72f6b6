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
        if (facts.MarkedInPart is { } partly)
            blocks.Add(new TextBlock(partly));
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
            blocks.Add(LevelTables.Bands(facts));
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
        blocks.Add(DirectionsTable.Of(facts));
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

    private static Section Consolidated(ReportFacts facts)
    {
        List<Block> blocks = [];
        if (facts.RatingChart is { } chart)
            blocks.Add(new ChartBlock(chart));
        blocks.Add(ConsolidatedTable.Of(facts));
        return new("consolidated", "Сводная таблица", 1, blocks);
    }

    private static Section Levels(ReportFacts facts)
    {
        List<Block> blocks =
        [
            .. facts.LevelCharts.Select(chart => new ChartBlock(chart)),
            .. facts.Levels.Select(level => new TextBlock(level.Sentence)),
        ];
        blocks.Add(LevelTables.Distribution(facts));
        return new("levels", "Уровни", 1, blocks);
    }

    private static Section Cycle(ReportFacts facts, CycleFacts cycle)
    {
        List<Block> blocks = [.. cycle.Sentences.Select((sentence, index) => new TextBlock(sentence, Strong: index == 0))];
        if (cycle.Break.Kind != BreakKind.NoChain)
            blocks.Add(new TextBlock(cycle.Rule));
        blocks.Add(CycleTables.Shares(facts, cycle));
        blocks.Add(CycleTables.Points(facts, cycle));
        if (cycle.Break.Carriers.Count > 0)
            blocks.Add(CycleTables.Carriers(cycle));
        return new("cycle", "Управленческий цикл", 1, blocks);
    }

    private static Section Appendix(ReportFacts facts)
    {
        List<Block> blocks = [];
        if (facts.Scope.HasIndicators && facts.Total.Max > 0)
            blocks.Add(IndicatorTables.Scored(facts));
        if (facts.Measures.Count > 0)
            blocks.Add(IndicatorTables.Measured(facts));
        if (facts.Flags.Count > 0)
        {
            blocks.Add(new TextBlock("На что обратить внимание в исходных данных:"));
            blocks.Add(new ListBlock(facts.Flags));
        }
        if (facts.Disagreements.Sum(found => found.Cases.Count) > FlagWords.Shown)
            blocks.Add(DisagreementsTable.Of(facts));
        if (facts.Methodology.Note is { Length: > 0 } note)
            blocks.Add(new TextBlock($"Примечание к методике. {Russian.Sentence(note)}"));
        return new("appendix", "Приложение", 1, blocks);
    }
}
