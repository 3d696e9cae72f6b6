using Orientir.Core.Reports;

namespace Orientir.Core.Tests.Reports;

public class CycleChainTests
{
    private static readonly string[] Titles = ["Цели", "Показатели", "Анализ", "Рекомендации", "Меры", "Эффективность"];

    // Shares in per cent as points of 100; null: nothing stands at the stage.
    private static CycleBreak Find(params double?[] shares) =>
        CycleChain.Find(
            [.. shares.Select(share => share is { } points ? new CycleValue(points, 100) : (CycleValue?)null)],
            Titles,
            _ => []
        );

    [Fact]
    public void Find_PrintedTable5OfLeningrad2020_BreaksAtIndicators()
    {
        // Column sums of the printed table: 95/162, 73/288, 68/270, 27/180, 38/90, 14/90.
        CycleValue?[] cells = [new(95, 162), new(73, 288), new(68, 270), new(27, 180), new(38, 90), new(14, 90)];
        var found = CycleChain.Find(cells, Titles, _ => []);
        found.Kind.ShouldBe(BreakKind.AtStage);
        found.Stage.ShouldBe(1);
        found.Best.ShouldBe(0);
        found.Weakest.ShouldBe(3);
        found
            .Sentence.Replace(Russian.NoBreakSpace, ' ')
            .ShouldBe("Управленческий цикл обрывается на этапе «Показатели»: 25,3 % возможных баллов против 58,6 % на этапе «Цели».");
    }

    [Fact]
    public void Find_ShareOfExactlyHalf_IsNoBreak()
    {
        Find(80, 40, 40).Kind.ShouldBe(BreakKind.None);
        Find(80, 39.9, 40).Stage.ShouldBe(1);
    }

    [Fact]
    public void Find_HalvesOfNextToNothing_AreNoBreak()
    {
        Find(9, 4, 0).Kind.ShouldBe(BreakKind.None);
        Find(10, 4, 0).Stage.ShouldBe(2);
    }

    [Fact]
    public void Find_SlowSlide_BreaksAgainstTheBestBefore() =>
        // Each step keeps more than half of the one before; the fourth is below half of the first.
        Find(60, 45, 35, 28).Stage.ShouldBe(3);

    [Fact]
    public void Find_RiseBeforeFall_ComparesWithTheRise()
    {
        var found = Find(30, 90, 40);
        (found.Stage, found.Best).ShouldBe((2, 1));
    }

    [Fact]
    public void Find_StageWithoutIndicators_IsPassedOver() => Find(80, null, 30).Stage.ShouldBe(2);

    [Fact]
    public void Find_FirstStageWithoutPoints_HasNotStarted()
    {
        var found = Find(0, 50, 50);
        (found.Kind, found.Stage).ShouldBe((BreakKind.NotStarted, 0));
    }

    [Fact]
    public void Find_NoPointsOrNoChain_SaysSo()
    {
        Find(0, 0, 0).Kind.ShouldBe(BreakKind.Nothing);
        Find(50, null).Kind.ShouldBe(BreakKind.NoChain);
        Find(null, null).Kind.ShouldBe(BreakKind.NoChain);
    }

    [Fact]
    public void Find_StagesAfterTheBreak_AreRegainedOnlyWhenTwiceAsHighAndTenPointsUp()
    {
        Find(80, 20, 39, 40, 10).Regained.ShouldBe([3]);
        Find(80, 1, 10).Regained.ShouldBeEmpty();
    }

    [Fact]
    public void Find_EqualStages_SaysEqual() =>
        Find(50, 50, 50)
            .Sentence.Replace(Russian.NoBreakSpace, ' ')
            .ShouldBe("Разрыва управленческого цикла нет: доля баллов на всех этапах одинакова (50,0 %).");
}
