using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Accounts;

/// <summary>
/// Two regions with a campaign at every stage, reached by date and by decision, over a municipality, an organisation below it and another
/// municipality; an expert to whom a part is assigned. Every subject has a submission, a mark, a reminder and a line of the audit, every
/// campaign a run and its package.
/// </summary>
internal sealed class RightsWorld : IDisposable
{
    private readonly TestStore store;

    private RightsWorld(TestStore store) => this.store = store;

    /// <summary>A campaign and where it stands.</summary>
    public sealed record CampaignAt(int Id, int Region, int Edition, CampaignState State, bool Opened, int Run);

    /// <summary>A subject of a campaign, and whether it is assigned to <see cref="Expert"/>.</summary>
    public sealed record SubjectAt(int Id, int Region, int Campaign, CampaignState State, int Territory, bool Assigned);

    public TestClock Clock { get; } = new();

    public Core.Files.IFileStore Files => store.Store.Files;

    public int Region { get; private set; }

    public int Expert { get; private set; }

    public List<CampaignAt> Campaigns { get; } = [];

    public List<SubjectAt> Subjects { get; } = [];

    /// <summary>Accounts with one role: over the region, or over a territory; null for no role at all.</summary>
    public sealed record PersonAt(int Id, int? Region, int? Territory, bool IsExecutor = false);

    /// <summary>Whether an executor, or who is invited to be one, is led by the actor: of a territory it invites executors for.</summary>
    public bool Leads(Actor actor, PersonAt person) =>
        person is { IsExecutor: true, Territory: { } place }
        && person.Region == Region
        && Permissions.Allows(actor, Ability.InviteExecutors, place);

    public List<PersonAt> People { get; } = [];

    /// <summary>Whether an account is shown: all to an administrator, of the region or the part to who manages or observes it.</summary>
    public bool SeesPerson(Actor actor, PersonAt person) =>
        person.Id == actor.UserId
        || actor.Is(Role.Administrator)
        || person.Region == Region
            && actor.Grants.Any(grant =>
                grant.Role is Role.Operator or Role.Ministry
                && (grant.Territories is null || person.Territory is { } place && grant.Territories.Contains(place))
            );

    private HashSet<int> Own { get; } = [];

    public static async Task<RightsWorld> MakeAsync(Database database)
    {
        var world = new RightsWorld(await TestStore.MigratedAsync(database));
        await using var context = world.store.Store.Open();
        var expert = new User
        {
            DisplayName = "Эксперт",
            UserName = "e@example.org",
            NormalizedUserName = "E@EXAMPLE.ORG",
        };
        context.Add(expert);
        await context.SaveChangesAsync();
        world.Expert = expert.Id;
        world.People.Add(new(expert.Id, null, null));
        world.Region = await world.FillAsync(context, "own");
        await world.FillAsync(context, "other");
        return world;
    }

    public OrientirContext Open()
    {
        var context = store.Store.Open();
        context.RegionId = Region;
        return context;
    }

    public void Dispose() => store.Dispose();

    /// <summary>What the table says of one subject, role by role; an expert has what is assigned.</summary>
    public bool Reaches(Actor actor, Ability ability, SubjectAt row, CampaignState? state) =>
        row.Region == Region
        && actor.Grants.Any(grant =>
            Permissions.Allows(actor with { Grants = [grant] }, ability, row.Territory, state)
            && (grant.Role != Role.Expert || row.Assigned && actor.UserId == Expert)
        );

    /// <summary>The directions of a subject's answers, role by role: those named, all where none are; of an expert where it is assigned.</summary>
    public IEnumerable<string> DirectionsOf(Actor actor, SubjectAt row) =>
        MarkSamples
            .Methodology.Tree.Directions.Select(direction => direction.Uid)
            .Where(uid =>
                actor.Grants.Any(grant =>
                    grant.Directions?.Contains(uid) != false && Reaches(actor with { Grants = [grant] }, Ability.SeeAnswers, row, row.State)
                )
            );

    /// <summary>Results of a campaign: for a role over the region at its stages, for another where it takes part.</summary>
    public bool SeesResults(Actor actor, CampaignAt row) =>
        row.Region == Region
        && actor.Grants.Any(grant =>
            Permissions.Allows(actor with { Grants = [grant] }, Ability.SeeResults, null, row.State)
            && (
                grant is { Role: not Role.Expert, Territories: null }
                || Subjects.Any(one =>
                    one.Campaign == row.Id
                    && (grant.Role == Role.Expert ? one.Assigned && actor.UserId == Expert : grant.Territories!.Contains(one.Territory))
                )
            )
        );

