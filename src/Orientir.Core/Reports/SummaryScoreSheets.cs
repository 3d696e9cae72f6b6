using System.Globalization;
using Orientir.Core.Office;
using Orientir.Measurement.Scoring;
using static Orientir.Core.Reports.SummaryPlan;

namespace Orientir.Core.Reports;

/// <summary>
/// Expert sheet 1: the consolidated sheet and one sheet a direction. A row a subject, a column a node, sums and shares as formulas.
/// </summary>
internal sealed class SummaryScoreSheets(SummaryPlan plan)
{
    // The same on every sheet, so that a formula of one can name the rows of another.
    private const int Number = 1;
    private const int Name = 2;
    private const int FirstNode = 3;

    // Above this a column is as narrow as its figures, and its title stands upright.
    private const int MostWideColumns = 8;

    /// <summary>Where the sums of a direction's sheet stand, for the consolidated sheet to look them up.</summary>
    private sealed record DirectionColumns(string Sheet, int FirstRow, int LastRow, int Points)
    {
        public int Max => Points + 1;

        public int Share => Points + 2;

        /// <summary>
        /// The cell of the subject whose number stands in column A of the given row; sorting either sheet does not mislead it.
        /// </summary>
        public string Lookup(int column, int row)
        {
            var quoted = ChartRanges.Quoted(Sheet);
            string Range(int at) => $"{quoted}!{new CellRange(FirstRow, at, LastRow, at).Absolute}";
            return $"INDEX({Range(column)},MATCH($A{row.ToString(CultureInfo.InvariantCulture)},{Range(Number)},0))";
        }
    }

    private int Last(int firstRow) => firstRow + plan.Order.Count - 1;

    private DirectionColumns? ColumnsOf(int direction) =>
        plan.DirectionSheets.TryGetValue(direction, out var sheet)
            ? new(sheet, DirectionFirstRow, Last(DirectionFirstRow), FirstNode + NodesBelow(direction).Count)
            : null;

    private const int DirectionFirstRow = 8;
    private const int ConsolidatedFirstRow = 7;

    private List<int> NodesBelow(int direction) =>
        [
            .. Enumerable
                .Range(direction + 1, plan.Specification.EndOf(direction) - direction - 1)
                .Where(node => plan.Specification.MaximumOf(node) > 0),
        ];

    /// <summary>Writes one sheet per direction that has data below it: subjects by indicators.</summary>
    public void WriteDirections()
    {
        foreach (var (direction, name) in plan.DirectionSheets)
            WriteDirection(direction, name);
    }

