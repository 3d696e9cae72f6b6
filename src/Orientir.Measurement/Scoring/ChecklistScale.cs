namespace Orientir.Measurement.Scoring;

/// <summary>
/// Items met, <paramref name="Points"/> each, up to <paramref name="Max"/> where a cap is given. The value is the number of items met.
/// </summary>
public sealed record ChecklistScale(IReadOnlyList<ScaleItem> Items, double Points, double? Max) : Scale
{
    /// <inheritdoc/>
    public override IReadOnlyList<ScaleItem> Items { get; } = Items;

    /// <inheritdoc/>
    public override double Maximum => PointsOf(Items.Count);

    /// <inheritdoc/>
    public override bool Accepts(double value) => value >= 0 && value <= Items.Count && IsWhole(value);

    /// <inheritdoc/>
    public override double PointsOf(double value) => Math.Min(value * Points, Max ?? double.PositiveInfinity);

    /// <inheritdoc/>
    public override IReadOnlyList<double> AttainablePoints =>
        Distinct(Enumerable.Range(0, Items.Count + 1).Select(count => PointsOf(count)));
}
