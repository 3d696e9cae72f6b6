using Orientir.Core.Office;
using Orientir.Core.Reports;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Measurement.Cycle;

namespace Orientir.Core.Tests.Reports;

public class ReportFactsTests
{
    // Two directions of two leaves 0-2 (goals, analysis); worked out by hand: А 6 of 8, Б 3, В 1.
    private static readonly string[] Worked =
    [
        "А;1.1;2",
        "А;1.2;2",
        "А;2.1;2",
        "А;2.2;0",
        "Б;1.1;2",
        "Б;1.2;0",
        "Б;2.1;1",
        "Б;2.2;0",
        "В;1.1;1",
        "В;1.2;0",
        "В;2.1;0",
        "В;2.2;0",
    ];

    private static ReportFacts Facts(params string[] rows) => ReportFacts.From(Marked.Score(Marked.Tree(2, 2), rows), "Проба");

    private static string Plain(string text) => SaidTexts.Plain(text);

    private static string[] Plain(IEnumerable<string> texts) => [.. texts.Select(SaidTexts.Plain)];

    private static string AllText(IEnumerable<Section> sections) => string.Join('\n', SaidTexts.Of(sections));

    [Fact]
    public void Summary_WorkedExample_SaysTheResultInOneSentence() =>
        Plain(Facts(Worked).Summary)
            .ShouldBe(
                "В среднем муниципалитет набрал 41,7 % максимума: от 12,5 % (В) до 75,0 % (А); "
                    + "лучше всего — направление 1 «Направление 1» (58,3 %), хуже всего — направление 2 «Направление 2» (25,0 %)."
            );

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Problems_AtTheLimitOfASpread_AreByEachVersionWhatTheyWere(int rules, bool isSpread) =>
        // 7 and 3 of 10 points: 0.7 − 0.3 is less than 0.4 in binary.
        ReportFacts
            .From(
                Marked.Score(Marked.Tree(1, 5), ["А;1.1;2", "А;1.2;2", "А;1.3;2", "А;1.4;1", "А;1.5;0", "Б;1.1;2", "Б;1.2;1"]) with
                {
                    FindingsVersion = rules,
                },
                "Проба"
            )
            .Problems.Any(problem => problem.Kind == ProblemKind.Spread)
            .ShouldBe(isSpread);

    [Fact]
    public void Problems_WorkedExample_AreTheThreeGravest()
    {
        var facts = Facts(Worked);
        facts
            .Problems.Select(problem => problem.Kind)
            .ShouldBe([ProblemKind.WeakestDirection, ProblemKind.CycleBreak, ProblemKind.ManyBelow30]);
        Plain(facts.Problems.Select(problem => problem.Sentence))
            .ShouldBe([
                "Слабее всего направление 2 «Направление 2»: в среднем 25,0 % максимума; ниже 30 % — 2 из 3 муниципалитетов.",
                "Управленческий цикл обрывается на этапе «Анализ»: 16,7 % возможных баллов против 66,7 % на этапе «Цели».",
                "1 из 3 муниципалитетов набрал меньше 30 % максимума: В.",
            ]);
        facts.ProblemsNote.ShouldBeNull();
    }

    [Fact]
    public void Cycle_WorkedExample_TracesTheBreakToItsIndicator()
    {
        var cycle = Facts(Worked).Cycle!;
        cycle.Totals.ShouldBe([new CycleValue(8, 12, 0, 6), new CycleValue(2, 12, 0, 6)]);
        cycle.Break.Stage.ShouldBe(1);
        // 2.2 lost 6 of the 10 points lost at the stage: it alone carries half.
        cycle.Break.Carriers.Select(carrier => (carrier.Indicator.Summary.Code, carrier.Lost)).ShouldBe([("2.2", 6.0)]);
        cycle.Rows.Select(row => row.Break.Stage).ShouldBe([1, 1]);
    }

