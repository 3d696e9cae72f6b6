using Orientir.Core.Reports;
using Orientir.Core.Results;

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
        ReportFacts.From(Marked.Score(Marked.Tree(2, 4, missing), rows), "Проба", rules);

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
}