    private void WriteDirection(int direction, string name)
    {
        var nodes = NodesBelow(direction);
        var upright = nodes.Count > MostWideColumns;
        var columnOf = nodes.Select((node, index) => (node, FirstNode + index)).ToDictionary();
        var own = FirstNode + nodes.Count;
        var sheet = plan.Workbook.AddSheet(
            name,
            new SheetLayout
            {
                Widths = [5, 34, .. nodes.Select(_ => upright ? 8.0 : 16), 10, 10, 10, 9],
                FrozenRows = DirectionFirstRow - 1,
                FrozenColumns = Name,
                FirstTitleRow = 4,
                LastTitleRow = DirectionFirstRow - 1,
                TitleColumns = Name,
                TabColor = Palette.Teal,
            }
        );
        plan.Head(
            sheet,
            $"Экспертный лист 1. {plan.Nodes[direction].Code} {plan.Nodes[direction].Title}",
            $"Баллы показателей. «{NotApplicable}» — не применимо: максимум уменьшен; пустая ячейка — оценки нет. Курсивом — итог, "
                + "данный без показателей."
        );

        sheet.Row(upright ? 150 : 64).Empty(Looks.Head).Text("Показатель", Looks.HeadText);
        foreach (var node in nodes)
            sheet.Text(plan.Nodes[node].Title, upright ? Looks.HeadUpright : Looks.HeadSmall);
        foreach (var title in (ReadOnlySpan<string>)["Сумма баллов", "Максимум", "Доля максимума", "Место"])
            sheet.Text(title, Looks.HeadSmall);
        sheet.Row(upright ? 92 : 30).Empty(Looks.Head).Text("Этап", Looks.HeadText);
        foreach (var node in nodes)
            sheet.Text(plan.StageOf(node), upright ? Looks.HeadUpright : Looks.HeadSmall);
        for (var extra = 0; extra < 4; extra++)
            sheet.Empty(Looks.Head);
        var maxRow = DirectionFirstRow - 2;
        MaxRow(sheet, nodes, [direction, -1, -1, -1]);
        sheet.Row().Text("№", Looks.Head).Text("Объект оценки", Looks.HeadText);
        foreach (var node in nodes)
            sheet.Text(plan.Nodes[node].Code, Looks.Head);
        foreach (var title in (ReadOnlySpan<string>)["Σ", "Макс.", "%", "М"])
            sheet.Text(title, Looks.Head);

        var leaves = nodes.Where(plan.IsLeaf).ToList();
        foreach (var subject in plan.Order)
        {
            var row = BeginRow(sheet, subject);
            foreach (var node in nodes)
                if (plan.IsLeaf(node))
                    plan.Points(sheet, subject, node);
                else
                    SumOfChildren(sheet, subject, node, columnOf, row);
            SumOfChildren(sheet, subject, direction, columnOf, row);

            var score = plan.Scores[subject, direction];
            Derived(sheet, Counted(leaves, columnOf, row, maxRow), Counted(leaves, subject), score.Max, PointsStyle(score.Max));
            Share(sheet, CellRange.Name(row, own), CellRange.Name(row, own + 1), score.Share);
            plan.Place(sheet, score);
        }
        if (plan.Order.Count == 0)
            return;

        var (first, last) = (DirectionFirstRow, Last(DirectionFirstRow));
        var columns = nodes.Append(direction).Select((node, index) => (Node: node, Column: FirstNode + index)).ToList();
        sheet.Row().Empty(Looks.StrongText).Text("Среднее", Looks.StrongText);
        foreach (var (node, column) in columns)
            OfPoints(sheet, "AVERAGE", first, last, column, node, plan.Scores.Summaries[node].Mean);
        sheet.Empty(Looks.StrongPoints);
        Statistic(sheet, "AVERAGE", first, last, own + 2, plan.Scores.Summaries[direction].MeanShare, Looks.StrongShare);
        sheet.Row().Empty(Looks.StrongText).Text("Медиана", Looks.StrongText);
        foreach (var (node, column) in columns)
            OfPoints(sheet, "MEDIAN", first, last, column, node, plan.Scores.Summaries[node].Median);
        sheet.Empty(Looks.StrongPoints);
        Statistic(sheet, "MEDIAN", first, last, own + 2, plan.Scores.Summaries[direction].MedianShare, Looks.StrongShare);
        sheet.Row().Empty(Looks.StrongText).Text("Средняя доля максимума", Looks.StrongText);
        foreach (var (node, column) in columns.SkipLast(1))
        {
            var summary = plan.Scores.Summaries[node];
            var (mean, max) = (CellRange.Name(last + 1, column), CellRange.Name(maxRow, column));
            // Holds of a leaf; the maximum of a section may differ from subject to subject.
            var computed = plan.ByShare(node) ? null : summary.Mean / summary.Max;
            Derived(sheet, ShareOf(mean, max), computed, summary.MeanShare, Looks.StrongShare);
        }

        var block = new CellRange(first, FirstNode, last, own - 1);
        var corner = ChartRanges.Column(FirstNode);
        Heat(sheet, block, FormattableString.Invariant($"{corner}{first}/{corner}${maxRow}"));
        var shares = new CellRange(first, own + 2, last, own + 2);
        Heat(sheet, shares, CellRange.Name(first, own + 2));
        sheet.Filter(new(first - 1, 1, last, own + 3));
    }

