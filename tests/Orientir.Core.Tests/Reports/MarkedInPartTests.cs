using Orientir.Core.Reports;
using Orientir.Core.Results;
using Orientir.Core.Tests.Demo;

namespace Orientir.Core.Tests.Reports;

/// <summary>What nobody marked is told beside every result it is in, and nothing is called best or worst that a mark could reverse.</summary>
public class MarkedInPartTests
{
    private const string Unknown = "по имеющимся оценкам сказать нельзя";

    // Direction 1 in full; of direction 2 Б has one indicator of four.
    private static readonly string[] OneOfFour =
    [
        .. Rows("А", 1, 2, 2, 2, 2),
        .. Rows("А", 2, 1, 1, 1, 1),
        .. Rows("Б", 1, 2, 2, 2, 2),
        "Б;2.1;1",
    ];

    private static IEnumerable<string> Rows(string subject, int direction, params int[] points) =>
        points.Select((value, at) => $"{subject};{direction}.{at + 1};{value}");

    private static ReportFacts Facts(string[] rows, string missing = "zero", int rules = FindingRules.Version) =>
        ReportFacts.From(Marked.Score(Marked.Tree(2, 4, missing), rows) with { FindingsVersion = rules }, "Проба");

    private static string[] Plain(IEnumerable<string> texts) => [.. texts.Select(SaidTexts.Plain)];

    [Theory]
    [InlineData("zero", "По методике за них 0 баллов: это не то же, что оценка 0.")]
    [InlineData("exclude", "По методике они не входят в максимум.")]
    public void Direction_SomebodyMarkedInPart_IsNamedWithHowMuchAndWhatItCountsAs(string missing, string counted)
    {
        var facts = Facts(OneOfFour, missing);
        var sentences = Plain(facts.Directions[1].Sentences);
        sentences[0].ShouldEndWith("; оценено не всё: результат предварительный.");
        sentences.ShouldContain($"Оценён не полностью: Б (1 из 4 показателей). {counted}");
        Plain(facts.Directions[0].Sentences).ShouldAllBe(text => !text.Contains("не полностью") && !text.Contains("предварительный"));
        var part = $"Оценены не полностью: 1 муниципалитет, без оценки 3 показателя. {counted}";
        SaidTexts.Of(ReportText.Of(facts)).ShouldContain(text => text.EndsWith($"максимума. {part}"));
        SaidTexts.Of(ReportText.Of(facts).Take(1)).ShouldContain(part);
        Plain(facts.Conclusions)[1].ShouldBe(part);
    }

    [Fact]
    public void Direction_ManyMarkedInPart_AreNamedLeastMarkedFirstAndCounted()
    {
        string[] rows =
        [
            .. Enumerable.Range(1, 8).SelectMany(number => Rows($"Р{number}", 1, [.. Enumerable.Repeat(1, number == 8 ? 1 : 2)])),
        ];
        Plain(Facts(rows).Directions[0].Sentences)
            .ShouldContain(text =>
                text.StartsWith("Оценены не полностью: Р8 (1 из 4 показателей), Р1 (2 из 4 показателей), ")
                && text.Contains(" и ещё 3 муниципалитета. ")
            );
    }

    [Fact]
    public void Summary_MissingMarkCouldNotReverseIt_NamesBestAndWorst() =>
        SaidTexts
            .Plain(Facts(OneOfFour).Summary)
            .ShouldEndWith(
                "лучше всего — направление 1 «Направление 1» (100,0 %), хуже всего — направление 2 «Направление 2» (31,3 %); "
                    + "оценено не всё: результат предварительный."
            );

    [Theory]
    [InlineData("zero")]
    [InlineData("exclude")]
    public void Summary_MissingMarkCouldReverseIt_SaysItCantBeSaid(string missing)
    {
        string[] rows = [.. Rows("А", 1, 1, 1, 1, 1), .. Rows("А", 2, 1, 1, 0), .. Rows("Б", 1, 1, 1, 1, 1), "Б;2.1;1"];
        var facts = Facts(rows, missing);
        SaidTexts.Plain(facts.Summary).ShouldContain($"; какое направление лучше других, какое хуже, {Unknown}; оценено не всё");
        facts.Problems.ShouldAllBe(problem => problem.Kind != ProblemKind.WeakestDirection);
    }

