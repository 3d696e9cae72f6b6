using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Scoring;

/// <summary>
/// How the value of a mark becomes points. Points and maxima are unweighted here: the weight belongs to the leaf.
/// </summary>
public abstract record Scale
{
    /// <summary>The most points the scale can give; 0 for a measure without bands, which is reported and never scored.</summary>
    public abstract double Maximum { get; }

    /// <summary>Whether <paramref name="value"/> is one the scale knows. NaN is never a value: «не применимо» is not on any scale.</summary>
    public abstract bool Accepts(double value);

    /// <summary>The points of an accepted value, 0 … <see cref="Maximum"/>. The result for a value that is not accepted is undefined.</summary>
    public abstract double PointsOf(double value);

    /// <summary>Every number of points one expert's value can give, ascending and distinct.</summary>
    public abstract IReadOnlyList<double> AttainablePoints { get; }

    /// <summary>The items a checklist or a components scale asks for one by one; none for other scales.</summary>
    public virtual IReadOnlyList<ScaleItem> Items => [];

    private protected static bool IsWhole(double value) => value == Math.Floor(value);

    private protected static double[] Distinct(IEnumerable<double> points) => [.. points.Distinct().Order()];
}

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

/// <summary>One item of a checklist or a components scale.</summary>
public sealed record ScaleItem(string Id, string Title);

/// <summary>Items met, <paramref name="Points"/> each, up to <paramref name="Max"/> where a cap is given. The value is the number of items met.</summary>
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

/// <summary>The state of one item of a components scale.</summary>
public enum ComponentState
{
    /// <summary>Neither claimed nor confirmed.</summary>
    Absent,

    /// <summary>Claimed by the subject, no document behind it.</summary>
    Claimed,

    /// <summary>Claimed and confirmed by a document.</summary>
    Confirmed,
}

/// <summary>3: every item confirmed; 2: some confirmed; 1: none confirmed, some claimed; 0: nothing. The value is the points.</summary>
public sealed record ComponentsScale(IReadOnlyList<ScaleItem> Items) : Scale
{
    /// <inheritdoc/>
    public override IReadOnlyList<ScaleItem> Items { get; } = Items;

    /// <inheritdoc/>
    public override double Maximum => 3;

    /// <inheritdoc/>
    public override bool Accepts(double value) => value is 0 or 1 or 2 or 3;

    /// <inheritdoc/>
    public override double PointsOf(double value) => value;

    /// <inheritdoc/>
    public override IReadOnlyList<double> AttainablePoints => [0, 1, 2, 3];

    /// <summary>The value of item states, one an item in the order of <see cref="Items"/>.</summary>
    public static double ValueOf(ReadOnlySpan<ComponentState> states)
    {
        var confirmed = states.Count(ComponentState.Confirmed);
        if (confirmed == states.Length)
            return 3;
        if (confirmed > 0)
            return 2;
        return states.Contains(ComponentState.Claimed) ? 1 : 0;
    }
}
