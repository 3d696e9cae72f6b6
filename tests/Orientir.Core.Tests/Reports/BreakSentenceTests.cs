using Orientir.Core.Reports;
using Orientir.Measurement.Cycle;

namespace Orientir.Core.Tests.Reports;

public class BreakSentenceTests
{
    private static readonly string[] Titles = ["Цели", "Показатели", "Анализ", "Рекомендации", "Меры", "Эффективность"];

    [Fact]
    public void Of_PrintedTable5OfLeningrad2020_SaysWhereItBreaks() =>
        Of(new(95, 162), new(73, 288), new(68, 270), new(27, 180), new(38, 90), new(14, 90))
            .ShouldBe("Управленческий цикл обрывается на этапе «Показатели»: 25,3 % возможных баллов против 58,6 % на этапе «Цели».");

    [Fact]
    public void Of_EqualStages_SaysEqual() =>
        Of(new(50, 100), new(50, 100)).ShouldBe("Разрыва управленческого цикла нет: доля баллов на всех этапах одинакова (50,0 %).");

    [Fact]
    public void Of_NoBreak_SaysTheWeakest() =>
        Of(new(50, 100), new(40, 100))
            .ShouldBe("Разрыва управленческого цикла нет; ниже всего доля баллов на этапе «Показатели» (40,0 %).");

    [Fact]
    public void Of_FirstStageWithoutPoints_SaysItDoesNotStart() =>
        Of(new(0, 100), new(40, 100))
            .ShouldBe("Управленческий цикл не начинается: на первом этапе «Цели» баллов нет, хотя на следующих они есть.");

    [Fact]
    public void Of_NoChainOrNoPoints_SaysSo()
    {
        Of(new CycleValue(1, 2)).ShouldBe("Показатели относятся менее чем к двум этапам цикла, о разрыве судить нельзя.");
        Of(new(0, 1), new(0, 1)).ShouldBe("Ни на одном этапе управленческого цикла нет баллов.");
    }

    [Fact]
    public void Of_StagesNobodyAssessed_AreNamedAndNeverToldAsWithoutPoints()
    {
        CycleValue?[] cells = [new(0, 10), new(5, 10), new(0, 10), new(1, 10)];
        Told([0, 2])
            .ShouldBe(
                "Управленческий цикл обрывается на этапе «Рекомендации»: 10,0 % возможных баллов против 50,0 % на этапе «Показатели». "
                    + "Не оценены этапы: «Цели», «Анализ»."
            );
        Told([2])
            .ShouldBe(
                "Управленческий цикл не начинается: на первом оценённом этапе «Цели» баллов нет, хотя на следующих они есть. "
                    + "Этап «Анализ» не оценён."
            );
        Told([0, 1, 2]).ShouldStartWith("Оценено менее двух этапов управленческого цикла, о разрыве судить нельзя.");
        Told([1, 3]).ShouldStartWith("Ни на одном оценённом этапе управленческого цикла нет баллов.");

        // As the second rule takes them out of the chain.
        string Told(int[] unassessed) =>
            Sentence
                .Of(CycleChain.Find(CycleMatrix.ChainOf(cells, unassessed, CycleRule.UnassessedPassedOver)), cells, unassessed)
                .Replace(Russian.NoBreakSpace, ' ');
    }

    private static BreakSentence Sentence => new(Titles, Nouns.Mark);

    private static string Of(params CycleValue[] given)
    {
        CycleValue?[] cells = [.. given];
        return Sentence.Of(CycleChain.Find(cells), cells, []).Replace(Russian.NoBreakSpace, ' ');
    }
}
