using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Tests.Statistics;

public class TallyTests
{
    [Fact]
    public void Fill_MtcarsMpg_EqualsThePublishedValues()
    {
        var tally = Of(Mpg());
        tally.Mean.ShouldBe(20.090625, 1e-10);
        tally.Quantile(0.25).ShouldBe(15.425, 1e-10);
        tally.Quantile(0.5).ShouldBe(19.2, 1e-10);
        tally.Quantile(0.75).ShouldBe(22.8, 1e-10);
        tally.StandardDeviation!.Value.ShouldBe(6.0269480520891, 1e-10);
    }

    [Fact]
    public void Fill_NoValues_HasNoStatistics()
    {
        var tally = Of(double.NaN, double.NaN);
        (tally.Count, tally.Distinct, tally.CountBelow(1)).ShouldBe((0, 0, 0));
        tally.Mean.ShouldBe(double.NaN);
        tally.Min.ShouldBe(double.NaN);
        tally.Max.ShouldBe(double.NaN);
        tally.Quantile(0.5).ShouldBe(double.NaN);
        tally.StandardDeviation.ShouldBeNull();
    }

    [Fact]
    public void Fill_OneValue_IsEveryQuantileAndHasNoDeviation()
    {
        var tally = Of(3.5);
        foreach (var p in (double[])[0, 0.25, 0.5, 1])
            tally.Quantile(p).ShouldBe(3.5);
        tally.StandardDeviation.ShouldBeNull();
    }

    [Fact]
    public void Fill_ConstantColumn_DoesNotDeviate()
    {
        var tally = Of(0.1, 0.1, 0.1);
        tally.Distinct.ShouldBe(1);
        tally.StandardDeviation!.Value.ShouldBe(0, 1e-16); // 3 × 0.1 / 3 is 0.1 but for the last bit
    }

    [Fact]
    public void Fill_ZeroAndMinusZero_AreOneValue() => Of(0.0, -0.0).Distinct.ShouldBe(1);

    [Fact]
    public void Fill_AnyColumn_EqualsSortingItWhateverWasThereBefore()
    {
        var tally = new Tally();
        Prop.ForAll(
                Gen.Choose(0, 80)
                    .ListOf()
                    .Select(list => list.Select(value => value % 9 == 0 ? double.NaN : value / 8.0).ToArray())
                    .ToArbitrary(),
                column =>
                {
                    var indices = new int[column.Length];
                    tally.Fill(column, indices); // the same tally each time: nothing of the column before may stay
                    var values = column.Where(value => !double.IsNaN(value)).Order().ToArray();
                    tally.Count.ShouldBe(values.Length);
                    Enumerable.Range(0, tally.Distinct).Select(index => tally[index]).ShouldBe(values.Distinct());
                    for (var row = 0; row < column.Length; row++)
                        if (double.IsNaN(column[row]))
                            indices[row].ShouldBe(-1);
                        else
                            tally[indices[row]].ShouldBe(column[row]);
                    var sample = SampleSummary.Of(column);
                    if (values.Length > 0)
                    {
                        tally.Quantile(0.25).ShouldBe(sample.Q1, 1e-12);
                        tally.Quantile(0.5).ShouldBe(sample.Median, 1e-12);
                        tally.Mean.ShouldBe(sample.Mean, 1e-12);
                    }
                    if (values.Length > 1)
                        tally.StandardDeviation!.Value.ShouldBe(sample.Sd!.Value, 1e-12);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void FillScaled_OtherUnit_KeepsCounts()
    {
        var scaled = new Tally();
        scaled.FillScaled(Of(1, 2, 2), 3, 6);
        (scaled[0], scaled[1], scaled.CountOf(1), scaled.Count).ShouldBe((0.5, 1, 2, 3));
    }

    internal static double[] Mpg() =>
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "ReferenceData", "mtcars-mpg.csv"))
                .Select(line => double.Parse(line, CultureInfo.InvariantCulture)),
        ];

    private static Tally Of(params double[] column)
    {
        var tally = new Tally();
        tally.Fill(column, new int[column.Length]);
        return tally;
    }
}
