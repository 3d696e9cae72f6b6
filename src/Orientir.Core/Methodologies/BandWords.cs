using Orientir.Measurement.Scoring;

namespace Orientir.Core.Methodologies;

/// <summary>The bands of a classification in words.</summary>
public static class BandWords
{
    /// <summary>What a classification looks at.</summary>
    public static string BasisOf(LevelBasis basis) =>
        basis switch
        {
            LevelBasis.Share => "по доле максимума",
            LevelBasis.Points => "по баллам",
            _ => "по доле показателей, достигших порога",
        };

    /// <summary>
    /// What a band holds. Bands ascend and each holds up to the next, so two bounds in words never leave a gap or overlap.
    /// </summary>
    /// <param name="scheme">The classification.</param>
    /// <param name="at">Index of the band.</param>
    public static string RangeOf(LevelScheme scheme, int at)
    {
        var band = scheme.Bands[at];
        if (scheme is { By: LevelBasis.Points } && band is { From: { } least, To: { } most })
            return least == most
                ? Russian.Count(least, Nouns.Point)
                : $"от {Russian.Number(least)} до {Russian.Count(most, Nouns.Point, GrammaticalCase.Genitive)}";

        string Bound(double value) =>
            scheme.By == LevelBasis.Points
                ? Russian.Count(value, Nouns.Point, GrammaticalCase.Genitive)
                : Russian.Number(value * 100) + Russian.NoBreakSpace + "%";
        var lower =
            band.Above is { } above ? $"выше {Bound(above)}"
            : band.From is { } from and not 0 ? $"от {Bound(from)}"
            : null;
        if (at == scheme.Bands.Count - 1)
            return lower ?? "любое значение";
        var next = scheme.Bands[at + 1];
        var upper = next.Above is { } end ? $"не выше {Bound(end)}" : $"ниже {Bound(next.From ?? 0)}";
        return lower is null ? upper : $"{lower} и {upper}";
    }
}