    [Fact]
    public void Summary_DirectionOfOneNobodyMarked_LeavesOnlyTheOtherEndOpen()
    {
        // Of three directions the third may be anything but below the first, which has no point.
        string[] rows = [.. Rows("А", 1, 0, 0), .. Rows("А", 2, 1, 1), .. Rows("Б", 1, 0, 0), .. Rows("Б", 2, 2, 1)];
        var summary = SaidTexts.Plain(ReportFacts.From(Marked.Score(Marked.Tree(3, 2), rows)).Summary);
        summary.ShouldContain($"; хуже всего — направление 1 «Направление 1» (0,0 %); какое направление лучше других, {Unknown}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Facts_ByRulesBefore_SayWhatTheySaid(int rules)
    {
        string[] rows = [.. Rows("А", 1, 1, 1, 1, 1), .. Rows("А", 2, 1, 1, 0), .. Rows("Б", 1, 1, 1, 1, 1), "Б;2.1;1"];
        var facts = Facts(rows, rules: rules);
        SaidTexts
            .Plain(facts.Summary)
            .ShouldEndWith("лучше всего — направление 1 «Направление 1» (50,0 %), хуже всего — направление 2 «Направление 2» (18,8 %).");
        SaidTexts
            .Of(facts)
            .ShouldAllBe(text => !text.Contains("не полностью") && !text.Contains("предварительный") && !text.Contains("По методике за"));
        SaidTexts.Plain(facts.Subject(1).Summary).ShouldStartWith("Набрано 5 баллов из 16 (31,3 % максимума), 2-е место");
    }

    [Fact]
    public void Conclusion_MarkedInPart_HasTheUnmarkedBesideItsPointsAndWhatTheyCountAs()
    {
        var facts = Facts(OneOfFour);
        var subject = facts.Subject(1);
        SaidTexts.Plain(subject.Summary).ShouldStartWith("Набрано 9 баллов из 16 (56,3 % максимума; без оценки 3 показателя), 2-е место");
        Plain(subject.Sentences).ShouldContain("Без оценки — 3 показателя. По методике за них 0 баллов: это не то же, что оценка 0.");
        var table = SaidTexts.Table(ConclusionText.Of(facts, subject), "Баллы по направлениям");
        table.Select(row => row[4]).ShouldBe(["0", "3 из 4", "3 из 8"]);
        SaidTexts.Table(ConclusionText.Of(facts, facts.Subject(0)), "Баллы по направлениям")[0].Length.ShouldBe(table[0].Length - 1);
    }

    [Theory]
    [InlineData("zero")]
    [InlineData("exclude")]
    public void Leader_MissingMarkCouldPutAnotherAhead_IsNotNamed(string missing)
    {
        // Of direction 2 Б has one indicator of four: with the others it could pass А, which has 3 of 8.
        string[] rows = [.. Rows("А", 1, 2, 2, 2, 2), .. Rows("А", 2, 1, 1, 1, 0), .. Rows("Б", 1, 1, 1, 1, 1), "Б;2.1;0"];
        var facts = Facts(rows, missing);
        Plain(facts.Directions[0].Sentences).ShouldContain("Лидер: А (8 баллов, 100,0 % максимума).");
        Plain(facts.Directions[1].Sentences).ShouldContain($"Чей результат лучше других, {Unknown}.");
        SaidTexts.Plain(facts.Directions[1].Leaders).ShouldBe($"чей результат лучше других, {Unknown}");
        Plain(facts.Subject(0).Sentences).ShouldContain("Лучший результат: 1 «Направление 1».");
        // А has 11 of 16, Б at most 4 + 6 of 16: no mark could reverse that.
        Plain(facts.Conclusions).ShouldContain(text => text.StartsWith("Лидер: А (11 баллов"));
        Plain(Facts(rows, missing, rules: 3).Directions[1].Sentences).ShouldContain(text => text.Contains(": А (3 балла"));
    }

    [Fact]
    public void Leader_AllEqualByTheMarksThereAre_IsNotDenied()
    {
        var facts = Facts([.. Rows("А", 1, 1, 1), .. Rows("Б", 1, 1, 1)]);
        var sentences = Plain(facts.Directions[0].Sentences);
        sentences.ShouldContain($"Чей результат лучше других, {Unknown}.");
        sentences.ShouldAllBe(text => !text.Contains("лидера нет") && !text.Contains("в равной мере"));
        sentences.ShouldContain($"Какие показатели выполнены лучше других, а какие хуже, {Unknown}.");
    }

    [Fact]
    public void Indicators_MissingMarkCouldReverseIt_AreNotCalledBestOrWorst()
    {
        // 1.1 of both in full, 1.2 of both without a point; 1.3 and 1.4 of А alone.
        string[] rows = [.. Rows("А", 1, 2, 0, 1, 1), .. Rows("Б", 1, 2, 0)];
        var sentences = Plain(Facts(rows).Directions[0].Sentences);
        sentences.ShouldContain("Лучше всего выполнен показатель: 1.1 «Показатель 1.1» (100,0 %).");
        sentences.ShouldContain("Слабее всего выполнен показатель: 1.2 «Показатель 1.2» (0,0 %).");
        // Without the second mark of 1.2 it could be as good as any; 1.1 still leads.
        rows = [.. Rows("А", 1, 2, 0, 1, 1), "Б;1.1;2"];
        var facts = Facts(rows);
        sentences = Plain(facts.Directions[0].Sentences);
        sentences.ShouldContain("Лучше всего выполнен показатель: 1.1 «Показатель 1.1» (100,0 %).");
        sentences.ShouldContain($"Какие показатели выполнены хуже других, {Unknown}.");
        sentences.ShouldAllBe(text => !text.StartsWith("Слабее"));
        Plain(facts.Conclusions).ShouldContain($"Какие показатели выполнены хуже других, {Unknown}.");
        Plain(Facts(rows, rules: 3).Directions[0].Sentences)
            .ShouldContain(text => text.StartsWith("Слабее всего выполнен показатель: 1.2"));
    }

    [Fact]
    public void Problem_WeakIndicatorsAMissingMarkCouldLift_AreCountedAndNotCalledLowest()
    {
        string[] rows = [.. Rows("А", 1, 0, 0, 2, 2), "Б;1.1;0", "Б;1.3;2"];
        var problem = Facts(rows).Problems.Single(found => found.Kind == ProblemKind.WeakIndicators);
        SaidTexts.Plain(problem.Sentence).ShouldBe("По 2 показателям из 4 набрано в среднем меньше 30 % максимума.");
    }

    internal const string ByPoints = """
        {"format":"orientir-methodology/1","id":"p","edition":1,"title":"П","subject":"service","basis":"проба","missing":"exclude","combine":"consensus","stages":[],
        "levels":[{"id":"l","title":"Уровень","node":"*","by":"points","bands":[{"id":"low","title":"Низкий","from":0},{"id":"high","title":"Высокий","from":8}]}],
        "nodes":[{"code":"1","kind":"direction","title":"Работа","nodes":[{"code":"1.1","title":"А","scale":{"kind":"points","max":3}},
        {"code":"1.2","title":"Б","scale":{"kind":"points","max":3}},{"code":"1.3","title":"В","scale":{"kind":"points","max":6}}]}]}
        """;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Level_OfAFewMarks_SaysHowManyAreMissingAndThatTheBandAboveWasOutOfReach(int rules)
    {
        var facts = ReportFacts.From(
            Marked.Score(
                Marked.Read(ByPoints),
                "А;1.1;3",
                "А;1.2;3",
                "А;1.3;6",
                "Б;1.1;3",
                "Б;1.2;3",
                "В;1.1;1",
                "В;1.2;NA",
                "В;1.3;0"
            ) with
            {
                FindingsVersion = rules,
            },
            "Проба"
        );
        var low = Plain(facts.Levels[0].Bands[0].Names);
        var sentence = SaidTexts.Plain(facts.Levels[0].Sentence);
        if (rules == 2)
        {
            low.ShouldBe(["Б", "В"]);
            sentence.ShouldNotContain("не полностью");
            return;
        }
        // В could have reached the band above: 9 points of 8.
        low.ShouldBe(["Б (без оценки 1 из 3 показателей, максимум 6 из 12)", "В"]);
        facts.Levels[0].Bands[1].Names.ShouldBe(["А"]);
        sentence.ShouldEndWith("; оценены не полностью — 1 служба.");
        SaidTexts
            .Table(ReportText.Of(facts), "Распределение по уровням")
            .ShouldContain(row => row.Last().Contains("Б (без оценки 1 из 3 показателей, максимум 6 из 12)"));
        var sheets = Xlsx.Sheets(TrueSentencesTests.Workbook(facts));
        sheets["Уровни"].Values.ShouldContain(cell => SaidTexts.Plain(cell.Value).Contains("Б (без оценки 1 из 3 показателей, максимум"));
        sheets["Б"]
            .Values.ShouldContain(cell =>
                SaidTexts
                    .Plain(cell.Value)
                    .Contains("; без оценки 1 показатель; Уровень: Низкий (без оценки 1 из 3 показателей, максимум 6 из 12)")
            );
        SaidTexts
            .Of(ConclusionText.Of(facts, facts.Subject(1)))
            .ShouldContain(text => text.EndsWith("; без оценки 1 из 3 показателей, максимум 6 из 12"));
    }

    [Theory]
    [InlineData(3, "● Низкий")]
    [InlineData(4, "● Низкий (без оценки 1 из 3 показателей, максимум 6 из 12)")]
    public void Rating_LevelOfAFewMarks_SaysWhatItRestsOn(int rules, string said)
    {
        var facts = ReportFacts.From(
            Marked.Score(Marked.Read(ByPoints), "А;1.1;3", "А;1.2;3", "А;1.3;6", "Б;1.1;3", "Б;1.2;3") with
            {
                FindingsVersion = rules,
            },
            "Проба"
        );
        var rating = ResultTables.Rating(facts.Scored);
        var row = rating.Rows.Single(cells => cells[0].Text == "Б");
        var level = rating.Columns.ToList().FindIndex(column => column.Title == "Уровень");
        SaidTexts.Plain(row[level].Text)[2..].ShouldBe(said[2..]);
    }

    [Fact]
    public void Sheet_NothingButMeasures_SaysHowManyAreMeasured()
    {
        var facts = ReportFacts.From(
            Marked.Score(Published.Methodology("ishimbay-2021"), "Школа 1;1.1.4;12.5", "Школа 1;1.1.5;1", "Школа 2;1.1.4;")
        );
        var sheets = Xlsx.Sheets(TrueSentencesTests.Workbook(facts));
        sheets["Школа 1"]
            .Values.ShouldContain(cell =>
                SaidTexts.Plain(cell.Value).StartsWith("Измерено 2 показателя из ")
                && cell.Value.EndsWith("; методика не начисляет баллов.")
            );
        sheets["Школа 1"].Values.ShouldAllBe(cell => cell.Value != "Нет данных.");
        sheets["Школа 2"].Values.ShouldContain(cell => cell.Value == "Нет данных.");
    }

    [Fact]
    public void Distribution_SomeUnmarked_CountsThem()
    {
        var rows = SaidTexts.Table(ReportText.Of(Facts([.. OneOfFour, "В;2.1;NA"])), "Результаты по показателям");
        rows[5][^1].ShouldBe("1 — 1; не оценено — 2");
        rows[4][^1].ShouldBe("1 — 2; н/п — 1");
    }
}
