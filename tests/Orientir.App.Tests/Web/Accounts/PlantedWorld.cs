using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Files;
using Orientir.Core.Jobs;
using Orientir.Core.Letters;
using Orientir.Core.Methodologies;
using Orientir.Core.Reports;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>
/// Two regions with a campaign at one stage, and in everything that belongs to somebody a word of its own, of which it is known who may see
/// it: of each region, municipality, direction, expert and person. A role, a part of a role and none are eighteen accounts.
/// </summary>
internal sealed class PlantedWorld
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly DateTime Now = TimeProvider.System.GetUtcNow().UtcDateTime;

    private readonly SiteHost site;
    private readonly List<Planted> words = [];
    private readonly List<Seeded> regions = [];
    private readonly Dictionary<int, HashSet<int>> regionsOfPeople = [];
    private readonly Dictionary<int, HashSet<int>> territoriesOfPeople = [];
    private readonly Dictionary<int, HashSet<int>> assigned = [];
    private readonly Dictionary<string, string> mails = new(StringComparer.Ordinal);

    private PlantedWorld(SiteHost site, CampaignState stage) => (this.site, Stage) = (site, stage);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The stage both campaigns stand at.</summary>
    public CampaignState Stage { get; }

    /// <summary>Names of the accounts by what they are; empty for nobody signed in.</summary>
    public IReadOnlyDictionary<string, string> Accounts { get; private set; } = new Dictionary<string, string>();

    /// <summary>What was planted, by the number in its word: «zx0012q».</summary>
    public IReadOnlyList<Planted> Words => words;

    /// <summary>Something planted: what it is, and who may see it.</summary>
    internal sealed record Planted(string What, Func<Viewer, bool> IsFor);

    /// <summary>Somebody who looks.</summary>
    /// <param name="What">What the account is.</param>
    /// <param name="Actor">As the site takes it; without roles where nobody is signed in.</param>
    /// <param name="Assigned">Keys of the campaign subjects assigned to it.</param>
    internal sealed record Viewer(string What, Actor Actor, IReadOnlySet<int> Assigned)
    {
        public bool Is(Role role) => Actor.Is(role);
    }

    private sealed record Entry(int Id, int Territory, int Subject, Dictionary<int, string> Evidence);

    private sealed class Seeded
    {
        public required int Id { get; init; }
        public int Edition { get; set; }
        public int Campaign { get; set; }
        public int Letter { get; set; }
        public List<Entry> Entries { get; } = [];
        public List<int> Runs { get; } = [];
        public List<int> Packages { get; } = [];
    }

    public static async Task<PlantedWorld> MakeAsync(SiteHost site, CampaignState stage)
    {
        var world = new PlantedWorld(site, stage);
        await world.AddPeopleAsync();
        await world.AddRegionAsync(
            site.RegionId,
            site.Municipalities,
            "operator@region.test",
            ["expert@region.test", "expert2@region.test"]
        );
        // The directions of a role are those of an edition published there.
        await world.AddAsync("executor1@region.test", new NewGrant(Role.Executor, site.RegionId, site.Municipalities[0], ["1"]));
        await world.AddRegionAsync(site.OtherRegionId, world.otherMunicipality, "operator@other.test", ["expert@other.test"]);
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
        var word = Word(
            $"mail of {name}",
            viewer =>
                viewer.Actor.UserId == id
                || viewer.Is(Role.Administrator)
                || grants.Any(grant => grant.RegionId == viewer.Actor.RegionId)
                    && (
                        Permissions.Allows(viewer.Actor, Ability.ManageAccounts)
                        || InWholeRegion(viewer, Ability.SeeBoard)
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
                    var places = regionsOfPeople[user.Id] = [.. user.Grants.Select(grant => grant.RegionId).OfType<int>()];
                    territoriesOfPeople[user.Id] = [.. user.Grants.Select(grant => grant.TerritoryId).OfType<int>()];
                    var (id, mine) = (user.Id, user.Grants.ToList());
                    var own = regions.SelectMany(region => region.Entries).Where(entry => IsAssigned(id, entry.Id)).ToList();
                    bool Knows(Viewer viewer) =>
                        viewer.Actor.UserId == id
                        || viewer.Is(Role.Administrator)
                        || viewer.Actor.RegionId is { } region && places.Contains(region) && IsOfTheBoard(viewer, id);
                    user.DisplayName =
                        "Человек "
                        + Word(
                            $"name of {user.Email}",
                            viewer =>
                                Knows(viewer)
                                // Who leads is known to everybody of the region, the others by what they did with what one sees.
                                || mine.Exists(grant => grant is { Role: Role.Operator or Role.Ministry, TerritoryId: null })
                                    && viewer.Actor.Grants.Count > 0
                                    && places.Contains(viewer.Actor.RegionId ?? 0)
                                || own.Exists(entry => Reaches(viewer, Ability.SeeMarks, entry))
                                || regions
                                    .SelectMany(region => region.Entries)
                                    .Any(entry =>
                                        mine.Exists(grant => grant.TerritoryId == entry.Territory)
                                        && Reaches(viewer, Ability.SeeAnswers, entry)
                                    )
                        );
                }
                return await context.SaveChangesAsync(Cancel);
            }
        );

    /// <summary>The address an account signs in with; empty for nobody.</summary>
    public string MailOf(string what) => mails.GetValueOrDefault(Accounts[what], Accounts[what]);

    /// <summary>As the site takes an account.</summary>
    public Task<Viewer> ViewerAsync(string what) =>
        site.WithAsync(
            null,
            async (_, context) =>
            {
                if (Accounts[what].Length == 0)
                    return new Viewer(what, new(0, what, null, [], ""), new HashSet<int>());
                var id = site.Accounts[Accounts[what]];
                return new Viewer(
                    what,
                    (await new FindActor(context).RunAsync(id, null, "", cancel: Cancel))!,
                    assigned.GetValueOrDefault(id) ?? []
                );
            }
        );

    /// <summary>Where what an address names lies.</summary>
    /// <param name="route">The address.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="query">What stands behind «?».</param>
    /// <param name="viewer">Who asks.</param>
    public RoutePlace PlaceOf(
        SiteRoute route,
        IReadOnlyDictionary<string, string> values,
        IReadOnlyDictionary<string, string> query,
        Viewer viewer
    )
    {
        var address = route.Address.ToLowerInvariant();
        int Number(string name) =>
            int.TryParse(values.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        bool Under(string start) => address.StartsWith(start, StringComparison.Ordinal);
        RoutePlace In(Seeded? region, Entry? entry = null) =>
            new(
                region is not null && region.Id == viewer.Actor.RegionId,
                Stage,
                entry?.Territory ?? 0,
                entry is not null && viewer.Assigned.Contains(entry.Id)
            );
        RoutePlace OfEntry(Func<Entry, bool> isIt)
        {
            var region = regions.Find(one => one.Entries.Exists(new(isIt)));
            return In(region, region?.Entries.Find(new(isIt)));
        }
        if (Under("/audit/users/") || Under("/accounts/{id"))
        {
            var person = Number(Under("/audit") ? "userid" : "id");
            var region = regions.Find(one =>
                one.Id == viewer.Actor.RegionId && regionsOfPeople.GetValueOrDefault(person)?.Contains(one.Id) == true
            );
            // Whom a role on a part of the region does not see is not there for it.
            return In(InWholeRegion(viewer, Ability.SeeAudit) || IsOfTheBoard(viewer, person) ? region : null);
        }
        if (Under("/results/reports/"))
            return In(regions.Find(region => region.Packages.Contains(Number("packageid"))));
        if (Under("/results/{"))
        {
            var run = Number("runid");
            var region = regions.Find(one => one.Runs.Contains(run));
            var of = query.GetValueOrDefault("of");
            // Its difference from another run, and the file of it.
            var with =
                query.GetValueOrDefault("view")?.StartsWith("difference", StringComparison.Ordinal) == true
                    ? of
                    : query.GetValueOrDefault("with");
            var compared = int.TryParse(with, NumberStyles.None, CultureInfo.InvariantCulture, out var other) ? other : run;
            return In(region, region?.Entries.Find(entry => CodeOf(entry) == of)) with
            {
                IsPublishedRun = region?.Runs[^1] == run && compared == run,
            };
        }
        if (Under("/letters/{"))
            return In(regions.Find(region => region.Letter == Number("id")));
        if (Under("/methodologies/{"))
            return In(regions.Find(region => region.Edition == Number("id")));
        if (Under("/campaigns/{") || Under("/submissions/operator/") || Under("/reviews/campaigns/"))
            return In(regions.Find(region => region.Campaign == Number(Under("/campaigns") ? "id" : "campaignid")));
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
                ?? regions
                    .SelectMany(region => region.Entries)
                    .FirstOrDefault(entry => entry.Id == id)
                    ?.Evidence.GetValueOrDefault(evidence)
                ?? query.GetValueOrDefault("place");
            // A place is a direction or lies in one: «1», «1.2», «1.2/item».
            return place with { Direction = direction is { Length: > 0 } ? Uri.UnescapeDataString(direction).Split('.', '/')[0] : null };
        }
        return In(null);
    }

    private static string CodeOf(Entry entry) => string.Create(CultureInfo.InvariantCulture, $"s{entry.Territory}");

    private bool IsAssigned(int user, int entry) => assigned.GetValueOrDefault(user)?.Contains(entry) == true;

    /// <summary>A new word.</summary>
    private string Word(string what, Func<Viewer, bool> isFor)
    {
        words.Add(new(what, isFor));
        return string.Create(CultureInfo.InvariantCulture, $"zx{words.Count - 1:0000}q");
    }

    private bool Has(Viewer viewer, Ability ability) => Permissions.Allows(viewer.Actor, ability, null, Stage);

    /// <summary>Whether a person of the region belongs to the whole or the part of it whose board one sees, or is oneself.</summary>
    private bool IsOfTheBoard(Viewer viewer, int person) =>
        viewer.Actor.UserId == person
        || InWholeRegion(viewer, Ability.SeeBoard)
        || territoriesOfPeople
            .GetValueOrDefault(person, [])
            .Any(territory => Permissions.Allows(viewer.Actor, Ability.SeeBoard, territory));

    private static bool InWholeRegion(Viewer viewer, Ability ability) =>
        Permissions.StatesInWholeRegion(viewer.Actor, ability).Count == Stages.All.Count;

    private bool Reaches(Viewer viewer, Ability ability, Entry entry, string? direction = null) =>
        regions.Find(region => region.Entries.Contains(entry))!.Id == viewer.Actor.RegionId
        && viewer.Actor.Grants.Any(grant =>
            Permissions.Allows(viewer.Actor with { Grants = [grant] }, ability, entry.Territory, Stage, direction)
            && (grant.Role != Role.Expert || viewer.Assigned.Contains(entry.Id))
        );

    private Task<int> AddRegionAsync(int regionId, int[] municipalities, string manager, string[] experts) =>
        site.WithAsync(
            regionId,
            async (services, context) =>
            {
                var made = new Seeded { Id = regionId };
                var at = regions.Count + 1;
                bool Here(Viewer viewer) => viewer.Actor.RegionId == regionId && viewer.Actor.Grants.Count > 0;
                string OfRegion(string what, Func<Viewer, bool>? isFor = null) =>
                    Word($"{what} of region {at}", viewer => Here(viewer) && (isFor is null || isFor(viewer)));
                var user = site.Accounts[manager];
                var actor = new Actor(user, "Проверка", regionId, [new(Role.Operator, null, null)], "127.0.0.1");

                (await context.Regions.SingleAsync(row => row.Id == regionId, Cancel)).Title =
                    "Область " + Word($"title of region {at}", viewer => Here(viewer) || viewer.Is(Role.Administrator));
                var edition = MethodologyEdition.Of(
                    regionId,
                    new ReadMethodology().Read(
                        Encoding.UTF8.GetBytes(
                            $$$"""
                            {"format":"orientir-methodology/1","id":"planted-{{{at}}}","edition":1,"title":"Методика {{{OfRegion(
                                "methodology"
                            )}}}",
                            "subject":"municipality","basis":"Приказ {{{OfRegion(
                                "basis of the methodology"
                            )}}}","missing":"zero","combine":"consensus",
                            "stages":[{"id":"goals","title":"Цели"},{"id":"analysis","title":"Анализ"}],
                            "levels":[{"id":"zones","title":"Зоны","node":"*","by":"share","bands":[{"id":"red","title":"Красная","from":0},{"id":"green","title":"Зелёная","from":0.5}]}],
                            "nodes":[
                            {"code":"1","kind":"direction","title":"Первое {{{OfRegion("direction 1")}}}","nodes":[
                              {"code":"1.1","title":"Цели поставлены","help":"Помощь {{{OfRegion(
                                "help"
                            )}}}","stage":"goals","scale":{"kind":"binary"}},
                              {"code":"1.2","title":"Сайт","stage":"analysis","source":"operator","scale":{"kind":"points","max":2}}]},
                            {"code":"2","kind":"direction","title":"Второе","nodes":[
                              {"code":"2.1","title":"Анализ проведён","stage":"analysis","scale":{"kind":"ordinal","steps":[{"points":0,"title":"нет"},{"points":2,"title":"частично"},{"points":4,"title":"да"}]}}]}]}
                            """
                        ),
                        "planted.json"
                    )
                );
                edition.PublishedAt = Now;
                context.Add(edition);
                await context.SaveChangesAsync(Cancel);
                var campaign = Campaign.Of(
                    regionId,
                    new CampaignPlan
                    {
                        MethodologyEditionId = edition.Id,
                        Title = "Мониторинг " + OfRegion("campaign"),
                        Period = "Год " + OfRegion("period of the campaign"),
                        SelfAssessment = SelfAssessment.Optional,
                        // A campaign at preparation is opened and waits for its first day.
                        CollectionFrom = Now.AddDays(Stage == CampaignState.Preparation ? 5 : -20),
                        CollectionUntil = Now.AddDays(20),
                        ReviewUntil = Now.AddDays(30),
                        ResultsUntil = Now.AddDays(40),
                        Owner = "Отвечает " + OfRegion("owner of the campaign"),
                        Letter = "Письмо " + OfRegion("letter of the campaign"),
                        Instruction = "Порядок " + OfRegion("instruction of the campaign"),
                    }
                );
                context.Add(campaign);
                await context.SaveChangesAsync(Cancel);
                (made.Edition, made.Campaign) = (edition.Id, campaign.Id);
                regions.Add(made);
                foreach (var (index, territoryId) in municipalities.Index())
                    await AddEntryAsync(services, context, made, campaign, territoryId, site.Accounts[experts[index]]);
                if (regionId == site.RegionId)
                    await AssignAsync(context, made.Entries[0].Id, site.Accounts["mixed@region.test"]);
                await AddRestAsync(context, made, actor);
                await MoveAsync(services, context, made, actor);
                return 0;
            }
        );

    /// <summary>A municipality with everything that is its own.</summary>
    private async Task AddEntryAsync(
        IServiceProvider services,
        OrientirContext context,
        Seeded made,
        Campaign campaign,
        int territoryId,
        int expert
    )
    {
        var (regionId, number) = (made.Id, regions.IndexOf(made) * 2 + made.Entries.Count + 1);
        Entry? entry = null;
        // What is planted before the entry is known is asked only afterwards.
        string OfEntry(string what, Ability ability, string? direction = null) =>
            Word(
                $"{what} of municipality {number}{(direction is null ? "" : ", direction " + direction)}",
                viewer => Reaches(viewer, ability, entry!, direction)
            );
        // Once published, everybody who takes part sees the results of all, by name.
        string Name(string what) =>
            Word(
                $"{what} of municipality {number}",
                viewer =>
                    Reaches(viewer, Ability.SeeTerritories, entry!) || viewer.Actor.RegionId == regionId && Has(viewer, Ability.SeeResults)
            );
        var territory = await context.Territories.SingleAsync(row => row.Id == territoryId, Cancel);
        territory.Rename($"Район {Name("name")}");
        var subject = new Subject
        {
            RegionId = regionId,
            TerritoryId = territoryId,
            Kind = "municipality",
            Code = string.Create(CultureInfo.InvariantCulture, $"s{territoryId}"),
            Name = territory.Name,
        };
        context.Add(subject);
        await context.SaveChangesAsync(Cancel);
        var own = CampaignSubject.Of(campaign, subject);
        own.Extend(campaign.CollectionUntil, "Продлено: " + OfEntry("reason of the extension", Ability.SeeAnswers));
        context.Add(own);
        await context.SaveChangesAsync(Cancel);
        entry = new(own.Id, territoryId, subject.Id, []);
        made.Entries.Add(entry);
        await AssignAsync(context, own.Id, expert);
        var submission = Submission.Of(regionId, own.Id);
        submission.Send(Now, "00");
        if (Stage <= CampaignState.Collection)
            submission.Return(["1.1"], "Исправить " + OfEntry("note of the return", Ability.SeeAnswers));
        context.Add(submission);
        await context.SaveChangesAsync(Cancel);
        var files = services.GetRequiredService<IFileStore>();
        var author = site.Accounts[
            regionId != site.RegionId ? "coordinator@other.test"
            : territoryId == site.Municipalities[0] ? "coordinator@region.test"
            : "coordinator2@region.test"
        ];
        foreach (var (uid, direction) in new[] { ("1.1", "1"), ("2.1", "2") })
        {
            string Of(string what) => OfEntry(what, Ability.SeeAnswers, direction);
            var file = StoredFile.Of(
                regionId,
                $"приказ {Of("file name")}.txt",
                await files.PutAsync(new MemoryStream(Encoding.UTF8.GetBytes("Приказ " + Of("file content"))), Cancel)
            );
            context.AddRange(
                file,
                new Answer
                {
                    RegionId = regionId,
                    SubmissionId = submission.Id,
                    Uid = uid,
                    ItemId = "",
                    Value = "0",
                    Comment = "Ответ " + Of("comment"),
                    Question = "Вопрос " + Of("question"),
                    Reply = "Ответ оператора " + Of("reply"),
                    ChangedAt = Now,
                    ChangedBy = author,
                }
            );
            await context.SaveChangesAsync(Cancel);
            EvidenceItem[] items =
            [
                new()
                {
                    RegionId = regionId,
                    SubmissionId = submission.Id,
                    Kind = EvidenceKind.File,
                    FileId = file.Id,
                    Title = "Файл " + Of("title of a file"),
                },
                new()
                {
                    RegionId = regionId,
                    SubmissionId = submission.Id,
                    Kind = EvidenceKind.Link,
                    Url = "https://example.org/" + Of("link"),
                    Title = "Ссылка " + Of("title of a link"),
                },
                new()
                {
                    RegionId = regionId,
                    SubmissionId = submission.Id,
                    Kind = EvidenceKind.Requisites,
                    DocumentKind = "приказ",
                    DocumentNumber = Of("number of a document"),
                    Title = "О целях",
                },
            ];
            foreach (var item in items)
                item.Places.Add(
                    new EvidencePlace
                    {
                        RegionId = regionId,
                        EvidenceItemId = 0,
                        Uid = uid,
                        ItemId = "",
                    }
                );
            context.AddRange(items);
            // The audit of a municipality lies with its answers, and with who reads the audit of the region.
            context.Add(
                new AuditEntry
                {
                    RegionId = regionId,
                    At = Now,
                    UserId = author,
                    Address = "127.0.0.1",
                    Action = "answer.comment",
                    ObjectKind = "answer",
                    ObjectId = 1,
                    CampaignSubjectId = own.Id,
                    Place = uid,
                    New = JsonSerializer.Serialize("Было " + Of("history of a comment")),
                }
            );
            context.Add(
                new Mark
                {
                    RegionId = regionId,
                    CampaignSubjectId = own.Id,
                    Uid = uid,
                    Expert =
                        "Эксперт "
                        // Who marked is said of a run as a whole: the source of its marks.
                        + Word(
                            $"expert of municipality {number} at {uid}",
                            viewer =>
                                Reaches(viewer, Ability.SeeMarks, entry!)
                                || viewer.Actor.RegionId == regionId && Has(viewer, Ability.SeeResults)
                        ),
                    ExpertId = expert,
                    Value = "0",
                    Comment = "Оценка " + OfEntry("comment of a mark at " + uid, Ability.SeeMarks),
                    ChangedAt = Now,
                    ChangedBy = expert,
                }
            );
            context.Add(
                new AuditEntry
                {
                    RegionId = regionId,
                    At = Now,
                    UserId = expert,
                    Address = "127.0.0.1",
                    Action = "mark.comment",
                    ObjectKind = "mark",
                    ObjectId = 1,
                    CampaignSubjectId = own.Id,
                    Place = uid,
                    New = JsonSerializer.Serialize("Было " + OfEntry("history of a mark at " + uid, Ability.SeeMarks)),
                }
            );
            await context.SaveChangesAsync(Cancel);
            foreach (var item in items)
                entry.Evidence[item.Id] = direction;
        }
    }

    private async Task AssignAsync(OrientirContext context, int entry, int expert)
    {
        if (!assigned.TryGetValue(expert, out var own))
            assigned[expert] = own = [];
        own.Add(entry);
        context.Add(
            new ExpertAssignment
            {
                RegionId = context.RegionId!.Value,
                CampaignSubjectId = entry,
                UserId = expert,
            }
        );
        await context.SaveChangesAsync(Cancel);
    }

    /// <summary>Letters, an invitation and a job that was given up.</summary>
    private async Task AddRestAsync(OrientirContext context, Seeded made, Actor actor)
    {
        string OfManager(string what) =>
            Word(
                $"{what} of region {regions.Count}",
                viewer => viewer.Actor.RegionId == made.Id && Permissions.Allows(viewer.Actor, Ability.ManageAccounts)
            );
        var grant = await context.Grants.Where(row => row.UserId == actor.UserId).Select(row => row.Id).FirstAsync(Cancel);
        var letter = Letter.ToSend(
            new LetterText(
                LetterWhy.NewRole,
                "Адресат " + OfManager("name on a letter"),
                $"{OfManager("address of a letter")}@example.org",
                "Тема " + OfManager("subject of a letter"),
                "Текст " + OfManager("text of a letter")
            ),
            grant,
            actor,
            Now
        );
        var invitation = new Invitation
        {
            TokenHash = $"planted{made.Id}",
            Email = $"{Word($"address of the invited of region {regions.Count}", IsForInvitations)}@example.org",
            DisplayName = "Приглашён " + Word($"name of the invited of region {regions.Count}", IsForInvitations),
            Role = Role.Publisher,
            RegionId = made.Id,
            TerritoryId = made.Entries[0].Territory,
            CreatedAt = Now,
            ExpiresAt = Now.AddDays(14),
        };
        var job = Job.Of("report", new { Run = 0 }, made.Id, actor.UserId, Now);
        job.Begin(Now);
        job.Fail(
            "Не получилось: "
                + Word(
                    $"fault of a job of region {regions.Count}",
                    viewer =>
                        viewer.Is(Role.Administrator)
                        || viewer.Actor.RegionId == made.Id && Permissions.Allows(viewer.Actor, Ability.ManageJobs)
                ),
            Now,
            again: null
        );
        context.AddRange(letter, invitation, job);
        await context.SaveChangesAsync(Cancel);
        made.Letter = letter.Id;

        bool IsForInvitations(Viewer viewer) =>
            viewer.Is(Role.Administrator) || viewer.Actor.RegionId == made.Id && Permissions.Allows(viewer.Actor, Ability.ManageAccounts);
    }

    /// <summary>Moves a campaign to the stage. On the way it is computed twice, with a package each time; only the second run may be published.</summary>
    private async Task MoveAsync(IServiceProvider services, OrientirContext context, Seeded made, Actor actor)
    {
        await DecideAsync(CampaignState.Collection);
        if (Stage < CampaignState.Review)
            return;
        await DecideAsync(CampaignState.Review);
        await ReportAsync();
        if (Stage == CampaignState.Review)
            return;
        await DecideAsync(CampaignState.Results);
        await context.Marks.Where(row => row.Uid == "1.1").ExecuteUpdateAsync(set => set.SetProperty(row => row.Value, "1"), Cancel);
        await ReportAsync();
        if (Stage == CampaignState.Published)
            await DecideAsync(CampaignState.Published);

        async Task DecideAsync(CampaignState to)
        {
            context.Add(
                new CampaignDecision
                {
                    RegionId = made.Id,
                    CampaignId = made.Campaign,
                    To = to,
                    At = TimeProvider.System.GetUtcNow().UtcDateTime,
                    UserId = actor.UserId,
                    Reason =
                        "Причина "
                        + Word(
                            $"reason of a decision of region {regions.Count}",
                            viewer => viewer.Actor.RegionId == made.Id && Has(viewer, Ability.SeeCampaigns)
                        ),
                }
            );
            await context.SaveChangesAsync(Cancel);
            if (to == CampaignState.Published)
                await NewestRun.PublishAsync(context, made.Campaign, Cancel);
        }

        async Task ReportAsync()
        {
            var run = await new ComputeRun(context, TimeProvider.System).RunAsync(actor, made.Campaign, Cancel);
            var package = await new RequestReport(context, services.GetRequiredService<IFileStore>(), TimeProvider.System).RunAsync(
                actor,
                run,
                Cancel
            );
            made.Runs.Add(run);
            made.Packages.Add(package);
            for (
                var waited = System.Diagnostics.Stopwatch.StartNew();
                !await context.ReportPackages.AnyAsync(row => row.Id == package && row.FileId != null, Cancel);
                await Task.Delay(50, Cancel)
            )
                waited.Elapsed.ShouldBeLessThan(Patience, "The package of a run is not made.");
            context.ChangeTracker.Clear();
        }
    }
}
