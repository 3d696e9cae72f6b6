using System.Globalization;

namespace Orientir.Web.Shared;

/// <summary>A day in the address of a page.</summary>
internal static class QueryDay
{
    // Wide enough for everything that is stored, and a day either side is still a date.
    private const int First = 1900;
    private const int Last = 2199;

    /// <summary>The day as the control of a browser writes it; null for none.</summary>
    /// <exception cref="BadHttpRequestException">It is no day of these centuries: the address was written by hand.</exception>
    public static DateOnly? Of(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= First and <= Last
            ? day
        : throw new BadHttpRequestException("There is no such day in the address.");
}
