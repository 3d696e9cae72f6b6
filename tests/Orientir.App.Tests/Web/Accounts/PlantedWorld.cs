using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;
using Orientir.Core.Territories;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>
/// Two regions with a campaign at one stage, and in everything that belongs to somebody a word of its own, of which it is known who may see
/// it: of each region, municipality, direction, expert and person. A role, a part of a role and none are eighteen accounts.
/// </summary>
internal sealed class PlantedWorld
{
    private static readonly DateTime Now = TimeProvider.System.GetUtcNow().UtcDateTime;

    private readonly SiteHost site;
    private readonly PlantedRules rules;
    private readonly Dictionary<string, string> mails = new(StringComparer.Ordinal);

    private PlantedWorld(SiteHost site, CampaignState stage) => (this.site, rules) = (site, new(stage));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The stage both campaigns stand at.</summary>
    public CampaignState Stage => rules.Stage;

    /// <summary>Names of the accounts by what they are; empty for nobody signed in.</summary>
    public IReadOnlyDictionary<string, string> Accounts { get; private set; } = new Dictionary<string, string>();

    /// <summary>What was planted, by the number in its word: «zx0012q».</summary>
    public IReadOnlyList<Planted> Words => rules.Words;

    /// <summary>Where what addresses name lies.</summary>
    public PlantedPlaces Places => new(rules);

    public static async Task<PlantedWorld> MakeAsync(SiteHost site, CampaignState stage)
    {
        var world = new PlantedWorld(site, stage);
        await world.AddPeopleAsync();
        await new PlantRegion(site, world.rules).RunAsync(
            site.RegionId,
            site.Municipalities,
            "operator@region.test",
            ["expert@region.test", "expert2@region.test"]
        );
        // The directions of a role are those of an edition published there.
        await world.AddAsync("executor1@region.test", new NewGrant(Role.Executor, site.RegionId, site.Municipalities[0], ["1"]));
        await new PlantRegion(site, world.rules).RunAsync(
            site.OtherRegionId,
            world.otherMunicipality,
            "operator@other.test",
            ["expert@other.test"]
        );
        await world.NamePeopleAsync();
        return world;
    }

    private int[] otherMunicipality = [];

