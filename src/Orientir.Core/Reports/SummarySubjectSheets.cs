using Orientir.Core.Office;
using Orientir.Core.Results;
using Orientir.Measurement.Scoring;
using static Orientir.Core.Reports.SummaryPlan;

namespace Orientir.Core.Reports;

/// <summary>
/// Expert sheet 2: what experts gave and wrote at each indicator of a subject, beside the points they became and the median of all
/// subjects. A direction of which only the total is known is one row.
/// </summary>
internal sealed class SummarySubjectSheets(SummaryPlan plan)
{
    // Side by side experts can be compared; more of them would not fit a page and share a cell.
    private const int MostExpertColumns = 5;
    private const double WidestPortrait = 160;
    private const int LongSheetRows = 1_000_000;

    private const int Max = 4;
    private const int Points = 5;
    private const int Median = 7;

    private readonly Dictionary<long, double> valueOf = [];
    private readonly Dictionary<long, string> commentOf = [];
    private readonly SortedSet<int> experts = [];
    private readonly HashSet<int> disputed = [];

    /// <summary>Writes one sheet per subject.</summary>
    public void WriteOneEach()
    {
        foreach (var subject in plan.Order)
        {
            Load(subject);
            WriteOne(subject);
        }
    }

    private void WriteOne(int subject)
    {
        var rows = RowsOf(subject);
        // An expert's marks and, where there are any, comments; null is all experts in one column.
        var columns = experts.Count <= MostExpertColumns ? experts.Select(expert => (int?)expert).ToList() : [null];
        var commented = columns.ToDictionary(
            expert => expert ?? -1,
            expert => commentOf.Keys.Any(key => expert is null || (int)key == expert)
        );
        double[] widths =
        [
            9,
            52,
            29,
            10,
            9,
            9,
            10,
            .. columns.SelectMany(expert =>
                commented[expert ?? -1] ? new[] { expert is null ? 24.0 : 14, 40 } : [expert is null ? 24 : 14]
            ),
        ];
        var sheet = plan.Workbook.AddSheet(
            plan.SubjectSheets![subject],
            new SheetLayout
            {
                Widths = widths,
                Portrait = widths.Sum() <= WidestPortrait,
                FrozenRows = 5,
                FrozenColumns = 2,
                FirstTitleRow = 5,
                LastTitleRow = 5,
                TitleColumns = 2,
            }
        );
        plan.Head(sheet, $"Экспертный лист 2. {plan.Scores.Subjects[subject].Name}", Result(subject));
        sheet.Row().LinkToSheet("← Сводный лист", Consolidated, new CellStyle { Color = Palette.Accent, Underline = true });
        sheet.Row(44);
        foreach (var title in (ReadOnlySpan<string>)["Код", "Показатель", "Этап", "Максимум", "Баллы", "Доля", "Медиана всех"])
            sheet.Text(title, Looks.Head);
        foreach (var expert in columns)
        {
            // Where nobody has marked there is no expert to name.
            var name = expert is { } known ? plan.Facts.Scored.Marks.Experts.ElementAtOrDefault(known) ?? "" : "";
            sheet.Text(
                name.Length > 0 ? $"{name}: оценка"
                    : expert is null ? "Оценки экспертов"
                    : "Оценка",
                Looks.Head
            );
            if (commented[expert ?? -1])
                sheet.Text(
                    name.Length > 0 ? $"{name}: комментарий"
                        : expert is null ? "Комментарии экспертов"
                        : "Комментарий",
                    Looks.Head
                );
        }

        var first = sheet.RowNumber + 1;
        var rowOf = rows.Select((node, index) => (node, first + index)).ToDictionary();
        foreach (var node in rows)
        {
            sheet.Row();
            WriteNode(sheet, subject, node, rowOf);
            foreach (var expert in columns)
                WriteExpert(sheet, node, expert, commented[expert ?? -1]);
        }
        if (rows.Count == 0)
            return;
        var last = sheet.RowNumber;
        Heat(sheet, new(first, Points + 1, last, Points + 1), CellRange.Name(first, Points + 1));
        sheet.Filter(new(first - 1, 1, last, Median + columns.Count + commented.Values.Count(any => any)));
    }

