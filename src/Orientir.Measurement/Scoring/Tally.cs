namespace Orientir.Measurement.Scoring;

/// <summary>
/// Distinct values of a column, ascending, with their counts. Every statistic is computed over it, in ascending order,
/// so that the order of the input cannot change a single bit of the result. NaN is left out.
/// </summary>
internal readonly struct Tally
{
    private const int FewValues = 32;
    private const int Slots = 128;
    private readonly double[] distinct;
    private readonly int[] counts;

    private Tally(double[] distinct, int[] counts, int count)
    {
        this.distinct = distinct;
        this.counts = counts;
        Count = count;
    }

    /// <summary>Number of distinct values.</summary>
    public int Distinct => distinct.Length;

    /// <summary>Number of values.</summary>
    public int Count { get; }

    public double this[int index] => distinct[index];

    public int CountOf(int index) => counts[index];

    /// <summary>Tallies a column and writes, for each row, the index of its value; −1 for NaN.</summary>
    public static Tally Of(ReadOnlySpan<double> column, Span<int> indices)
    {
        // A leaf has a handful of distinct points over thousands of subjects: a small hash table beats sorting by far.
        Span<double> few = stackalloc double[FewValues];
        Span<int> fewCounts = stackalloc int[FewValues];
        Span<sbyte> slots = stackalloc sbyte[Slots];
        slots.Fill(-1);
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
            while (slots[slot] >= 0 && few[slots[slot]] != value)
                slot = (slot + 1) % Slots;
            if (slots[slot] < 0)
            {
                if (found == FewValues)
                    return BySorting(column, indices);
                few[found] = value;
                slots[slot] = (sbyte)found++;
            }
            indices[row] = slots[slot];
            fewCounts[slots[slot]]++;
            count++;
        }

        // From order of appearance to ascending order.
        var (values, order) = (few[..found].ToArray(), new int[found]);
        for (var index = 0; index < found; index++)
            order[index] = index;
        Array.Sort(values, order);
        var countOf = new int[found];
        Span<int> rankOf = stackalloc int[FewValues];
        for (var index = 0; index < found; index++)
        {
            countOf[index] = fewCounts[order[index]];
            rankOf[order[index]] = index;
        }
        for (var row = 0; row < column.Length; row++)
            if (indices[row] >= 0)
                indices[row] = rankOf[indices[row]];
        return new Tally(values, countOf, count);
    }

    private static Tally BySorting(ReadOnlySpan<double> column, Span<int> indices)
    {
        var (sorted, rows) = (column.ToArray(), new int[column.Length]);
        for (var row = 0; row < rows.Length; row++)
            rows[row] = row;
        Array.Sort(sorted, rows); // NaN sorts first
        var (values, runs) = (new List<double>(), new List<int>());
        var count = 0;
        for (var place = 0; place < sorted.Length; place++)
        {
            if (double.IsNaN(sorted[place]))
            {
                indices[rows[place]] = -1;
                continue;
            }
            if (values.Count == 0 || values[^1] != sorted[place])
            {
                values.Add(sorted[place]);
                runs.Add(0);
            }
            runs[^1]++;
            count++;
            indices[rows[place]] = values.Count - 1;
        }
        return new Tally([.. values], [.. runs], count);
    }

    /// <summary>The tally of the same rows in another unit: value × factor / divisor, both above 0.</summary>
    public Tally Scaled(double factor, double divisor)
    {
        var scaled = new double[distinct.Length];
        for (var index = 0; index < scaled.Length; index++)
            scaled[index] = distinct[index] * factor / divisor;
        return new Tally(scaled, counts, Count);
    }

    public double Min => distinct[0];

    public double Max => distinct[^1];

    public double Mean
    {
        get
        {
            var sum = 0.0;
            for (var index = 0; index < distinct.Length; index++)
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
            for (var index = 0; index < distinct.Length; index++)
                squares += counts[index] * (distinct[index] - mean) * (distinct[index] - mean);
            return Math.Sqrt(squares / (Count - 1));
        }
    }

    /// <summary>Quantile by linear interpolation of order statistics at h = (n − 1)p: R-7 of Hyndman and Fan (1996).</summary>
    public double Quantile(double p)
    {
        var h = (Count - 1) * p;
        var low = (int)Math.Floor(h);
        var (a, b) = (ValueAt(low), ValueAt(Math.Min(low + 1, Count - 1)));
        return a + (h - low) * (b - a);
    }

    /// <summary>The value at a 0-based position of the sorted column.</summary>
    private double ValueAt(int position)
    {
        var index = 0;
        while (position >= counts[index])
            position -= counts[index++];
        return distinct[index];
    }

    /// <summary>How many values lie below a limit.</summary>
    public int CountBelow(double limit)
    {
        var count = 0;
        for (var index = 0; index < distinct.Length && distinct[index] < limit; index++)
            count += counts[index];
        return count;
    }

    /// <summary>
    /// Places of the distinct values, the highest first: 1 + the number of values higher by more than
    /// <paramref name="tolerance"/>, and the last place of the tie.
    /// </summary>
    public (int From, int To)[] Places(double tolerance)
    {
        var places = new (int From, int To)[distinct.Length];
        var (top, higher) = (distinct.Length - 1, 0);
        var (bottom, notLower) = (distinct.Length - 1, 0);
        for (var index = distinct.Length - 1; index >= 0; index--)
        {
            while (distinct[top] > distinct[index] + tolerance)
                higher += counts[top--];
            while (bottom >= 0 && distinct[bottom] >= distinct[index] - tolerance)
                notLower += counts[bottom--];
            places[index] = (higher + 1, notLower);
        }
        return places;
    }
}
