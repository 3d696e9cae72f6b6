using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Ranking;

/// <summary>
/// Places by «standard competition ranking»: 1 + the number of those strictly higher, beyond <see cref="Tolerance.Absolute"/>; equal
/// ones share the place, and the last place of the tie is told with it.
/// </summary>
public static class Places
{
    /// <summary>The places of distinct values. O(values) time.</summary>
    /// <param name="ascending">Distinct values, ascending.</param>
    /// <param name="counts">How many hold each value.</param>
    /// <param name="from">Takes the first place of each value's tie, 1 …</param>
    /// <param name="to">Takes the last place of each value's tie.</param>
    public static void OfDistinct(ReadOnlySpan<double> ascending, ReadOnlySpan<int> counts, Span<int> from, Span<int> to)
    {
        var (top, higher) = (ascending.Length - 1, 0);
        var (bottom, notLower) = (ascending.Length - 1, 0);
        for (var index = ascending.Length - 1; index >= 0; index--)
        {
            while (Tolerance.IsAbove(ascending[top], ascending[index]))
                higher += counts[top--];
            while (bottom >= 0 && Tolerance.Reaches(ascending[bottom], ascending[index]))
                notLower += counts[bottom--];
            (from[index], to[index]) = (higher + 1, notLower);
        }
    }

    /// <summary>The place a value takes beside others: 1 + how many of them are strictly higher; NaN is nobody's value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="others">The values of the others.</param>
    public static int Beside(double value, ReadOnlySpan<double> others)
    {
        var place = 1;
        foreach (var other in others)
            if (Tolerance.IsAbove(other, value))
                place++;
        return place;
    }
}
