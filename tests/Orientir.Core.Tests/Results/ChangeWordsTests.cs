using Orientir.Core.Results;

namespace Orientir.Core.Tests.Results;

public class ChangeWordsTests
{
    private static readonly string[] Whole = ["А;1.1;2", "А;1.2;1", "Б;1.1;2", "Б;1.2;2", "В;1.1;1", "В;1.2;0"];

    [Fact]
    public void Of_BothMarkedInFull_SaysThatTheChangeIsReal() =>
        Said(["А;1.1;0", "А;1.2;1", "Б;1.1;2", "Б;1.2;2"], Whole)
            .ShouldBe(
                "Доля максимума выросла с 25,0 % (Прошлый, 2025 год) до 75,0 %; было 2-е место из 2, стало 2-е из 3. "
                    + "Методика та же, поэтому изменение целиком реальное: от правил подсчёта в нём ничего нет."
            );

    [Fact]
    public void Of_UnmarkedThen_SaysHowManyAndThatTheChangeMayBeDueToThem() =>
        Said(["А;1.1;1", "Б;1.1;2", "Б;1.2;2"], Whole)
            .ShouldBe(
                "Доля максимума выросла с 25,0 % (Прошлый, 2025 год) до 75,0 %; было 2-е место из 2, стало 2-е из 3. "
                    + "Методика та же, но оценено не всё: тогда без оценки 1 показатель из 2, теперь оценены все. "
                    + "Изменение может объясняться этим. По методике за него 0 баллов: это не то же, что оценка 0."
            );

    [Fact]
    public void Of_UnmarkedNowWhereMissingLeavesTheMaximum_SaysSo() =>
        Said(["А;1.1;2", "А;1.2;2"], ["А;1.1;2"], "exclude")
            .ShouldBe(
                "Доля максимума та же, что в прошлом мониторинге (Прошлый, 2025 год): 100,0 %; было 1-е место из 1, стало 1-е из 1. "
                    + "Методика та же, но оценено не всё: тогда оценены все, теперь без оценки 1 показатель из 2. "
                    + "Равенство может объясняться этим. По методике он не входит в максимум."
            );

    [Fact]
    public void Of_NoResultInEither_IsNull()
    {
        Said(["Б;1.1;2"], Whole).ShouldBeNull();
        var scored = Marked.Score(Marked.Tree(1, 2), Whole);
        ChangeWords.Of(new("Прошлый", scored, "Сравнить нельзя."), scored, 0).ShouldBeNull();
    }

    private static string? Said(string[] before, string[] now, string missing = "zero") =>
        ChangeWords
            .Of(
                new("Прошлый, 2025 год", Marked.Score(Marked.Tree(1, 2, missing), before), null),
                Marked.Score(Marked.Tree(1, 2, missing), now),
                0
            )
            ?.Replace(Russian.NoBreakSpace, ' ');
}