    private string Result(int subject)
    {
        var total = plan.Scores[subject, 0];
        if (total.Share is not { } share)
            return Measured() ?? (plan.IsNotApplicable(subject, 0) ? "Ни один показатель не применим." : "Нет данных.");
        var place = ResultWords.Place(plan.Facts.Scored, subject, total.Rank!.Value, total.RankTo!.Value);
        var result =
            $"Итого {Russian.Number(total.Points!.Value)} из {Russian.Count(total.Max, Nouns.Point, GrammaticalCase.Genitive)}, "
            + $"{Russian.Percent(share)}; место: {place}"
            + (Told && plan.Scores.UnscoredOf(subject) is > 0 and var left ? $"; без оценки {Russian.Count(left, Nouns.Indicator)}" : "");
        foreach (var level in plan.Facts.Levels)
            if (plan.Scores.BandOf(subject, level.Index) is { } band)
                result +=
                    (level.Node == 0 ? $"; {level.Title}: " : $"; {level.Title}, {level.Of}: ")
                    + level.Bands[band].Title
                    + (ResultWords.LevelNote(plan.Facts.Scored, level.Index, subject) is { } note ? $" ({note})" : "");
        if (ResultWords.WhySmaller(plan.Facts.Scored, subject) is { } why)
            result += $"; максимум меньше полного ({Russian.Number(plan.Specification.MaximumOf(0))}): {why}";
        return result + (disputed.Count > 0 ? ". Выделены цветом и шрифтом оценки, в которых эксперты разошлись." : ".");
    }

    private bool Told => plan.Facts.Scored.TellsMarkedInPart;

    // A methodology without points is measured alone: then there is no result, and there are data.
    private string? Measured()
    {
        if (!Told || plan.Specification.MaximumOf(0) > 0)
            return null;
        var given = valueOf.Where(value => plan.IsLeaf((int)(value.Key >> 32))).ToLookup(value => value.Key >> 32, value => value.Value);
        var measured = given.Count(values => values.Any(value => !double.IsNaN(value)));
        var applicable = plan.Facts.Methodology.Tree.Leaves.Count - (given.Count - measured);
        return measured == 0
            ? null
            : $"{Russian.Verb(measured, "Измерен", "Измерено")} {Russian.Count(measured, Nouns.Indicator)} из "
                + $"{Russian.Number(applicable)}; методика не начисляет баллов.";
    }

    private void WriteNode(SheetWriter sheet, int subject, int node, Dictionary<int, int> rowOf)
    {
        var (row, leaf, score) = (sheet.RowNumber, plan.IsLeaf(node), plan.Scores[subject, node]);
        sheet
            .Text(node == 0 ? "Итого" : plan.Nodes[node].Code, leaf ? Looks.Code : Looks.StrongCode)
            .Text(plan.Nodes[node].Title, leaf ? Looks.Text : Looks.StrongText)
            .Text(plan.StageOf(node), leaf ? Looks.Text : Looks.StrongText);
        var (max, points) = (CellRange.Name(row, Max), CellRange.Name(row, Points));
        if (leaf)
        {
            var full = plan.Specification.MaximumOf(node);
            var number = full.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (full == 0)
                sheet.Empty(Looks.Points);
            else if (plan.Specification.Missing == MissingRule.Zero)
                Derived(
                    sheet,
                    $"IF({points}=\"{NotApplicable}\",0,{number})",
                    plan.IsNotApplicable(subject, node) ? 0 : full,
                    score.Max,
                    PointsStyle(full)
                );
            else
                Derived(sheet, $"IF(ISNUMBER({points}),{number},0)", score.Points is null ? 0 : full, score.Max, PointsStyle(full));
            plan.Points(sheet, subject, node);
            if (full == 0)
                sheet.Empty(Looks.Share);
            else
                Share(sheet, points, max, score.Share);
            MedianOfAll(sheet, node);
            return;
        }
        var children = plan.ChildrenOf(node).Where(rowOf.ContainsKey).ToList();
        string Below(int column) => Cells([.. children.Select(child => rowOf[child])], at => CellRange.Name(at, column));
        if (children.Count == 0)
        {
            sheet.Number(score.Max, PointsStyle(score.Max, strong: true));
            plan.Points(sheet, subject, node, strong: true);
        }
        else
        {
            Derived(
                sheet,
                $"SUM({Below(Max)})",
                children.Sum(child => plan.Scores[subject, child].Max),
                score.Max,
                PointsStyle(score.Max, strong: true)
            );
            Derived(
                sheet,
                Sum(Below(Points), plan.NoneAt(subject, node)),
                Sum(children.Select(child => plan.Scores[subject, child].Points)),
                score.Points,
                PointsStyle(score.Points, strong: true),
                plan.NoneAt(subject, node)
            );
        }
        Share(sheet, points, max, score.Share, Looks.StrongShare);
        MedianOfAll(sheet, node);
    }

