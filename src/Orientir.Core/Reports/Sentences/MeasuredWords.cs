namespace Orientir.Core.Reports;

/// <summary>
/// A measured value with its unit: a sign or an abbreviation stands beside it, words, which would have to agree, in brackets.
/// </summary>
internal static class MeasuredWords
{
    private const int LongestSign = 3;

    public static string Of(double value, string unit) =>
        unit.Length <= LongestSign || (unit.EndsWith('.') && !unit.Contains(' ', StringComparison.Ordinal))
            ? $"{Russian.Number(value)}{Russian.NoBreakSpace}{unit}"
            : $"{Russian.Number(value)} ({unit})";
}