    /// <summary>
    /// Writes the consolidated sheet: subjects by groups and directions, total, share, place, levels; then shares by direction.
    /// </summary>
    public void WriteConsolidated()
    {
        var nodes = Enumerable
            .Range(1, plan.Nodes.Count - 1)
            .Where(node =>
                plan.Specification.MaximumOf(node) > 0
                && plan.Specification.Nodes[node].Direction is var direction
                && (direction < 0 || direction == node)
            )
            .ToList();
        var columnOf = nodes.Select((node, index) => (node, FirstNode + index)).ToDictionary();
        var (own, levels) = (FirstNode + nodes.Count, plan.Facts.Levels);
        var firstLevel = own + 4;
        var unscored = firstLevel + levels.Count;
        var marksNotApplicable = plan.Order.Any(subject => plan.Scores.NotApplicableBelow(subject, 0) > 0);
        var firstShare = unscored + (marksNotApplicable ? 2 : 1);
        var sheet = plan.Workbook.AddSheet(
            Consolidated,
            new SheetLayout
            {
                Widths =
                [
                    5,
                    34,
                    .. nodes.Select(_ => 13.0),
                    10,
                    10,
                    10,
                    9,
                    .. levels.Select(_ => 13.0),
                    .. Enumerable.Repeat(11.0, firstShare - unscored),
                    .. nodes.Select(_ => 12.0),
                ],
                FrozenRows = ConsolidatedFirstRow - 1,
                FrozenColumns = Name,
                FirstTitleRow = 4,
                LastTitleRow = ConsolidatedFirstRow - 1,
                TitleColumns = Name,
                TabColor = Palette.Accent,
            }
        );
        plan.Head(
            sheet,
            "Экспертный лист 1. Сводный лист",
            "Баллы и доли максимума по направлениям. Пустая ячейка — оценок нет, это не ноль; «н/п» — не применимо, максимум на эти "
                + "показатели меньше полного. Курсивом — итог, данный без составляющих."
        );

        sheet.Row(78).Empty(Looks.Head).Text("Направление", Looks.HeadText);
        foreach (var node in nodes)
            sheet.Text(plan.Nodes[node].Title, Looks.HeadSmall);
        foreach (var title in (ReadOnlySpan<string>)["Итого баллов", "Максимум", "Доля максимума", "Место"])
            sheet.Text(title, Looks.HeadSmall);
        foreach (var level in levels)
            sheet.Text(level.Node == 0 ? level.Title : $"{level.Title}: {level.Of}", Looks.HeadSmall);
        sheet.Text("Показателей без оценки", Looks.HeadSmall);
        if (marksNotApplicable)
            sheet.Text("Показателей, которые не применимы", Looks.HeadSmall);
        foreach (var node in nodes)
            sheet.Text($"Доля: {plan.Nodes[node].Title}", Looks.HeadSmall);
        var maxRow = ConsolidatedFirstRow - 2;
        MaxRow(
            sheet,
            nodes,
            [0, -1, -1, -1, .. levels.Select(_ => -1), .. Enumerable.Repeat(-1, firstShare - unscored), .. nodes.Select(_ => -1)]
        );
        sheet.Row().Text("№", Looks.Head).Text("Объект оценки", Looks.HeadText);
        foreach (var node in nodes)
            Code(node);
        foreach (var title in (ReadOnlySpan<string>)["Σ", "Макс.", "%", "М"])
            sheet.Text(title, Looks.Head);
        foreach (var level in levels)
            sheet.Text("Уровень", Looks.Head);
        sheet.Text("Без оц.", Looks.Head);
        if (marksNotApplicable)
            sheet.Text(NotApplicable, Looks.Head);
        foreach (var node in nodes)
            sheet.Text($"% {plan.Nodes[node].Code}", Looks.Head);

        var directions = nodes.Where(node => plan.Specification.Nodes[node].Direction == node).ToList();
        var looked = directions.ToDictionary(direction => direction, ColumnsOf);
        foreach (var subject in plan.Order)
        {
            var row = BeginRow(sheet, subject);
            foreach (var node in nodes)
            {
                var points = plan.Scores[subject, node].Points;
                if (!looked.TryGetValue(node, out var columns))
                    SumOfChildren(sheet, subject, node, columnOf, row);
                else if (columns is not null)
                    sheet.Formula(columns.Lookup(columns.Points, row), points, PointsStyle(points), plan.NoneAt(subject, node));
                else
                    plan.Points(sheet, subject, node);
            }
            SumOfChildren(sheet, subject, 0, columnOf, row);
            var total = plan.Scores[subject, 0];
            var max = MaximumOf(0, subject, row);
            Derived(sheet, max.Formula, max.Value, total.Max, PointsStyle(total.Max));
            Share(sheet, CellRange.Name(row, own), CellRange.Name(row, own + 1), total.Share);
            plan.Place(sheet, total);
            foreach (var level in levels)
                sheet.Text(plan.Scores.BandOf(subject, level.Index) is { } band ? level.Bands[band].Title : null, Looks.Middle);
            sheet.Number(plan.Scores.UnscoredOf(subject), Looks.Points);
            if (marksNotApplicable)
                sheet.Number(plan.Scores.NotApplicableBelow(subject, 0), Looks.Points);
            foreach (var node in nodes)
            {
                var score = plan.Scores[subject, node];
                if (looked.TryGetValue(node, out var columns) && columns is not null)
                {
                    sheet.Formula(columns.Lookup(columns.Share, row), score.Share, Looks.Share);
                    continue;
                }
                var (formula, value) = MaximumOf(node, subject, row);
                var points = CellRange.Name(row, columnOf[node]);
                Derived(sheet, ShareOf(points, $"({formula})"), score.Points / value, score.Share, Looks.Share);
            }
        }
        if (plan.Order.Count == 0)
            return;

        var (first, last) = (ConsolidatedFirstRow, Last(ConsolidatedFirstRow));
        sheet.Row().Empty(Looks.StrongText).Text("Среднее", Looks.StrongText);
        foreach (var (node, index) in nodes.Append(0).Select((node, index) => (node, index)))
            OfPoints(sheet, "AVERAGE", first, last, FirstNode + index, node, plan.Scores.Summaries[node].Mean);
        sheet.Empty(Looks.StrongPoints);
        Statistic(sheet, "AVERAGE", first, last, own + 2, plan.Scores.Summaries[0].MeanShare, Looks.StrongShare);
        sheet.Skip(firstShare - own - 3);
        foreach (var (node, index) in nodes.Select((node, index) => (node, index)))
            Statistic(sheet, "AVERAGE", first, last, firstShare + index, plan.Scores.Summaries[node].MeanShare, Looks.StrongShare);
        sheet.Row().Empty(Looks.StrongText).Text("Медиана", Looks.StrongText);
        foreach (var (node, index) in nodes.Append(0).Select((node, index) => (node, index)))
            OfPoints(sheet, "MEDIAN", first, last, FirstNode + index, node, plan.Scores.Summaries[node].Median);
        sheet.Empty(Looks.StrongPoints);
        Statistic(sheet, "MEDIAN", first, last, own + 2, plan.Scores.Summaries[0].MedianShare, Looks.StrongShare);
        sheet.Skip(firstShare - own - 3);
        foreach (var (node, index) in nodes.Select((node, index) => (node, index)))
            Statistic(sheet, "MEDIAN", first, last, firstShare + index, plan.Scores.Summaries[node].MedianShare, Looks.StrongShare);

        Heat(sheet, new(first, own + 2, last, own + 2), CellRange.Name(first, own + 2));
        if (nodes.Count > 0)
            Heat(sheet, new(first, firstShare, last, firstShare + nodes.Count - 1), CellRange.Name(first, firstShare));
        foreach (var (level, index) in levels.Select((level, index) => (level, index)))
            Zones(sheet, new(first, firstLevel + index, last, firstLevel + index), level);
        sheet.Filter(new(first - 1, 1, last, firstShare + nodes.Count - 1));

        void Code(int node)
        {
            if (plan.DirectionSheets.TryGetValue(node, out var target))
                sheet.LinkToSheet(plan.Nodes[node].Code, target, Looks.HeadLink);
            else
                sheet.Text(plan.Nodes[node].Code, Looks.Head);
        }

        // The maximum of what lies below a node for one subject, summed from its directions.
        (string Formula, double Value) MaximumOf(int node, int subject, int row)
        {
            var (terms, value) = (new List<string>(), 0.0);
            foreach (var direction in directions)
            {
                if (direction < node || direction >= plan.Specification.EndOf(node))
                    continue;
                if (looked[direction] is { } columns)
                {
                    terms.Add(columns.Lookup(columns.Max, row));
                    value += plan.Scores[subject, direction].Max;
                    continue;
                }
                var (cell, max) = (CellRange.Name(row, columnOf[direction]), $"{ChartRanges.Column(columnOf[direction])}${maxRow}");
                if (plan.IsLeaf(direction) || plan.IsNotApplicable(subject, direction) || plan.Specification.Missing == MissingRule.Exclude)
                {
                    terms.Add(
                        plan.Specification.Missing == MissingRule.Zero ? $"({cell}<>\"{NotApplicable}\")*{max}" : $"ISNUMBER({cell})*{max}"
                    );
                    value += plan.IsNotApplicable(subject, direction) ? 0 : Counted([direction], subject);
                }
                else
                {
                    terms.Add(max);
                    value += plan.Specification.MaximumOf(direction);
                }
            }
            return (terms.Count == 0 ? "0" : string.Join('+', terms), value);
        }
    }

