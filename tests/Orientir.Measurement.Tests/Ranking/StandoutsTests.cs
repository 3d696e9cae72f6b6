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
