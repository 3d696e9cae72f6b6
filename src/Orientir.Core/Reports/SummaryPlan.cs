using System.Globalization;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Results;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

/// <summary>
/// What the sheets of the summary share: their names, who stands in which row, which leaves do not apply, formulas and looks.
/// </summary>
internal sealed class SummaryPlan
{
    /// <summary>What stands in the cell of what does not apply; an empty cell is a missing mark.</summary>
    public const string NotApplicable = ResultWords.NotApplicable;

    public const string Consolidated = "Сводный лист";

    // Excel knows about 200 number formats of one's own.
    private const int MostTies = 100;

    private readonly Dictionary<int, CellStyle> sharedPlaces = [];
    private readonly SheetNames names = new();

    public SummaryPlan(ReportFacts facts, WorkbookWriter workbook)
    {
        (Facts, Workbook) = (facts, workbook);
        Marks = new MarkOverview(facts.Scored);
        names.Take(Consolidated);
        DirectionSheets = [];
        for (var node = 0; node < Nodes.Count; node++)
            if (Nodes[node].Kind == NodeKind.Direction && Nodes[node].Scale is null && HasDataBelow(node))
                DirectionSheets.Add(node, names.Take($"{Nodes[node].Code} {Nodes[node].Title}"));
        CycleSheet = names.Take("Управленческий цикл");
        DistributionSheet = names.Take("Распределение баллов");
        LevelSheet = names.Take("Уровни");
        ChartSheet = names.Take("Диаграммы");
        MethodSheet = names.Take("Методика");
        if (Order.Count <= SummaryWorkbook.MostSubjectSheets)
            SubjectSheets = Order.ToDictionary(subject => subject, subject => names.Take(Scores.Subjects[subject].Name));
    }

    public ReportFacts Facts { get; }

    public WorkbookWriter Workbook { get; }

    public MarkOverview Marks { get; }

    public IReadOnlyList<Node> Nodes => Facts.Methodology.Nodes;

    public ScoringSpecification Specification => Facts.Methodology.Specification;

    public Scores Scores => Facts.Scored.Scores;

    /// <summary>Subjects in listing order: each sheet has them in this order.</summary>
    public IReadOnlyList<int> Order => Scores.Order;

    /// <summary>Names of the sheets of the directions with data below them.</summary>
    public Dictionary<int, string> DirectionSheets { get; }

    public string CycleSheet { get; }

    public string DistributionSheet { get; }

    public string LevelSheet { get; }

    public string ChartSheet { get; }

    public string MethodSheet { get; }

    /// <summary>Names of the sheets of the subjects; null where one long sheet holds them all.</summary>
    public Dictionary<int, string>? SubjectSheets { get; }

    public string TakeName(string wanted) => names.Take(wanted);

    /// <summary>Whether a node does not apply to a subject.</summary>
    public bool IsNotApplicable(int subject, int node) => Scores.IsNotApplicable(subject, node);

    public int CountNotApplicable(int node) => Order.Count(subject => IsNotApplicable(subject, node));

    public bool IsLeaf(int node) => Nodes[node].Scale is not null;

    /// <summary>Whether subjects are compared at a node by shares alone: an indicator has one maximum for all to whom it applies.</summary>
    public bool ByShare(int node) => Facts.MaximaDiffer && !IsLeaf(node);

    /// <summary>The children of a node.</summary>
    public IEnumerable<int> ChildrenOf(int node)
    {
        for (var child = node + 1; child < Specification.EndOf(node); child = Specification.EndOf(child))
            yield return child;
    }

    public string StageOf(int node) => Specification.Nodes[node].Stage is >= 0 and var stage ? Facts.Methodology.Stages[stage].Title : "";

    /// <summary>Points as they are, «н/п» where the node does not apply, nothing where there is no mark.</summary>
    public void Points(SheetWriter sheet, int subject, int node, bool strong = false)
    {
        if (Scores[subject, node].Points is { } points)
            sheet.Number(points, PointsStyle(points, strong));
        else if (IsNotApplicable(subject, node))
            sheet.Text(NotApplicable, Looks.NotApplicable);
        else
            sheet.Empty(strong ? Looks.StrongPoints : Looks.Points);
    }

    /// <summary>What a formula gives where a node has no points: «н/п» where it does not apply, nothing where there is no mark.</summary>
    public string NoneAt(int subject, int node) => IsNotApplicable(subject, node) ? NotApplicable : "";

