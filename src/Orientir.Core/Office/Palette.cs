using Orientir.Measurement.Statistics;

namespace Orientir.Core.Office;

/// <summary>A band of a classification as it is drawn: never by colour alone.</summary>
/// <param name="Shape">● for the highest band, ▲ between, ■ for the lowest.</param>
/// <param name="Color">RRGGBB: teal, amber, brick.</param>
public readonly record struct Zone(string Shape, string Color);

/// <summary>The colours of data, one place for Word, Excel and HTML. RRGGBB, told apart in greyscale and by the colour-blind.</summary>
public static class Palette
{
    /// <summary>Deep teal: the one accent.</summary>
    public const string Accent = "0B5C63";

    /// <summary>Teal: the highest band.</summary>
    public const string Teal = "1B7F79";

    /// <summary>Amber: a band in between.</summary>
    public const string Amber = "E3A72F";

    /// <summary>Brick: the lowest band.</summary>
    public const string Brick = "9C3D2A";

    /// <summary>Text on light ground.</summary>
    public const string Ink = "1A2226";

    /// <summary>Lines of tables and axes.</summary>
    public const string Line = "C5CED1";

    /// <summary>What others are compared with: a median beside a result.</summary>
    public const string Beside = "B4BCC0";

    /// <summary>What has no data: lighter than every band, printed in grey as well.</summary>
    public const string NoData = "DDE2E4";

    /// <summary>What does not apply: darker than every band.</summary>
    public const string NotApplicable = "2B363B";

    /// <summary>One hue in five steps for 0-20, 20-40 … 80-100 % of the maximum, light to dark.</summary>
    public static readonly IReadOnlyList<string> Heat = ["EAF4F3", "BFDFDC", "8CC4C0", "4D9F9B", "1B7370"];

    /// <summary>Text that can be read on a step of <see cref="Heat"/>.</summary>
    public static string InkOnHeat(int step) =>
        step < 3 ? Ink
        : step == 3 ? "0A1214"
        : "FFFFFF";

    /// <summary>The step of <see cref="Heat"/> for a share 0 … 1.</summary>
    public static int HeatStep(double share) => Histogram.BinOf(share, Heat.Count);

    /// <summary>
    /// How a band is drawn. Bands ascend: the lowest is brick, the highest teal, those between amber and, where there are several, tints of
    /// it.
    /// </summary>
    /// <param name="band">Index of the band.</param>
    /// <param name="count">Bands of the classification.</param>
    public static Zone ZoneOf(int band, int count)
    {
        if (band == count - 1)
            return new("●", Teal);
        if (band == 0)
            return new("■", Brick);
        return new("▲", count == 3 ? Amber : Between(band, count));
    }

    // From orange-brown beside brick to yellow-green beside teal, through amber.
    private static string Between(int band, int count)
    {
        string[] steps = ["D07B2C", Amber, "B9BF4A"];
        return steps[
            Math.Clamp(
                (int)Math.Round((band - 1.0) / Math.Max(1, count - 3) * (steps.Length - 1), MidpointRounding.AwayFromZero),
                0,
                steps.Length - 1
            )
        ];
    }
}
