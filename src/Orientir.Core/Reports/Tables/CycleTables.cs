using Orientir.Core.Office;
using Orientir.Measurement.Cycle;

namespace Orientir.Core.Reports;

/// <summary>The cycle of management: shares and points by direction and stage, and what carries its break.</summary>
internal static class CycleTables
{
    /// <summary>Shares, shaded, with the break of each row marked.</summary>
    public static TableBlock Shares(ReportFacts facts, CycleFacts cycle)
    {
        var stages = StagesOf(cycle);
        return new TableBlock(
            "Доля набранных баллов по этапам управленческого цикла, %",
            ColumnsOf(cycle, stages),
            [
                .. cycle.Rows.Select(row =>
                    Row(facts.Directions[row.Direction].Summary.Heading, row.Cells, row.Absent, row.Total, row.Break, false)
                ),
                Row("Всего", cycle.Totals, cycle.Absent, cycle.Total, cycle.Break, true),
            ],
            Note: $"{ReportText.BreakMark} — разрыв цикла. Чем темнее ячейка, тем больше доля: до 20, 40, 60, 80 и 100 %."
                + (cycle.IsIncomplete ? " Доли — по оценённым показателям; в скобках — сколько оценок есть из нужных." : "")
        );

        TableRow Row(
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

        TableCell Heat(CycleValue? cell, bool broken, string absent) =>
            cell?.Share is { } share
                ? new(
                    Russian.Fixed(share * 100, 1)
                        + (broken ? $"{Russian.NoBreakSpace}{ReportText.BreakMark}" : "")
                        + CycleFacts.ExtentOf(cell.Value),
                    Palette.HeatStep(share),
                    broken
                )
                : new(absent);
    }

    /// <summary>Sums of points beside what is possible.</summary>
    public static TableBlock Points(ReportFacts facts, CycleFacts cycle)
    {
        var stages = StagesOf(cycle);
        return new TableBlock(
            "Сумма баллов по этапам управленческого цикла",
            ColumnsOf(cycle, stages),
            [
                .. cycle.Rows.Select(row => new TableRow([
                    facts.Directions[row.Direction].Summary.Heading,
                    .. stages.Select(stage => Sum(row.Cells[stage], row.Absent[stage])),
                    Sum(row.Total, CycleFacts.AbsentOf(row.Absent)),
                ])),
                new(
                    [
                        "Всего",
                        .. stages.Select(stage => Sum(cycle.Totals[stage], cycle.Absent[stage])),
                        Sum(cycle.Total, CycleFacts.AbsentOf(cycle.Absent)),
                    ],
                    Total: true
                ),
            ],
            Note: cycle.IsIncomplete ? "Возможные баллы — только оценённых показателей." : null
        );

        static TableCell Sum(CycleValue? cell, string absent) =>
            cell is { Max: > 0 } value ? new($"{Russian.Number(value.Points)} из {Russian.Number(value.Max)}") : new(absent);
    }

    /// <summary>The indicators that carry the break of the whole.</summary>
    public static TableBlock Carriers(CycleFacts cycle) =>
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
        );

    // Those at which something is assessed.
    private static int[] StagesOf(CycleFacts cycle) =>
        Enumerable.Range(0, cycle.StageTitles.Count).Where(stage => cycle.Totals[stage] is not null).ToArray();

    private static List<TableColumn> ColumnsOf(CycleFacts cycle, int[] stages) =>
        [
            new("Направление", false, 3.5),
            .. stages.Select(stage => new TableColumn(cycle.StageTitles[stage], true, 1.5)),
            new("Всего", true, 1.2),
        ];
}
