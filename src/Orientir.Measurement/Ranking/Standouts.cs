using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Ranking;

/// <summary>What stands out of a list of values on either side of its average, by index.</summary>
/// <param name="Best">The highest values above the average, highest first.</param>
/// <param name="Worst">The lowest values below the average, lowest first.</param>
/// <param name="BestTied">How many more have the value of the last of <paramref name="Best"/>.</param>
/// <param name="WorstTied">How many more have the value of the last of <paramref name="Worst"/>.</param>
public sealed record Standouts(IReadOnlyList<int> Best, IReadOnlyList<int> Worst, int BestTied, int WorstTied)
{
    /// <summary>
    /// Finds the best above and the worst below the average. A tie over the limit is cut in the order given, and counted; where fewer than
    /// two values are given, or all are equal, nothing stands out.
    /// </summary>
    /// <param name="values">The values; none is NaN.</param>
    /// <param name="limit">How many to name on each side, at most.</param>
    public static Standouts Of(IReadOnlyList<double> values, int limit)
    {
        if (values.Count < 2 || !Tolerance.IsAbove(values.Max(), values.Min()))
            return new([], [], 0, 0);
        var average = values.Average();
        var all = Enumerable.Range(0, values.Count);
        int[] best =
        [
            .. all.Where(index => Tolerance.IsAbove(values[index], average)).OrderByDescending(index => Tolerance.SortKey(values[index])),
        ];
        int[] worst = [.. all.Where(index => Tolerance.IsBelow(values[index], average)).OrderBy(index => Tolerance.SortKey(values[index]))];
        return new([.. best.Take(limit)], [.. worst.Take(limit)], TiedBeyond(values, best, limit), TiedBeyond(values, worst, limit));
    }

    /// <summary>How many of a sorted list beyond the limit have the value of the last within it.</summary>
    /// <param name="values">The values.</param>
    /// <param name="sorted">Indices, in their order.</param>
    /// <param name="limit">How many are named.</param>
    public static int TiedBeyond(IReadOnlyList<double> values, IReadOnlyList<int> sorted, int limit) =>
        sorted.Count <= limit ? 0 : sorted.Skip(limit).Count(index => Tolerance.AreEqual(values[index], values[sorted[limit - 1]]));
}
