namespace Orientir.Measurement.Scoring;

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
