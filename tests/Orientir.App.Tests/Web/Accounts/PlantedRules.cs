using System.Globalization;
using Orientir.Core.Accounts;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>Who may see which word: what the words are judged by, from what the table of rights says and from who is where.</summary>
/// <param name="stage">The stage both campaigns stand at.</param>
internal sealed class PlantedRules(CampaignState stage)
{
    private readonly List<Planted> words = [];

    /// <summary>The stage both campaigns stand at.</summary>
    public CampaignState Stage => stage;

    /// <summary>What was planted, by the number in its word: «zx0012q».</summary>
    public IReadOnlyList<Planted> Words => words;

    /// <summary>The regions planted so far.</summary>
    public List<PlantedRegion> Regions { get; } = [];

    /// <summary>Keys of the regions of a person.</summary>
    public Dictionary<int, HashSet<int>> RegionsOfPeople { get; } = [];

    /// <summary>Keys of the territories of a person.</summary>
    public Dictionary<int, HashSet<int>> TerritoriesOfPeople { get; } = [];

    /// <summary>Keys of the campaign subjects assigned to a person.</summary>
    public Dictionary<int, HashSet<int>> Assigned { get; } = [];

    /// <summary>A new word.</summary>
    public string Word(string what, Func<PlantedViewer, bool> isFor)
    {
        words.Add(new(what, isFor));
        return string.Create(CultureInfo.InvariantCulture, $"zx{words.Count - 1:0000}q");
    }

    public bool IsAssigned(int user, int entry) => Assigned.GetValueOrDefault(user)?.Contains(entry) == true;

    public bool Has(PlantedViewer viewer, Ability ability) => Permissions.Allows(viewer.Actor, ability, null, Stage);

    /// <summary>Whether a person of the region belongs to the whole or the part of it whose board one sees, or is oneself.</summary>
    public bool IsOfTheBoard(PlantedViewer viewer, int person) =>
        viewer.Actor.UserId == person
        || InWholeRegion(viewer, Ability.SeeBoard)
        || TerritoriesOfPeople
            .GetValueOrDefault(person, [])
            .Any(territory => Permissions.Allows(viewer.Actor, Ability.SeeBoard, territory));

    public static bool InWholeRegion(PlantedViewer viewer, Ability ability) =>
        Permissions.StatesInWholeRegion(viewer.Actor, ability).Count == Stages.All.Count;

    public bool Reaches(PlantedViewer viewer, Ability ability, PlantedEntry entry, string? direction = null) =>
        Regions.Find(region => region.Entries.Contains(entry))!.Id == viewer.Actor.RegionId
        && viewer.Actor.Grants.Any(grant =>
            Permissions.Allows(viewer.Actor with { Grants = [grant] }, ability, entry.Territory, Stage, direction)
            && (grant.Role != Role.Expert || viewer.Assigned.Contains(entry.Id))
        );
}