    private int BeginRow(SheetWriter sheet, int subject)
    {
        sheet.Row().Number(sheet.RowNumber - (sheet.Layout.FrozenRows), Looks.Points);
        var name = plan.NameBeside(subject);
        if (plan.SubjectSheets is { } sheets)
            sheet.LinkToSheet(name, sheets[subject], Looks.Link);
        else
            sheet.Text(name, Looks.Text);
        return sheet.RowNumber;
    }

    private void MaxRow(SheetWriter sheet, List<int> nodes, IReadOnlyList<int> rest)
    {
        sheet.Row().Empty(Looks.Head).Text("Максимум, баллов", Looks.HeadText);
        foreach (var node in nodes.Concat(rest))
        {
            double? max = node < 0 ? null : plan.Specification.MaximumOf(node);
            sheet.Number(max, max is { } points && points != Math.Floor(points) ? Looks.HeadDecimals : Looks.HeadNumber);
        }
    }

    private void SumOfChildren(SheetWriter sheet, int subject, int node, Dictionary<int, int> columnOf, int row)
    {
        var children = plan.ChildrenOf(node).Where(columnOf.ContainsKey).ToList();
        var points = plan.Scores[subject, node].Points;
        var style = PointsStyle(points, strong: true);
        if (children.Count == 0)
        {
            plan.Points(sheet, subject, node, strong: true);
            return;
        }
        var none = plan.NoneAt(subject, node);
        Derived(
            sheet,
            Sum(Cells([.. children.Select(child => columnOf[child])], column => CellRange.Name(row, column)), none),
            Sum(children.Select(child => plan.Scores[subject, child].Points)),
            points,
            style,
            none
        );
    }

