using System.Numerics;

namespace Orientir.Core.Methodologies;

/// <summary>Every weighted sum of points that complete marking by one expert can give, ascending.</summary>
internal static class AttainableSums
{
    // Points and weights are decimal fractions: in units of 1e-9 their sums are whole and exact.
    private const decimal Unit = 1_000_000_000m;

    // Bits of the exact set: a quarter of a megabyte.
    private const long MostBits = 1 << 21;

    private const int Cells = 1 << 15;
    private const int MostValues = 64;

    public static List<double> Of(IReadOnlyCollection<ReadNode> leaves)
    {
        // (decimal)double keeps 15 digits, which takes the noise off products such as 3 × 0.1.
        var sets = leaves
            .Select(leaf => leaf.Scale!.AttainablePoints.Select(points => (decimal)points * (decimal)leaf.Weight).ToArray())
            .Where(set => set[^1] > 0)
            .ToList();
        if (sets.Count == 0)
            return [0];
        if (sets.TrueForAll(set => Array.TrueForAll(set, value => decimal.IsInteger(value * Unit))))
        {
            var whole = sets.ConvertAll(set => Array.ConvertAll(set, value => (long)(value * Unit)));
            var divisor = whole.SelectMany(set => set).Aggregate(0L, (one, other) => (long)BigInteger.GreatestCommonDivisor(one, other));
            if (whole.Sum(set => set[^1]) / divisor < MostBits)
                return Exact(whole, divisor);
        }
        return Thinned(sets.ConvertAll(set => Array.ConvertAll(set, value => (double)value)));
    }

    // A sum is a bit; adding a leaf shifts the set by each of its values. Runs of equal steps are added by doubling.
    private static List<double> Exact(List<long[]> sets, long divisor)
    {
        var sums = BigInteger.One;
        foreach (var set in sets)
        {
            var next = BigInteger.Zero;
            for (var first = 0; first < set.Length; )
            {
                var step = first + 1 < set.Length ? set[first + 1] - set[first] : 0;
                var last = first;
                while (last + 1 < set.Length && set[last + 1] - set[last] == step)
                    last++;
                var run = sums << (int)(set[first] / divisor);
                for (var have = 1; have < last - first + 1; )
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
        var found = new List<double>();
        for (var bit = 0L; bit < bytes.Length * 8L; bit++)
            if ((bytes[bit / 8] >> (int)(bit % 8) & 1) != 0)
                found.Add((double)(bit * divisor / Unit));
        return found;
    }

    // Odd fractions make too many sums to keep: then one true sum stands for its neighbours, so that a reported gap is
    // always real, while one narrower than a few cells (1/32768 of the maximum each) may pass.
    private static List<double> Thinned(List<double[]> sets)
    {
        var width = sets.Sum(set => set[^1]) / (Cells - 1);
        List<double> sums = [0];
        foreach (var set in sets)
        {
            var stride = Math.Max(1, (set.Length - 1) / MostValues);
            var values = set.Where((_, index) => index % stride == 0 || index == set.Length - 1).ToArray();
            var kept = new double[Cells + 1];
            Array.Fill(kept, double.NaN);
            foreach (var sum in sums)
            {
                foreach (var value in values)
                {
                    ref var cell = ref kept[Math.Min(Cells, (int)((sum + value) / width))];
                    if (!(cell <= sum + value))
                        cell = sum + value;
                }
            }
            sums = [.. kept.Where(sum => !double.IsNaN(sum))];
        }
        return sums;
    }
}
