using System.Globalization;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>A municipality of a planted region: its campaign subject, and its evidence with the direction of each.</summary>
internal sealed record PlantedEntry(int Id, int Territory, int Subject, Dictionary<int, string> Evidence)
{
    /// <summary>Its id in files.</summary>
    public string Code => string.Create(CultureInfo.InvariantCulture, $"s{Territory}");
}

/// <summary>A planted region, by the keys of what is in it.</summary>
internal sealed class PlantedRegion
{
    public required int Id { get; init; }
    public int Edition { get; set; }
    public int Campaign { get; set; }
    public int Letter { get; set; }
    public List<PlantedEntry> Entries { get; } = [];
    public List<int> Runs { get; } = [];
    public List<int> Packages { get; } = [];
}