    [Fact]
    public void Cycle_AnyMarks_CarriersSumToTheMatrixOfTheScorer()
    {
        // А known in direction 1 only by a total, Б by leaves, В by a total of everything.
        var scored = Marked.Score(Marked.Tree(2, 2), "А;1;3", "А;2.1;1", "А;2.2;NA", "Б;1.1;0", "Б;2.1;2", "В;*;5");
        var facts = ReportFacts.From(scored);
        foreach (var cell in scored.Scores.Cycle)
        {
            var row = facts.Cycle!.Rows.Single(candidate => facts.Directions[candidate.Direction].Summary.Node == cell.Direction);
            var value = row.Cells[cell.Stage]!.Value;
            (value.Points, value.Max + value.Missing).ShouldBe((cell.Points, cell.Max));
            row.Subjects.ShouldBe(cell.Subjects);
        }
        for (var subject = 0; subject < 3; subject++)
            facts.Subject(subject).Unmarked.Count.ShouldBe(scored.Scores.UnscoredOf(subject));
    }

    [Fact]
    public void Directions_WorkedExample_NameLeadersAndExtremes()
    {
        var facts = Facts(Worked);
        Plain(facts.Directions[0].Sentences)
            .ShouldBe([
                "В среднем муниципалитет набрал 2,33 балла из 4 (58,3 % максимума); медиана — 2, наименьший результат — 1, наибольший — 4.",
                "Лидер: А (4 балла, 100,0 % максимума).",
                "Ниже 30 % максимума — 1 из 3 муниципалитетов (33,3 %).",
                "Слабее всего выполнен показатель: 1.2 «Показатель 1.2» (33,3 %).",
                "Лучше всего выполнен показатель: 1.1 «Показатель 1.1» (83,3 %).",
            ]);
        facts.DirectionsByShare.Select(direction => direction.Summary.Code).ShouldBe(["1", "2"]);
    }

    [Fact]
    public void Levels_WorkedExample_HoldEverySubjectOnce()
    {
        var level = Facts(Worked).Levels.ShouldHaveSingleItem();
        level.Bands.Select(band => Plain(band.Label)).ShouldBe(["■ Красная", "▲ Жёлтая", "● Зелёная"]);
        level.Bands.Select(band => Plain(band.Range)).ShouldBe(["ниже 40 %", "от 40 % и ниже 60 %", "от 60 %"]);
        level.Bands.Select(band => string.Join(',', band.Names)).ShouldBe(["Б,В", "", "А"]);
    }

    [Fact]
    public void Summary_EveryoneEqual_NamesNoLeader()
    {
        var facts = Facts("А;1.1;1", "А;1.2;1", "А;2.1;1", "А;2.2;1", "Б;1.1;1", "Б;1.2;1", "Б;2.1;1", "Б;2.2;1");
        Plain(facts.Summary).ShouldBe("Все муниципалитеты (2) набрали поровну: 50,0 % максимума.");
        Plain(facts.Directions[0].Sentences)[1].ShouldBe("Все муниципалитеты набрали поровну (50,0 % максимума), лидера нет.");
        facts.Problems.ShouldBeEmpty();
        facts.ProblemsNote.ShouldBe("По правилам отчёта данные не указывают ни на одну проблему.");
        AllText(ReportText.Of(facts)).ShouldNotContain("Лидер:");
    }

    [Fact]
    public void Summary_NobodyEarned_HasNoLeaders()
    {
        var facts = Facts([
            .. new[] { "А", "Б" }.SelectMany(name => new[] { "1.1", "1.2", "2.1", "2.2" }.Select(code => $"{name};{code};0")),
        ]);
        Plain(facts.Summary).ShouldBe("Ни один муниципалитет не набрал ни одного балла.");
        facts.Total.Leaders.ShouldBeEmpty();
        facts.Cycle!.Break.Kind.ShouldBe(BreakKind.Nothing);
    }

