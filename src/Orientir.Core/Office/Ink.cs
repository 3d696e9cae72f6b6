using System.Globalization;

namespace Orientir.Core.Office;

/// <summary>The colour of text on a coloured ground.</summary>
internal static class Ink
{
    /// <summary>Black or white, whichever contrasts more with <paramref name="ground"/> (RRGGBB), by WCAG 2.2 relative luminance.</summary>
    public static string On(string ground)
    {
        var luminance = 0.2126 * Channel(ground, 0) + 0.7152 * Channel(ground, 2) + 0.0722 * Channel(ground, 4);
        // Contrast with white is 1.05 / (L + 0.05), with black (L + 0.05) / 0.05; equal where (L + 0.05)² = 0.0525.
        return (luminance + 0.05) * (luminance + 0.05) < 0.0525 ? "FFFFFF" : "000000";
    }

    private static double Channel(string color, int at)
    {
        var value = int.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.03928 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
