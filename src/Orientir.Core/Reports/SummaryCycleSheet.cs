using Orientir.Core.Office;
using Orientir.Core.Results;
using Orientir.Measurement.Cycle;
using static Orientir.Core.Reports.SummaryPlan;

namespace Orientir.Core.Reports;

/// <summary>The management cycle: directions by stages.</summary>
internal sealed class SummaryCycleSheet(SummaryPlan plan)
{
    /// <summary>
    /// Writes the cycle matrix as shares, points and maxima: directions by stages. Nothing where the data cannot carry it.
    /// </summary>
    public void Write()
    {
        if (plan.Facts.Cycle is not { } cycle)
            return;
        var (stages, rows) = (cycle.StageTitles.Count, cycle.Rows.Count);
        var sheet = plan.Workbook.AddSheet(
            plan.CycleSheet,
            new SheetLayout
            {
                Widths = [46, .. cycle.StageTitles.Select(_ => 15.0), 12, 12],
                FrozenColumns = 1,
                TitleColumns = 1,
                TabColor = Palette.Teal,
            }
        );
        plan.Head(
            sheet,
            "Управленческий цикл: направления и этапы",
            "Суммы баллов и максимумов по объектам, у которых есть оценки показателей; пустая ячейка — у направления нет показателей "
                + "этого этапа, которые входят в цикл; «н/п» — показатели есть, но никому не применимы"
                + (
                    cycle.IsIncomplete
                        ? "; «не оценено» — ни у кого нет оценки. Доли — только по оценённым показателям, сколько их — ниже."
                        : "."
                )
        );
        // A block: its title, its head, a row per direction, the sum.
        int FirstRow(int block) => 7 + block * (rows + 4);
        string At(int block, int row, int column) => CellRange.Name(FirstRow(block) + row, column + 2);

        Block(
            "Доля максимума",
            0,
            (row, column, value) =>
            {
                if (!Left(row, column, value))
                    Share(
                        sheet,
                        At(1, row, column),
                        At(2, row, column),
                        value.Share,
                        row == rows || column == stages ? Looks.StrongShare : Looks.Share
                    );
            }
        );
        Block(
            "Баллы",
            1,
            (row, column, value) =>
            {
                if (!Left(row, column, value))
                    Cell(1, row, column, value.Points, cell => cell.Points);
            }
        );
        Block(
            cycle.IsIncomplete ? "Максимум оценённых показателей, баллов" : "Максимум, баллов",
            2,
            (row, column, value) => Cell(2, row, column, value.Max, cell => cell.Max)
        );
        if (cycle.IsIncomplete)
        {
            Block("Доля показателей, которые оценены (показатель каждого объекта — один)", 3, Marked);
            Block("Оценено показателей", 4, (row, column, value) => Cell(4, row, column, value.Marked, cell => cell.Marked));
            Block("Не оценено показателей", 5, (row, column, value) => Cell(5, row, column, value.Unmarked, cell => cell.Unmarked));
            Heat(sheet, new(FirstRow(3), 2, FirstRow(3) + rows, stages + 2), CellRange.Name(FirstRow(3), 2));
        }
        Heat(sheet, new(FirstRow(0), 2, FirstRow(0) + rows, stages + 2), CellRange.Name(FirstRow(0), 2));

        sheet.Row();
        foreach (var sentence in cycle.Sentences.Append(cycle.Rule).Distinct(StringComparer.Ordinal))
        {
            sheet.Row(LinesOf(sentence, 46 + 15 * stages + 24) * 13.5).Text(sentence, Looks.Paragraph);
            sheet.Merge(new(sheet.RowNumber, 1, sheet.RowNumber, stages + 3));
        }

        // What stands where there is no share: «н/п» because nothing applies, «не оценено» because nothing is marked.
        bool Left(int row, int column, CycleValue value)
        {
            var absent = row == rows ? cycle.Absent : cycle.Rows[row].Absent;
            var told = column == stages ? CycleFacts.AbsentOf(absent) : absent[column];
            if (value.Share is not null || told is not (NotApplicable or ResultWords.NotMarked))
                return false;
            sheet.Text(told, Looks.NotApplicable);
            return true;
        }

        void Marked(int row, int column, CycleValue value)
        {
            var all = value.Marked + value.Unmarked;
            if (all == 0 && Left(row, column, value))
                return;
            var (marked, unmarked) = (At(4, row, column), At(5, row, column));
            sheet.Formula(
                $"IF({marked}+{unmarked}>0,{marked}/({marked}+{unmarked}),\"\")",
                all > 0 ? (double)value.Marked / all : null,
                row == rows || column == stages ? Looks.StrongShare : Looks.Share
            );
        }

        void Block(string title, int block, Action<int, int, CycleValue> write)
        {
            if (block > 0)
                sheet.SkipRows(1);
            else
                sheet.Row();
            sheet.Row().Text(title, Looks.Subtitle);
            sheet.Row(32).Text("Направление", Looks.HeadText);
            foreach (var stage in cycle.StageTitles)
                sheet.Text(stage, Looks.Head);
            sheet.Text("Все этапы", Looks.Head).Text("Объектов", Looks.Head);
            for (var row = 0; row <= rows; row++)
            {
                var line = row < rows ? cycle.Rows[row] : null;
                sheet
                    .Row()
                    .Text(
                        line is null ? "Все направления" : plan.Facts.Directions[line.Direction].Summary.Heading,
                        line is null ? Looks.StrongText : Looks.Text
                    );
                for (var column = 0; column <= stages; column++)
                {
                    var value =
                        column == stages ? line?.Total ?? cycle.Total
                        : line is null ? cycle.Totals[column]
                        : line.Cells[column];
                    if (value is { } known)
                        write(row, column, known);
                    else
                        sheet.Empty(Looks.Points);
                }
                sheet.Number(line?.Subjects, Looks.Points);
            }
        }

        void Cell(int block, int row, int column, double value, Func<CycleValue, double> part)
        {
            if (row < rows && column < stages)
            {
                sheet.Number(value, PointsStyle(value));
                return;
            }
            var across = column == stages;
            var range = across
                ? $"{At(block, row, 0)}:{At(block, row, stages - 1)}"
                : $"{At(block, 0, column)}:{At(block, rows - 1, column)}";
            var parts = across
                ? row == rows
                    ? cycle.Totals
                    : cycle.Rows[row].Cells
                : cycle.Rows.Select(line => line.Cells[column]);
            Derived(
                sheet,
                $"SUM({range})",
                parts.Sum(cell => cell is { } known ? part(known) : 0),
                value,
                PointsStyle(value, strong: true)
            );
        }
    }
}