    [Fact]
    public void Lists_OfSubjectsOfOnePlaceOrOfNone_NameThemByWholeNumbers()
    {
        string[] marked = ["Район 10;1.1;1", "Район 2;1.1;1", "Район 11;1.1;", "Район 3;1.1;", "Район 1;1.1;2"];
        var facts = Facts(marked);
        string[] listed = ["Район 1", "Район 2", "Район 10", "Район 3", "Район 11"];
        facts.Scored.Listed.Select(subject => facts.Scored.Scores.Subjects[subject].Name).ShouldBe(listed);
        ResultTables.Order(facts.Scored).ShouldBe(facts.Scored.Listed);
        facts.Rating.Select(row => row.Subject).ShouldBe(facts.Scored.Listed);
        Plain(facts.Summary).ShouldContain("(Район 2 и Район 10)");
    }

    [Fact]
    public void Subject_LackingPoints_IsToldWhereMostAreAndWhatTheyWouldBring()
    {
        var last = Facts(Worked).Subject(2);
        // Of equal ones those first that others have.
        last.Gains.Select(gain => (gain.Indicator.Code, gain.Points)).ShouldBe([("2.1", 2), ("1.2", 2), ("2.2", 2), ("1.1", 1)]);
        Plain(last.GainSentence!)
            .ShouldBe("Вместе это ещё 7 баллов: было бы 100,0 % максимума и 1-е место, если у остальных ничего не изменится.");
        last.OpenSentence.ShouldBeNull();
        Facts("А;1.1;2", "А;1.2;2", "А;2.1;2", "А;2.2;2").Subject(0).GainSentence.ShouldBeNull();
        Facts("А;*;3").Subject(0).Gains.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(2, "1.2 2.1 2.2", "Вместе это ещё 5 баллов: было бы 100,0 % максимума и 1-е место, если у остальных ничего не изменится.")]
    [InlineData(
        3,
        "1.2",
        "Вместе это ещё 1 балл: было бы 50,0 % максимума и 2-е место, если у остальных ничего не изменится. "
            + "2 показателя без оценки сюда не входят."
    )]
    public void Subject_LackingPointsWhereNobodyMarked_IsAdvisedByEachVersionAsItWas(int rules, string codes, string said)
    {
        var facts = ReportFacts.From(
            Marked.Score(Marked.Tree(2, 2), "А;1.1;2", "А;1.2;2", "А;2.1;2", "А;2.2;0", "Б;1.1;2", "Б;1.2;1") with
            {
                FindingsVersion = rules,
            },
            "Проба"
        );
        var second = facts.Subject(1);
        string.Join(' ', second.Gains.Select(gain => gain.Indicator.Code).Order(StringComparer.Ordinal)).ShouldBe(codes);
        Plain(second.GainSentence!).ShouldBe(said);
    }

    [Fact]
    public void Subject_MarksMissing_HasItsPlaceLeftOpen()
    {
        var facts = Facts([.. Worked[..^1]]);
        facts.Subject(0).OpenSentence.ShouldBeNull();
        Plain(facts.Subject(1).OpenSentence!)
            .ShouldBe(
                "Место не окончательное: возможны места 2–3, потому что у других есть показатели без оценки или с разными оценками экспертов."
            );
        Plain(facts.Subject(2).OpenSentence!).ShouldBe("Место не окончательное: возможны места 2–3, потому что без оценки 1 показатель.");
        var plot = RunCharts.Rating(facts, facts.Scored.Scores.Order)!;
        plot.Rows.Select(row => (row.Title, row.Low, row.High))
            .ShouldBe([("1. А", null, null), ("2. Б", null, null), ("3. В", 0.125, 0.375)]);
        SvgChart.TableOf(plot).Rows[2].Cells.Select(cell => Plain(cell.Text)).ShouldBe(["3. В", "12,5 %", "12,5 %", "37,5 %"]);
    }

    [Fact]
    public void Bars_BesideTheYearBefore_HaveATickWhereThereWasAShare()
    {
        var chart = Facts(Worked).DirectionChart!;
        var before = new ChartSeries("2025 год", [0.5, null], Palette.Accent);
        SvgChart.Markup(chart, "c", before).Split("class=\"ground\"").Length.ShouldBe(2);
        SvgChart.Markup(chart, "c").ShouldNotContain("tick");
        SvgChart.TableOf(chart, before).Rows.Select(row => Plain(row.Cells[^1].Text)).ShouldBe(["50,0 %", "нет данных"]);
    }

