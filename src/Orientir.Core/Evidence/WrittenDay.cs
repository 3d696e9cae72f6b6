using System.Globalization;
using System.Text.RegularExpressions;

namespace Orientir.Core.Evidence;

/// <summary>The day of a document as people and browsers write it: «12.03.2026», «12.3.26», «2026-03-12», «12 марта 2026 г.».</summary>
public static partial class WrittenDay
{
    private const int Earliest = 1900;
    private const int Latest = 2100;

    /// <summary>The day; null where the text names none: «март 2026», «без даты».</summary>
    public static DateOnly? Of(string? text) =>
        PartsOf(text) is var (year, month, day) && Is(year, month, day) ? new(year, month, day) : null;

    /// <summary>The day as documents write it: «12.03.2026».</summary>
    public static string Written(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    /// <summary>Why a text that names a day is refused; null where the day is in the calendar, and where it names none.</summary>
    public static string? Fault(string text) =>
        PartsOf(text) is not var (year, month, day) || Is(year, month, day)
            ? null
            : $"Дата «{text}»: такого дня нет. Проверьте день, месяц и год, например 12.03.2026; "
                + "если точной даты нет, напишите месяц и год.";

    private static bool Is(int year, int month, int day) =>
        year is >= Earliest and <= Latest && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static (int Year, int Month, int Day)? PartsOf(string? text)
    {
        var match = Day().Match((text ?? "").Trim());
        if (!match.Success)
            return null;
        var year = Number("year");
        return (year < 100 ? 2000 + year : year, MonthOf(match.Groups["month"].Value), Number("day"));

        int Number(string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    private static int MonthOf(string written) =>
        int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 1 + Array.FindIndex(Russian.Months, month => written.Equals(month, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(
        @"^((?<day>\d{1,2})\s*[./-]\s*(?<month>\d{1,2})\s*[./-]\s*(?<year>\d{4}|\d{2})"
            + @"|(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})"
            + @"|«?(?<day>\d{1,2})»?\s+(?<month>января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)"
            + @"\s+(?<year>\d{4}))\s*(г\.?|года)?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Day();
}