    /// <summary>The name of a subject, beside it whether the institute's data alone speak of it.</summary>
    public string NameBeside(int subject) => Scores.Subjects[subject].Name + ResultWords.InBrackets(Facts.Scored, subject);

    /// <summary>
    /// A cell that follows from others as <paramref name="computed"/>: the formula where that is the scored value, which is stored
    /// with it; otherwise the scored value alone. Where there is nothing to compute the formula gives <paramref name="none"/>.
    /// </summary>
    public static void Derived(SheetWriter sheet, string formula, double? computed, double? scored, CellStyle style, string none = "")
    {
        if (Same(computed, scored))
            sheet.Formula(formula, scored, style, none);
        else
            sheet.Number(scored, style with { Italic = true });
    }

    /// <summary>How many lines a text takes in a cell of so many letters.</summary>
    public static int LinesOf(string text, int width) => Math.Max(1, (text.Length + width - 1) / width);

    /// <summary>Points over maximum as a formula; empty text where there are no points, or no maximum to divide by.</summary>
    public static string ShareOf(string points, string max) => $"IF(AND(ISNUMBER({points}),N({max})>0),{points}/{max},\"\")";

    /// <summary>A share by <see cref="ShareOf"/>.</summary>
    public static void Share(SheetWriter sheet, string points, string max, double? share, CellStyle? style = null) =>
        sheet.Formula(ShareOf(points, max), share, style ?? Looks.Share);

    /// <summary>A place; a shared one shows as «3–4» and is the number 3.</summary>
    public void Place(SheetWriter sheet, NodeScore score)
    {
        if (score is not { Rank: { } rank, RankTo: { } rankTo } || rank == rankTo)
        {
            sheet.Number(score.Rank, Looks.Place);
            return;
        }
        if (!sharedPlaces.TryGetValue(rankTo, out var style))
        {
            style =
                sharedPlaces.Count >= MostTies
                    ? Looks.Place
                    : Looks.Place with
                    {
                        CustomFormat = string.Create(CultureInfo.InvariantCulture, $"0\"–{rankTo}\""),
                    };
            sharedPlaces.Add(rankTo, style);
        }
        sheet.Number(rank, style);
    }

    /// <summary>Whole points as they are, others with two decimals.</summary>
    public static CellStyle PointsStyle(double? points, bool strong = false) =>
        points is not { } number || number == Math.Floor(number)
            ? strong
                ? Looks.StrongPoints
                : Looks.Points
            : strong
                ? Looks.StrongDecimals
                : Looks.Decimals;

    /// <summary>Sum of cells; the text given where none of them is a number.</summary>
    public static string Sum(string cells, string none) => $"IF(COUNT({cells})=0,\"{none}\",SUM({cells}))";

    /// <summary>Sum of what is there; null of nothing.</summary>
    public static double? Sum(IEnumerable<double?> values)
    {
        double? sum = null;
        foreach (var value in values)
            if (value is { } number)
                sum = (sum ?? 0) + number;
        return sum;
    }

    /// <summary>Cells of one row (or of one column) as arguments of a formula: neighbours become ranges.</summary>
    /// <param name="places">Ascending columns (rows).</param>
    /// <param name="name">Name of the cell at a column (row).</param>
    public static string Cells(IReadOnlyList<int> places, Func<int, string> name)
    {
        var parts = new List<string>();
        for (var from = 0; from < places.Count; )
        {
            var to = from;
            while (to + 1 < places.Count && places[to + 1] == places[to] + 1)
                to++;
            parts.Add(from == to ? name(places[from]) : $"{name(places[from])}:{name(places[to])}");
            from = to + 1;
        }
        return string.Join(',', parts);
    }

    /// <summary>Colours shares by the five steps of the palette.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="range">The cells.</param>
    /// <param name="share">Formula of the share of the first of them.</param>
    public static void Heat(SheetWriter sheet, CellRange range, string share)
    {
        var first = CellRange.Name(range.FirstRow, range.FirstColumn);
        var rules = new List<ConditionalRule>();
        for (var step = Palette.Heat.Count - 1; step >= 0; step--)
            rules.Add(
                new(
                    string.Create(CultureInfo.InvariantCulture, $"AND(ISNUMBER({first}),{share}*5+1E-9>={step})"),
                    new ConditionalStyle(Palette.Heat[step], Palette.InkOnHeat(step))
                )
            );
        sheet.Conditions(range, rules);
    }

