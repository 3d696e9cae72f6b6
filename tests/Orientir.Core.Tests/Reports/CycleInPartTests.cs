using System.Globalization;
using System.Text.Json;
using Orientir.Core.Methodologies;
using Orientir.Core.Reports;
using Orientir.Core.Results;
using Orientir.Measurement.Cycle;

namespace Orientir.Core.Tests.Reports;

/// <summary>The cycle where one stage is not marked, one in part and one does not apply: told so everywhere, and never as a break.</summary>
public class CycleInPartTests
{
    private static readonly string[] Titles = ["Цели", "Показатели", "Мониторинг", "Анализ", "Меры"];

    // One direction, four indicators of one point at each of five stages: 1.1 … 1.4 goals, 1.5 … 1.8 indicators and so on.
    private static Methodology Stages
    {
        get
        {
            var stages = Titles.Select((title, at) => $$"""{"id":"s{{at}}","title":"{{title}}"}""");
            var leaves = Enumerable
                .Range(0, 20)
                .Select(at =>
                    $$$"""{"code":"1.{{{at + 1}}}","title":"П {{{at + 1}}}","stage":"s{{{at / 4}}}","scale":{"kind":"binary"}}"""
                );
            return Marked.Read(
                $$"""
                {"format":"orientir-methodology/1","id":"stages","edition":1,"title":"Этапы","subject":"municipality","basis":"проба",
                "missing":"zero","combine":"consensus","stages":[{{string.Join(',', stages)}}],
                "nodes":[{"code":"1","kind":"direction","title":"Одно","nodes":[{{string.Join(',', leaves)}}] }]}
                """
            );
        }
    }

    // Stage by stage, «-» for no mark and «n» for «не применимо».
    private static IEnumerable<string> Rows(string subject, params string[] stages) =>
        string.Concat(stages)
            .Select(
                (mark, at) =>
                    $"{subject};1.{at + 1};"
                    + mark switch
                    {
                        '-' => "",
                        'n' => "NA",
                        _ => mark.ToString(),
                    }
            );

    // Goals and indicators in full, monitoring not marked, of the analysis one and no point, two not marked, measures «н/п».
    private static ScoredMarks HalfMarked => Marked.Score(Stages, [.. Rows("А", "1111", "1111", "----", "10--", "nnnn")]);

    private static string[] Plain(IEnumerable<string> texts) => [.. texts.Select(SaidTexts.Plain)];

    [Fact]
    public void Facts_StageHalfMarked_LeaveTheBreakOpenAndSayHowMuchIsMarked()
    {
        var facts = ReportFacts.From(HalfMarked);
        string[] expected =
        [
            "Есть ли разрыв управленческого цикла, по имеющимся оценкам сказать нельзя; из оценённого доля баллов ниже всего на этапе "
                + "«Анализ» (50,0 %, по 2 из 4 показателей). Этап «Мониторинг» не оценён.",
        ];
        Plain(facts.Cycle!.Sentences).ShouldBe(expected);
        Plain(facts.Subject(0).Sentences).ShouldContain(expected[0]);
        facts.Problems.ShouldAllBe(problem => problem.Kind != ProblemKind.CycleBreak);
        facts.Cycle.Rule.ShouldContain("говорится только то, чего не изменят никакие недостающие оценки");
        facts.Subject(0).MissingStages.ShouldBeEmpty();
        facts.Cycle.Totals.ShouldBe([
            new CycleValue(4, 4, 0, 4),
            new CycleValue(4, 4, 0, 4),
            new CycleValue(0, 0, 4, 0, 4),
            new CycleValue(1, 2, 2, 2, 2),
            new CycleValue(0, 0),
        ]);
    }

    [Theory]
    [InlineData(1, "0,0 % возможных баллов против 100,0 % на этапе «Цели»", "Мониторинг")]
    [InlineData(2, "25,0 % возможных баллов против 100,0 % на этапе «Цели»", "Анализ")]
    public void Facts_OfEarlierRules_SayWhatTheySaid(int rules, string expected, string stage)
    {
        var facts = ReportFacts.From(HalfMarked with { FindingsVersion = rules }, "Проба");
        var sentence = $"Управленческий цикл обрывается на этапе «{stage}»: {expected}.";
        SaidTexts.Plain(facts.Cycle!.Break.Sentence).ShouldBe(rules == 1 ? sentence : $"{sentence} Этап «Мониторинг» не оценён.");
        facts.Problems.ShouldContain(problem => problem.Kind == ProblemKind.CycleBreak);
        facts.Cycle.Rule.ShouldNotContain("недостающие");
        SaidTexts
            .Table(ReportText.Of(facts), "Доля набранных баллов по этапам управленческого цикла, %")[1]
            .Skip(3)
            .ShouldBe([rules == 1 ? "0,0 ▼" : "0,0", rules == 1 ? "25,0" : "25,0 ▼", "н/п", "56,3"]);
        SaidTexts
            .Table(ConclusionText.Of(facts, facts.Subject(0)), "Баллы по этапам управленческого цикла")[2]
            .ShouldBe(["Мониторинг", "0", "4", "0,0", "0,0"]);
        using var json = Json(facts.Scored);
        json.RootElement.GetProperty("cycle")[3].EnumerateObject().Count().ShouldBe(5);
    }

