using System.Globalization;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.TestSupport;

/// <summary>A region with two municipalities in a campaign that collects answers, and people of every role that touches a submission.</summary>
internal sealed class SubmissionWorld : IDisposable
{
    public static readonly DateTime Start = new(2026, 11, 22, 9, 0, 0, DateTimeKind.Utc);
    private readonly TestStore store;

    private SubmissionWorld(TestStore store) => this.store = store;

    public TestClock Time { get; } = new(Start);

    public int Region { get; private set; }

    public int First { get; private set; }

    public int Second { get; private set; }

    public int Campaign { get; private set; }

    public Actor Coordinator { get; private set; } = null!;

    public Actor Colleague { get; private set; } = null!;

    public Actor Executor { get; private set; } = null!;

    public Actor Stranger { get; private set; } = null!;

    public Actor Operator { get; private set; } = null!;

    public Actor Ministry { get; private set; } = null!;

    public static async Task<SubmissionWorld> MakeAsync(Database database, Methodology? methodology = null)
    {
        var world = new SubmissionWorld(await TestStore.MigratedAsync(database));
        await world.FillAsync(methodology ?? MarkSamples.Methodology);
        return world;
    }

    public TestStore Test => store;

    public OrientirContext Open()
    {
        var context = store.Store.Open();
        context.RegionId = Region;
        return context;
    }

    public void Dispose() => store.Dispose();

    /// <summary>Does something in a context of its own, as a request does.</summary>
    public async Task<T> In<T>(Func<OrientirContext, Task<T>> work)
    {
        await using var context = Open();
        return await work(context);
    }

    public Task<IReadOnlyList<PatchResult>> Save(Actor actor, params AnswerPatch[] patches) =>
        In(async context =>
            (await new SaveAnswers(context, Time).RunAsync(actor, new(First, patches), TestContext.Current.CancellationToken)).Results
        );

    public Task<SubmissionForm> Form(Actor actor) =>
        In(context => new ReadSubmission(context, Time).RunAsync(actor, First, TestContext.Current.CancellationToken));

    public Task<Receipt> Send(Actor actor) =>
        In(context => new SendSubmission(context, Time).RunAsync(actor, First, TestContext.Current.CancellationToken));

    public Task<IReadOnlyList<HistoryLine>> History(Actor actor, string? uid = null) =>
        In(context => new ReadHistory(context, Time).RunAsync(actor, First, uid, TestContext.Current.CancellationToken));

    public Task<int> Add(string key, EvidenceFields fields, params PlaceOfEvidence[] places) =>
        In(context =>
            new AddEvidence(context, store.Store.Files, Time).RunAsync(
                Coordinator,
                new(First, key, fields, places),
                TestContext.Current.CancellationToken
            )
        );

    public Task Return(params string[] uids) =>
        In(async context =>
        {
            await new ReturnSubmission(context, Time).RunAsync(
                Operator,
                new(First, uids, "Уточните."),
                TestContext.Current.CancellationToken
            );
            return 0;
        });

    private async Task FillAsync(Methodology methodology)
    {
        await using var context = store.Store.Open();
        var region = new Region
        {
            Code = "r",
            Title = "Регион",
            TimeZone = "Europe/Moscow",
        };
        context.Regions.Add(region);
        var users = new List<User>();
        foreach (var name in (string[])["Координатор", "Сосед", "Исполнитель", "Чужой", "Оператор", "Министерство"])
            users.Add(
                new User
                {
                    UserName = name,
                    NormalizedUserName = name,
                    DisplayName = name,
                }
            );
        context.Users.AddRange(users);
        await context.SaveChangesAsync();
        context.RegionId = Region = region.Id;
        var territories = new List<Territory>();
        foreach (var code in (string[])["one", "two"])
            territories.Add(
                new Territory
                {
                    RegionId = Region,
                    Code = code,
                    Kind = "municipality",
                    Name = code,
                }
            );
        context.Territories.AddRange(territories);
        var edition = MethodologyEdition.Of(Region, methodology);
        edition.PublishedAt = Start;
        context.Methodologies.Add(edition);
        await context.SaveChangesAsync();
        var campaign = Core.Campaigns.Campaign.Of(
            Region,
            new CampaignPlan
            {
                MethodologyEditionId = edition.Id,
                Title = "Проба",
                Period = "2026 год",
                SelfAssessment = SelfAssessment.Required,
                CollectionFrom = Start.AddDays(-1),
                CollectionUntil = Start.AddDays(10),
                ReviewUntil = Start.AddDays(20),
                ResultsUntil = Start.AddDays(30),
            }
        );
        campaign.Decide(Transition.All[0], "", users[4].Id, Start.AddDays(-1));
        context.Campaigns.Add(campaign);
        await context.SaveChangesAsync();
        var subjects = new List<CampaignSubject>();
        foreach (var territory in territories)
        {
            var subject = new Subject
            {
                RegionId = Region,
                TerritoryId = territory.Id,
                Kind = "municipality",
                Code = territory.Code,
                Name = territory.Name,
            };
            context.Subjects.Add(subject);
            await context.SaveChangesAsync();
            var own = new CampaignSubject
            {
                RegionId = Region,
                CampaignId = campaign.Id,
                SubjectId = subject.Id,
                TerritoryId = territory.Id,
                Kind = "municipality",
                Code = territory.Code,
                Name = "Район " + territory.Code,
                FoldedName = "район " + territory.Code,
                Attributes = "{}",
            };
            context.CampaignSubjects.Add(own);
            subjects.Add(own);
        }
        await context.SaveChangesAsync();
        (Campaign, First, Second) = (campaign.Id, subjects[0].Id, subjects[1].Id);
        Coordinator = Person(0, Role.Coordinator, territories[0].Id);
        Colleague = Person(1, Role.Coordinator, territories[0].Id);
        Executor = Person(2, Role.Executor, territories[0].Id, "1");
        Stranger = Person(3, Role.Coordinator, territories[1].Id);
        Operator = Person(4, Role.Operator, null);
        Ministry = Person(5, Role.Ministry, null);

        Actor Person(int user, Role role, int? territory, params string[] directions) =>
            new(
                users[user].Id,
                users[user].DisplayName,
                Region,
                [
                    new(
                        role,
                        territory is { } id ? new HashSet<int> { id } : null,
                        directions.Length == 0 ? null : directions.ToHashSet(StringComparer.Ordinal)
                    ),
                ],
                "127.0.0.1"
            );
    }

    /// <summary>A change of a value with a key of its own.</summary>
    public static AnswerPatch Value(string uid, string was, string now, string item = "", AnswerField field = AnswerField.Value) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{uid}/{item}/{field}/{was}/{now}"), uid, item, field, was, now);
}