    // Points of unequal maxima are not to be compared: their shares are.
    private void MedianOfAll(SheetWriter sheet, int node)
    {
        var (summary, strong) = (plan.Scores.Summaries[node], !plan.IsLeaf(node));
        if (plan.ByShare(node))
            sheet.Number(summary.MedianShare, Looks.StrongShare);
        else
            sheet.Number(summary.Median, PointsStyle(summary.Median, strong));
    }

    private void WriteExpert(SheetWriter sheet, int node, int? expert, bool commented)
    {
        if (expert is not { } one)
            sheet.Text(
                Joined(node, key => valueOf.TryGetValue(key, out var value) ? MarkText(value) : null),
                disputed.Contains(node) ? Looks.DisputedText : Looks.Text
            );
        else if (!valueOf.TryGetValue(Key(node, one), out var value))
            sheet.Empty(Looks.Points);
        else if (double.IsNaN(value))
            sheet.Text(NotApplicable, Looks.NotApplicable);
        else
            sheet.Number(value, disputed.Contains(node) ? Looks.Disputed : Looks.Points);
        if (commented)
            sheet.Text(
                expert is { } author
                    ? commentOf.GetValueOrDefault(Key(node, author))
                    : Joined(node, key => commentOf.GetValueOrDefault(key)),
                Looks.Text
            );
    }

    private static string MarkText(double value) => double.IsNaN(value) ? NotApplicable : Russian.Number(value);

    private string? Joined(int node, Func<long, string?> textOf)
    {
        var names = plan.Facts.Scored.Marks.Experts;
        string? joined = null;
        foreach (var expert in experts)
            if (textOf(Key(node, expert)) is { } text)
            {
                var part = names[expert].Length > 0 ? $"{names[expert]}: {text}" : text;
                joined = joined is null ? part : $"{joined}; {part}";
            }
        return joined;
    }

    /// <summary>Writes one sheet of all subjects, a row per indicator; more than one only where Excel has no more rows.</summary>
    public void WriteLong()
    {
        var named = plan.Facts.Scored.Marks.Experts.Any(name => name.Length > 0);
        SheetWriter? sheet = null;
        foreach (var subject in plan.Order)
        {
            Load(subject);
            var rows = RowsOf(subject).Where(node => plan.IsLeaf(node) || node == 0 || !HasRowsBelow(subject, node)).ToList();
            if (sheet is null || sheet.RowNumber + rows.Count > LongSheetRows)
            {
                EndLong(sheet);
                sheet = BeginLong(named);
            }
            var name = plan.Scores.Subjects[subject].Name;
            foreach (var node in rows)
            {
                var (leaf, score) = (plan.IsLeaf(node), plan.Scores[subject, node]);
                var (text, code) = leaf ? (Looks.Text, Looks.Code) : (Looks.StrongText, Looks.StrongCode);
                sheet
                    .Row()
                    .Text(name, text)
                    .Text(node == 0 ? "Итого" : plan.Nodes[node].Code, code)
                    .Text(plan.Nodes[node].Title, text)
                    .Text(plan.StageOf(node), text)
                    .Number(score.Max, PointsStyle(score.Max, strong: !leaf));
                plan.Points(sheet, subject, node, strong: !leaf);
                if (score.Share is { } share)
                    sheet.Formula(LongShare(sheet.RowNumber), share, leaf ? Looks.Share : Looks.StrongShare);
                else
                    sheet.Empty(leaf ? Looks.Share : Looks.StrongShare);
                MedianOfAll(sheet, node);
                if (experts.Count == 1 && !named)
                    WriteExpert(sheet, node, experts.Min, commented: true);
                else
                    WriteExpert(sheet, node, null, commented: true);
            }
        }
        EndLong(sheet);
    }

    private const int LongFirstRow = 6;

