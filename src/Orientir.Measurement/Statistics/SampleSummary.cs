using MathNet.Numerics.Statistics;

namespace Orientir.Measurement.Statistics;

/// <summary>
/// Statistics of one sample of raw values, in the unit of the values, by Math.NET Numerics; NaN where there are no values.
/// </summary>
/// <param name="Count">Number of values.</param>
/// <param name="Min">The least.</param>
/// <param name="Q1">Lower quartile (R-7, Hyndman and Fan 1996).</param>
/// <param name="Median">The median; of an even number, the mean of the middle two.</param>
/// <param name="Q3">Upper quartile .</param>
/// <param name="Max">The highest.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Sd">Sample standard deviation (denominator n − 1); null below two values.</param>
public sealed record SampleSummary(int Count, double Min, double Q1, double Median, double Q3, double Max, double Mean, double? Sd)
{
    /// <summary>Summarises a sample. O(n log n) time.</summary>
    /// <param name="values">The values in any order; NaN is left out.</param>
    public static SampleSummary Of(IEnumerable<double> values)
    {
        var sample = values.Where(value => !double.IsNaN(value)).ToArray();
        // Math.NET's running variance loses digits on sorted values (NumAcc4 of NIST): mean and deviation take them as they come.
        double[] sorted = [.. sample.Order()];
        return new(
            sample.Length,
            SortedArrayStatistics.Minimum(sorted),
            SortedArrayStatistics.QuantileCustom(sorted, 0.25, QuantileDefinition.R7),
            SortedArrayStatistics.Median(sorted),
            SortedArrayStatistics.QuantileCustom(sorted, 0.75, QuantileDefinition.R7),
            SortedArrayStatistics.Maximum(sorted),
            ArrayStatistics.Mean(sample),
            sample.Length < 2 ? null : ArrayStatistics.StandardDeviation(sample)
        );
    }
}
