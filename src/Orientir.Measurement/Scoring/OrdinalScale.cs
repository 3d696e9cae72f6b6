namespace Orientir.Measurement.Scoring;

/// <summary>One step of an ordinal scale: its points are its value.</summary>
public sealed record ScaleStep(double Points, string Title);

/// <summary>One of several steps; the value of a mark is the points of the step.</summary>
public sealed record OrdinalScale(IReadOnlyList<ScaleStep> Steps) : Scale
{
    /// <inheritdoc/>
    public override double Maximum { get; } = Steps.Max(step => step.Points);

    /// <inheritdoc/>
    public override bool Accepts(double value) => Steps.Any(step => step.Points == value);

    /// <inheritdoc/>
    public override double PointsOf(double value) => value;

    /// <inheritdoc/>
    public override IReadOnlyList<double> AttainablePoints => Distinct(Steps.Select(step => step.Points));
}
