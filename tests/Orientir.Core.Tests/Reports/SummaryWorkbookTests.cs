using System.Globalization;
using Orientir.Core.Office;
using Orientir.Core.Reports;
using Orientir.Core.Results;
using Orientir.Core.Reviews;

namespace Orientir.Core.Tests.Reports;

public class SummaryWorkbookTests
{
    private static readonly string Conformance = Path.Combine(AppContext.BaseDirectory, "TestData", "conformance");

    private static readonly Dictionary<string, Func<ScoredMarks>> CasesByName = new Dictionary<string, Func<ScoredMarks>>(
        StringComparer.Ordinal
    )
    {
        ["none"] = () => Marked.Score(Marked.Tree(2, 3)),
        ["one"] = () => Marked.Full(Marked.Tree(2, 3), 1),
        ["sixty"] = () => Marked.Full(Marked.Tree(3, 12), 60),
        ["sixty-one"] = () => Marked.Full(Marked.Tree(3, 12), 61),
        ["totals"] = () => Marked.Score(Marked.Tree(3, 3), "А;1;5", "А;2;6", "Б;1;2", "Б;2;0", "Б;3;6", "В;*;9", "Г;1.1;"),
        ["mixed"] = Mixed,
        ["mixed-excluded"] = () => Mixed("exclude", "mean"),
        ["sections"] = Sections,
        ["nobody"] = () => Unmarked("Район 1", "Район 2"),
        ["nobody-at-all"] = () => Unmarked(),
        ["not-applicable-direction"] = () =>
            Marked.Score(Marked.Tree(2, 2), "А;1.1;2", "А;1.2;1", "А;2.1;NA", "А;2.2;NA", "Б;1.1;1", "Б;2.1;NA", "Б;2.2;NA"),
        ["all-not-applicable"] = () => Marked.Score(Marked.Tree(2, 2), "А;1.1;NA", "А;2.2;NA", "Б;1.2;NA"),
        ["smaller-maximum"] = () =>
            Marked.Score(
                Marked.Tree(1, 4),
                [
                    .. new[] { ("А", "2;2;NA;NA"), ("Б", "2;2;2;0"), ("В", "2;2;1;0") }.SelectMany(row =>
                        row.Item2.Split(';').Select((mark, leaf) => $"{row.Item1};1.{leaf + 1};{mark}")
                    ),
                ]
            ),
        ["stage-without-maximum"] = () => Marked.Score(Marked.Tree(2, 2, "exclude", "mean"), "А;1.1;2;э1", "Б;2.1;1;э2", "В;1.2;NA;э1"),
        ["stages-in-part"] = () =>
            Marked.Score(Marked.Tree(2, 4), "А;1.1;2", "А;1.3;1", "А;1.2;0", "А;2.1;2", "А;2.2;NA", "А;2.4;NA", "Б;1.1;1"),
        ["stages-without-data"] = () => CycleInPartTests.WithoutData,
        ["silent"] = () => Marked.Score(Operators(), "А;1;0", "А;2;1", "Тихая;2;1", "Б;1;NA", "Б;2;NA"),
        ["disputed"] = () =>
            Marked.Score(Marked.Tree(1, 3), "А;1.1;0;э1", "А;1.1;1;э2", "А;1.1;2;э3", "А;1.2;NA;э1", "А;1.2;1;э2", "Б;1.3;1;э1"),
    }
        .Concat(
            Directory.GetDirectories(Conformance).Select(folder => KeyValuePair.Create(Path.GetFileName(folder), () => Package(folder)))
        )
        .ToDictionary();

