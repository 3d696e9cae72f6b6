using Orientir.Core.Office;
using Orientir.Measurement.Scoring;
using static Orientir.Core.Reports.SummaryPlan;

namespace Orientir.Core.Reports;

/// <summary>The distribution of points, levels, charts and the method.</summary>
internal sealed class SummaryOverviewSheets(SummaryPlan plan)
{
    // Beyond this the numbers of points have no column each.
    private const int MostPointColumns = 12;

    /// <summary>Writes how many subjects were given how many points at each indicator. Nothing where there are totals only.</summary>
    public void WriteDistribution()
    {
        var leaves = Enumerable
            .Range(0, plan.Nodes.Count)
            .Where(node => plan.IsLeaf(node) && plan.Specification.MaximumOf(node) > 0)
            .ToList();
        if (leaves.All(leaf => plan.Scores.Summaries[leaf].Count == 0))
            return;
        var points = leaves
            .SelectMany(leaf => plan.Scores.Summaries[leaf].Distribution!)
            .Select(entry => entry.Points)
            .Distinct()
            .Order()
            .ToList();
        var wide = points.Count <= MostPointColumns;
        const int HeadRow = 5;
        const int FirstPoints = 11;
        var counts = wide ? points.Count : 1;
        var sheet = plan.Workbook.AddSheet(
            plan.DistributionSheet,
            new SheetLayout
            {
                Widths = [9, 52, 29, 10, 11, 9, 9, 9, 10, 11, .. wide ? points.Select(_ => 9.0) : [60.0]],
                FrozenRows = HeadRow,
                FrozenColumns = 2,
                FirstTitleRow = HeadRow,
                LastTitleRow = HeadRow,
                TitleColumns = 2,
                TabColor = Palette.Teal,
            }
        );
        plan.Head(sheet, "Распределение баллов по показателям", "Сколько объектов получило столько баллов, без учёта веса показателя.");
        sheet.Row(15);
        if (counts > 1)
        {
            sheet.Skip(FirstPoints - 1).Text("Число объектов, получивших", Looks.HeadSmall);
            for (var extra = 1; extra < counts; extra++)
                sheet.Empty(Looks.HeadSmall);
            sheet.Merge(new(HeadRow - 1, FirstPoints, HeadRow - 1, FirstPoints + counts - 1));
        }
        sheet.Row(58);
        foreach (
            var title in (ReadOnlySpan<string>)
                [
                    "Код",
                    "Показатель",
                    "Этап",
                    "Максимум",
                    "Оценено объектов",
                    "н/п",
                    "Нет оценки",
                    "Средний балл",
                    "Средняя доля",
                    "Ниже 30 % максимума",
                ]
        )
            sheet.Text(title, Looks.Head);
        if (wide)
            foreach (var value in points)
                sheet.Text(Russian.Count(value, Nouns.Point), Looks.Head);
        else
            sheet.Text("Баллы — число объектов", Looks.HeadText);

        foreach (var leaf in leaves)
        {
            var (summary, row) = (plan.Scores.Summaries[leaf], sheet.RowNumber + 1);
            var left = plan.CountNotApplicable(leaf);
            sheet
                .Row()
                .Text(plan.Nodes[leaf].Code, Looks.Code)
                .Text(plan.Nodes[leaf].Title, Looks.Text)
                .Text(plan.StageOf(leaf), Looks.Text)
                .Number(summary.Max, PointsStyle(summary.Max));
            var range = new CellRange(row, FirstPoints, row, FirstPoints + counts - 1);
            if (wide)
                Derived(sheet, $"SUM({range})", summary.Distribution!.Sum(entry => entry.Count), summary.Count, Looks.StrongPoints);
            else
                sheet.Number(summary.Count, Looks.StrongPoints);
            sheet
                .Number(left, Looks.Points)
                .Number(plan.Order.Count - summary.Count - left, Looks.Points)
                .Number(summary.Mean, Looks.Decimals);
            Derived(
                sheet,
                ShareOf(FormattableString.Invariant($"H{row}"), FormattableString.Invariant($"D{row}")),
                summary.Mean / summary.Max,
                summary.MeanShare,
                Looks.Share
            );
            sheet.Number(summary.Below30, Looks.Share);
            if (wide)
                foreach (var value in points)
                    sheet.Number(summary.Distribution!.FirstOrDefault(entry => entry.Points == value)?.Count, Looks.Points);
            else
                sheet.Text(
                    string.Join("; ", summary.Distribution!.Select(entry => $"{Russian.Number(entry.Points)} — {entry.Count}")),
                    Looks.Text
                );
        }
        Heat(sheet, new(HeadRow + 1, 9, sheet.RowNumber, 9), CellRange.Name(HeadRow + 1, 9));
        sheet.Filter(new(HeadRow, 1, sheet.RowNumber, FirstPoints + counts - 1));
    }

