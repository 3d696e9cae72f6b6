using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Orientir.Core.Reports;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Core.Tests.Demo;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Tests.Reports;

/// <summary>No sentence says more than the data: nobody answered, nobody marked, all «не применимо», ties, who did not answer itself.</summary>
public partial class TrueSentencesTests
{
    private const string Site = """
        {"format":"orientir-methodology/1","id":"site","edition":1,"title":"Сайт","subject":"school","basis":"проба","missing":"zero","combine":"consensus","stages":[],
        "nodes":[{"code":"1","kind":"direction","title":"Своё","scale":{"kind":"points","max":3}},
        {"code":"2","kind":"direction","title":"Сайт","source":"operator","scale":{"kind":"points","max":2}}]}
        """;

    private static ReportFacts Facts(params string[] rows) => ReportFacts.From(Marked.Score(Marked.Tree(2, 2), rows), "Проба");

    private static string Plain(string text) => SaidTexts.Plain(text);

    private static string[] Plain(IEnumerable<string> texts) => [.. texts.Select(Plain)];

    // Every indicator is given 0, 1 or 2 points by its number: so many indicators of one direction, one subject.
    private static ReportFacts OneDirection(params int[] points) =>
        ReportFacts.From(
            Marked.Score(
                Marked.Tree(1, points.Length),
                [.. points.SelectMany((value, at) => new[] { $"А;1.{at + 1};{value}", $"Б;1.{at + 1};{value}" })]
            )
        );