    [Fact]
    public void Summary_OneSubject_ComparesWithNobody()
    {
        var facts = Facts("А;1.1;2", "А;1.2;1", "А;2.1;1", "А;2.2;1");
        Plain(facts.Summary).ShouldStartWith("А: 5 баллов из 8 (62,5 %)");
        facts.Scope.Comparable.ShouldBeFalse();
        facts.RatingChart.ShouldBeNull();
        var subject = facts.Subject(0);
        Plain(subject.Summary).ShouldBe("Набрано 5 баллов из 8 (62,5 % максимума).");
        AllText(ConclusionText.Of(facts, subject)).ShouldNotContain("Медиана");
    }

    [Fact]
    public void Summary_NoMarksAtAll_SaysNoData()
    {
        var facts = Facts("А;1.1;", "Б;1.1;");
        facts.Summary.ShouldBe("Данных нет ни по одному муниципалитету, результат не рассчитан.");
        facts.Participants.NoData.ShouldBe(["А", "Б"]);
        facts.Cycle.ShouldBeNull();
        facts.Charts.ShouldBeEmpty();
        AllText(ReportText.Of(facts)).ShouldContain("Оценок нет");
        AllText(ConclusionText.Of(facts, facts.Subject(0))).ShouldContain("Данных нет: результат не рассчитан, место не присваивается.");
    }

    [Fact]
    public void Summary_NotApplicableOnly_IsNoData() => Facts("А;1.1;NA", "Б;1.1;2").Participants.NoData.ShouldBe(["А"]);

    [Fact]
    public void Summary_NoSubjects_SaysNoData() =>
        Facts().Summary.ShouldBe("Данных нет ни по одному муниципалитету, результат не рассчитан.");

    [Fact]
    public void Scope_OnlyTotals_LeavesOutWhatTheyCannotCarry()
    {
        var facts = Facts("А;*;6", "Б;*;3");
        facts.Scope.HasDirections.ShouldBeFalse();
        var sections = ReportText.Of(facts);
        sections.Select(section => section.Id).ShouldNotContain("directions");
        sections.Select(section => section.Id).ShouldNotContain("cycle");
        AllText(sections)
            .ShouldContain("Известны только общие итоги: результаты по направлениям, показателям и этапам цикла не приводятся.");
        AllText(sections).ShouldContain("Матрица управленческого цикла не строится: для неё нужны оценки по показателям.");
        var rows = sections.Single(section => section.Id == "consolidated").Blocks.OfType<TableBlock>().Single().Rows;
        rows[0].Cells.Select(cell => Plain(cell.Text)).ShouldBe(["1", "А", "6", "75,0", "● Зелёная"]);
    }

    [Fact]
    public void Scope_DirectionTotals_KeepsDirections()
    {
        var facts = Facts("А;1;4", "А;2;2", "Б;1;1", "Б;2;2");
        facts.Scope.HasDirections.ShouldBeTrue();
        facts.Scope.HasIndicators.ShouldBeFalse();
        facts.Scope.Omissions[0].ShouldBe("Известны только итоги по направлениям: результаты по показателям не приводятся.");
    }

