namespace Orientir.Measurement.Statistics;

/// <summary>
/// Counts of shares 0 … 1 in bins of equal width. A bin holds its lower bound; the last one holds 1 too. A share that is a bound but for
/// binary noise (0.1 + 0.2) belongs to the bin that begins there.
/// </summary>
/// <remarks>Math.NET's histogram is no help: its bins hold their upper bound, so that 30 % would stand among «20–30 %».</remarks>
public static class Histogram
{
    /// <summary>The bin of a share.</summary>
    /// <param name="share">The share; what lies outside 0 … 1 belongs to the outermost bins.</param>
    /// <param name="bins">How many bins, at least one.</param>
    /// <returns>0 … bins − 1.</returns>
    public static int BinOf(double share, int bins) => Math.Clamp(Tolerance.WholeSteps(share * bins), 0, bins - 1);

    /// <summary>How many shares each bin holds; NaN is left out.</summary>
    public static int[] Of(IEnumerable<double> shares, int bins)
    {
        var counts = new int[bins];
        foreach (var share in shares)
            if (!double.IsNaN(share))
                counts[BinOf(share, bins)]++;
        return counts;
    }
}
