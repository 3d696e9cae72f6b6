namespace Orientir.Measurement.Scoring;

/// <summary>
/// How the value of a mark becomes points. Points and maxima are unweighted here: the weight belongs to the leaf.
/// </summary>
public abstract record Scale
{
    /// <summary>The most points the scale can give; 0 for a measure without bands, which is reported and never scored.</summary>
    public abstract double Maximum { get; }

    /// <summary>
    /// Whether <paramref name="value"/> is one the scale knows. NaN is never a value: «не применимо» is not on any scale.
    /// </summary>
    public abstract bool Accepts(double value);

    /// <summary>
    /// The points of an accepted value, 0 … <see cref="Maximum"/>. The result for a value that is not accepted is undefined.
    /// </summary>
    public abstract double PointsOf(double value);

    /// <summary>Every number of points one expert's value can give, ascending and distinct.</summary>
    public abstract IReadOnlyList<double> AttainablePoints { get; }

    /// <summary>The items a checklist or a components scale asks for one by one; none for other scales.</summary>
    public virtual IReadOnlyList<ScaleItem> Items => [];

    private protected static bool IsWhole(double value) => value == Math.Floor(value);

    private protected static double[] Distinct(IEnumerable<double> points) => [.. points.Distinct().Order()];
}
