using FsCheck;
using FsCheck.Fluent;
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
    public void Find_MarksMissingDecideWhere_TellsTheStagesBetweenWhichItBreaks()
    {
        // Not marked, and 3 of 8 marked: the chain broke there or after it, and nobody can say where.
        foreach (var little in new CycleValue[] { new(0, 0, 8), new(3, 3, 5) })
        {
            var found = CycleChain.Find([new(8, 8), little, new(1, 8)]);
            (found.Kind, found.Stage, found.Earliest, found.Latest).ShouldBe((BreakKind.Somewhere, null, 1, 2));
            (found.Share, found.Best, found.BestShare).ShouldBe((1.0 / 8, 0, 1));
            found = CycleChain.Find([new(8, 8), new(8, 8), little, new(6, 8), new(1, 8)]);
            (found.Kind, found.Earliest, found.Latest).ShouldBe((BreakKind.Somewhere, 2, 4));
            CycleChain.Find([new(8, 8), new(1, 8), little]).Stage.ShouldBe(1);
        }
        // Half is marked and enough for no break there: the next is the stage.
        CycleChain.Find([new(8, 8), new(4, 4, 4), new(1, 8)]).Stage.ShouldBe(2);
        // So are 9 of 20, of which more is missing than marked.
        CycleChain.Find([new(8, 10), new(8, 9, 11), new(1, 10)]).Stage.ShouldBe(2);
        // 0 to 8 of 8 at the first: it does not start, or breaks after it.
        Kind(new(0, 0, 8), new(8, 8), new(1, 8)).ShouldBe(BreakKind.Somewhere);
    }

    [Fact]
    public void Find_FirstStageNotWholeOrNotAssessed_IsNotCalledNotStarted()
    {
        Kind(new(0, 7, 1), new(8, 8)).ShouldBe(BreakKind.Undecided);
        // With 5 % at the first nothing breaks at the second.
        Kind(new(0, 0, 8), new(0, 8), new(8, 8)).ShouldBe(BreakKind.Undecided);
        Kind(new(0, 8), new(8, 8), new(0, 0, 8)).ShouldBe(BreakKind.NotStarted);
        // Whatever comes later, the first has no points.
        Kind(new(0, 8), new(0, 7, 1)).ShouldBe(BreakKind.NotStarted);
        Kind(new(0, 8), new(0, 0, 8)).ShouldBe(BreakKind.NotStarted);
    }

    [Fact]
    public void Find_FewerThanTwoStagesAssessedEnough_IsNoChainUnlessABreakIsCertain()
    {
        Kind(new(8, 8), new(0, 0, 8)).ShouldBe(BreakKind.NoChain);
        Kind(new(8, 8), new(0, 3, 5)).ShouldBe(BreakKind.NoChain);
        Kind(new(9, 9, 11), new(1, 10)).ShouldBe(BreakKind.AtStage);
    }

    [Fact]
    public void Find_ExactlyHalfMissing_IsEnoughInAnyOrderOfItsWeights()
    {
        // 0.1 + 0.2 is above 0.3 in binary.
        double[][] orders =
        [
            [0.3, 0.1, 0.2],
            [0.3, 0.2, 0.1],
            [0.5, 0.25, 0.25],
            [300, 100, 200],
            [0.7, 0.1, 0.6],
        ];
        foreach (var weights in orders)
        {
            CycleValue?[] cells = [new(weights[0], weights[0]), new(0, 0, weights[1]), new(0, 0, weights[2])];
            foreach (var cell in new[] { CycleValue.Sum(cells), CycleValue.Sum(cells.Reverse()) })
            {
                cell.SaysTooLittle.ShouldBeFalse();
                var found = CycleChain.Find([cell, new(4, 10)]);
                (found.Kind, found.AllEqual, found.Weakest).ShouldBe((BreakKind.Undecided, false, 1));
            }
        }
        new CycleValue(0, 299, 301).SaysTooLittle.ShouldBeTrue();
        default(CycleValue).SaysTooLittle.ShouldBeFalse();
    }

    [Fact]
    public void Find_AnyChainOfMissingMarks_TellsWhatHoldsOfAllItsCompletionsAndNothingElse() =>
        Prop.ForAll(
                Chains,
                chain =>
                {
                    var found = CycleChain.Find([
                        .. chain.Select(cell => (CycleValue?)new CycleValue(cell.Points, cell.Max, cell.Missing)),
                    ]);
                    var stages = CompletionsOf(chain).Select(BrokenAt).Distinct().ToArray();
                    var (broken, whole) = (stages.OfType<int>().ToArray(), stages.Contains(null));
                    switch (found.Kind)
                    {
                        case BreakKind.None:
                            broken.ShouldBeEmpty();
                            break;
                        case BreakKind.AtStage:
                            stages.ShouldBe([found.Stage]);
                            found.Stage.ShouldNotBe(0);
                            break;
                        case BreakKind.NotStarted:
                        case BreakKind.Nothing:
                            stages.ShouldBe([0]);
                            (found.Kind == BreakKind.Nothing).ShouldBe(Array.TrueForAll(chain, cell => cell.Points + cell.Missing == 0));
                            break;
                        case BreakKind.Somewhere:
                            whole.ShouldBeFalse();
                            broken.Length.ShouldBeGreaterThan(1);
                            (found.Earliest, found.Latest).ShouldBe((broken.Min(), broken.Max()));
                            break;
                        case BreakKind.Undecided:
                            whole.ShouldBeTrue();
                            broken.ShouldNotBeEmpty();
                            break;
                        default:
                            whole.ShouldBeTrue();
                            chain.Count(cell => cell.Missing <= cell.Max).ShouldBeLessThan(2);
                            break;
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    // Two to four stages of 12 points; a step is below ten percentage points, so that a first stage of one point breaks nothing.
    private const int Points = 12;

    private static Arbitrary<(int Points, int Max, int Missing)[]> Chains =>
        (
            from length in Gen.Choose(2, 4)
            from cells in (
                from whole in Gen.Elements(true, false)
                from missing in whole ? Gen.Constant(0) : Gen.Choose(1, Points)
                from earned in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(0, Points - missing)))
                select (earned, Points - missing, missing)
            ).ArrayOf(length)
            select cells
        ).ToArbitrary();

    // Every way to earn the missing points.
    private static IEnumerable<int[]> CompletionsOf((int Points, int Max, int Missing)[] chain) =>
        chain.Aggregate(
            (IEnumerable<int[]>)
                [
                    [],
                ],
            (before, cell) =>
                before.SelectMany(earned => Enumerable.Range(cell.Points, cell.Missing + 1).Select(points => (int[])[.. earned, points]))
        );

    // The rule where everything is marked, in whole points: the stage of the break, 0 where the first has none; null without one.
    private static int? BrokenAt(int[] earned)
    {
        if (earned[0] == 0)
            return 0;
        var best = earned[0];
        for (var stage = 1; stage < earned.Length; best = Math.Max(best, earned[stage++]))
            if (2 * earned[stage] < best && 10 * (best - earned[stage]) >= Points)
                return stage;
        return null;
    }

    private static BreakKind Kind(params CycleValue[] cells) => CycleChain.Find([.. cells.Select(cell => (CycleValue?)cell)]).Kind;

    // Shares in per cent as points of 100; null: nothing stands at the stage.
    private static CycleBreak Find(params double?[] shares) =>
        CycleChain.Find([.. shares.Select(share => share is { } points ? new CycleValue(points, 100) : (CycleValue?)null)]);
}