    /// <summary>Colours the titles of the bands of a classification.</summary>
    public static void Zones(SheetWriter sheet, CellRange range, LevelFacts level)
    {
        var first = CellRange.Name(range.FirstRow, range.FirstColumn);
        sheet.Conditions(
            range,
            [
                .. level.Bands.Select(band => new ConditionalRule(
                    $"{first}=\"{band.Title.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
                    new ConditionalStyle(band.Zone.Color, Ink.On(band.Zone.Color))
                )),
            ]
        );
    }

    /// <summary>The head of a sheet: what it is, of which campaign, where the marks come from, how to read it. Ends at row 3.</summary>
    public void Head(SheetWriter sheet, string title, string note)
    {
        sheet.Row(20).Text(title, Looks.Title);
        sheet.Row().Text(Facts.MarkSource is { } source ? $"{Russian.Sentence(Facts.Campaign)} {source}" : Facts.Campaign, Looks.Campaign);
        sheet.Row().Text(note, Looks.Note);
    }

    private static bool Same(double? one, double? other) =>
        one is { } a && other is { } b ? Tolerance.AreEqual(a, b) : one is null && other is null;

    private bool HasDataBelow(int node)
    {
        for (var below = node + 1; below < Specification.EndOf(node); below++)
            if (Scores.Summaries[below].Count > 0)
                return true;
        return false;
    }

    /// <summary>The looks of the summary's cells.</summary>
    internal static class Looks
    {
        private const string HeadGround = "DCE8E8";
        private const string SumGround = "F0F4F4";

        public static readonly CellStyle Title = new()
        {
            Bold = true,
            Size = 14,
            Color = Palette.Accent,
            Middle = true,
        };
        public static readonly CellStyle Subtitle = new()
        {
            Bold = true,
            Size = 11,
            Color = Palette.Accent,
        };
        public static readonly CellStyle Campaign = new() { Bold = true };
        public static readonly CellStyle Note = new() { Italic = true, Color = "4A555A" };
        public static readonly CellStyle Head = new()
        {
            Bold = true,
            Fill = HeadGround,
            Border = true,
            Wrap = true,
            Align = CellAlignment.Center,
            Middle = true,
        };
        public static readonly CellStyle HeadLink = Head with { Color = Palette.Accent, Underline = true };
        public static readonly CellStyle HeadText = Head with { Align = CellAlignment.Left };
        public static readonly CellStyle HeadUpright = Head with { Rotation = 90, Bold = false, Size = 9 };
        public static readonly CellStyle HeadSmall = Head with { Bold = false, Size = 9 };
        public static readonly CellStyle HeadNumber = Head with { Bold = false };
        public static readonly CellStyle HeadDecimals = HeadNumber with { Format = CellFormat.Hundredth };
        public static readonly CellStyle Text = new() { Border = true, Wrap = true };
        public static readonly CellStyle Code = Text with { Wrap = false, Format = CellFormat.Text };
        public static readonly CellStyle Link = Text with { Color = Palette.Accent, Underline = true };
        public static readonly CellStyle Middle = Text with { Align = CellAlignment.Center };
        public static readonly CellStyle NotApplicable = new()
        {
            Border = true,
            Align = CellAlignment.Center,
            Color = "5E686C",
            Fill = "E9ECED",
        };
        public static readonly CellStyle Points = new() { Border = true, Align = CellAlignment.Center };
        public static readonly CellStyle Decimals = Points with { Format = CellFormat.Hundredth };
        public static readonly CellStyle StrongPoints = Points with { Bold = true, Fill = SumGround };
        public static readonly CellStyle StrongDecimals = Decimals with { Bold = true, Fill = SumGround };
        public static readonly CellStyle StrongText = Text with { Bold = true, Fill = SumGround };
        public static readonly CellStyle StrongCode = Code with { Bold = true, Fill = SumGround };

        /// <summary>Marks in which experts differ.</summary>
        public static readonly CellStyle Disputed = new()
        {
            Border = true,
            Align = CellAlignment.Center,
            Bold = true,
            Fill = "F6DDBE",
        };
        public static readonly CellStyle DisputedText = Text with { Bold = true, Fill = "F6DDBE" };
        public static readonly CellStyle Place = new() { Border = true, Align = CellAlignment.Center };
        public static readonly CellStyle Share = Points with { Format = CellFormat.Percent };
        public static readonly CellStyle StrongShare = StrongPoints with { Format = CellFormat.Percent };
        public static readonly CellStyle Paragraph = new() { Wrap = true };
    }
}