    [Fact]
    public void Participants_OnlyWhatTheOperatorFinds_IsNoAnswer()
    {
        var methodology = Marked.Read(
            """
            {"format":"orientir-methodology/1","id":"site","edition":1,"title":"Сайт","subject":"school","basis":"проба","missing":"zero","combine":"consensus","stages":[],
            "nodes":[{"code":"1","kind":"direction","title":"Своё","scale":{"kind":"points","max":3}},
            {"code":"2","kind":"direction","title":"Сайт","source":"operator","scale":{"kind":"points","max":2}}]}
            """
        );
        // Б has a control total beside the operator's mark: that is no answer either.
        var facts = ReportFacts.From(Marked.Score(methodology, "А;1;3", "А;2;1", "Б;2;1", "Б;*;1", "В;1;"));
        facts.Participants.OperatorOnly.ShouldBe(["Б"]);
        facts.Participants.NoData.ShouldBe(["В"]);
        Plain(facts.Participants.Response)
            .ShouldBe(["Оценены ответы 1 школы из 3.", "Нет ни одной оценки: В.", "Оценена только по данным института: Б."]);
        facts.Problems.ShouldContain(problem => problem.Kind == ProblemKind.Silent);
        Plain(facts.Problems.Single(problem => problem.Kind == ProblemKind.Silent).Sentence)
            .ShouldBe("Не оценена 1 из 3 школ: В; оценена только по данным института 1 из 3 школ: Б.");
        // Who sent nothing is not known of marks.
        Plain(
                ReportFacts
                    .From(Marked.Score(methodology, "А;1;3", "А;2;1", "Б;1;", "В;1;"))
                    .Problems.Single(problem => problem.Kind == ProblemKind.Silent)
                    .Sentence
            )
            .ShouldBe("Не оценены 2 из 3 школ: Б и В.");
    }

    [Fact]
    public void MarkSource_WithARowWithoutAValue_NamesThoseWhoGaveMarks()
    {
        var facts = Facts("А;1.1;1;Первый", "Б;1.1;2;реконструкция", "В;*;;");
        facts.Scored.Marks.Experts.Count.ShouldBe(3);
        Plain(facts.MarkSource!).ShouldBe("Источник части оценок: реконструкция.");
        facts.Method.Select(Plain).ShouldContain("Оценки выставили 2 эксперта.");
    }

    [Fact]
    public void MarkSource_NamedExperts_IsShownFirst()
    {
        var facts = Facts("А;1.1;1;реконструкция", "Б;1.1;2;реконструкция");
        facts.MarkSource.ShouldBe("Источник оценок: реконструкция.");
        ReportText.Of(facts)[0].Blocks[0].ShouldBe(new TextBlock("Источник оценок: реконструкция.", Strong: true));
        ConclusionText.Of(facts, facts.Subject(0))[0].Blocks[0].ShouldBe(new TextBlock("Источник оценок: реконструкция.", Strong: true));
        Facts("А;1.1;1").MarkSource.ShouldBeNull();
        // Names of experts stand beside their marks only.
        Facts("А;1.1;1;Иванова", "А;1.2;1;Петров").MarkSource.ShouldBeNull();
    }

    [Fact]
    public void Summary_TiedDirections_AreNamedTogether()
    {
        var facts = ReportFacts.From(Marked.Score(Marked.Tree(3, 1), "А;1.1;2", "А;2.1;0", "А;3.1;0", "Б;1.1;1", "Б;2.1;1", "Б;3.1;1"));
        Plain(facts.Summary).ShouldEndWith("хуже всего — направления 2 «Направление 2» и 3 «Направление 3» (25,0 %).");
    }

    [Fact]
    public void Flags_MismatchAndDisagreement_AreToldWithPlaceAndValues()
    {
        var facts = Facts("А;1.1;2;э1", "А;1.1;0;э2", "А;1;4;э1", "Б;1.1;1;э1");
        Plain(facts.Flags)
            .ShouldBe([
                "Указанный итог расходится с рассчитанным (случаев — 1, муниципалитетов — 1): А, 1 (указано 4, рассчитано 1).",
                "Эксперты разошлись в оценке, взята медиана баллов (случаев — 1, муниципалитетов — 1): А, 1.1 — 2, 0 → 1.",
            ]);
        facts.Subject(0).Flags.Count.ShouldBe(2);
        facts.Subject(1).Flags.ShouldBeEmpty();
    }