    private async Task AddPeopleAsync()
    {
        otherMunicipality =
        [
            await site.WithAsync(
                site.OtherRegionId,
                async (_, context) =>
                {
                    var row = new Territory
                    {
                        RegionId = site.OtherRegionId,
                        Code = "o1",
                        Kind = EntryKind.Municipality,
                        Name = "Третий район",
                    };
                    context.Add(row);
                    await context.SaveChangesAsync(Cancel);
                    return row.Id;
                }
            ),
        ];
        var (here, first, second) = (site.RegionId, site.Municipalities[0], site.Municipalities[1]);
        await AddAsync("coordinator2@region.test", new NewGrant(Role.Coordinator, here, second));
        await AddAsync("partoperator@region.test", new NewGrant(Role.Operator, here, first));
        await AddAsync("partministry@region.test", new NewGrant(Role.Ministry, here, first));
        await AddAsync("mixed@region.test", new(Role.Coordinator, here, second), new(Role.Expert, here));
        await AddAsync("expert2@region.test", new NewGrant(Role.Expert, here));
        await AddAsync("suspended@region.test", new NewGrant(Role.Coordinator, here, first));
        await AddAsync("nobody@region.test");
        await AddAsync("coordinator@other.test", new NewGrant(Role.Coordinator, site.OtherRegionId, otherMunicipality[0]));
        await AddAsync("expert@other.test", new NewGrant(Role.Expert, site.OtherRegionId));
        await site.WithAsync(
            null,
            (_, context) =>
                context
                    .Grants.Where(row => row.UserId == site.Accounts["suspended@region.test"])
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.SuspendedAt, Now), Cancel)
        );
        Accounts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["administrator"] = "administrator@site.test",
            ["operator"] = "operator@region.test",
            ["ministry"] = "ministry@region.test",
            ["expert"] = "expert@region.test",
            ["coordinator"] = "coordinator@region.test",
            ["executor"] = "executor@region.test",
            ["publisher"] = "publisher@region.test",
            ["organisation"] = "organisation@region.test",
            ["executor of one direction"] = "executor1@region.test",
            ["coordinator of the neighbour"] = "coordinator2@region.test",
            ["operator of a territory"] = "partoperator@region.test",
            ["ministry of a territory"] = "partministry@region.test",
            ["coordinator there, expert here"] = "mixed@region.test",
            ["operator of another region"] = "operator@other.test",
            ["coordinator of another region"] = "coordinator@other.test",
            ["suspended"] = "suspended@region.test",
            ["without a role"] = "nobody@region.test",
            ["signed out"] = "",
        };
    }

    /// <summary>Adds an account known by a short name; its address of mail is for itself and for who writes to it.</summary>
    private async Task AddAsync(string name, params NewGrant[] grants)
    {
        var id = 0;
        var word = rules.Word(
            $"mail of {name}",
            viewer =>
                viewer.Actor.UserId == id
                || viewer.Is(Role.Administrator)
                || grants.Any(grant => grant.RegionId == viewer.Actor.RegionId)
                    && (
                        Permissions.Allows(viewer.Actor, Ability.ManageAccounts)
                        || PlantedRules.InWholeRegion(viewer, Ability.SeeBoard)
                        || grants.Any(grant => grant.TerritoryId is { } own && Permissions.Allows(viewer.Actor, Ability.SeeBoard, own))
                    )
        );
        mails[name] = $"{word}.{name}";
        id = site.Accounts[name] = await site.WithAsync(
            null,
            (services, context) =>
                new AddAccount(context, services.GetRequiredService<UserManager<User>>(), TimeProvider.System).RunAsync(
                    Actor.Installation(),
                    new(mails[name], "Проверка", SiteHost.Password, grants)
                )
        );
    }

    /// <summary>Names and addresses of mail of everybody, and what a look needs to know of who is where.</summary>
    private Task<int> NamePeopleAsync() =>
        site.WithAsync(
            null,
            async (_, context) =>
            {
                context.AllRegions = true;
                foreach (var user in await context.Users.Include(row => row.Grants).ToListAsync(Cancel))
                {
                    var places = rules.RegionsOfPeople[user.Id] = [.. user.Grants.Select(grant => grant.RegionId).OfType<int>()];
                    rules.TerritoriesOfPeople[user.Id] = [.. user.Grants.Select(grant => grant.TerritoryId).OfType<int>()];
                    var (id, mine) = (user.Id, user.Grants.ToList());
                    var own = rules.Regions.SelectMany(region => region.Entries).Where(entry => rules.IsAssigned(id, entry.Id)).ToList();
                    bool Knows(PlantedViewer viewer) =>
                        viewer.Actor.UserId == id
                        || viewer.Is(Role.Administrator)
                        || viewer.Actor.RegionId is { } region && places.Contains(region) && rules.IsOfTheBoard(viewer, id);
                    user.DisplayName =
                        "Человек "
                        + rules.Word(
                            $"name of {user.Email}",
                            viewer =>
                                Knows(viewer)
                                // Who leads is known to everybody of the region, the others by what they did with what one sees.
                                || mine.Exists(grant => grant is { Role: Role.Operator or Role.Ministry, TerritoryId: null })
                                    && viewer.Actor.Grants.Count > 0
                                    && places.Contains(viewer.Actor.RegionId ?? 0)
                                || own.Exists(entry => rules.Reaches(viewer, Ability.SeeMarks, entry))
                                || rules
                                    .Regions.SelectMany(region => region.Entries)
                                    .Any(entry =>
                                        mine.Exists(grant => grant.TerritoryId == entry.Territory)
                                        && rules.Reaches(viewer, Ability.SeeAnswers, entry)
                                    )
                        );
                }
                return await context.SaveChangesAsync(Cancel);
            }
        );

    /// <summary>The address an account signs in with; empty for nobody.</summary>
    public string MailOf(string what) => mails.GetValueOrDefault(Accounts[what], Accounts[what]);

    /// <summary>As the site takes an account.</summary>
    public Task<PlantedViewer> ViewerAsync(string what) =>
        site.WithAsync(
            null,
            async (_, context) =>
            {
                if (Accounts[what].Length == 0)
                    return new PlantedViewer(what, new(0, what, null, [], ""), new HashSet<int>());
                var id = site.Accounts[Accounts[what]];
                return new PlantedViewer(
                    what,
                    (await new FindActor(context).RunAsync(id, null, "", cancel: Cancel))!,
                    rules.Assigned.GetValueOrDefault(id) ?? []
                );
            }
        );
}
