namespace Orientir.Measurement.Scoring;

/// <summary>
/// Distinct values of a column, ascending, with their counts. Every statistic is computed over it, in ascending order,
/// so that the order of the input cannot change a single bit of the result. NaN is left out.
/// </summary>
internal sealed class Tally
{
    private const int FewValues = 32;
    private readonly double[] values;
    private readonly int[] counts;

    private Tally(double[] values, int[] counts, int distinct)
    {
        this.values = values;
        this.counts = counts;
        Distinct = distinct;
        for (var index = 0; index < distinct; index++)
            Count += counts[index];
    }

    /// <summary>Number of distinct values.</summary>
    public int Distinct { get; }

    /// <summary>Number of values.</summary>
    public int Count { get; }

    public double this[int index] => values[index];

    public int CountOf(int index) => counts[index];

    public static Tally Of(ReadOnlySpan<double> column)
    {
        // A leaf has a handful of distinct points over thousands of subjects: inserting beats sorting by far.
        Span<double> few = stackalloc double[FewValues];
        Span<int> fewCounts = stackalloc int[FewValues];
        var distinct = 0;
        foreach (var value in column)
        {
            if (double.IsNaN(value)) continue;
            var at = 0;
            while (at < distinct && few[at] < value) at++;
            if (at < distinct && few[at] == value)
            {
                fewCounts[at]++;
                continue;
            }
            if (distinct == FewValues) return BySorting(column);
            for (var move = distinct; move > at; move--)
                (few[move], fewCounts[move]) = (few[move - 1], fewCounts[move - 1]);
            (few[at], fewCounts[at]) = (value, 1);
            distinct++;
        }
        return new Tally(few[..distinct].ToArray(), fewCounts[..distinct].ToArray(), distinct);
    }

    private static Tally BySorting(ReadOnlySpan<double> column)
    {
        var sorted = column.ToArray();
        Array.Sort(sorted); // NaN sorts first
        var runs = new int[sorted.Length];
        var distinct = 0;
        foreach (var value in sorted)
        {
            if (double.IsNaN(value)) continue;
            if (distinct > 0 && sorted[distinct - 1] == value)
            {
                runs[distinct - 1]++;
                continue;
            }
            (sorted[distinct], runs[distinct]) = (value, 1);
            distinct++;
        }
        return new Tally(sorted, runs, distinct);
    }

    /// <summary>Index of a value that is in the tally.</summary>
    public int IndexOf(double value) => Array.BinarySearch(values, 0, Distinct, value);

    public double Min => values[0];

    public double Max => values[Distinct - 1];

    public double Mean
    {
        get
        {
            var sum = 0.0;
            for (var index = 0; index < Distinct; index++)
                sum += values[index] * counts[index];
            return sum / Count;
        }
    }

    /// <summary>Sample standard deviation (denominator n − 1), two passes; null below two values.</summary>
    public double? StandardDeviation
    {
        get
        {
            if (Count < 2) return null;
            var (mean, squares) = (Mean, 0.0);
            for (var index = 0; index < Distinct; index++)
                squares += counts[index] * (values[index] - mean) * (values[index] - mean);
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
        while (position >= counts[index]) position -= counts[index++];
        return values[index];
    }

    /// <summary>How many values lie below a limit.</summary>
    public int CountBelow(double limit)
    {
        var count = 0;
        for (var index = 0; index < Distinct && values[index] < limit; index++)
            count += counts[index];
        return count;
    }

    /// <summary>
    /// Places of the distinct values, the highest first: 1 + the number of values higher by more than
    /// <paramref name="tolerance"/>, and the last place of the tie.
    /// </summary>
    public (int From, int To)[] Places(double tolerance)
    {
        var places = new (int From, int To)[Distinct];
        var (top, higher) = (Distinct - 1, 0);
        for (var index = Distinct - 1; index >= 0; index--)
        {
            while (values[top] > values[index] + tolerance) higher += counts[top--];
            places[index].From = higher + 1;
        }
        var (bottom, notLower) = (Distinct - 1, 0);
        for (var index = Distinct - 1; index >= 0; index--)
        {
            while (bottom >= 0 && values[bottom] >= values[index] - tolerance) notLower += counts[bottom--];
            places[index].To = notLower;
        }
        return places;
    }
}