    [Fact]
    public void Subject_WorkedExample_StandsBesideTheOthers()
    {
        var facts = Facts([.. Worked, "Б;1.2;;;x"]);
        var subject = facts.Subject(1);
        Plain(subject.Summary)
            .ShouldBe("Набрано 3 балла из 8 (37,5 % максимума), 2-е место среди 3 муниципалитетов; медиана — 3, лучший результат — 6.");
        subject.Strong.Select(node => node.Code).ShouldBe(["1.1"]);
        // 1.2: no point where the mean is a third; 2.2: no point where nobody has one.
        subject.Weak.Select(node => node.Code).ShouldBe(["1.2", "2.2"]);
        subject.MissingStages.ShouldBe([1]);
        subject.Comments.ShouldHaveSingleItem().ShouldBe(new CommentFacts("1.2", "Показатель 1.2", "", "x"));
        subject.Directions.Select(node => (node.Score.Points, node.Median, node.Best)).ShouldBe([(2, 2, 4), (1, 1, 2)]);
    }

    [Fact]
    public void Measures_WithoutBands_AreReportedWithTheirUnit()
    {
        var methodology = Marked.Read(
            """
            {"format":"orientir-methodology/1","id":"m","edition":1,"title":"Меры","subject":"programme","basis":"проба","missing":"zero","combine":"consensus","stages":[],
            "nodes":[{"code":"1","kind":"direction","title":"Охват","nodes":[{"code":"1.1","title":"Доля охваченных","scale":{"kind":"measure","unit":"%","numerator":"а","denominator":"б"}}]}]}
            """
        );
        var facts = ReportFacts.From(Marked.Score(methodology, "А;1.1;40", "Б;1.1;55.5", "В;1.1;10"));
        facts.Measures.ShouldHaveSingleItem().Median.ShouldBe(40);
        Plain(facts.Summary).ShouldBe("Показатели измерены по 3 программам; методика не начисляет баллов.");
        AllText(ReportText.Of(facts)).ShouldContain("Измеренные показатели");
        AllText(ConclusionText.Of(facts, facts.Subject(1))).ShouldContain("55,5 %");
    }

    [Theory]
    [InlineData("organisation", "В среднем организация набрала")]
    [InlineData("head", "В среднем руководитель набрал")]
    [InlineData("service", "В среднем служба набрала")]
    [InlineData("programme", "В среднем программа набрала")]
    [InlineData("school", "В среднем школа набрала")]
    public void Summary_EverySubjectKind_Agrees(string kind, string expected)
    {
        var methodology = Marked.Read(
            $$"""
            {"format":"orientir-methodology/1","id":"k","edition":1,"title":"К","subject":"{{kind}}","basis":"проба","missing":"zero","combine":"consensus","stages":[],
            "nodes":[{"code":"1","kind":"direction","title":"Одно","scale":{"kind":"points","max":3} }]}
            """
        );
        Plain(ReportFacts.From(Marked.Score(methodology, "А;1;3", "Б;1;1")).Summary).ShouldStartWith(expected);
    }

    [Fact]
    public void Of_EveryConformancePackage_GivesWholeTablesAndSentencesWithoutNaN()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "TestData", "conformance");
        var packages = Directory.GetDirectories(folder).Order(StringComparer.Ordinal).ToArray();
        packages.Length.ShouldBe(16);
        foreach (var package in packages)
        {
            var methodology = Marked.Package(Path.GetFileName(package));
            var marks = new ReadMarks().Read(
                File.ReadAllBytes(Path.Combine(package, "marks.csv")),
                "marks.csv",
                methodology,
                cancel: TestContext.Current.CancellationToken
            );
            var facts = ReportFacts.From(new ScoreMarks().Score(methodology, marks));
            var sections = ReportText
                .Of(facts)
                .Concat(Enumerable.Range(0, marks.Subjects.Count).SelectMany(subject => ConclusionText.Of(facts, facts.Subject(subject))))
                .ToArray();
            foreach (var table in sections.SelectMany(section => section.Blocks).OfType<TableBlock>())
                table.Rows.ShouldAllBe(row => row.Cells.Count == table.Columns.Count, table.Caption);
            var text = AllText(sections);
            text.ShouldNotContain("NaN");
            text.ShouldNotContain("∞");
            text.ShouldNotContain("..");
            text.ShouldNotContain(": .");
            text.ShouldNotContain("Orientir.");
        }
    }
}
