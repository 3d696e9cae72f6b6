namespace Orientir.Measurement.Cycle;

/// <summary>Sums of points and maxima; the share, 0 … 1, is null where the maximum is 0.</summary>
public readonly record struct CycleValue(double Points, double Max)
{
    /// <summary>Points divided by maximum.</summary>
    public double? Share => Max > 0 ? Points / Max : null;

    /// <summary>The sum of cells; what is null adds nothing.</summary>
    public static CycleValue Sum(IEnumerable<CycleValue?> cells)
    {
        var (points, max) = (0.0, 0.0);
        foreach (var cell in cells)
            if (cell is { } value)
                (points, max) = (points + value.Points, max + value.Max);
        return new(points, max);
    }
}
