namespace Orientir.Measurement.Scoring;

/// <summary>Yes or no: 0 or 1, times <paramref name="Points"/>.</summary>
public sealed record BinaryScale(double Points) : Scale
{
    /// <inheritdoc/>
    public override double Maximum => Points;

    /// <inheritdoc/>
    public override bool Accepts(double value) => value is 0 or 1;

    /// <inheritdoc/>
    public override double PointsOf(double value) => value * Points;

    /// <inheritdoc/>
    public override IReadOnlyList<double> AttainablePoints => [0, Points];
}
