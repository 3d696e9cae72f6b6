using Orientir.Measurement.Ranking;

namespace Orientir.Measurement.Tests.Ranking;

public class PlacesTests
{
    [Fact]
    public void OfDistinct_Ties_ShareThePlaceAndTellTheLast()
    {
        // Five with 1, 3, 3, 7 and 9 points: the two with 3 hold places 3 and 4.
        var (from, to) = (new int[4], new int[4]);
        Places.OfDistinct([1, 3, 7, 9], [1, 2, 1, 1], from, to);
        from.ShouldBe([5, 3, 2, 1]);
        to.ShouldBe([5, 4, 2, 1]);
    }

    [Fact]
    public void OfDistinct_ValuesWithinTolerance_AreOneTie()
    {
        var (from, to) = (new int[2], new int[2]);
        Places.OfDistinct([0.3, 0.1 + 0.2], [1, 1], from, to);
        from.ShouldBe([1, 1]);
        to.ShouldBe([2, 2]);
    }

    [Fact]
    public void Beside_Others_CountsThoseStrictlyHigher()
    {
        Places.Beside(0.5, [0.9, 0.5, 0.1, double.NaN, 0.6]).ShouldBe(3);
        Places.Beside(0.5, []).ShouldBe(1);
    }
}