    /// <summary>Writes how many subjects hold each band, and who. Nothing where the methodology has no levels.</summary>
    public void WriteLevels()
    {
        if (plan.Facts.Levels.Count == 0)
            return;
        var sheet = plan.Workbook.AddSheet(
            plan.LevelSheet,
            new SheetLayout
            {
                Widths = [30, 24, 34, 11, 12, 90],
                FrozenRows = 5,
                FirstTitleRow = 5,
                LastTitleRow = 5,
                TabColor = Palette.Teal,
            }
        );
        plan.Head(sheet, "Уровни", "Доля — от числа объектов, уровень которых определён.");
        sheet.Row();
        sheet.Row(30);
        foreach (var title in (ReadOnlySpan<string>)["Классификация", "Уровень", "Границы", "Объектов", "Доля", "Кто"])
            sheet.Text(title, Looks.Head);
        foreach (var level in plan.Facts.Levels)
        {
            var held = level.Bands.Sum(band => band.Subjects.Count);
            var first = sheet.RowNumber + 1;
            foreach (var band in level.Bands)
            {
                var row = sheet.RowNumber + 1;
                var names = string.Join("; ", band.Names);
                sheet
                    .Row()
                    .Text(level.Node == 0 ? level.Title : $"{level.Title}: {level.Of}", Looks.Text)
                    .Text(band.Title, Looks.Middle)
                    .Text($"{band.Range} ({level.Basis})", Looks.Text)
                    .Number(band.Subjects.Count, Looks.Points);
                if (held == 0)
                    sheet.Empty(Looks.Share);
                else
                    sheet.Formula(
                        ShareOf(
                            FormattableString.Invariant($"D{row}"),
                            FormattableString.Invariant($"SUM(D${first}:D${first + level.Bands.Count - 1})")
                        ),
                        (double)band.Subjects.Count / held,
                        Looks.Share
                    );
                sheet.Text(names, Looks.Text);
            }
            sheet
                .Row()
                .Text(level.Node == 0 ? level.Title : $"{level.Title}: {level.Of}", Looks.StrongText)
                .Text("Не определён", Looks.StrongText)
                .Empty(Looks.StrongText)
                .Number(level.Without + level.NotApplicable, Looks.StrongPoints)
                .Empty(Looks.StrongShare)
                .Empty(Looks.StrongText);
            Zones(sheet, new(first, 2, first + level.Bands.Count - 1, 2), level);
        }
        sheet.Filter(new(5, 1, sheet.RowNumber, 6));
    }

    /// <summary>Writes the charts of the report, each under the cells it is drawn from.</summary>
    public void WriteCharts()
    {
        if (plan.Facts.Charts.Count == 0)
            return;
        var sheet = plan.Workbook.AddSheet(
            plan.ChartSheet,
            new SheetLayout
            {
                Widths = [58, 16, 16, 16, 16, 16],
                Portrait = true,
                TabColor = Palette.Teal,
            }
        );
        plan.Head(sheet, "Диаграммы", "Каждая диаграмма строится по таблице над ней и меняется вместе с ней.");
        foreach (var chart in plan.Facts.Charts)
        {
            if (chart != plan.Facts.Charts[0])
                sheet.BreakPage();
            sheet.Row();
            sheet.Row(20).Text(chart.Title, Looks.Subtitle);
            sheet.Row(30).Empty(Looks.Head);
            var corner = sheet.RowNumber;
            foreach (var series in chart.Series)
                sheet.Text(series.Title, Looks.Head);
            for (var at = 0; at < chart.Categories.Count; at++)
            {
                sheet.Row().Text(chart.Categories[at], Looks.Text);
                foreach (var series in chart.Series)
                    sheet.Number(series.Values[at], chart.Unit == "%" ? Looks.Share : PointsStyle(series.Values[at]));
            }
            var top = sheet.RowNumber + 2;
            var bottom =
                top
                + 10
                + (int)(chart.Categories.Count * Math.Max(1.6, chart.Kind == ChartKind.StackedBars ? 2 : chart.Series.Count * 1.2));
            sheet.Chart(
                chart,
                ChartRanges.Block(plan.ChartSheet, corner, 1, chart.Categories.Count, chart.Series.Count),
                new(top, 1, bottom, Math.Max(4, chart.Series.Count + 1))
            );
            sheet.SkipRows(bottom - sheet.RowNumber);
        }
    }

