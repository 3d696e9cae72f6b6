using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Cycle;

/// <summary>
/// What is known of a stage: sums over leaves and subjects, by the third rule (<see cref="CycleRule.MarkedAlone"/>) of what is marked
/// alone. The share, 0 … 1, is null where nothing with a maximum is marked.
/// </summary>
/// <param name="Points">Points earned.</param>
/// <param name="Max">Points possible; by the third rule the maxima of what is marked.</param>
/// <param name="Missing">
/// Maxima of what applies and nobody marked; 0 by the rules before, which held them in <paramref name="Max"/>.
/// </param>
/// <param name="Marked">How many leaves of how many subjects, one by one, are marked; counted by the third rule.</param>
/// <param name="Unmarked">How many apply and are not.</param>
public readonly record struct CycleValue(double Points, double Max, double Missing = 0, int Marked = 0, int Unmarked = 0)
{
    /// <summary>Points divided by maximum.</summary>
    public double? Share => Max > 0 ? Points / Max : null;

    /// <summary>The least share complete marking could give: what is missing earns nothing.</summary>
    public double Lowest => Points / (Max + Missing);

    /// <summary>The greatest: what is missing earns all it can.</summary>
    public double Highest => (Points + Missing) / (Max + Missing);

    /// <summary>Something applies, and something of it is not marked.</summary>
    public bool IsIncomplete => Missing > 0;

    /// <summary>Something applies, and nothing of it is marked: not assessed, which is not 0.</summary>
    public bool IsUnassessed => Missing > 0 && Max <= 0;

    /// <summary>More of what is possible is missing than marked: too little to speak of the stage.</summary>
    public bool SaysTooLittle => Tolerance.IsAbove(Missing / (Max + Missing), 0.5);

    /// <summary>Both together.</summary>
    public static CycleValue operator +(CycleValue one, CycleValue other) =>
        new(
            one.Points + other.Points,
            one.Max + other.Max,
            one.Missing + other.Missing,
            one.Marked + other.Marked,
            one.Unmarked + other.Unmarked
        );

    /// <summary>The sum of cells; what is null adds nothing.</summary>
    public static CycleValue Sum(IEnumerable<CycleValue?> cells) =>
        cells.Aggregate(default(CycleValue), (sum, cell) => sum + cell.GetValueOrDefault());
}
