namespace Orientir.Measurement.Statistics;

/// <summary>
/// Comparison of points and shares. Sums of weighted points are not exact in binary (0.1 + 0.2 is not 0.3), so that quantities which
/// differ by no more than <see cref="Absolute"/> are equal. Points are at most some thousands and shares at most 1: rounding errors of
/// their sums stay far below it, true differences far above.
/// </summary>
public static class Tolerance
{
    /// <summary>Quantities that differ by no more are equal; points or shares.</summary>
    public const double Absolute = 1e-9;

    private const int Digits = 9;

    /// <summary>Whether two quantities are equal; NaN equals nothing.</summary>
    public static bool AreEqual(double one, double other) => Math.Abs(one - other) <= Absolute;

    /// <summary>Whether a value is higher than a limit by more than the tolerance.</summary>
    public static bool IsAbove(double value, double limit) => value > limit + Absolute;

    /// <summary>Whether a value is lower than a limit by more than the tolerance.</summary>
    public static bool IsBelow(double value, double limit) => value < limit - Absolute;

    /// <summary>Whether a value is at a limit or above it.</summary>
    public static bool Reaches(double value, double limit) => value >= limit - Absolute;

    /// <summary>The value as a key to sort by, so that equal quantities keep the order they come in.</summary>
    public static double SortKey(double value) => Math.Round(value, Digits);

    /// <summary>The whole number of steps in a quantity not below 0: 0.3 / 0.1 holds three.</summary>
    public static int WholeSteps(double quantity) => (int)Math.Floor(quantity + Absolute);
}