    private static string LongShare(int row) => ShareOf(FormattableString.Invariant($"F{row}"), FormattableString.Invariant($"E{row}"));

    private SheetWriter BeginLong(bool named)
    {
        var sheet = plan.Workbook.AddSheet(
            plan.TakeName("Экспертный лист 2"),
            new SheetLayout
            {
                Widths = [34, 9, 52, 29, 10, 9, 9, 10, 24, 50],
                FrozenRows = LongFirstRow - 1,
                FrozenColumns = 2,
                FirstTitleRow = LongFirstRow - 1,
                LastTitleRow = LongFirstRow - 1,
            }
        );
        plan.Head(
            sheet,
            "Экспертный лист 2. Показатели по объектам оценки",
            "Выберите объект или показатель фильтром в заголовке столбца. Пустая ячейка баллов — оценки нет, «н/п» — не применимо. "
                + "Выделены цветом и шрифтом оценки, в которых эксперты разошлись."
        );
        sheet.Row().LinkToSheet("← Сводный лист", Consolidated, new CellStyle { Color = Palette.Accent, Underline = true });
        sheet.Row(44);
        foreach (
            var title in (ReadOnlySpan<string>)
                [
                    "Объект оценки",
                    "Код",
                    "Показатель",
                    "Этап",
                    "Максимум",
                    "Баллы",
                    "Доля",
                    "Медиана всех",
                    named ? "Оценки экспертов" : "Оценка",
                    named ? "Комментарии экспертов" : "Комментарий",
                ]
        )
            sheet.Text(title, Looks.Head);
        return sheet;
    }

    private static void EndLong(SheetWriter? sheet)
    {
        if (sheet is null || sheet.RowNumber < LongFirstRow)
            return;
        Heat(sheet, new(LongFirstRow, 7, sheet.RowNumber, 7), CellRange.Name(LongFirstRow, 7));
        sheet.Filter(new(LongFirstRow - 1, 1, sheet.RowNumber, 10));
    }

    private static long Key(int node, int expert) => ((long)node << 32) | (uint)expert;

    /// <summary>Takes up the marks and comments of one subject.</summary>
    private void Load(int subject)
    {
        valueOf.Clear();
        commentOf.Clear();
        experts.Clear();
        disputed.Clear();
        disputed.UnionWith(plan.Marks.FlagsOf(subject).Where(flag => flag.Kind == ScoreFlagKind.Disagreement).Select(flag => flag.Node));
        foreach (var mark in plan.Marks.Of(subject))
        {
            valueOf[Key(mark.Node, mark.Expert)] = mark.Value;
            experts.Add(mark.Expert);
        }
        foreach (var index in plan.Marks.CommentsOf(subject))
        {
            var comment = plan.Facts.Scored.Marks.Comments[index];
            var key = Key(comment.Node, comment.Expert);
            commentOf[key] = commentOf.TryGetValue(key, out var before) ? $"{before}; {comment.Text}" : comment.Text;
            experts.Add(comment.Expert);
        }
        if (experts.Count == 0)
            experts.Add(0);
    }

    /// <summary>
    /// The nodes of a subject's sheet in printed order, the whole first: below a direction only where something was given there.
    /// </summary>
    private List<int> RowsOf(int subject)
    {
        var given = new HashSet<int>(valueOf.Keys.Concat(commentOf.Keys).Select(key => (int)(key >> 32)));
        var rows = new List<int>();
        for (var node = 0; node < plan.Nodes.Count; )
        {
            rows.Add(node);
            var direction = plan.Specification.Nodes[node].Direction == node;
            node = direction && !HasAny(node) ? plan.Specification.EndOf(node) : node + 1;
        }
        return rows;

        bool HasAny(int direction)
        {
            for (var below = direction + 1; below < plan.Specification.EndOf(direction); below++)
                if (given.Contains(below) || plan.Scores[subject, below].Points is not null)
                    return true;
            return false;
        }
    }

    private bool HasRowsBelow(int subject, int node)
    {
        // Groups never stand for what lies below them; a direction and a section do where only their total is known.
        if (plan.Specification.Nodes[node].Direction < 0)
            return true;
        for (var below = node + 1; below < plan.Specification.EndOf(node); below++)
            if (plan.Scores[subject, below].Points is not null || valueOf.Keys.Any(key => (int)(key >> 32) == below))
                return true;
        return false;
    }
}