    [Fact]
    public void Facts_BreakNoMissingMarkCouldUndo_IsToldWithWhatItRestsOn()
    {
        var facts = ReportFacts.From(
            Marked.Score(
                Stages,
                [.. Rows("А", "1111", "1111", "0000", "nnnn", "nnnn"), .. Rows("Б", "1111", "1111", "000-", "nnnn", "nnnn")]
            )
        );
        SaidTexts
            .Plain(facts.Cycle!.Break.Sentence)
            .ShouldBe(
                "Управленческий цикл обрывается на этапе «Мониторинг»: 0,0 % возможных баллов (по 7 из 8 оценок) против 100,0 % на этапе «Цели»."
            );
        // Lost on marks alone: 2, 2, 2 and 1 of 7; two carry half, one more lost as much, the one not marked lost nothing.
        facts.Cycle.Break.Carriers.Select(carrier => (carrier.Indicator.Summary.Code, carrier.Lost)).ShouldBe([("1.9", 2), ("1.10", 2)]);
        facts.Cycle.Break.Tied.ShouldBe(1);
        Plain(facts.Subject(1).Sentences)
            .ShouldContain(
                "Управленческий цикл обрывается на этапе «Мониторинг»: 0,0 % возможных баллов (по 3 из 4 показателей) против 100,0 % "
                    + "на этапе «Цели»."
            );
        Plain(facts.Subject(1).Sentences).ShouldContain("Ни одного балла нет на этапе «Мониторинг» (оценено 3 из 4 показателей).");
        facts.Problems.ShouldContain(problem => problem.Kind == ProblemKind.CycleBreak);
    }

    [Theory]
    [InlineData("1111", "10--", "1111", "110-", BreakKind.Undecided, "Не полностью оценён этап «Анализ» (3 из 4 показателей).")]
    [InlineData("1111", "1---", "1111", "1111", BreakKind.Undecided, "Слишком мало оценён этап «Показатели» (1 из 4 показателей).")]
    [InlineData(
        "1111",
        "1111",
        "1---",
        "0000",
        BreakKind.Somewhere,
        "Разрыв управленческого цикла есть, но на каком этапе, по имеющимся оценкам сказать нельзя: не раньше этапа «Мониторинг» и "
            + "не позже этапа «Анализ», где 0,0 % возможных баллов против 100,0 % на этапе «Цели». "
            + "Слишком мало оценён этап «Мониторинг» (1 из 4 показателей)."
    )]
    [InlineData(
        "----",
        "1111",
        "10--",
        "000-",
        BreakKind.Somewhere,
        "Разрыв управленческого цикла есть, но на каком этапе, по имеющимся оценкам сказать нельзя: не позже этапа «Анализ», где "
            + "0,0 % возможных баллов (по 3 из 4 показателей) против 100,0 % на этапе «Показатели». Этап «Цели» не оценён. "
            + "Не полностью оценён этап «Мониторинг» (2 из 4 показателей)."
    )]
    [InlineData(
        "1111",
        "1---",
        "100-",
        "000-",
        BreakKind.Somewhere,
        "не раньше этапа «Показатели» и не позже этапа «Анализ», где 0,0 % возможных баллов (по 3 из 4 показателей) против 100,0 % на "
            + "этапе «Цели». Слишком мало оценён этап «Показатели» (1 из 4 показателей). "
            + "Не полностью оценён этап «Мониторинг» (3 из 4 показателей)."
    )]
    [InlineData(
        "0000",
        "000-",
        "----",
        "nnnn",
        BreakKind.NotStarted,
        "Управленческий цикл не начинается: на первом оценённом этапе «Цели» баллов нет; есть ли они на следующих, по имеющимся "
            + "оценкам сказать нельзя. Этап «Мониторинг» не оценён."
    )]
    public void Facts_StagesMarkedInPart_AreNamedAndSaidOfIsWhatHoldsWhateverIsMissing(
        string goals,
        string indicators,
        string monitoring,
        string analysis,
        BreakKind kind,
        string expected
    )
    {
        var facts = ReportFacts.From(Marked.Score(Stages, [.. Rows("А", goals, indicators, monitoring, analysis, "nnnn")]));
        facts.Cycle!.Break.Kind.ShouldBe(kind);
        SaidTexts.Plain(facts.Cycle.Break.Sentence).ShouldEndWith(expected);
        Plain(facts.Subject(0).Sentences).ShouldContain(SaidTexts.Plain(facts.Cycle.Break.Sentence));
        facts.Problems.Any(problem => problem.Kind == ProblemKind.CycleBreak).ShouldBe(kind != BreakKind.Undecided);
    }