    /// <summary>Each role over the region and over a part, experts with and without assignment, and some people of several roles.</summary>
    public IEnumerable<Actor> Actors()
    {
        List<ActorGrant> grants =
        [
            .. Enum.GetValues<Role>().Select(role => new ActorGrant(role, null, null)),
            .. Enum.GetValues<Role>()
                .Where(role => role is not (Role.Administrator or Role.Expert))
                .Select(role => new ActorGrant(role, Own, null)),
            new(Role.Executor, Own, new HashSet<string>(StringComparer.Ordinal) { "1" }),
        ];
        yield return ActorOf(1, []);
        foreach (var grant in grants)
        {
            yield return ActorOf(Expert + 1, [grant]);
            if (grant.Role == Role.Expert)
                yield return ActorOf(Expert, [grant]);
        }
        foreach (var user in new[] { Expert, Expert + 1 })
            yield return ActorOf(user, [grants[^1], new(Role.Expert, null, null)]);
        var random = new Random(20261127);
        for (var some = 0; some < 12; some++)
            yield return ActorOf(some % 2 == 0 ? Expert : Expert + 1, random.GetItems([.. grants], 2 + some % 2));
    }

    public static string NameOf(Actor actor) =>
        $"{string.Join(" + ", actor.Grants.Select(grant => $"{grant.Role}{(grant.Territories is null ? "" : " of a part")}{(grant.Directions is null ? "" : " of directions")}"))} ({actor.UserId})";

    private Actor ActorOf(int user, IReadOnlyList<ActorGrant> grants) => new(user, "Проверяющий", Region, grants, "127.0.0.1");

    private async Task<int> FillAsync(OrientirContext context, string code)
    {
        var region = new Region
        {
            Code = code,
            Title = code,
            TimeZone = "Europe/Moscow",
        };
        context.Add(region);
        await context.SaveChangesAsync();
        context.RegionId = region.Id;
        var edition = MethodologyEdition.Of(region.Id, MarkSamples.Methodology);
        edition.PublishedAt = Clock.Now;
        var (first, second) = (Place("m1", null), Place("m2", null));
        context.AddRange(edition, first, second);
        await context.SaveChangesAsync();
        var below = Place("o1", first.Id);
        context.Add(below);
        await context.SaveChangesAsync();
        if (code == "own")
            Own.UnionWith([first.Id, below.Id]);
        foreach (var place in (Territory?[])[null, first, below, second])
        {
            var name = $"{code}-{place?.Code}";
            var person = new User
            {
                DisplayName = name,
                UserName = name,
                NormalizedUserName = name,
            };
            context.Add(person);
            await context.SaveChangesAsync();
            context.Add(
                new Grant
                {
                    UserId = person.Id,
                    Role = place is null ? Role.Operator : Role.Coordinator,
                    RegionId = region.Id,
                    TerritoryId = place?.Id,
                }
            );
            await context.SaveChangesAsync();
            People.Add(new(person.Id, region.Id, place?.Id));
            if (place is not null)
                await ExecutorAsync(context, region.Id, $"{name}-executor", place.Id);
        }
        Subject[] subjects =
        [
            .. new[] { first, below, second }.Select(row => new Subject
            {
                RegionId = region.Id,
                TerritoryId = row.Id,
                Kind = "municipality",
                Code = row.Code,
                Name = row.Code,
            }),
        ];
        context.AddRange(subjects);
        await context.SaveChangesAsync();
        // Days of collection from and until, review and results until, and what was decided.
        (CampaignState State, int[] Days, CampaignState[] Decided)[] cases =
        [
            (CampaignState.Preparation, [-5, 5, 10, 15], []),
            (CampaignState.Preparation, [1, 5, 10, 15], [CampaignState.Collection]),
            (CampaignState.Collection, [-5, 5, 10, 15], [CampaignState.Collection]),
            (CampaignState.Review, [-5, -1, 10, 15], [CampaignState.Collection]),
            (CampaignState.Review, [-5, 5, 10, 15], [CampaignState.Collection, CampaignState.Review]),
            (CampaignState.Results, [-5, -2, -1, 15], [CampaignState.Collection]),
            (CampaignState.Results, [-5, -2, -1, 15], [CampaignState.Collection, CampaignState.Published, CampaignState.Results]),
            (CampaignState.Published, [-5, -2, -1, 15], [CampaignState.Collection, CampaignState.Published]),
        ];
        foreach (var (state, days, decided) in cases)
            await CampaignAsync(context, edition, subjects, state, [.. days.Select(day => Clock.Now.AddDays(day))], decided);
        return region.Id;

        Territory Place(string place, int? parent) =>
            new()
            {
                RegionId = region.Id,
                ParentId = parent,
                Code = place,
                Kind = EntryKind.Municipality,
                Name = place,
            };
    }

