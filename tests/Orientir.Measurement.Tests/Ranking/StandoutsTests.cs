using Orientir.Measurement.Ranking;

namespace Orientir.Measurement.Tests.Ranking;

public class StandoutsTests
{
    [Fact]
    public void Of_Values_NamesTheFurthestOnEitherSideOfTheAverage()
    {
        var found = Standouts.Of([0.5, 0.9, 0.1, 0.6, 0.4], 1);
        found.Best.ShouldBe([1]);
        found.Worst.ShouldBe([2]);
    }

    [Fact]
    public void Of_Tie_KeepsTheOrderGiven() =>
        Standouts
            .Of([0.1, 0.9, 0.1, 0.9], 2)
            .ShouldSatisfyAllConditions(found => found.Best.ShouldBe([1, 3]), found => found.Worst.ShouldBe([0, 2]));

    [Fact]
    public void Of_TieOverTheLimit_CountsThoseLeftOut()
    {
        var found = Standouts.Of([0.1, 0.9, 0.1, 0.9, 0.1, 0.9, 0.9, 0.5], 2);
        found.Best.ShouldBe([1, 3]);
        found.BestTied.ShouldBe(2);
        found.WorstTied.ShouldBe(1);
        // Those beyond the limit that differ from the last named are no tie.
        Standouts.Of([0.9, 0.8, 0.7, 0.1, 0.1, 0.1], 1).BestTied.ShouldBe(0);
    }

    [Theory]
    [InlineData]
    [InlineData(0.4)]
    [InlineData(0.3, 0.3, 0.30000000000000004)]
    public void Of_NothingToCompare_NamesNothing(params double[] values)
    {
        var found = Standouts.Of(values, 3);
        found.Best.ShouldBeEmpty();
        found.Worst.ShouldBeEmpty();
    }
}