    public static TheoryData<string> Cases => [.. CasesByName.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Write_AnyMarks_IsValid(string name) => Xlsx.Faults(Write(CasesByName[name]())).ShouldBeEmpty();

    [Theory]
    [InlineData("mixed")]
    [InlineData("sixty-one")]
    public void Write_Twice_GivesTheSameBytes(string name) => Write(CasesByName[name]()).ShouldBe(Write(CasesByName[name]()));

    [Fact]
    public void Write_AnyMarks_FormulasGiveTheStoredValues()
    {
        Assert.SkipUnless(Recalculation.Available, "LibreOffice is not installed.");
        string[] names =
        [
            "one",
            "totals",
            "mixed",
            "mixed-excluded",
            "sections",
            "03-missing-exclude",
            "04-not-applicable",
            "10-totals",
            "11-levels",
            "nobody",
            "nobody-at-all",
            "not-applicable-direction",
            "all-not-applicable",
            "smaller-maximum",
            "stage-without-maximum",
            "stages-in-part",
            "stages-without-data",
            "silent",
            "disputed",
        ];
        var files = names.ToDictionary(name => name, name => Write(CasesByName[name]()));
        // Proof that the formulas are computed and not copied.
        files["proof"] = Xlsx.Write(workbook => workbook.AddSheet("Лист", new()).Row().Formula("1+1", 5));
        var computed = Recalculation.Of(files);
        Xlsx.Sheets(computed["proof"])["Лист"]["A1"].Value.ShouldBe("2");

        foreach (var name in names)
        {
            var (stored, fresh) = (Xlsx.Sheets(files[name]), Xlsx.Sheets(computed[name]));
            fresh.Values.SelectMany(sheet => sheet.Values).ShouldAllBe(cell => !cell.Value.StartsWith('#'), name);
            foreach (var (sheet, cells) in stored)
            foreach (var (address, cell) in cells)
            {
                if (cell.Formula is null)
                    continue;
                var value = fresh[sheet].TryGetValue(address, out var found) ? found.Value : "";
                var place = $"{name}: {sheet}!{address} ={cell.Formula}";
                if (!double.TryParse(cell.Value, CultureInfo.InvariantCulture, out _))
                    value.ShouldBe(cell.Value, place);
                else
                    double.Parse(value, CultureInfo.InvariantCulture)
                        .ShouldBe(double.Parse(cell.Value, CultureInfo.InvariantCulture), 1e-9, place);
            }
        }
    }

    [Fact]
    public void Write_Marks_SumsAndSharesAreFormulasWithTheScoredValues()
    {
        var scored = CasesByName["mixed"]();
        var sheets = Xlsx.Sheets(Write(scored));
        sheets.Keys.ShouldBe([
            "Сводный лист",
            "1 Направление 1",
            "2 Направление 2",
            "Управленческий цикл",
            "Распределение баллов",
            "Уровни",
            "Диаграммы",
            "Методика",
            .. scored.Scores.Order.Select(subject => scored.Scores.Subjects[subject].Name),
        ]);

        var row = Enumerable.Range(8, scored.Scores.Order.Count).First(at => sheets["1 Направление 1"][$"B{at}"].Value == "Не всё");
        var direction = sheets["1 Направление 1"];
        direction[$"C{row}"].Value.ShouldBe("н/п");
        direction[$"D{row}"].ShouldBe(new XlsxCell("2", null, IsText: false));
        direction[$"E{row}"].ShouldBe(new XlsxCell("", null, IsText: false));
        direction[$"F{row}"].ShouldBe(new XlsxCell("2", $"IF(COUNT(C{row}:E{row})=0,\"\",SUM(C{row}:E{row}))", IsText: false));
        direction[$"G{row}"].ShouldBe(new XlsxCell("4", $"SUMPRODUCT((C{row}:E{row}<>\"н/п\")*C$6:E$6)", IsText: false));
        direction[$"H{row}"].ShouldBe(new XlsxCell("0.5", $"IF(AND(ISNUMBER(F{row}),N(G{row})>0),F{row}/G{row},\"\")", IsText: false));
    }

    [Fact]
    public void Write_MaximaThatDiffer_TellsMeansAndMediansAsShares()
    {
        // 100, 75 and 62.5 per cent, and by points 4, 6 and 5.
        var sheets = Xlsx.Sheets(Write(CasesByName["smaller-maximum"]()));
        int RowOf(string sheet, char column, string text) =>
            int.Parse(
                sheets[sheet].Single(cell => cell.Key[0] == column && cell.Value.Value == text).Key[1..],
                CultureInfo.InvariantCulture
            );
        foreach (var node in (string[])["Итого", "1"])
            sheets["А"][$"G{RowOf("А", 'A', node)}"].Value.ShouldBe("0.75");
        sheets["А"][$"G{RowOf("А", 'A', "1.1")}"].Value.ShouldBe("2");
        foreach (var (sheet, points, share) in new[] { ("1 Направление 1", 'G', 'I'), ("Сводный лист", 'D', 'F') })
        {
            var row = RowOf(sheet, 'B', "Медиана");
            (sheets[sheet][$"{points}{row}"].Value, sheets[sheet][$"{share}{row}"].Value).ShouldBe(("", "0.75"));
            var mean = RowOf(sheet, 'B', "Среднее");
            sheets[sheet][$"{points}{mean}"].Value.ShouldBe("");
            sheets[sheet][$"{share}{mean}"].Value.ShouldStartWith("0.791666");
        }
    }

    [Fact]
    public void Write_TotalGivenByAnExpert_IsANumber()
    {
        var sheets = Xlsx.Sheets(Write(CasesByName["mixed"]()));
        var direction = sheets["1 Направление 1"];
        var row = Enumerable.Range(8, 9).First(at => direction[$"B{at}"].Value == "Итогом");
        direction[$"F{row}"].ShouldBe(new XlsxCell("5", null, IsText: false));
        direction[$"G{row}"].Value.ShouldBe("6");
    }

    [Fact]
    public void Write_TotalsOnly_HasNoSheetsItCannotCarry()
    {
        var sheets = Xlsx.Sheets(Write(CasesByName["totals"]()));
        sheets.Keys.ShouldNotContain("Распределение баллов");
        sheets.Keys.ShouldNotContain("Управленческий цикл");
        sheets.Keys.Where(name => name.Contains("Направление", StringComparison.Ordinal)).ShouldBeEmpty();
        sheets["Методика"].Values.ShouldContain(cell => cell.Value.Contains("цикл", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Write_SixtySubjects_HaveASheetEach() =>
        Xlsx.Sheets(Write(CasesByName["sixty"]())).Keys.Count(name => name.StartsWith("Район", StringComparison.Ordinal)).ShouldBe(60);

    [Fact]
    public void Write_SixtyOneSubjects_ShareOneLongSheetWithFilters()
    {
        var file = Write(CasesByName["sixty-one"]());
        var sheets = Xlsx.Sheets(file);
        sheets.Keys.ShouldNotContain(name => name.StartsWith("Район", StringComparison.Ordinal));
        var cells = sheets["Экспертный лист 2"];
        cells
            .Keys.Count(address => address.StartsWith('A') && cells[address].Value.StartsWith("Район", StringComparison.Ordinal))
            .ShouldBe(61 * 37);
        Xlsx.Part(file, $"xl/worksheets/sheet{sheets.Count}.xml").ShouldContain($"<autoFilter ref=\"A5:J{5 + 61 * 37}\"/>");
    }

    [Fact]
    public void Write_ExpertsAndComments_StandSideBySide()
    {
        var cells = Xlsx.Sheets(Write(CasesByName["mixed"]()))["Спор"];
        cells.Values.Select(cell => cell.Value).ShouldContain("Первый: оценка");
        cells.Values.Select(cell => cell.Value).ShouldContain("Второй: комментарий");
        cells.Values.Select(cell => cell.Value).ShouldContain("нет приказа");
    }

    [Fact]
    public void Write_NobodyAnswered_SaysNoData()
    {
        var sheets = Xlsx.Sheets(Write(CasesByName["nobody"]()));
        sheets["Район 1"].Values.ShouldContain(cell => cell.Value == "Нет данных.");
        sheets["Сводный лист"]
            .Values.Where(cell => cell.Formula is not null)
            .ShouldAllBe(cell => cell.Value.Length == 0 || cell.Value == "8");
    }

    [Fact]
    public void Write_NotApplicable_IsAWordAndNeverZero()
    {
        var sheets = Xlsx.Sheets(Write(CasesByName["not-applicable-direction"]()));
        var consolidated = sheets["Сводный лист"];
        // The direction, its full maximum above, the subject's own beside its total, and how many do not apply.
        consolidated["D7"].Value.ShouldBe("н/п");
        consolidated["D5"].Value.ShouldBe("4");
        consolidated["F7"].Value.ShouldBe("4");
        consolidated.Values.ShouldContain(cell => cell.Value == "Показателей, которые не применимы");
        // A row, its sum and that of all at two stages: shares, points and, as one indicator is not marked, the part that is.
        sheets["Управленческий цикл"].Values.Count(cell => cell.Value == "н/п").ShouldBe(9);
    }

    [Fact]
    public void Write_Disputed_MarksTheCellsAndSaysWhatItMeans()
    {
        var file = Write(CasesByName["disputed"]());
        var names = Xlsx.Sheets(file).Keys.ToList();
        Xlsx.Sheets(file)["А"]
            .Values.ShouldContain(cell => cell.Value.EndsWith("Выделены цветом и шрифтом оценки, в которых эксперты разошлись."));
        Xlsx.Sheets(file)["Б"].Values.ShouldAllBe(cell => !cell.Value.Contains("эксперты разошлись"));
        Xlsx.Part(file, "xl/styles.xml").ShouldContain("F6DDBE");
        var styles = DisputedStyles(file);
        Xlsx.Part(file, $"xl/worksheets/sheet{names.IndexOf("А") + 1}.xml").Split(styles, StringSplitOptions.None).Length.ShouldBe(4);
        Xlsx.Part(file, $"xl/worksheets/sheet{names.IndexOf("Б") + 1}.xml").Split(styles, StringSplitOptions.None).Length.ShouldBe(1);
    }

    // How a cell names the style of a disputed mark: by the number of the format that has its fill.
    private static string DisputedStyles(byte[] file)
    {
        System.Xml.Linq.XNamespace main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        var styles = System.Xml.Linq.XDocument.Parse(Xlsx.Part(file, "xl/styles.xml")).Root!;
        var fill = styles
            .Element(main + "fills")!
            .Elements()
            .ToList()
            .FindIndex(one => one.ToString().Contains("F6DDBE", StringComparison.Ordinal));
        var format = styles.Element(main + "cellXfs")!.Elements().ToList().FindIndex(one => (int?)one.Attribute("fillId") == fill);
        return $" s=\"{format}\"";
    }

    [Fact]
    public void Write_AwkwardNames_GiveSheetsThatOpen()
    {
        var name = "Муниципальное образование «Приморско-Ахтарский» [особый]: 'А/Б'?*\\";
        var file = Write(
            Marked.Score(
                Marked.Tree(1, 2),
                $"{name};1.1;2",
                $"{name} 2;1.1;1",
                "История;1.1;1",
                "=1+1;1.2;0",
                "сводный ЛИСТ;1.1;2",
                "Методика;1.2;2"
            )
        );
        Xlsx.Faults(file).ShouldBeEmpty();
        var names = Xlsx.Sheets(file).Keys.ToList();
        names.ShouldAllBe(sheet =>
            sheet.Length <= SheetNames.Longest && !sheet.Any(letter => "[]:*?/\\".Contains(letter, StringComparison.Ordinal))
        );
        names.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(names.Count);
        names.ShouldContain("сводный ЛИСТ (2)");
    }

    [Fact]
    public void Write_EverySheet_IsReadyToPrintAndScroll()
    {
        var file = Write(CasesByName["mixed"]());
        var names = Xlsx.Sheets(file).Keys.ToList();
        var workbook = Xlsx.Part(file, "xl/workbook.xml");
        for (var index = 0; index < names.Count; index++)
            workbook.ShouldContain($"<definedName name=\"_xlnm.Print_Area\" localSheetId=\"{index}\">");
        foreach (var name in (string[])["Сводный лист", "1 Направление 1", "Распределение баллов", "Спор"])
        {
            var sheet = Xlsx.Part(file, $"xl/worksheets/sheet{names.IndexOf(name) + 1}.xml");
            sheet.ShouldContain("state=\"frozen\"", customMessage: name);
            sheet.ShouldContain("<autoFilter", customMessage: name);
            sheet.ShouldContain("<conditionalFormatting", customMessage: name);
        }
        Xlsx.Part(file, "xl/charts/chart1.xml").ShouldContain("<c:f>'Диаграммы'!$B$");
    }

    private static ScoredMarks Mixed() => Mixed("zero", "consensus");

    private static ScoredMarks Mixed(string missing, string combine) =>
        Marked.Score(
            Marked.Tree(2, 3, missing, combine),
            "Спор;1.1;2;Первый;всё есть",
            "Спор;1.1;0;Второй;нет приказа",
            "Спор;1.2;1;Первый",
            "Спор;1.3;1;Второй",
            "Спор;2.1;2;Первый",
            "Спор;2.2;NA;Второй",
            "Спор;2.3;0;Первый",
            "Не всё;1.1;NA;Первый",
            "Не всё;1.2;2;Первый",
            "Не всё;1.3;;Первый;не прислали",
            "Не всё;2.1;1;Первый",
            "Итогом;1;5;Первый",
            "Итогом;2.1;1;Второй",
            "Итогом;2.2;1;Второй",
            "Итогом;2.3;1;Второй",
            "Весь;*;7;Первый",
            "Не применимо;1.1;NA;Первый",
            "Не применимо;1.2;NA;Первый",
            "Не применимо;1.3;NA;Первый",
            "Не применимо;2.1;2;Первый",
            "Контроль;1.1;2;Первый",
            "Контроль;1.2;2;Первый",
            "Контроль;1;3;Второй",
            "Контроль;2.1;0;Первый",
            "Молчит;1.1;;Первый",
            "Равный;1.1;2;Первый",
            "Равный;2.1;1;Первый",
            "Равная;1.1;1;Первый",
            "Равная;2.1;2;Первый"
        );

    // A direction with sections, a section's total, weights, a group, a direction that is a leaf, and a measure without bands.
    private static ScoredMarks Sections() =>
        Marked.Score(
            Marked.Read(
                """
                {"format":"orientir-methodology/1","id":"s","edition":1,"title":"Разделы","subject":"school","basis":"проба","missing":"zero","combine":"median","stages":[{"id":"goals","title":"Цели"}],
                "nodes":[{"code":"I","kind":"group","title":"Группа","nodes":[
                  {"code":"1","kind":"direction","title":"С разделами","nodes":[
                    {"code":"1.1","kind":"section","title":"Раздел","nodes":[{"code":"1.1.1","title":"а","stage":"goals","weight":0.1,"scale":{"kind":"points","max":7}},{"code":"1.1.2","title":"б","scale":{"kind":"binary","points":3}}]},
                    {"code":"1.2","title":"в","scale":{"kind":"binary"}},
                    {"code":"1.3","kind":"section","title":"Ещё раздел","nodes":[{"code":"1.3.1","title":"г","scale":{"kind":"binary"}},{"code":"1.3.2","title":"д","scale":{"kind":"measure","unit":"%","numerator":"а","denominator":"б"}}]}]},
                  {"code":"2","kind":"direction","title":"Лист","scale":{"kind":"points","max":5,"step":0.5}}]},
                 {"code":"3","kind":"direction","title":"Только величина","nodes":[{"code":"3.1","title":"е","scale":{"kind":"measure","unit":"чел.","numerator":"а","denominator":"б"}}]}]}
                """
            ),
            "А;1.1.1;3",
            "А;1.1.2;1",
            "А;1.2;1",
            "А;1.3.1;0",
            "А;1.3.2;55.5",
            "А;2;2.5",
            "А;3.1;17",
            "Б;1.1;2.3",
            "Б;1.2;0",
            "Б;2;NA",
            "В;1.1.1;NA",
            "В;1.1.2;NA",
            "В;1.3.1;1",
            "В;2;5",
            "Г;I;4",
            "Д;3.1;4"
        );

    // Nobody has marked, so that no expert is known either.
    private static ScoredMarks Unmarked(params string[] subjects) =>
        new ScoreMarks().Score(
            Marked.Tree(2, 2),
            new MarkSheet
            {
                Subjects = [.. subjects.Select(name => new Orientir.Measurement.Scoring.ScoringSubject(name, name))],
                Experts = [],
                Marks = Array.Empty<Orientir.Measurement.Scoring.NodeMark>(),
                Comments = [],
            }
        );

    private static Core.Methodologies.Methodology Operators() =>
        Marked.Read(
            """
            {"format":"orientir-methodology/1","id":"site","edition":1,"title":"Сайт","subject":"school","basis":"проба","missing":"zero","combine":"consensus","stages":[],
            "nodes":[{"code":"1","kind":"direction","title":"Своё","scale":{"kind":"points","max":3}},
            {"code":"2","kind":"direction","title":"Сайт","source":"operator","scale":{"kind":"points","max":2}}]}
            """
        );

    private static ScoredMarks Package(string folder)
    {
        var methodology = Marked.Package(Path.GetFileName(folder));
        return new ScoreMarks().Score(
            methodology,
            new ReadMarks().Read(
                File.ReadAllBytes(Path.Combine(folder, "marks.csv")),
                "marks.csv",
                methodology,
                cancel: TestContext.Current.CancellationToken
            )
        );
    }

    private static byte[] Write(ScoredMarks scored)
    {
        using var stream = new MemoryStream();
        new SummaryWorkbook().Write(ReportFacts.From(scored, "Проба"), stream);
        return stream.ToArray();
    }
}
