using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Scoring;

/// <summary>0 … <paramref name="Max"/> in steps of <paramref name="Step"/>; the value is the points.</summary>
public sealed record PointsScale(double Max, double Step) : Scale
{
    /// <inheritdoc/>
    public override double Maximum => Max;

    /// <inheritdoc/>
    public override bool Accepts(double value) => value >= 0 && value <= Max && Tolerance.AreEqual(value / Step, Math.Round(value / Step));

    /// <inheritdoc/>
    public override double PointsOf(double value) => value;

    /// <inheritdoc/>
    public override IReadOnlyList<double> AttainablePoints =>
        [.. Enumerable.Range(0, Tolerance.WholeSteps(Max / Step) + 1).Select(index => index * Step)];
}