    // «Первое» with three stages, of which nobody marked the second; «Второе» with a measure without bands for its goals; «Третье»
    // known through its total alone.
    internal static ScoredMarks WithoutData =>
        Marked.Score(
            Marked.Read(
                """
                {"format":"orientir-methodology/1","id":"silent","edition":1,"title":"Этапы","subject":"municipality","basis":"проба",
                "missing":"zero","combine":"consensus",
                "stages":[{"id":"goals","title":"Цели"},{"id":"watch","title":"Мониторинг"},{"id":"measures","title":"Меры"}],
                "nodes":[
                {"code":"1","kind":"direction","title":"Первое","nodes":[
                {"code":"1.1","title":"а","scale":{"kind":"points","max":10},"stage":"goals"},
                {"code":"1.2","title":"б","scale":{"kind":"points","max":10},"stage":"watch"},
                {"code":"1.3","title":"в","scale":{"kind":"points","max":10},"stage":"measures"}]},
                {"code":"2","kind":"direction","title":"Второе","nodes":[
                {"code":"2.1","title":"г","scale":{"kind":"measure","unit":"%","numerator":"х","denominator":"у"},"stage":"goals"},
                {"code":"2.2","title":"д","scale":{"kind":"points","max":10},"stage":"measures"}]},
                {"code":"3","kind":"direction","title":"Третье","nodes":[
                {"code":"3.1","title":"е","scale":{"kind":"points","max":10},"stage":"goals"},
                {"code":"3.2","title":"ж","scale":{"kind":"points","max":10},"stage":"measures"}]}]}
                """
            ),
            [.. new[] { "А", "Б" }.SelectMany(one => new[] { "1.1;9", "1.3;2", "2.1;50", "2.2;2", "3;10" }.Select(row => $"{one};{row}"))]
        );

    [Fact]
    public void Facts_BreakWhoseStageIsNotKnown_IsToldEverywhereAndMarkedNowhere()
    {
        var facts = ReportFacts.From(WithoutData);
        const string Between =
            "Разрыв управленческого цикла есть, но на каком этапе, по имеющимся оценкам сказать нельзя: не раньше этапа «Мониторинг» и "
            + "не позже этапа «Меры», где 20,0 % возможных баллов против 90,0 % на этапе «Цели». Этап «Мониторинг» не оценён.";
        Plain(facts.Cycle!.Sentences).ShouldBe([Between, "Разрыв есть, но на каком этапе, по имеющимся оценкам сказать нельзя: 1."]);
        Plain(facts.Subject(0).Sentences).ShouldContain(Between);
        facts.Problems.Single(problem => problem.Kind == ProblemKind.CycleBreak).Severity.ShouldBe(1 - 0.2 / 0.9, 1e-12);
        var said = SaidTexts.Of(facts);
        said.ShouldContain(Between);
        said.ShouldNotContain(text => text.Contains("обрывается на"));
        SaidTexts
            .Table(ReportText.Of(facts), "Доля набранных баллов по этапам управленческого цикла, %")
            .ShouldAllBe(row => row.All(cell => !cell.Contains('▼')));
        var page = CycleTable.Of(facts)!;
        page.Rows.Append(page.Totals!).SelectMany(row => row).ShouldAllBe(cell => !cell.Marked);
        Xlsx.Sheets(Workbook(facts))["Управленческий цикл"].Values.ShouldContain(cell => SaidTexts.Plain(cell.Value) == Between);
    }

    [Fact]
    public void Workbook_CellsWithoutData_StandUnderTheirHeads()
    {
        var sheet = Xlsx.Sheets(Workbook(ReportFacts.From(WithoutData)))["Управленческий цикл"];
        // Head of the fourth block, three directions and their sum: goals, monitoring, measures, all stages, subjects.
        string[][] expected =
        [
            ["Цели", "Мониторинг", "Меры", "Все этапы", "Объектов"],
            ["1", "0", "1", (4.0 / 6).ToString(CultureInfo.InvariantCulture), "2"],
            ["", "", "1", "1", "2"],
            ["", "", "", "", "0"],
            ["1", "0", "1", "0.75", ""],
        ];
        var head =
            int.Parse(
                sheet.Single(cell => cell.Value.Value.StartsWith("Доля показателей", StringComparison.Ordinal)).Key[1..],
                CultureInfo.InvariantCulture
            ) + 1;
        expected.Select((_, row) => "BCDEF".Select(column => sheet[$"{column}{head + row}"].Value).ToArray()).ShouldBe(expected);
    }