    /// <summary>An executor, and an invitation to become one that bears its key.</summary>
    private async Task ExecutorAsync(OrientirContext context, int region, string name, int territory)
    {
        var person = new User
        {
            DisplayName = name,
            UserName = name,
            NormalizedUserName = name,
        };
        context.Add(person);
        await context.SaveChangesAsync();
        context.AddRange(
            new Grant
            {
                UserId = person.Id,
                Role = Role.Executor,
                RegionId = region,
                TerritoryId = territory,
            },
            new Invitation
            {
                TokenHash = name,
                Email = $"{person.Id}",
                DisplayName = name,
                Role = Role.Executor,
                RegionId = region,
                TerritoryId = territory,
                CreatedAt = Clock.Now,
                ExpiresAt = Clock.Now.AddDays(14),
            }
        );
        await context.SaveChangesAsync();
        People.Add(new(person.Id, region, territory, IsExecutor: true));
    }

    private async Task CampaignAsync(
        OrientirContext context,
        MethodologyEdition edition,
        Subject[] subjects,
        CampaignState state,
        DateTime[] moments,
        CampaignState[] decided
    )
    {
        var region = edition.RegionId;
        var campaign = Campaign.Of(
            region,
            new CampaignPlan
            {
                MethodologyEditionId = edition.Id,
                Title = $"{state}",
                Period = "2026 год",
                SelfAssessment = SelfAssessment.Required,
                CollectionFrom = moments[0],
                CollectionUntil = moments[1],
                ReviewUntil = moments[2],
                ResultsUntil = moments[3],
            }
        );
        context.Add(campaign);
        await context.SaveChangesAsync();
        foreach (var to in decided)
        {
            context.Add(
                new CampaignDecision
                {
                    RegionId = region,
                    CampaignId = campaign.Id,
                    To = to,
                    At = moments[0],
                    UserId = Expert,
                }
            );
            await context.SaveChangesAsync();
        }
        CampaignSubject[] rows = [.. subjects.Select(subject => CampaignSubject.Of(campaign, subject))];
        var run = new ResultRun
        {
            RegionId = region,
            CampaignId = campaign.Id,
            MethodologyEditionId = edition.Id,
            InputHash = "",
            ProgramVersion = "",
            ScorerVersion = 1,
            At = moments[0],
            UserId = Expert,
            Marks = [],
            Specification = [],
            SpecificationHash = "",
            Outputs = [],
            OutputHash = "",
        };
        context.AddRange(rows);
        context.Add(run);
        await context.SaveChangesAsync();
        if (decided.Contains(CampaignState.Published))
            await NewestRun.PublishAsync(context, campaign.Id);
        context.Add(
            new ReportPackage
            {
                RegionId = region,
                ResultRunId = run.Id,
                RequestedAt = Clock.Now,
            }
        );
        foreach (var row in rows)
        {
            context.AddRange(
                Submission.Of(region, row.Id),
                new Mark
                {
                    RegionId = region,
                    CampaignSubjectId = row.Id,
                    Uid = "1",
                    Expert = "",
                },
                new Reminder
                {
                    RegionId = region,
                    CampaignSubjectId = row.Id,
                    Deadline = Clock.Now,
                    At = Clock.Now,
                    UserId = Expert,
                    Mailed = false,
                },
                new AuditEntry
                {
                    RegionId = region,
                    At = Clock.Now,
                    UserId = Expert,
                    Address = "",
                    Action = "answer",
                    ObjectKind = "answer",
                    ObjectId = 1,
                    CampaignSubjectId = row.Id,
                }
            );
        }
        // The second municipality everywhere; what lies in the first at review alone.
        foreach (var row in rows.Where((_, index) => index == 2 || index == 1 && state == CampaignState.Review))
            context.Add(
                new ExpertAssignment
                {
                    RegionId = region,
                    CampaignSubjectId = row.Id,
                    UserId = Expert,
                }
            );
        await context.SaveChangesAsync();
        Campaigns.Add(new(campaign.Id, region, edition.Id, state, decided.Length > 0, run.Id));
        Subjects.AddRange(
            rows.Select(
                (row, index) =>
                    new SubjectAt(
                        row.Id,
                        region,
                        campaign.Id,
                        state,
                        row.TerritoryId,
                        index == 2 || index == 1 && state == CampaignState.Review
                    )
            )
        );
    }
}