    /// <summary>
    /// The maximum as the sum over the leaves that count: all but «н/п», or only those with points where missing marks are left out.
    /// </summary>
    private string Counted(List<int> leaves, Dictionary<int, int> columnOf, int row, int maxRow)
    {
        var ranges = Cells([.. leaves.Select(leaf => columnOf[leaf])], ChartRanges.Column).Split(',');
        return string.Join(
            '+',
            ranges.Select(range =>
            {
                var ends = range.Split(':');
                string At(string mark, int at) => FormattableString.Invariant($"{ends[0]}{mark}{at}:{ends[^1]}{mark}{at}");
                return plan.Specification.Missing == MissingRule.Zero
                    ? $"SUMPRODUCT(({At("", row)}<>\"{NotApplicable}\")*{At("$", maxRow)})"
                    : $"SUMPRODUCT(ISNUMBER({At("", row)})*{At("$", maxRow)})";
            })
        );
    }

    private double Counted(IEnumerable<int> leaves, int subject)
    {
        var sum = 0.0;
        foreach (var leaf in leaves)
        {
            var counts =
                plan.Specification.Missing == MissingRule.Zero
                    ? plan.Scores[subject, leaf].Points is not null || !plan.IsNotApplicable(subject, leaf)
                    : plan.Scores[subject, leaf].Points is not null;
            if (counts)
                sum += plan.Specification.MaximumOf(leaf);
        }
        return sum;
    }

    // Points of unequal maxima are not to be compared: the same of their shares stands beside or below them.
    private void OfPoints(SheetWriter sheet, string function, int first, int last, int column, int node, double? value)
    {
        if (plan.ByShare(node))
            sheet.Empty(Looks.StrongDecimals);
        else
            Statistic(sheet, function, first, last, column, value);
    }

    private static void Statistic(
        SheetWriter sheet,
        string function,
        int first,
        int last,
        int column,
        double? value,
        CellStyle? style = null
    )
    {
        var range = new CellRange(first, column, last, column);
        sheet.Formula($"IF(COUNT({range})=0,\"\",{function}({range}))", value, style ?? Looks.StrongDecimals);
    }
}
