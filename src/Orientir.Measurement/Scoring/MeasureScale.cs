namespace Orientir.Measurement.Scoring;

/// <summary>A band of a measure: values at or above <paramref name="From"/>, up to the next band, give <paramref name="Points"/>.</summary>
public sealed record MeasureBand(double From, double Points);

/// <summary>
/// A measured quantity, any real number in <paramref name="Unit"/>; the points are those of the last band whose
/// <see cref="MeasureBand.From"/> does not exceed the value, 0 below the first. Without bands it is reported, never scored.
/// </summary>
public sealed record MeasureScale(string Unit, string Numerator, string Denominator, IReadOnlyList<MeasureBand> Bands) : Scale
{
    /// <inheritdoc/>
    public override double Maximum { get; } = Bands.Count == 0 ? 0 : Bands.Max(band => band.Points);

    /// <inheritdoc/>
    public override bool Accepts(double value) => double.IsFinite(value);

    /// <inheritdoc/>
    public override double PointsOf(double value)
    {
        for (var index = Bands.Count - 1; index >= 0; index--)
            if (Bands[index].From <= value)
                return Bands[index].Points;
        return 0;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> AttainablePoints => Distinct(Bands.Select(band => band.Points).Append(0));
}