    [Fact]
    public void Direction_NotApplicableToAll_IsNotCalledWithoutData()
    {
        var facts = Facts("А;1.1;2", "А;1.2;1", "А;2.1;NA", "А;2.2;NA", "Б;1.1;1", "Б;1.2;1", "Б;2.1;NA", "Б;2.2;NA");
        facts.Directions[1].Sentences.ShouldBe(["Направление не применимо ни к одному муниципалитету."]);
        var sections = ReportText.Of(facts);
        SaidTexts.Table(sections, "Результаты по направлениям")[1].Skip(1).ShouldBe(["4", "н/п", "н/п", "н/п", "н/п"]);
        SaidTexts.Table(sections, "Доля набранных баллов по этапам управленческого цикла, %")[1].Skip(1).ShouldBe(["н/п", "н/п", "н/п"]);
        var table = SaidTexts.Table(sections, "Баллы и места");
        table[0].ShouldBe(["1", "А", "3", "н/п", "3", "4", "75,0", "● Зелёная"]);
        table[2].ShouldBe(["", "Полный максимум", "4", "4", "8", "8", "100,0", ""]);
        SaidTexts
            .Of(facts)
            .ShouldContain(text => text.EndsWith("Максимум меньше: А — 2 показателя не применимы; Б — 2 показателя не применимы."));
        facts.Subject(0).Sentences.Select(Plain).ShouldContain("Максимум меньше полного (8): 2 показателя не применимы.");
        facts.Subject(0).Sentences.Select(Plain).ShouldContain("Не применимо направление: 2 «Направление 2».");
        SaidTexts
            .Of(facts)
            .Where(text => !IsOfTheRules(text))
            .ShouldAllBe(text => !text.Contains("нет данных", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Cycle_StageNobodyAssessed_IsNotToldAsWithoutPoints(int rules)
    {
        // The stages go round: leaves 1 and 3 are goals, 2 and 4 analysis.
        var facts = ReportFacts.From(
            Marked.Score(Marked.Tree(2, 4), "А;1.1;2", "А;1.3;1", "А;2.1;2", "А;2.3;2", "Б;1.1;1", "Б;2.3;1") with
            {
                FindingsVersion = rules,
            },
            "Проба"
        );
        var stages = facts.Methodology.Stages.Select(stage => stage.Title).ToArray();
        facts.Cycle!.Totals[1]!.Value.Points.ShouldBe(0);
        facts.Cycle.Totals[1]!.Value.Share.ShouldBe(rules == 3 ? null : 0);
        var said = SaidTexts.Of(facts).Concat(facts.Subject(0).Sentences.Select(Plain)).ToArray();
        string[] untrue = ["обрывается", "потеряно", "Ни одного балла"];
        if (rules == 1)
        {
            untrue.ShouldAllBe(words => said.Any(text => text.Contains(words)));
            return;
        }
        facts.Cycle.Break.Sentence.ShouldBe(
            $"Оценено менее двух этапов управленческого цикла, о разрыве судить нельзя. Этап «{stages[1]}» не оценён."
        );
        facts.Problems.ShouldAllBe(problem => problem.Kind != ProblemKind.CycleBreak);
        Plain(facts.Subject(0).Sentences).ShouldContain($"Этап «{stages[1]}» не оценён.");
        Plain(facts.Subject(0).Sentences).ShouldContain("Баллы есть на всех оценённых этапах управленческого цикла.");
        said.Where(text => !IsOfTheRules(text)).ShouldAllBe(text => !untrue.Any(text.Contains));
    }

    [Fact]
    public void Cycle_StageAssessedInSomeDirections_NamesWhereItIsNot()
    {
        var facts = Facts("А;1.1;2", "А;1.2;2", "А;2.1;2");
        Plain(facts.Cycle!.Sentences).ShouldContain($"По направлениям не оценены: этап «{facts.Methodology.Stages[1].Title}» — 2.");
        facts.Cycle.Rows[1].Break.Stage.ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Subject_OfASmallerMaximum_IsComparedByShares(int rules)
    {
        // А: all it has, of half the maximum; Б and В more points and less of the maximum.
        var facts = ReportFacts.From(
            Marked.Score(
                Marked.Tree(1, 4),
                "А;1.1;2",
                "А;1.2;2",
                "А;1.3;NA",
                "А;1.4;NA",
                "Б;1.1;2",
                "Б;1.2;2",
                "Б;1.3;2",
                "Б;1.4;0",
                "В;1.1;2",
                "В;1.2;2",
                "В;1.3;1",
                "В;1.4;0"
            ) with
            {
                FindingsVersion = rules,
            },
            "Проба"
        );
        var subject = facts.Subject(0);
        var (compared, median, best) =
            rules == 1
                ? ("медиана — 5, лучший результат — 6", "5", "6")
                : ("медиана — 75,0 %, лучший результат — 100,0 %", "75,0", "100,0");
        Plain(subject.Summary).ShouldBe($"Набрано 4 балла из 4 (100,0 % максимума), 1-е место среди 3 муниципалитетов; {compared}.");
        Plain(facts.Directions[0].Sentences)[0]
            .ShouldBe(
                rules == 1
                    ? "В среднем муниципалитет набрал 5 баллов из 8 (79,2 % максимума); медиана — 5, наименьший результат — 4, наибольший — 6."
                    : "В среднем муниципалитет набрал 79,2 % максимума; медиана — 75,0 %, наименьший результат — 62,5 %, наибольший — 100,0 %."
            );
        subject.BesideMedian.Single().Sign.ShouldBe(rules == 1 ? -1 : 1);
        Plain(subject.Sentences).Any(text => text.StartsWith("Ниже медианы", StringComparison.Ordinal)).ShouldBe(rules == 1);
        SaidTexts.Table(ConclusionText.Of(facts, subject), "Баллы по направлениям")[0][^2..].ShouldBe([median, best]);
        SaidTexts
            .Table(ReportText.Of(facts), "Результаты по направлениям")[0][^3..^1]
            .ShouldBe(rules == 1 ? ["5", "4–6"] : ["75,0", "62,5–100,0"]);
        // Between the maximum and these two: the mean, in points only where they are of one maximum.
        SaidTexts.Table(ReportText.Of(facts), "Результаты по направлениям")[0][2..^3].ShouldBe(rules == 1 ? ["5", "79,2"] : ["79,2"]);
        SaidTexts
            .Table(ReportText.Of(facts), "Баллы и места")[^1][2..^1]
            .ShouldBe(rules == 1 ? ["5", "5", "", "79,2"] : ["79,2 %", "79,2 %", "", "79,2"]);
        // Tables of results look the same beside the sentences of any rules.
        var rating = ResultTables.Rating(facts.Scored).Totals!;
        (Plain(rating[2].Text), Plain(rating[^1].Text), rating[^1].Number!.Value).ShouldBe(("79,2 %", "79,2 %", 47.5 / 60));
        Plain(ResultTables.Direction(facts.Scored, "1")!.Totals!.Select(cell => cell.Text))
            .ShouldBe(["В среднем", "", "79,2 %", "2", "2", "1,5", "0"]);
        var rows = ResultTables.Subject(facts.Scored, facts.Scored.Scores.Subjects[0].Id, null)!.Rows;
        foreach (var row in rows.Take(2))
            Plain(row.Skip(4).Take(2).Select(cell => cell.Text)).ShouldBe(["79,2 %", "100,0 %"]);
        Plain(rows[4].Skip(4).Take(2).Select(cell => cell.Text)).ShouldBe(["1,5", "2"]);
    }

    [Fact]
    public void Subject_AtTheMedianWhereOneDirectionIsNotAssessed_SaysOfTheAssessedAlone()
    {
        const string OfAll = "По всем направлениям результат равен медиане.";
        const string OfAssessed = "По всем оценённым направлениям результат равен медиане.";
        var facts = Facts("А;1.1;1", "А;1.2;1", "Б;1.1;1", "Б;1.2;1", "Б;2.1;1", "Б;2.2;1");
        facts.Subject(0).Sentences.ShouldContain(OfAssessed);
        facts.Subject(0).Sentences.ShouldNotContain(OfAll);
        facts.Subject(1).Sentences.ShouldContain(OfAll);
        facts.Subject(1).Sentences.ShouldNotContain(OfAssessed);
        // «Не применимо» is not assessed either, and it is said what does not apply.
        facts = Facts("А;1.1;1", "А;1.2;1", "А;2.1;NA", "А;2.2;NA", "Б;1.1;1", "Б;1.2;1", "Б;2.1;1", "Б;2.2;1");
        facts.Subject(0).Sentences.ShouldContain(OfAssessed);
        facts.Subject(1).Sentences.ShouldContain(OfAll);
    }

    [Fact]
    public void Direction_NotApplicableToOneAndUnmarkedOfOthers_TellsBoth()
    {
        var facts = Facts("А;1.1;2", "А;2.1;NA", "А;2.2;NA", "Б;1.1;1", "В;1.1;1");
        Plain(facts.Directions[1].Sentences)
            .ShouldBe(["Направление не применимо к 1 муниципалитету из 3; по 2 муниципалитетам оценок нет."]);
        facts = Facts("А;1.1;2", "А;2.1;NA", "А;2.2;NA", "Б;1.1;1", "В;1.1;1", "В;2.1;2", "Г;1.1;0", "Г;2.1;1");
        var sentences = Plain(facts.Directions[1].Sentences);
        sentences.ShouldContain("Не применимо: А.");
        sentences.ShouldContain("Нет данных по этому направлению: Б.");
        SaidTexts
            .Table(ReportText.Of(facts), "Баллы и места")
            .Select(row => row[3])
            .ShouldBe(["н/п", "2", "не оценено", "1", "4", "37,5 %"]);
    }

    [Fact]
    public void Report_AllNotApplicable_IsNotWithoutMarks()
    {
        var facts = Facts("А;1.1;NA", "А;2.1;NA", "Б;1.1;NA");
        facts.Summary.ShouldBe("Все оценки — «не применимо», результат не рассчитан.");
        facts.Participants.Response.ShouldBe(["Все оценки — «не применимо»: результата нет ни у одного муниципалитета."]);
        facts.Scope.Omissions[0].ShouldBe("Все оценки — «не применимо», поэтому результаты, места и уровни не приводятся.");
        facts.Subject(0).Summary.ShouldBe("Отметки только «не применимо»: результат не рассчитан, место не присваивается.");
        SaidTexts.Of(facts).ShouldAllBe(text => !text.Contains("Оценок нет"));
    }

    [Fact]
    public void Participants_SomeOnlyNotApplicable_AreToldApartFromThoseWithoutMarks()
    {
        var facts = Facts("А;1.1;2", "Б;1.1;NA", "В;1.1;");
        facts.Participants.NoData.ShouldBe(["Б", "В"]);
        Plain(facts.Participants.Response)
            .ShouldBe(["Данные есть по 1 муниципалитету из 3.", "Нет ни одной оценки: В.", "Только отметки «не применимо»: Б."]);
        Plain(facts.Problems.Single(problem => problem.Kind == ProblemKind.Silent).Sentence)
            .ShouldBe("Не оценён 1 из 3 муниципалитетов: В; только отметки «не применимо» у 1 из 3 муниципалитетов: Б.");
    }

    [Fact]
    public void WhySmaller_MissingMarksLeaveTheMaximum_NamesBothReasons()
    {
        var scored = Marked.Score(Marked.Tree(2, 2, "exclude"), "А;1.1;2", "А;1.2;NA", "Б;1.1;1", "Б;1.2;1", "Б;2.1;1", "Б;2.2;1");
        ResultWords
            .WhySmaller(scored, 0)
            .ShouldBe(
                "1 показатель не применим и 2 показателя без оценки"
                    .Replace("1 п", "1\u00A0п")
                    .Replace("2 п", "2\u00A0п")
                    .Replace("м и ", "м и\u00A0")
            );
        ResultWords.WhySmaller(scored, 1).ShouldBeNull();
    }

    [Fact]
    public void Indicators_TiedBeyondThree_AreCounted()
    {
        var facts = OneDirection(0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2);
        var sentences = Plain(facts.Directions[0].Sentences);
        sentences[^2]
            .ShouldBe(
                "Слабее всего выполнены показатели: 1.1 «Показатель 1.1», 1.2 «Показатель 1.2», 1.3 «Показатель 1.3» (0,0 %) "
                    + "и ещё 2 показателя с тем же результатом."
            );
        sentences[^1]
            .ShouldBe(
                "Лучше всего выполнены показатели: 1.7 «Показатель 1.7», 1.8 «Показатель 1.8», 1.9 «Показатель 1.9» (100,0 %) "
                    + "и ещё 2 показателя с тем же результатом."
            );
        Plain(facts.Problems.Single(problem => problem.Kind == ProblemKind.WeakIndicators).Sentence)
            .ShouldEndWith("1.3 «Показатель 1.3» (0,0 %) и ещё 2 показателя с тем же результатом.");
    }

    [Fact]
    public void Indicators_BestBelowHalf_AreOnlyBetterThanOthers()
    {
        // 1 of 2 points is half: just praised; below it nothing is.
        Plain(OneDirection(0, 0, 1).Directions[0].Sentences)[^1]
            .ShouldBe("Лучше всего выполнен показатель: 1.3 «Показатель 1.3» (50,0 %).");
        var facts = ReportFacts.From(
            Marked.Score(
                Marked.Tree(1, 3),
                "А;1.1;0",
                "А;1.2;0",
                "А;1.3;1",
                "Б;1.1;0",
                "Б;1.2;0",
                "Б;1.3;0",
                "В;1.1;0",
                "В;1.2;0",
                "В;1.3;0"
            )
        );
        var sentences = Plain(facts.Directions[0].Sentences);
        sentences[^1].ShouldBe("Относительно лучше других выполнен показатель: 1.3 «Показатель 1.3» (16,7 %).");
        sentences.ShouldContain("Наибольший результат: А (1 балл, 16,7 % максимума).");
        SaidTexts.Of(facts).ShouldAllBe(text => !text.Contains("Лучше всего") && !text.Contains("Лидер") && !text.Contains("лучше всего"));
    }

    [Fact]
    public void Summary_AllDirectionsHigh_CallsTheWorstOnlyRelativelyWorse()
    {
        var facts = Facts("А;1.1;2", "А;1.2;2", "А;2.1;1", "А;2.2;2", "Б;1.1;2", "Б;1.2;2", "Б;2.1;1", "Б;2.2;2");
        Plain(facts.Summary)
            .ShouldEndWith(
                "лучше всего — направление 1 «Направление 1» (100,0 %), относительно хуже других — направление 2 «Направление 2» (75,0 %)."
            );
    }

    [Fact]
    public void Silent_SubjectOfTheOperatorsMarks_KeepsItsPlaceAndIsNamedInNoPraiseAndNoBlame()
    {
        var scored = Marked.Sent(
            Marked.Score(Marked.Read(Site), "А;1;0", "А;2;1", "Б;1;3", "Б;2;1", "Тихая;2;2", "В;1;0", "В;2;0"),
            "Тихая"
        );
        var facts = ReportFacts.From(scored);
        facts.Participants.OperatorOnly.ShouldBe(["Тихая"]);
        Plain(facts.Participants.Response)
            .ShouldBe([
                "Ответы отправили 3 из 4 школ.",
                "Оценены ответы 3 школ из 4.",
                "Ответов не отправила, оценена по данным института: Тихая.",
            ]);
        // The best at the site is the one that did not answer.
        Plain(facts.Directions[1].Sentences)
            .ShouldContain("Наибольший результат: 1 школа, не отправившая ответов (2 балла, 100,0 % максимума).");
        Plain(facts.Directions[1].Leaders).ShouldBe("наибольший результат: 1 школа, не отправившая ответов (100,0 %)");
        var row = SaidTexts
            .Table(ReportText.Of(facts), "Баллы и места")
            .Single(cells => cells[1].StartsWith("Тихая", StringComparison.Ordinal));
        row[..4].ShouldBe(["2", "Тихая (ответов не отправила, оценена по данным института)", "не оценено", "2"]);
        var subject = facts.Subject(2);
        Plain(subject.Summary)
            .ShouldBe(
                "Набрано 2 балла из 5 (40,0 % максимума; без оценки 1 направление), 2-е место среди 4 школ (ответов не отправила, оценена по данным института); "
                    + "медиана — 1,5, лучший результат — 4."
            );
        subject.Sentences.ShouldAllBe(text => !text.StartsWith("Лучший результат"));
        ResultTables.Rating(scored).Rows[1][1].Text.ShouldBe("2 (ответов не отправила, оценена по данным института)");
    }

    [Fact]
    public void Silent_BelowThirty_IsCountedAndNotNamed()
    {
        var facts = ReportFacts.From(
            Marked.Sent(
                Marked.Score(Marked.Read(Site), "А;1;0", "А;2;1", "Б;1;3", "Б;2;1", "Тихая;2;1", "Немая;2;0", "В;1;3", "В;2;0"),
                "Тихая",
                "Немая"
            )
        );
        Plain(facts.Problems.Single(problem => problem.Kind == ProblemKind.ManyBelow30).Sentence)
            .ShouldBe("3 из 5 школ набрали меньше 30 % максимума: А; не названы 2 школы, не отправившие ответов.");
        Plain(facts.Summary).ShouldContain("от 0,0 % (1 школа, не отправившая ответов) до");
        Plain(facts.Problems.Single(problem => problem.Kind == ProblemKind.Silent).Sentence)
            .ShouldBe("Не отправили ответов и оценены по данным института 2 из 5 школ: Тихая и Немая.");
    }

    [Fact]
    public void OperatorOnly_WhereNobodyKnowsWhoAnswered_IsNotCalledSilent()
    {
        // As marks of a table are, and runs of programs that did not keep who answered.
        var scored = Marked.Score(Marked.Read(Site), "А;1;0", "А;2;0", "Б;1;3", "Б;2;1", "Тихая;2;1", "В;1;");
        var facts = ReportFacts.From(scored);
        Plain(facts.Participants.Response)
            .ShouldBe(["Оценены ответы 2 школ из 4.", "Нет ни одной оценки: В.", "Оценена только по данным института: Тихая."]);
        Plain(facts.Problems.Single(problem => problem.Kind == ProblemKind.Silent).Sentence)
            .ShouldBe("Не оценена 1 из 4 школ: В; оценена только по данным института 1 из 4 школ: Тихая.");
        Plain(facts.Problems.Single(problem => problem.Kind == ProblemKind.ManyBelow30).Sentence)
            .ShouldBe("2 из 3 школ набрали меньше 30 % максимума: А; не названа 1 школа, оценённая только по данным института.");
        Plain(facts.Subject(2).Summary).ShouldContain("(оценена только по данным института)");
        Said(facts).ShouldAllBe(text => !NotAnswered().IsMatch(text));
        Json(scored).ShouldNotContain("\"answers\"");
    }

    [Fact]
    public void Answered_NobodyMarkedIt_IsNeverCalledSilent()
    {
        var scored = Marked.Sent(Marked.Score(Marked.Read(Site), "А;1;3", "А;2;1", "Тихая;2;2", "Б;1;", "Немая;1;"), "Немая");
        var facts = ReportFacts.From(scored);
        Plain(facts.Participants.Response)
            .ShouldBe([
                "Ответы отправили 3 из 4 школ.",
                "Оценены ответы 1 школы из 4.",
                "Не отправила ответов и не оценена: Немая.",
                "Ответила, но не оценена: Б.",
                "Ответила, но оценена только по данным института: Тихая.",
            ]);
        Plain(facts.Problems.Single(problem => problem.Kind == ProblemKind.Silent).Sentence)
            .ShouldBe(
                "Не отправила ответов и не оценена 1 из 4 школ: Немая; ответила, но не оценена 1 из 4 школ: Б; "
                    + "ответила, но оценена только по данным института 1 из 4 школ: Тихая."
            );
        facts.Conclusions.Select(Plain).ShouldContain("Не отправила ответов и не оценена, результат не рассчитан: Немая.");
        facts.Conclusions.Select(Plain).ShouldContain("Ответила, но не оценена, результат не рассчитан: Б.");
        facts.Subject(2).Summary.ShouldBe("Ответила, но не оценена: результат не рассчитан, место не присваивается.");
        facts.Subject(3).Summary.ShouldBe("Не отправила ответов и не оценена: результат не рассчитан, место не присваивается.");
        ResultTables.Rating(scored).Rows[1][1].Text.ShouldBe("2 (ответила, но оценена только по данным института)");
        ResultTables.Rating(scored).Rows[2][1].Text.ShouldBe("не оценено");
        Said(facts).Where(text => text.Contains("Тихая") || text.Contains('Б')).ShouldAllBe(text => !text.Contains("ответов не отправила"));
        Json(scored).ShouldContain("\"unscored\":2,\"answers\":\"notBegun\"");
    }

    [Fact]
    public void Answered_NothingButNotApplicable_IsNeitherSilentNorWithoutMarks()
    {
        var facts = ReportFacts.From(
            Marked.Sent(Marked.Score(Marked.Read(Site), "А;1;3", "А;2;1", "Б;1;NA", "Б;2;NA", "В;1;NA;", "В;2;2"))
        );
        Plain(facts.Participants.Response)
            .ShouldBe([
                "Ответы отправили 3 из 3 школ.",
                "Оценены ответы 1 школы из 3.",
                "Только отметки «не применимо»: Б.",
                "Ответила, но оценена только по данным института: В.",
            ]);
        Said(facts).ShouldAllBe(text => !NotAnswered().IsMatch(text) && !text.Contains("не оценена: Б"));
    }

    [Fact]
    public void Answering_MarkedWithoutAnswers_IsCountedAmongThoseWhoDidNotSend()
    {
        var scored = Marked.Score(Marked.Tree(1, 2), "А;1.1;2", "А;1.2;1", "Б;1.1;1", "Б;1.2;1", "В;1.1;0", "В;1.2;1", "Г;1.1;");
        var facts = ReportFacts.From(scored with { Answering = [Answering.Sent, Answering.NotBegun, Answering.Draft, Answering.Draft] });
        Plain(facts.Participants.Response)
            .ShouldBe([
                "Ответы отправил 1 из 4 муниципалитетов.",
                "Данные есть по 3 муниципалитетам из 4.",
                "Не отправили ответов, но оценены 2 из 4: Б и В.",
                "Не отправил ответов и не оценён: Г.",
            ]);
        Plain(facts.Problems.Single(problem => problem.Kind == ProblemKind.Silent).Sentence)
            .ShouldBe("Не отправил ответов и не оценён 1 из 4 муниципалитетов: Г.");
        facts.Subject(0).Sentences.ShouldNotContain(text => text.Contains("отправлены"));
        facts.Subject(1).Sentences[0].ShouldBe("На вопросы анкеты здесь не отвечали: ответы не начаты и не отправлены.");
        facts.Subject(2).Sentences[0].ShouldBe("Ответы начаты, но не отправлены.");
        facts.Subject(3).Summary.ShouldBe("Не отправил ответов и не оценён: результат не рассчитан, место не присваивается.");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Answering_MarkedWithoutAnswers_IsToldBesideItsPlaceAndNamedInNoPraiseAndNoBlame(int rules)
    {
        // The best sent nothing, the second has its answers returned, the worst left a draft.
        var scored = Marked.Score(
            Marked.Tree(1, 2),
            "А;1.1;1",
            "А;1.2;0",
            "Б;1.1;2",
            "Б;1.2;2",
            "В;1.1;0",
            "В;1.2;0",
            "Г;1.1;1",
            "Г;1.2;2"
        ) with
        {
            Answering = [Answering.Sent, Answering.NotBegun, Answering.Draft, Answering.Returned],
            FindingsVersion = rules,
        };
        var facts = ReportFacts.From(scored, "Проба");
        var names = SaidTexts.Table(ReportText.Of(facts), "Баллы и места").Select(row => row[1]).Take(4).ToArray();
        var said = Plain(facts.Directions[0].Sentences);
        var below = Plain(facts.Problems.Single(problem => problem.Kind == ProblemKind.ManyBelow30).Sentence);
        if (rules == 2)
        {
            names.ShouldBe(["Б", "Г", "А", "В"]);
            said.ShouldContain("Лидер: Б (4 балла, 100,0 % максимума).");
            below.ShouldEndWith("меньше 30 % максимума: В и А.");
            ResultTables.Rating(scored).Rows[0][1].Text.ShouldBe("1");
            return;
        }
        names.ShouldBe(["Б (ответов не отправил)", "Г (ответы возвращены и снова не отправлены)", "А", "В (ответов не отправил)"]);
        said.ShouldContain("Наибольший результат: 1 муниципалитет, не отправивший ответов (4 балла, 100,0 % максимума).");
        below.ShouldEndWith("меньше 30 % максимума: А; не назван 1 муниципалитет, не отправивший ответов.");
        ResultTables
            .Rating(scored)
            .Rows.Select(row => row[1].Text)
            .ShouldBe(["1 (ответов не отправил)", "2 (ответы возвращены и снова не отправлены)", "3", "4 (ответов не отправил)"]);
        facts.Subject(1).Sentences.ShouldAllBe(text => !text.StartsWith("Лучший результат"));
        Plain(facts.Conclusions).ShouldContain("Ответов не отправили, но оценены: Б и В.");
        Plain(facts.Conclusions).ShouldContain("Оценены ответы, которые возвращены и снова не отправлены: Г.");
        facts.Levels[0].Bands.SelectMany(band => band.Names).ShouldContain("Б (ответов не отправил)");
        Xlsx.Sheets(Workbook(facts))["Сводный лист"].Values.ShouldContain(cell => cell.Value == "Б (ответов не отправил)");
    }

    [Fact]
    public void Spread_LowestOfFewMarks_SaysSo()
    {
        string[] rows = [.. Enumerable.Range(1, 9).SelectMany(leaf => new[] { $"А;1.{leaf};2", $"Б;1.{leaf};1" }), "В;1.1;1"];
        var facts = ReportFacts.From(Marked.Score(Marked.Tree(1, 9), rows));
        Plain(facts.Problems.Single(problem => problem.Kind == ProblemKind.Spread).Sentence)
            .ShouldBe("Результаты сильно различаются: от 5,6 % (без оценки 8 показателей из 9) до 100,0 % максимума.");
        Plain(facts.Summary).ShouldContain("от 5,6 % (В (без оценки 8 показателей из 9)) до 100,0 % (А)");
    }

    [Fact]
    public void OneOfMany_Assessed_HasNoLeadersAndNoMeans()
    {
        var facts = Facts("А;1.1;1", "А;1.2;1", "А;2.1;0", "А;2.2;0", "Б;1.1;", "В;1.1;");
        SaidTexts
            .Of(facts)
            .ShouldAllBe(text =>
                !text.Contains("идер") && !text.Contains("редний балл") && !text.Contains("Среднее") && !text.Contains("в среднем")
            );
        SaidTexts.Table(ReportText.Of(facts), "Результаты по направлениям")[0].Length.ShouldBe(4);
    }

    [Fact]
    public void SomeOfMany_AssessedEqually_AreNotAll()
    {
        var facts = Facts("А;1.1;1", "А;1.2;1", "А;2.1;1", "А;2.2;1", "Б;1.1;1", "Б;1.2;1", "Б;2.1;1", "Б;2.2;1", "В;1.1;");
        Plain(facts.Summary).ShouldStartWith("Все оценённые муниципалитеты (2) набрали поровну: ");
        facts.Directions[0].Leaders.ShouldBe("все оценённые набрали поровну, лидера нет");
        Facts("А;1.1;0", "Б;1.1;0", "В;1.1;")
            .Summary.ShouldBe("Ни один оценённый муниципалитет не набрал ни одного балла; оценено не всё: результат предварительный.");
    }

    [Fact]
    public void Returned_NotSentAgain_IsSaidBesideThoseWhoSent()
    {
        var scored = Marked.Score(Marked.Read(Site), "А;1;3", "А;2;1", "Б;1;2", "В;2;1", "Г;1;");
        var facts = ReportFacts.From(scored with { Answering = [Answering.Sent, Answering.Returned, Answering.Draft, Answering.NotBegun] });
        Plain(facts.Participants.Response)[..2].ShouldBe(["Ответы отправили 2 из 4 школ.", "Возвращены и не отправлены снова ответы: Б."]);
    }

    [Fact]
    public void Disagreements_Few_StandInOneSentenceWithTheMarks()
    {
        var facts = Facts("А;1.1;0;э1", "А;1.1;1;э2", "А;1.1;2;э3", "А;1.2;2;э1", "А;1.2;1;э2", "Б;1.1;1;э1");
        Plain(facts.Subject(0).Flags)
            .ShouldBe(["Эксперты разошлись в оценке по 2 показателям, взята медиана баллов: 1.1 — 0, 1, 2 → 1; 1.2 — 2, 1 → 1,5."]);
        Plain(facts.Flags)
            .ShouldBe([
                "Эксперты разошлись в оценке, взята медиана баллов (случаев — 2, муниципалитетов — 1): А, 1.1 — 0, 1, 2 → 1; А, 1.2 — 2, 1 → 1,5.",
            ]);
    }

    [Fact]
    public void Disagreements_Many_StandInATableOnce()
    {
        var facts = ReportFacts.From(
            Marked.Score(
                Marked.Tree(1, 9),
                [.. Enumerable.Range(1, 9).SelectMany(leaf => new[] { $"А;1.{leaf};0;э1", $"А;1.{leaf};2;э2", $"Б;1.{leaf};1;э1" })]
            )
        );
        Plain(facts.Subject(0).Flags).ShouldBe(["Эксперты разошлись в оценке по 9 показателям, взята медиана баллов: оценки — в таблице."]);
        var conclusion = SaidTexts.Table(ConclusionText.Of(facts, facts.Subject(0)), "Расхождения экспертов");
        conclusion.Count.ShouldBe(9);
        conclusion[0].ShouldBe(["1.1 Показатель 1.1", "0, 2", "1"]);
        var report = SaidTexts.Table(ReportText.Of(facts), "Расхождения экспертов").ShouldHaveSingleItem();
        report[..2].ShouldBe(["А", "9"]);
        report[2].ShouldStartWith("1.1 — 0, 2 → 1; 1.2 — 0, 2 → 1; ");
        facts
            .Conclusions.Select(Plain)
            .ShouldContain(
                "Эксперты разошлись в оценке, взята медиана баллов (случаев — 9, муниципалитетов — 1); случаи названы в приложении."
            );
    }

    [Fact]
    public void Texts_NamesThatEndInAFullStop_GetNoSecond()
    {
        var facts = ReportFacts.From(
            Marked.Score(Marked.Tree(2, 2), "Школа им. Иванова И. И.;1.1;2;реконструкция П. П.", "Б.;1.1;;реконструкция П. П."),
            "Мониторинг 2026 г."
        );
        facts.MarkSource.ShouldBe("Источник оценок: реконструкция П. П.");
        SaidTexts.Of(facts).ShouldAllBe(text => !text.Contains("..", StringComparison.Ordinal));
        Facts("А;1.1;1;Иванова И. И.").MarkSource.ShouldBeNull();
        Xlsx.Sheets(Workbook(facts))
            .SelectMany(sheet => sheet.Value.Values)
            .ShouldAllBe(cell => !cell.Value.Contains("..", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, "Набран 1 балл из 60")]
    [InlineData(2, "Набрано 2 балла из 60")]
    [InlineData(5, "Набрано 5 баллов из 60")]
    [InlineData(11, "Набрано 11 баллов из 60")]
    [InlineData(21, "Набран 21 балл из 60")]
    [InlineData(0, "Набрано 0 баллов из 60")]
    public void Subject_AnyPoints_AgreeWithTheVerb(int points, string expected)
    {
        var methodology = Marked.Read(
            """
            {"format":"orientir-methodology/1","id":"p","edition":1,"title":"П","subject":"municipality","basis":"проба","missing":"zero","combine":"consensus","stages":[],
            "nodes":[{"code":"1","kind":"direction","title":"Одно","scale":{"kind":"points","max":60}}]}
            """
        );
        Plain(ReportFacts.From(Marked.Score(methodology, $"А;1;{points}")).Subject(0).Summary).ShouldStartWith(expected);
    }

    [Fact]
    public void Method_NothingScored_SaysNothingOfPointsAndOneThingOfStages()
    {
        var facts = ReportFacts.From(
            Marked.Score(Published.Methodology("ishimbay-2021"), "Школа 1;1.1.4;12.5", "Школа 2;1.1.4;1.6", "Школа 1;1.1.5;1")
        );
        var texts = SaidTexts.Of(facts);
        texts.ShouldAllBe(text => !text.Contains("0 баллов") && !text.Contains("Этапы управленческого цикла по порядку"));
        texts.ShouldContain("Методика называет этапы управленческого цикла, но показатели к ним не относит.");
        texts.ShouldContain("12,5 (коэффициент)");
        facts.ProblemsNote.ShouldBeNull();
    }

    [Fact]
    public void Tables_NumbersOfOneColumn_HaveOneNumberOfDecimals()
    {
        var scored = Published.Scored("tver-2020", "demo/tver-2020/marks.csv", "demo/tver-2020/register.csv");
        var rows = SaidTexts.Table(ReportText.Of(ReportFacts.From(scored)), "Результаты по направлениям");
        rows.Take(rows.Count - 1).ShouldAllBe(row => row[2].Length == 4);
        // 0,98, 0,95 and 1,05 of 3 were all «1 балл».
        rows.Select(row => row[2]).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Silent_InTver_IsBesideItsPlaceEverywhere()
    {
        var read = Published.Scored("tver-2020", "demo/tver-2020/marks.csv", "demo/tver-2020/register.csv");
        var scored = Marked.Sent(read, read.Scores.Subjects.Single(subject => subject.Name == "ЗАТО Солнечный").Id);
        var facts = ReportFacts.From(scored);
        facts.Participants.OperatorOnly.ShouldBe(["ЗАТО Солнечный"]);
        var texts = SaidTexts.Of(facts);
        texts.ShouldContain("ЗАТО Солнечный (ответов не отправил, оценён по данным института)");
        texts.ShouldContain("Оценены ответы 41 муниципалитета из 42.");
        texts.ShouldAllBe(text => !text.Contains("Данные есть по всем"));
        texts.ShouldContain(text => text.EndsWith("и Зубцовский район; не назван 1 муниципалитет, не отправивший ответов."));
        Xlsx.Sheets(Workbook(facts))["Сводный лист"]
            .Values.ShouldContain(cell => cell.Value == "ЗАТО Солнечный (ответов не отправил, оценён по данным института)");
    }

    [Fact]
    public void Any_TinyRun_SaysNoMoreThanItsData() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed =>
                {
                    var scored = Tiny(seed);
                    var facts = ReportFacts.From(scored, "Проба");
                    Write(stream => new AnalyticReport().Write(facts, stream));
                    Write(stream => new HtmlReport().Write(facts, stream));
                    Write(stream => ResultsJson.Write(stream, scored));
                    var sheets = Xlsx.Sheets(Workbook(facts));
                    var texts = SaidTexts
                        .Of(facts)
                        .Concat(sheets.SelectMany(sheet => sheet.Value.Values.Select(cell => Plain(cell.Value))))
                        .Concat(Shown(scored))
                        .ToList();
                    foreach (var text in texts)
                    {
                        text.ShouldNotContain("..");
                        text.ShouldNotContain("NaN");
                        text.ShouldNotContain(": .");
                        NumeralsAgree(text);
                    }
                    if (scored.Marks.Marks.ToArray().All(mark => double.IsNaN(mark.Value)) && scored.Marks.Marks.Length > 0)
                        texts.ShouldAllBe(text => !text.Contains("Оценок нет", StringComparison.Ordinal));
                    NotApplicableIsNeverNoData(facts);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static IEnumerable<string> Shown(ScoredMarks scored) =>
        new[] { ResultTables.Rating(scored), ResultTables.Heat(scored) }
            .Concat(scored.Methodology.Tree.Directions.Select(direction => ResultTables.Direction(scored, direction.Uid)!))
            .Concat(scored.Scores.Subjects.Select(subject => ResultTables.Subject(scored, subject.Id, null)!))
            .SelectMany(table => table.Rows.SelectMany(row => row.Select(cell => Plain(cell.Text))));

    // Where every leaf of a node is «н/п», nothing says there are no data, and the other way round.
    private static void NotApplicableIsNeverNoData(ReportFacts facts)
    {
        var (scored, scores) = (facts.Scored, facts.Scored.Scores);
        for (var subject = 0; subject < scores.Subjects.Count; subject++)
        {
            var rows = ResultTables.Subject(scored, scores.Subjects[subject].Id, null)!.Rows;
            for (var node = 0; node < scored.Methodology.Nodes.Count; node++)
                rows[node]
                    [1]
                    .Text.ShouldBe(
                        scores[subject, node].Points is { } points ? Russian.Number(points)
                        : scores.IsNotApplicable(subject, node) ? "н/п"
                        : "не оценено"
                    );
        }
        foreach (var direction in facts.Directions)
            if (scores.Subjects.Count > 0 && scores.Order.All(subject => scores.IsNotApplicable(subject, direction.Summary.Node)))
                direction.Sentences.ShouldAllBe(text => !text.Contains("нет", StringComparison.Ordinal));
    }

    // A noun stands in a form that goes with the number before it.
    private static void NumeralsAgree(string text)
    {
        foreach (var noun in Counted)
        foreach (Match found in NumberAndWord().Matches(text))
        {
            var word = found.Groups[2].Value;
            if (!noun.Singular.Contains(word) && !noun.Plural.Contains(word))
                continue;
            var number = double.Parse(found.Groups[1].Value.Replace(',', '.'), System.Globalization.CultureInfo.InvariantCulture);
            Enum.GetValues<GrammaticalCase>().Select(form => noun.Beside(number, form)).ShouldContain(word, text);
        }
        Regex.IsMatch(text, @"Набрано (\d*[02-9])?1 балл|Набран (\d*[02-9])?[02-9] балл|Набран 11 ").ShouldBeFalse(text);
    }

    private static readonly Noun[] Counted =
    [
        Nouns.Municipality,
        Nouns.Indicator,
        Nouns.Direction,
        Nouns.Point,
        Nouns.Expert,
        Nouns.Difference,
        Nouns.Group,
    ];

    [GeneratedRegex(@"(?<![\d,.])(\d+(?:,\d+)?) (\p{IsCyrillic}+)")]
    private static partial Regex NumberAndWord();

    private static bool IsOfTheRules(string text) => text.StartsWith("Доля — набранные баллы", StringComparison.Ordinal);

    // No subjects up to four, no marks at all, «н/п» of a leaf, a direction or everything, several experts, comments without marks.
    private static ScoredMarks Tiny(int seed)
    {
        var random = new Random(seed);
        var methodology = Marked.Tree(random.Next(1, 4), random.Next(1, 4), random.Next(2) == 0 ? "zero" : "exclude");
        var subjects = random.Next(0, 5);
        var experts = random.Next(1, 4);
        var (emptiness, left) = (random.Next(4) * 0.4, random.Next(3) * 0.5);
        var marks = new List<NodeMark>();
        for (var subject = 0; subject < subjects; subject++)
        for (var node = 1; node < methodology.Nodes.Count; node++)
        {
            if (methodology.Nodes[node].Scale is null)
                continue;
            for (var expert = 0; expert < experts; expert++)
                if (random.NextDouble() >= emptiness)
                    marks.Add(new(subject, node, expert, random.NextDouble() < left ? double.NaN : random.Next(3)));
        }
        string[] names = ["Район 1", "Школа им. Иванова И. И.", "Район, 3", "г. Ё."];
        var used = marks.Count == 0 ? 0 : experts;
        return new ScoreMarks().Score(
            methodology,
            new MarkSheet
            {
                Subjects = [.. Enumerable.Range(0, subjects).Select(index => new ScoringSubject(names[index], names[index]))],
                Experts = [.. Enumerable.Range(0, used).Select(index => index == 0 ? "Иванова И. И." : $"Э{index}.")],
                Marks = marks.ToArray(),
                Comments = [],
            }
        );
    }

    private static List<string> Said(ReportFacts facts) =>
        [
            .. SaidTexts.Of(facts),
            .. Xlsx.Sheets(Workbook(facts)).SelectMany(sheet => sheet.Value.Values.Select(cell => Plain(cell.Value))),
            .. Shown(facts.Scored),
        ];

    private static string Json(ScoredMarks scored) =>
        System.Text.Encoding.UTF8.GetString(Write(stream => ResultsJson.Write(stream, scored)));

    [GeneratedRegex("не отправил|не отправивш", RegexOptions.IgnoreCase)]
    private static partial Regex NotAnswered();

    internal static byte[] Workbook(ReportFacts facts) => Write(stream => new SummaryWorkbook().Write(facts, stream));

    private static byte[] Write(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }
}
