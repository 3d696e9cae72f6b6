using Orientir.Core.Office;
using Orientir.Core.Results;
using Orientir.Measurement.Cycle;

namespace Orientir.Core.Reports;

/// <summary>The cycle of management as a table; every figure leads to the direction it is of.</summary>
public static class CycleTable
{
    /// <summary>Direction × stage, shaded by share, the break marked; null where the marks carry no cycle.</summary>
    public static DisplayTable? Of(ReportFacts facts)
    {
        if (facts.Cycle is not { } cycle)
            return null;
        return new(
            $"Доля максимума по направлениям и этапам{ExtentNote(cycle)}; рамкой обведён этап, на котором цикл обрывается",
            [new("Направление"), .. cycle.StageTitles.Select(stage => new DisplayColumn(stage, true))],
            [
                .. cycle.Rows.Select(row =>
                {
                    var direction = facts.Directions[row.Direction].Summary;
                    return Line(
                        direction.Heading,
                        row.Cells,
                        row.Absent,
                        row.Break,
                        new(null, facts.Methodology.Nodes[direction.Node].Uid)
                    );
                }),
            ],
            Line("Все направления", cycle.Totals, cycle.Absent, cycle.Break, null)
        );
    }

    /// <summary>What the brackets behind a share say, where some cell has them.</summary>
    public static string ExtentNote(CycleFacts cycle) =>
        cycle.IsIncomplete ? " по оценённым показателям, в скобках — сколько оценок есть из нужных" : "";

    private static IReadOnlyList<DisplayCell> Line(
        string title,
        IReadOnlyList<CycleValue?> cells,
        IReadOnlyList<string> absent,
        CycleBreak found,
        ResultPlace? target
    ) =>
        [
            new(title, Target: target),
            .. cells.Select(
                (cell, stage) =>
                    cell is not { Share: { } share } value ? new DisplayCell(absent[stage])
                    : found.Stage == stage ? new($"{TextOf(share, value)} — разрыв", null, share, target, Marked: true)
                    : new(TextOf(share, value), value.IsIncomplete ? null : share, share, target)
            ),
        ];

    private static string TextOf(double share, CycleValue cell) => Russian.Percent(share) + CycleFacts.ExtentOf(cell);
}
