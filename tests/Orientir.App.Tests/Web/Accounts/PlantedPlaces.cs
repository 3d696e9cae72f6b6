using System.Globalization;
using Orientir.Core.Accounts;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>Where what an address names lies among what was planted.</summary>
internal sealed class PlantedPlaces(PlantedRules rules)
{
    /// <summary>Where what an address names lies.</summary>
    /// <param name="route">The address.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="query">What stands behind «?».</param>
    /// <param name="viewer">Who asks.</param>
    public RoutePlace Of(
        SiteRoute route,
        IReadOnlyDictionary<string, string> values,
        IReadOnlyDictionary<string, string> query,
        PlantedViewer viewer
    )
    {
        var address = route.Address.ToLowerInvariant();
        int Number(string name) =>
            int.TryParse(values.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        bool Under(string start) => address.StartsWith(start, StringComparison.Ordinal);
        RoutePlace In(PlantedRegion? region, PlantedEntry? entry = null) =>
            new(
                region is not null && region.Id == viewer.Actor.RegionId,
                rules.Stage,
                entry?.Territory ?? 0,
                entry is not null && viewer.Assigned.Contains(entry.Id)
            );
        RoutePlace OfEntry(Func<PlantedEntry, bool> isIt)
        {
            var region = rules.Regions.Find(one => one.Entries.Exists(new(isIt)));
            return In(region, region?.Entries.Find(new(isIt)));
        }
        if (Under("/audit/users/") || Under("/accounts/{id"))
        {
            var person = Number(Under("/audit") ? "userid" : "id");
            var region = rules.Regions.Find(one =>
                one.Id == viewer.Actor.RegionId && rules.RegionsOfPeople.GetValueOrDefault(person)?.Contains(one.Id) == true
            );
            // Whom a role on a part of the region does not see is not there for it.
            return In(PlantedRules.InWholeRegion(viewer, Ability.SeeAudit) || rules.IsOfTheBoard(viewer, person) ? region : null);
        }
        if (Under("/results/reports/"))
            return In(rules.Regions.Find(region => region.Packages.Contains(Number("packageid"))));
        if (Under("/results/{"))
        {
            var run = Number("runid");
            var region = rules.Regions.Find(one => one.Runs.Contains(run));
            var of = query.GetValueOrDefault("of");
            // Its difference from another run, and the file of it.
            var with =
                query.GetValueOrDefault("view")?.StartsWith("difference", StringComparison.Ordinal) == true
                    ? of
                    : query.GetValueOrDefault("with");
            var compared = int.TryParse(with, NumberStyles.None, CultureInfo.InvariantCulture, out var other) ? other : run;
            return In(region, region?.Entries.Find(entry => entry.Code == of)) with
            {
                IsPublishedRun = region?.Runs[^1] == run && compared == run,
            };
        }
        if (Under("/letters/{"))
            return In(rules.Regions.Find(region => region.Letter == Number("id")));
        if (Under("/methodologies/{"))
            return In(rules.Regions.Find(region => region.Edition == Number("id")));
        if (Under("/campaigns/{") || Under("/submissions/operator/") || Under("/reviews/campaigns/"))
            return In(rules.Regions.Find(region => region.Campaign == Number(Under("/campaigns") ? "id" : "campaignid")));
        if (Under("/territories/subjects/{"))
            return OfEntry(entry => entry.Subject == Number("id"));
        if (Under("/territories/{"))
            return OfEntry(entry => entry.Territory == Number("id"));
        if (Under("/audit/subjects/"))
            // Which direction an entry lies in is told by the submission's own history.
            return OfEntry(entry => entry.Id == Number("subjectid")) with { Direction = "*" };
        if (Under("/reviews/{") || Under("/submissions/{"))
        {
            var evidence = Number(values.ContainsKey("evidenceid") ? "evidenceid" : "evidence");
            var id = Number(Under("/reviews") ? "subjectid" : "id");
            var place = OfEntry(entry => entry.Id == id);
            var direction =
                values.GetValueOrDefault("uid")
                ?? rules
                    .Regions.SelectMany(region => region.Entries)
                    .FirstOrDefault(entry => entry.Id == id)
                    ?.Evidence.GetValueOrDefault(evidence)
                ?? query.GetValueOrDefault("place");
            // A place is a direction or lies in one: «1», «1.2», «1.2/item».
            return place with { Direction = direction is { Length: > 0 } ? Uri.UnescapeDataString(direction).Split('.', '/')[0] : null };
        }
        return In(null);
    }
}
