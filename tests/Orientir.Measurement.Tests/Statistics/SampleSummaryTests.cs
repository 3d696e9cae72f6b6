using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Tests.Statistics;

public class SampleSummaryTests
{
    [Fact]
    public void Of_MtcarsMpg_EqualsThePublishedValues()
    {
        var summary = SampleSummary.Of(TallyTests.Mpg());
        summary.Mean.ShouldBe(20.090625, 1e-10);
        summary.Q1.ShouldBe(15.425, 1e-10);
        summary.Median.ShouldBe(19.2, 1e-10);
        summary.Q3.ShouldBe(22.8, 1e-10);
        summary.Sd!.Value.ShouldBe(6.0269480520891, 1e-10);
        (summary.Count, summary.Min, summary.Max).ShouldBe((32, 10.4, 33.9));
    }

    [Fact]
    public void Of_NoValues_IsNaN()
    {
        var summary = SampleSummary.Of([double.NaN]);
        summary.Count.ShouldBe(0);
        foreach (var statistic in (double[])[summary.Min, summary.Q1, summary.Median, summary.Q3, summary.Max, summary.Mean])
            statistic.ShouldBe(double.NaN);
        summary.Sd.ShouldBeNull();
    }

    [Fact]
    public void Of_OneValue_IsThatValueWithoutDeviation() =>
        SampleSummary.Of([2.5]).ShouldBe(new SampleSummary(1, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, null));

    [Fact]
    public void Of_ConstantSample_DoesNotDeviate() => SampleSummary.Of([7, 7, 7]).ShouldBe(new SampleSummary(3, 7, 7, 7, 7, 7, 7, 0));
}
