using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Ranking;

/// <summary>What stands out of a list of values on either side of its average, by index.</summary>
/// <param name="Best">The highest values above the average, highest first.</param>
/// <param name="Worst">The lowest values below the average, lowest first.</param>
public sealed record Standouts(IReadOnlyList<int> Best, IReadOnlyList<int> Worst)
{
    /// <summary>
    /// Finds the best above and the worst below the average. A tie over the limit is cut in the order given; where fewer than two values
    /// are given, or all are equal, nothing stands out.
    /// </summary>
    /// <param name="values">The values; none is NaN.</param>
    /// <param name="limit">How many to name on each side, at most.</param>
    public static Standouts Of(IReadOnlyList<double> values, int limit)
    {
        if (values.Count < 2 || !Tolerance.IsAbove(values.Max(), values.Min()))
            return new([], []);
        var average = values.Average();
        var all = Enumerable.Range(0, values.Count);
        return new(
            [
                .. all.OrderByDescending(index => Tolerance.SortKey(values[index]))
                    .Where(index => Tolerance.IsAbove(values[index], average))
                    .Take(limit),
            ],
            [
                .. all.OrderBy(index => Tolerance.SortKey(values[index]))
                    .Where(index => Tolerance.IsBelow(values[index], average))
                    .Take(limit),
            ]
        );
    }
}
