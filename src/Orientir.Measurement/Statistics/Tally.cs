using Orientir.Measurement.Ranking;

namespace Orientir.Measurement.Statistics;

/// <summary>
/// Distinct values of a column, ascending, with their counts. Every statistic is computed over it in ascending order, so that the order
/// of the input cannot change a single bit of the result. NaN is left out. Filled again and again, it allocates nothing once its room
/// suffices: robustness replicates a scoring ten thousand times. Not for several threads at once.
/// </summary>
/// <remarks>
/// Over raw values of one sample <see cref="SampleSummary"/> does the same by Math.NET. Here the values repeat (a leaf of a thousand
/// subjects has four): by counts the statistics cost four steps, not a thousand.
/// </remarks>
public sealed class Tally
{
    private const int FewValues = 32;
    private const int Slots = 128;
    private double[] distinct = new double[FewValues];
    private int[] counts = new int[FewValues];
    private int[] placesFrom = [];
    private int[] placesTo = [];

    /// <summary>Number of distinct values.</summary>
    public int Distinct { get; private set; }

    /// <summary>Number of values.</summary>
    public int Count { get; private set; }

    /// <summary>A distinct value; they ascend.</summary>
    public double this[int index] => distinct[index];

    /// <summary>How often a distinct value stands in the column.</summary>
    public int CountOf(int index) => counts[index];

    /// <summary>The least value; NaN where there are none.</summary>
    public double Min => Count == 0 ? double.NaN : distinct[0];

    /// <summary>The highest value; NaN where there are none.</summary>
    public double Max => Count == 0 ? double.NaN : distinct[Distinct - 1];

    /// <summary>Arithmetic mean; NaN where there are no values.</summary>
    public double Mean
    {
        get
        {
            var sum = 0.0;
            for (var index = 0; index < Distinct; index++)
                sum += distinct[index] * counts[index];
            return sum / Count;
        }
    }

    /// <summary>Sample standard deviation (denominator n − 1), two passes; null below two values.</summary>
    public double? StandardDeviation
    {
        get
        {
            if (Count < 2)
                return null;
            var (mean, squares) = (Mean, 0.0);
            for (var index = 0; index < Distinct; index++)
                squares += counts[index] * (distinct[index] - mean) * (distinct[index] - mean);
            return Math.Sqrt(squares / (Count - 1));
        }
    }

    /// <summary>Tallies a column and writes, for each row, the index of its value; −1 for NaN. O(rows) for few distinct values.</summary>
    /// <param name="column">The values.</param>
    /// <param name="indices">Takes the indices; as long as the column.</param>
    public void Fill(ReadOnlySpan<double> column, Span<int> indices)
    {
        // A leaf has a handful of distinct points over thousands of subjects: a small hash table beats sorting by far.
        Span<double> few = stackalloc double[FewValues];
        Span<int> fewCounts = stackalloc int[FewValues];
        Span<byte> slots = stackalloc byte[Slots]; // place in few + 1; 0 is free
        slots.Clear();
        var (found, count) = (0, 0);
        for (var row = 0; row < column.Length; row++)
        {
            var value = column[row] + 0.0; // −0 becomes 0: one value, one bit pattern
            if (double.IsNaN(value))
            {
                indices[row] = -1;
                continue;
            }
            var slot = (int)((ulong)(BitConverter.DoubleToInt64Bits(value) * -7046029254386353131L) >> 57);
            while (slots[slot] > 0 && few[slots[slot] - 1] != value)
                slot = (slot + 1) % Slots;
            if (slots[slot] == 0)
            {
                if (found == FewValues)
                {
                    FillBySorting(column, indices);
                    return;
                }
                few[found] = value;
                slots[slot] = (byte)++found;
            }
            indices[row] = slots[slot] - 1;
            fewCounts[slots[slot] - 1]++;
            count++;
        }

        // From order of appearance to ascending order.
        Span<int> rankOf = stackalloc int[FewValues];
        for (var index = 0; index < found; index++)
        {
            var rank = 0;
            for (var other = 0; other < found; other++)
                if (few[other] < few[index])
                    rank++;
            (distinct[rank], counts[rank], rankOf[index]) = (few[index], fewCounts[index], rank);
        }
        for (var row = 0; row < column.Length; row++)
            if (indices[row] >= 0)
                indices[row] = rankOf[indices[row]];
        (Distinct, Count) = (found, count);
    }

