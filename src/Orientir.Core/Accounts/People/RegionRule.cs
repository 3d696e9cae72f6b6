namespace Orientir.Core.Accounts;

/// <summary>What a region may be called and which time it may keep.</summary>
internal static class RegionRule
{
    /// <summary>The faults of a title and a time zone.</summary>
    public static List<FieldError> Check(string title, string zone)
    {
        var errors = new List<FieldError>();
        if (title.Trim().Length is 0 or > 200)
            errors.Add(new(nameof(NewRegion.Title), "Укажите полное название региона, до 200 знаков."));
        else if (LookAlikes.FaultIn(title) is { } mixed)
            errors.Add(new(nameof(NewRegion.Title), $"{Russian.Capital(mixed)}: {LookAlikes.Remedy}."));
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            errors.Add(new(nameof(NewRegion.TimeZone), "Такого часового пояса нет. Пример: Europe/Moscow."));
        return errors;
    }
}
