using System.Numerics;

namespace Orientir.Core.Methodologies;

/// <summary>Every weighted sum of points that complete marking by one expert can give, ascending.</summary>
internal static class AttainableSums
{
    // Points and weights are decimal fractions: in units of 1e-9 their sums are whole and exact.
    private const decimal Unit = 1_000_000_000m;

    // Bits for the exact set (a quarter of a megabyte); beyond it a thinned list.
    private const long MostBits = 1 << 21;
    private const int MostValues = 4_096;

    public static List<double> Of(IReadOnlyCollection<ReadNode> leaves)
    {
        var sets = leaves.Select(leaf => leaf.Scale!.AttainablePoints.Select(points => Units(points, leaf.Weight)).ToArray()).ToList();
        var divisor = sets.SelectMany(set => set).Aggregate(0L, (found, value) => (long)BigInteger.GreatestCommonDivisor(found, value));
        if (divisor == 0) return [0];
        var sums = sets.Sum(set => set[^1]) / divisor < MostBits ? Exact(sets, divisor) : Thinned(sets);
        return sums.ConvertAll(sum => (double)(sum / Unit));
    }

    // (decimal)double keeps 15 digits, which takes the noise off products such as 3 × 0.1.
    private static long Units(double points, double weight) => (long)Math.Round((decimal)points * (decimal)weight * Unit);

    // A sum is a bit; adding a leaf shifts the set by each of its values. Runs of equal steps are added by doubling.
    private static List<decimal> Exact(List<long[]> sets, long divisor)
    {
        var sums = BigInteger.One;
        foreach (var set in sets)
        {
            var next = BigInteger.Zero;
            for (var first = 0; first < set.Length;)
            {
                var step = first + 1 < set.Length ? set[first + 1] - set[first] : 0;
                var last = first;
                while (last + 1 < set.Length && set[last + 1] - set[last] == step) last++;
                var run = sums << (int)(set[first] / divisor);
                for (var have = 1; have < last - first + 1;)
                {
                    var more = Math.Min(have, last - first + 1 - have);
                    run |= run << (int)(step / divisor * more);
                    have += more;
                }
                next |= run;
                first = last + 1;
            }
            sums = next;
        }

        var bytes = sums.ToByteArray(isUnsigned: true);
        var found = new List<decimal>();
        for (var bit = 0L; bit < bytes.Length * 8L; bit++)
            if ((bytes[bit / 8] >> (int)(bit % 8) & 1) != 0)
                found.Add((decimal)bit * divisor);
        return found;
    }

    // Fine fractions make too many sums to keep: then one true sum stands for its neighbours, so that a reported gap is
    // always real, while one narrower than a few thousandths of the maximum may pass.
    private static List<decimal> Thinned(List<long[]> sets)
    {
        long[] sums = [0];
        foreach (var set in sets)
        {
            var values = Thin(set);
            sums = Thin([.. sums.SelectMany(_ => values, (sum, value) => sum + value).Order()]);
        }
        return [.. sums.Distinct().Select(sum => (decimal)sum)];
    }

    private static long[] Thin(long[] ascending)
    {
        if (ascending.Length <= MostValues) return ascending;
        var width = Math.Max(1, (ascending[^1] - ascending[0]) / (MostValues - 2));
        var kept = new List<long> { ascending[0] };
        foreach (var value in ascending)
            if (value - kept[^1] >= width || value == ascending[^1])
                kept.Add(value);
        return [.. kept];
    }
}
