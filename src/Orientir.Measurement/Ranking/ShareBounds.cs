using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Ranking;

/// <summary>Between which shares missing marks leave something, whatever they turn out to be.</summary>
/// <param name="Low">The least, 0 … 1.</param>
/// <param name="High">The highest, 0 … 1, not below <paramref name="Low"/>.</param>
public readonly record struct ShareBounds(double Low, double High)
{
    /// <summary>Whether missing marks leave anything open.</summary>
    public bool IsOpen => Tolerance.IsAbove(High, Low);

    /// <summary>
    /// Whether no missing mark could put the other above the one: the least of the one reaches the highest of the other. What has no bounds
    /// has no share whatever the marks are: it comes above nothing, and nothing above it.
    /// </summary>
    public static bool IsSurelyNotBehind(ShareBounds? one, ShareBounds? other) =>
        one is not { } ahead || other is not { } behind || Tolerance.Reaches(ahead.Low, behind.High);
}
