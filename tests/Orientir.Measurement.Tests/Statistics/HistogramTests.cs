using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Tests.Statistics;

public class HistogramTests
{
    [Fact]
    public void Of_SharesOnBounds_BelongToTheBinThatBeginsThere() =>
        // 0.1 + 0.2 is a little more than 0.3, 0.7 × 10 a little less than 7.
        Histogram.Of([0, 0.1 + 0.2, 0.3, 0.7, 0.99, 1, double.NaN], 10).ShouldBe([1, 0, 0, 2, 0, 0, 0, 1, 0, 2]);

    [Fact]
    public void Of_NoShares_IsEmptyBins() => Histogram.Of([double.NaN], 3).ShouldBe([0, 0, 0]);

    [Fact]
    public void BinOf_OutsideTheRange_IsTheOutermost() => (Histogram.BinOf(-0.2, 5), Histogram.BinOf(1.2, 5)).ShouldBe((0, 4));
}
