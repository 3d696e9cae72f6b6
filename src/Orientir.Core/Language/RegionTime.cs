using System.Globalization;

namespace Orientir.Core.Language;

/// <summary>Times as people of a region say them: deadlines are days of its time zone, stored as moments in UTC.</summary>
public sealed class RegionTime
{
    private readonly TimeZoneInfo zone;

    /// <summary>Times of a zone by its IANA name; by that of Moscow where the machine does not know it, so that pages are shown.</summary>
    public RegionTime(string timeZone)
        : this(
            TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var known) ? known : TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow")
        ) { }

    /// <summary>Times of a zone by its IANA name, to set deadlines by.</summary>
    /// <exception cref="RefusedException">The machine does not know the zone: a deadline of another would stay in force.</exception>
    public static RegionTime ToSetBy(string timeZone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var known)
            ? new(known)
            : throw RefusedException.Conflict(
                $"Часового пояса региона «{timeZone}» в системе нет, поэтому сроки не назначаются. Попросите администратора системы "
                    + "выбрать пояс региона заново."
            );

    internal RegionTime(TimeZoneInfo zone) => this.zone = zone;

    /// <summary>
    /// The first moment (UTC) of a day: where the clock jumps over midnight, the first one there is; where it strikes midnight twice, the
    /// first.
    /// </summary>
    public DateTime StartOf(DateOnly date)
    {
        var local = date.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);
    }

    /// <summary>The moment (UTC) a day has ended, exclusive: «по 12 марта включительно» ends here.</summary>
    public DateTime EndOf(DateOnly date) => StartOf(date.AddDays(1));

    /// <summary>The day a moment (UTC) lies in.</summary>
    public DateOnly DateOf(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, zone));

    /// <summary>The last day before an exclusive end (UTC).</summary>
    public DateOnly LastDayBefore(DateTime utc) => DateOf(utc.AddTicks(-1));

    /// <summary>«12 марта 2026»: the last day before an exclusive end (UTC).</summary>
    public string LastDay(DateTime utc) => Russian.Date(LastDayBefore(utc));

    /// <summary>«12 марта 2026 включительно»: an exclusive end (UTC), as people say it.</summary>
    public string Until(DateTime utc) => LastDay(utc) + " включительно";

    /// <summary>«12 марта 2026».</summary>
    public string Date(DateTime utc) => Russian.Date(DateOf(utc));

    /// <summary>«14:02».</summary>
    public string Time(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>«12 марта 2026, 14:02».</summary>
    public string Moment(DateTime utc) => $"{Date(utc)}, {Time(utc)}";
}