    /// <summary>Writes how the figures came about: campaign, methodology, rules, what is left out, and every scale.</summary>
    public void WriteMethod()
    {
        var (facts, methodology) = (plan.Facts, plan.Facts.Methodology);
        var sheet = plan.Workbook.AddSheet(plan.MethodSheet, new SheetLayout { Widths = [13, 60, 29, 11, 8, 70], TabColor = Palette.Teal });
        plan.Head(sheet, "Методика", "Как получены цифры этой книги.");
        sheet.Row();
        Line("Мониторинг", facts.Campaign);
        Line("Методика", $"{methodology.Title}, {facts.Edition}");
        Line("Основание", methodology.Basis);
        if (facts.MarkSource is { } source)
            Line("Источник", source);
        foreach (var text in facts.Method)
            Line("", text);
        foreach (var text in facts.Participants.Sentences)
            Line("", text);
        foreach (var text in facts.Scope.Omissions)
            Line("", text);
        foreach (var text in facts.Flags)
            Line("", text);

        sheet.Row();
        sheet.Row().Text("Показатели и шкалы", Looks.Subtitle);
        sheet.Row(30);
        foreach (var title in (ReadOnlySpan<string>)["Код", "Наименование", "Этап", "Максимум", "Вес", "Шкала"])
            sheet.Text(title, Looks.Head);
        var head = sheet.RowNumber;
        for (var node = 1; node < plan.Nodes.Count; node++)
        {
            var (leaf, max) = (plan.IsLeaf(node), plan.Specification.MaximumOf(node));
            sheet
                .Row()
                .Text(plan.Nodes[node].Code, leaf ? Looks.Code : Looks.StrongCode)
                .Text(plan.Nodes[node].Title, leaf ? Looks.Text : Looks.StrongText)
                .Text(plan.StageOf(node), leaf ? Looks.Text : Looks.StrongText)
                .Number(max, PointsStyle(max, strong: !leaf))
                .Number(leaf ? plan.Nodes[node].Weight : null, leaf ? Looks.Points : Looks.StrongPoints)
                .Text(plan.Nodes[node].Scale is { } scale ? ScaleWords(scale) : null, leaf ? Looks.Text : Looks.StrongText);
        }
        sheet.Filter(new(head, 1, Math.Max(head, sheet.RowNumber), 6));

        WriteMeasures(sheet);

        void Line(string title, string text)
        {
            sheet.Row(LinesOf(text, 170) * 13.5).Text(title, Looks.Campaign).Text(text, Looks.Paragraph);
            sheet.Merge(new(sheet.RowNumber, 2, sheet.RowNumber, 6));
        }
    }

    private void WriteMeasures(SheetWriter sheet)
    {
        if (plan.Facts.Measures.Count == 0)
            return;
        sheet.Row();
        sheet.Row().Text("Измеренные величины без баллов", Looks.Subtitle);
        sheet.Row(30);
        foreach (var title in (ReadOnlySpan<string>)["Код", "Наименование", "Единица", "Объектов", "", "Наименьшее; медиана; наибольшее"])
            sheet.Text(title, Looks.Head);
        foreach (var measure in plan.Facts.Measures)
            sheet
                .Row()
                .Text(measure.Summary.Code, Looks.Code)
                .Text(measure.Summary.Title, Looks.Text)
                .Text(measure.Unit, Looks.Text)
                .Number(measure.Count, Looks.Points)
                .Empty(Looks.Points)
                .Text($"{Russian.Number(measure.Min)}; {Russian.Number(measure.Median)}; {Russian.Number(measure.Max)}", Looks.Text);
    }

    private static string ScaleWords(Scale scale) =>
        scale switch
        {
            BinaryScale binary => $"нет — 0, да — {Russian.Number(binary.Points)}",
            OrdinalScale ordinal => string.Join(
                "; ",
                ordinal.Steps.OrderBy(step => step.Points).Select(step => $"{Russian.Number(step.Points)} — {step.Title}")
            ),
            ChecklistScale checklist => $"по {Russian.Apiece(checklist.Points, Nouns.Point)} за каждое: "
                + string.Join("; ", checklist.Items.Select(item => item.Title))
                + (checklist.Max is { } max ? $"; не больше {Russian.Count(max, Nouns.Point, GrammaticalCase.Genitive)}" : ""),
            PointsScale points =>
                $"от 0 до {Russian.Count(points.Max, Nouns.Point, GrammaticalCase.Genitive)}, шаг {Russian.Number(points.Step)}",
            ComponentsScale components => "3 — подтверждено всё, 2 — часть, 1 — только заявлено, 0 — ничего: "
                + string.Join("; ", components.Items.Select(item => item.Title)),
            MeasureScale { Bands.Count: 0 } measure => $"{MeasureWords(measure)}, без баллов",
            MeasureScale measure => $"{MeasureWords(measure)}: "
                + string.Join(
                    "; ",
                    measure.Bands.Select(band => $"от {Russian.Number(band.From)} — {Russian.Count(band.Points, Nouns.Point)}")
                ),
            _ => throw new NotSupportedException($"No words for the scale {scale.GetType().Name}."),
        };

    private static string MeasureWords(MeasureScale measure) => $"{measure.Numerator} / {measure.Denominator}, {measure.Unit}";

    // Merged cells do not grow with their text by themselves.
}
