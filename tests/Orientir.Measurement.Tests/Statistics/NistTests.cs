using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Tests.Statistics;

/// <summary>
/// The certified values of NIST, by the tally that scoring uses and by Math.NET. The digits are those Math.NET Numerics claims for its own
/// implementations (src/Numerics.Tests/StatisticsTests/StatisticsTests.cs): of NumAcc3 and NumAcc4 the input itself is not exact in binary.
/// </summary>
public class NistTests
{
    [Theory]
    [InlineData("Lew", 14, 14)]
    [InlineData("Lottery", 14, 14)]
    [InlineData("Mavro", 14, 11)]
    [InlineData("Michelso", 14, 11)]
    [InlineData("NumAcc1", 15, 15)]
    [InlineData("NumAcc2", 14, 13)]
    [InlineData("NumAcc3", 14, 9)]
    [InlineData("NumAcc4", 14, 7)]
    [InlineData("PiDigits", 14, 14)]
    public void Statistics_OfNistSet_EqualTheCertifiedValues(string name, int meanDigits, int sdDigits)
    {
        var set = NistSet.Read(name);
        var tally = new Tally();
        tally.Fill(set.Values, new int[set.Values.Length]);
        var sample = SampleSummary.Of(set.Values);

        foreach (var (mean, sd) in ((double, double)[])[(tally.Mean, tally.StandardDeviation!.Value), (sample.Mean, sample.Sd!.Value)])
        {
            mean.ShouldBe(set.Mean, Math.Abs(set.Mean) * Math.Pow(10, -meanDigits));
            sd.ShouldBe(set.Sd, set.Sd * Math.Pow(10, -sdDigits));
        }
        (tally.Count, tally.Min, tally.Max).ShouldBe((sample.Count, sample.Min, sample.Max));
        tally.Quantile(0.25).ShouldBe(sample.Q1);
        tally.Quantile(0.75).ShouldBe(sample.Q3);
    }
}
