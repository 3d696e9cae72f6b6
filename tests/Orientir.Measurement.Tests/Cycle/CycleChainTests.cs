using Orientir.Measurement.Cycle;

namespace Orientir.Measurement.Tests.Cycle;

public class CycleChainTests
{
    [Fact]
    public void Find_PrintedTable5OfLeningrad2020_BreaksAtIndicators()
    {
        // Column sums of the printed table: 95/162, 73/288, 68/270, 27/180, 38/90, 14/90.
        var found = CycleChain.Find([new(95, 162), new(73, 288), new(68, 270), new(27, 180), new(38, 90), new(14, 90)]);
        (found.Kind, found.Stage, found.Best, found.Weakest).ShouldBe((BreakKind.AtStage, 1, 0, 3));
        found.Share.ShouldBe(73.0 / 288);
        found.BestShare.ShouldBe(95.0 / 162);
        found.WeakestShare.ShouldBe(27.0 / 180);
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
        (found.Kind, found.Stage, found.Share).ShouldBe((BreakKind.NotStarted, 0, 0));
    }

    [Fact]
    public void Find_NoPointsOrNoChain_IsTold()
    {
        Find(0, 0, 0).Kind.ShouldBe(BreakKind.Nothing);
        Find(50, null).Kind.ShouldBe(BreakKind.NoChain);
        Find(null, null).Kind.ShouldBe(BreakKind.NoChain);
        Find().Kind.ShouldBe(BreakKind.NoChain);
    }

    [Fact]
    public void Find_StagesAfterTheBreak_AreRegainedOnlyWhenTwiceAsHighAndTenPointsUp()
    {
        Find(80, 20, 39, 40, 10).Regained.ShouldBe([3]);
        Find(80, 1, 10).Regained.ShouldBeEmpty();
    }

    [Fact]
    public void Find_EqualStages_TellsThatAllAreEqual()
    {
        Find(50, 50, 50).ShouldSatisfyAllConditions(found => found.Kind.ShouldBe(BreakKind.None), found => found.AllEqual.ShouldBeTrue());
        Find(50, 50, 49).AllEqual.ShouldBeFalse();
    }

    [Fact]
    public void Find_MarksMissing_BreaksOnlyWhereNoneOfThemCouldUndoIt()
    {
        // 3 of 8 at most beside at least 7 of 8: below half of it, whatever the four missing would be.
        var found = CycleChain.Find([new(7, 7, 1, 7, 1), new(0, 5, 3, 5, 3)]);
        (found.Kind, found.Stage, found.Share, found.Best, found.BestShare).ShouldBe((BreakKind.AtStage, 1, 0, 0, 1));
        // 4 of 8 at most is half of 8: the missing could mend it.
        Kind(new(8, 8), new(0, 4, 4)).ShouldBe(BreakKind.Undecided);
        // 6 of 8 at least: twice the 3 of 8 there may be.
        Kind(new(6, 6, 2), new(0, 5, 3)).ShouldBe(BreakKind.Undecided);
        // Nothing of what is missing could break it: at least 4 of 8 beside at most 8 of 8.
        Kind(new(7, 7, 1), new(4, 6, 2)).ShouldBe(BreakKind.None);
        Kind(new(7, 7, 1), new(3, 6, 2)).ShouldBe(BreakKind.Undecided);
    }

    [Fact]
    public void Find_StageThatSaysTooLittle_IsNotCrossed()
    {
        // Not marked, and 3 of 8 marked: what came before is no measure of what comes after.
        foreach (var little in new CycleValue[] { new(0, 0, 8), new(3, 3, 5) })
        {
            Kind(new(8, 8), little, new(1, 8)).ShouldBe(BreakKind.Undecided);
            // Beyond it the chain begins anew, before it it ends.
            var found = CycleChain.Find([new(8, 8), little, new(6, 8), new(1, 8)]);
            (found.Kind, found.Stage, found.Best).ShouldBe((BreakKind.AtStage, 3, 2));
            CycleChain.Find([new(8, 8), new(1, 8), little]).Stage.ShouldBe(1);
        }
        // Half is enough.
        CycleChain.Find([new(8, 8), new(4, 4, 4), new(1, 8)]).Stage.ShouldBe(2);
    }

    [Fact]
    public void Find_FirstStageNotWholeOrNotAssessed_IsNotCalledNotStarted()
    {
        Kind(new(0, 7, 1), new(8, 8)).ShouldBe(BreakKind.Undecided);
        Kind(new(0, 0, 8), new(0, 8), new(8, 8)).ShouldBe(BreakKind.Undecided);
        Kind(new(0, 8), new(8, 8), new(0, 0, 8)).ShouldBe(BreakKind.NotStarted);
        Kind(new(0, 8), new(0, 7, 1)).ShouldBe(BreakKind.Undecided);
    }

    [Fact]
    public void Find_FewerThanTwoStagesAssessedEnough_IsNoChain()
    {
        Kind(new(8, 8), new(0, 0, 8)).ShouldBe(BreakKind.NoChain);
        Kind(new(8, 8), new(0, 3, 5)).ShouldBe(BreakKind.NoChain);
    }

    private static BreakKind Kind(params CycleValue[] cells) => CycleChain.Find([.. cells.Select(cell => (CycleValue?)cell)]).Kind;

    // Shares in per cent as points of 100; null: nothing stands at the stage.
    private static CycleBreak Find(params double?[] shares) =>
        CycleChain.Find([.. shares.Select(share => share is { } points ? new CycleValue(points, 100) : (CycleValue?)null)]);
}