    [Fact]
    public void Tables_StageNotMarked_SayNotAssessedAndNeverZero()
    {
        var facts = ReportFacts.From(HalfMarked);
        string[] shares = ["100,0", "100,0", "не оценено", "50,0 (2 из 4)", "н/п", "90,0 (10 из 16)"];
        var report = ReportText.Of(facts);
        foreach (var row in SaidTexts.Table(report, "Доля набранных баллов по этапам управленческого цикла, %"))
            row.Skip(1).ShouldBe(shares);
        SaidTexts
            .Table(report, "Сумма баллов по этапам управленческого цикла")[0]
            .Skip(1)
            .ShouldBe(["4 из 4", "4 из 4", "не оценено", "1 из 2", "н/п", "9 из 10"]);
        SaidTexts
            .Table(ConclusionText.Of(facts, facts.Subject(0)), "Баллы по этапам управленческого цикла")
            .ShouldBe([
                ["Цели", "4", "4", "100,0", "4 из 4", "100,0"],
                ["Показатели", "4", "4", "100,0", "4 из 4", "100,0"],
                ["Мониторинг", "не оценено", "не оценено", "не оценено", "0 из 4", "не оценено"],
                ["Анализ", "1", "2", "50,0", "2 из 4", "50,0"],
            ]);
        var page = CycleTable.Of(facts)!;
        foreach (var row in page.Rows.Append(page.Totals!))
            Plain(row.Skip(1).Select(cell => cell.Text)).ShouldBe(["100,0 %", "100,0 %", "не оценено", "50,0 % (2 из 4)", "н/п"]);
        page.Title.ShouldContain("в скобках — сколько оценок есть из нужных");

        var sheet = Xlsx.Sheets(Workbook(facts))["Управленческий цикл"];
        sheet.Values.Count(cell => cell.Value == "не оценено").ShouldBe(4);
        // Shares, points, maxima of what is marked, the part marked, marked, not marked: a row of a direction and one of all each.
        string[] titles =
        [
            "Доля максимума",
            "Баллы",
            "Максимум оценённых показателей, баллов",
            "Доля показателей, которые оценены (показатель каждого объекта — один)",
            "Оценено показателей",
            "Не оценено показателей",
        ];
        titles.Select((title, block) => sheet[$"A{5 + block * 5}"].Value == title).ShouldAllBe(right => right);
        sheet["E7"].Formula.ShouldBe("IF(AND(ISNUMBER(E12),N(E17)>0),E12/E17,\"\")");
        new[] { "D7", "E7", "F7", "E12", "E17", "D22", "E22", "F22", "E27", "E32", "D32" }
            .Select(address => sheet[address].Value)
            .ShouldBe(["не оценено", "0.5", "н/п", "1", "2", "0", "0.5", "н/п", "2", "2", "4"]);
    }

    [Fact]
    public void Json_StageMarkedInPart_KeepsTheSumsAndSaysHowMuchIsMarked()
    {
        using var json = Json(HalfMarked);
        var cells = json.RootElement.GetProperty("cycle");
        cells[0].EnumerateObject().Select(property => property.Name).ShouldBe(["direction", "stage", "points", "max", "subjects"]);
        Of(cells[2]).ShouldBe((0, 4, 0, 0, 4));
        Of(cells[3]).ShouldBe((1, 4, 2, 2, 2));
        json.RootElement.GetProperty("subjects")[0].GetProperty("max").GetDouble().ShouldBe(16);

        static (double, double, double, int, int) Of(JsonElement cell) =>
            (
                cell.GetProperty("points").GetDouble(),
                cell.GetProperty("max").GetDouble(),
                cell.GetProperty("markedMax").GetDouble(),
                cell.GetProperty("marked").GetInt32(),
                cell.GetProperty("unmarked").GetInt32()
            );
    }

    private static JsonDocument Json(ScoredMarks scored) => JsonDocument.Parse(Write(stream => ResultsJson.Write(stream, scored)));

    private static byte[] Workbook(ReportFacts facts) => Write(stream => new SummaryWorkbook().Write(facts, stream));

    private static byte[] Write(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }
}