    /// <summary>Becomes the tally of no values.</summary>
    public void Clear() => (Distinct, Count) = (0, 0);

    /// <summary>Becomes the tally of the same rows in another unit: value × factor / divisor, both above 0.</summary>
    public void FillScaled(Tally from, double factor, double divisor)
    {
        Reserve(ref distinct, from.Distinct);
        Reserve(ref counts, from.Distinct);
        for (var index = 0; index < from.Distinct; index++)
            (distinct[index], counts[index]) = (from.distinct[index] * factor / divisor, from.counts[index]);
        (Distinct, Count) = (from.Distinct, from.Count);
    }

    /// <summary>
    /// Quantile by linear interpolation of order statistics at h = (n − 1)p: R-7 of Hyndman and Fan (1996), the default of R, NumPy and
    /// Excel. NaN where there are no values.
    /// </summary>
    /// <param name="p">0 … 1.</param>
    public double Quantile(double p)
    {
        if (Count == 0)
            return double.NaN;
        var h = (Count - 1) * p;
        var low = (int)Math.Floor(h);
        var (a, b) = (ValueAt(low), ValueAt(Math.Min(low + 1, Count - 1)));
        return a + (h - low) * (b - a);
    }

    /// <summary>How many values lie below a limit.</summary>
    public int CountBelow(double limit)
    {
        var count = 0;
        for (var index = 0; index < Distinct && distinct[index] < limit; index++)
            count += counts[index];
        return count;
    }

    /// <summary>
    /// Writes the places of the rows a column had: <see cref="Places.OfDistinct"/> by the indices of <see cref="Fill"/>, 0 for none.
    /// </summary>
    /// <param name="indices">For each row the index of its value, −1 for none.</param>
    /// <param name="from">Takes the first place of the tie.</param>
    /// <param name="to">Takes the last place of the tie.</param>
    public void WritePlaces(ReadOnlySpan<int> indices, Span<int> from, Span<int> to)
    {
        Reserve(ref placesFrom, Distinct);
        Reserve(ref placesTo, Distinct);
        Places.OfDistinct(distinct.AsSpan(0, Distinct), counts.AsSpan(0, Distinct), placesFrom, placesTo);
        for (var row = 0; row < indices.Length; row++)
            (from[row], to[row]) = indices[row] < 0 ? (0, 0) : (placesFrom[indices[row]], placesTo[indices[row]]);
    }

    // Sorts the values alone and finds each row's by halving: the framework's sort of two arrays at once is compiled at every start.
    private void FillBySorting(ReadOnlySpan<double> column, Span<int> indices)
    {
        Reserve(ref distinct, column.Length);
        Reserve(ref counts, column.Length);
        var count = 0;
        foreach (var value in column)
            if (!double.IsNaN(value))
                distinct[count++] = value + 0.0;
        Array.Sort(distinct, 0, count);
        var found = 0;
        for (var place = 0; place < count; place++)
        {
            if (found == 0 || distinct[found - 1] != distinct[place])
                (distinct[found], counts[found++]) = (distinct[place], 0);
            counts[found - 1]++;
        }
        for (var row = 0; row < column.Length; row++)
            indices[row] = double.IsNaN(column[row]) ? -1 : IndexOf(column[row], found);
        (Distinct, Count) = (found, count);
    }

    private int IndexOf(double value, int found)
    {
        var (low, high) = (0, found - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (distinct[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>The value at a 0-based position of the sorted column.</summary>
    private double ValueAt(int position)
    {
        var index = 0;
        while (position >= counts[index])
            position -= counts[index++];
        return distinct[index];
    }

    // Twice the room, so that columns that grow one by one do not copy each time.
    private static void Reserve<T>(ref T[] room, int length)
    {
        if (room.Length < length)
            room = new T[Math.Max(length, room.Length * 2)];
    }
}
