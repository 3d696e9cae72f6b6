using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.App.Tests.Web.Campaigns;

/// <summary>The site with municipalities, the Leningrad methodology and a campaign whose collection began five days ago and ends in ten.</summary>
internal sealed class CampaignSite : IAsyncDisposable
{
    private CampaignSite(SiteHost host) => Host = host;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public SiteHost Host { get; }

    public Actor Operator =>
        new(Host.Accounts["operator@region.test"], "Оператор", Host.RegionId, [new ActorGrant(Role.Operator, null, null)], "127.0.0.1");

    public int Edition { get; private set; }

    public int Campaign { get; private set; }

    /// <summary>Keys of the subjects of the campaign in order of the municipalities; the first is the coordinator's.</summary>
    public int[] Subjects { get; private set; } = [];

    public string Address => string.Create(CultureInfo.InvariantCulture, $"/campaigns/{Campaign}");

    public static DateOnly Today(int days) => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(days);

    public static async Task<CampaignSite> StartAsync(
        Database database = Database.Sqlite,
        int municipalities = 18,
        bool campaign = true,
        bool opened = true,
        params (string Key, string Value)[] settings
    )
    {
        var site = new CampaignSite(await SiteHost.StartAsync(database, settings: settings));
        await site.AddMunicipalitiesAsync(municipalities);
        site.Edition = await site.PublishAsync(await File.ReadAllBytesAsync(Repository.PathOf("methodologies", "lo-2020.json"), Cancel));
        if (campaign)
            await site.AddCampaignAsync(opened);
        return site;
    }

    public Task<TResult> InAsync<TResult>(Func<OrientirContext, Task<TResult>> work) =>
        Host.WithAsync(Host.RegionId, (_, context) => work(context));

    public Task InAsync(Func<OrientirContext, Task> work) =>
        InAsync(async context =>
        {
            await work(context);
            return 0;
        });

    public Task<int> PublishAsync(byte[] package) =>
        InAsync(async context =>
        {
            var id = await new ImportMethodology(context, TimeProvider.System).RunAsync(Operator, new(package, "m.json"), Cancel);
            await new PublishMethodology(context, TimeProvider.System).RunAsync(Operator, id, Cancel);
            return id;
        });

    public Task MoveAsync(string transition, string? reason = null) =>
        InAsync(context =>
            new MoveToStage(context, TimeProvider.System, StageFollowers.Of(context)).RunAsync(
                Operator,
                new(Campaign, transition, reason),
                Cancel
            )
        );

    /// <summary>Answers and evidence of one subject: so many leaves of each direction, and whether it is sent.</summary>
    public Task AnswerAsync(int index, double part, bool evidence, bool sent = false) =>
        InAsync(async context =>
        {
            var methodology = (await context.Methodologies.SingleAsync(row => row.Id == Edition, Cancel)).Read();
            var submission = await context.Submissions.SingleAsync(row => row.CampaignSubjectId == Subjects[index], Cancel);
            foreach (var direction in methodology.Nodes.Where(node => node.Kind == NodeKind.Direction))
            {
                var leaves = LeavesOf(direction).ToList();
                foreach (var leaf in leaves.Take((int)Math.Round(part * leaves.Count)))
                {
                    context.Answers.Add(
                        new Answer
                        {
                            RegionId = Host.RegionId,
                            SubmissionId = submission.Id,
                            Uid = leaf.Uid,
                            ItemId = "",
                            Value = "1",
                            ChangedAt = TimeProvider.System.GetUtcNow().UtcDateTime,
                        }
                    );
                    if (!evidence)
                        continue;
                    var item = new EvidenceItem
                    {
                        RegionId = Host.RegionId,
                        SubmissionId = submission.Id,
                        Kind = EvidenceKind.Link,
                        Url = "https://example.org/",
                    };
                    item.Places.Add(
                        new EvidencePlace
                        {
                            RegionId = Host.RegionId,
                            EvidenceItemId = 0,
                            Uid = leaf.Uid,
                            ItemId = "",
                        }
                    );
                    context.EvidenceItems.Add(item);
                }
            }
            if (sent)
                submission.Send(TimeProvider.System.GetUtcNow().UtcDateTime, "00");
            await context.SaveChangesAsync(Cancel);
        });

    /// <summary>A campaign as it looks in its middle: some sent, some began, some with one link for a direction, some silent.</summary>
    public async Task FillAsync()
    {
        for (var index = 0; index < Subjects.Length; index++)
            await (
                (index % 6) switch
                {
                    0 or 1 or 2 => AnswerAsync(index, 1, evidence: index % 6 != 2, sent: true),
                    3 => AnswerAsync(index, 0.6, evidence: true),
                    4 => AnswerAsync(index, 0.2, evidence: false),
                    _ => Task.CompletedTask,
                }
            );
    }

    public static async Task<string> GetAsync(HttpClient client, string address)
    {
        var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)).Replace('\u00A0', ' ');
    }

    public static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address) =>
        (await client.GetAsync(new Uri(address, UriKind.Relative), Cancel)).StatusCode;

    public static async Task<string> TextAsync(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)).Replace('\u00A0', ' ');

    /// <summary>What the page says that refuses a form.</summary>
    public static async Task<string> RefusedAsync(HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.UnprocessableEntity)
    {
        answer.StatusCode.ShouldBe(status);
        return await TextAsync(answer);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private static IEnumerable<Node> LeavesOf(Node node) => node.Scale is not null ? [node] : node.Nodes.SelectMany(LeavesOf);

    private Task AddMunicipalitiesAsync(int count) =>
        InAsync(async context =>
        {
            var territories = await context.Territories.OrderBy(row => row.Id).ToListAsync(Cancel);
            for (var index = territories.Count; index < count; index++)
            {
                var name = $"Район {(index + 1).ToString("D2", CultureInfo.InvariantCulture)}";
                var territory = new Territory
                {
                    RegionId = Host.RegionId,
                    Code = $"m{index + 1}",
                    Kind = "municipality",
                    Name = name,
                };
                context.Territories.Add(territory);
                territories.Add(territory);
            }
            await context.SaveChangesAsync(Cancel);
            context.Subjects.AddRange(
                territories
                    .Take(count)
                    .Select(territory => new Subject
                    {
                        RegionId = Host.RegionId,
                        TerritoryId = territory.Id,
                        Kind = "municipality",
                        Code = territory.Code,
                        Name = territory.Name,
                    })
            );
            await context.SaveChangesAsync(Cancel);
        });

    private async Task AddCampaignAsync(bool opened)
    {
        Campaign = await InAsync(context =>
            new SaveCampaign(context, TimeProvider.System).RunAsync(
                Operator,
                new(
                    null,
                    0,
                    Edition,
                    "Мониторинг управленческих механизмов",
                    "2026 год",
                    SelfAssessment.Optional,
                    Today(-5),
                    Today(10),
                    Today(20),
                    Today(30),
                    "Отдел мониторинга, 8 (812) 000-00-00",
                    "Уважаемые коллеги!\n\nПросим ответить:\n- по каждому показателю;\n- со ссылкой https://example.org/doc.",
                    "# С чего начать\n1. Откройте анкету.\n2. Заполните.",
                    0.5,
                    "",
                    [
                        new(CampaignState.Collection, "Координаторы муниципалитетов", "Анкеты"),
                        new(CampaignState.Review, "Институт", "Оценки экспертов"),
                    ]
                ),
                Cancel
            )
        );
        await InAsync(async context =>
            await new ChooseSubjects(context, TimeProvider.System).RunAsync(
                Operator,
                new(Campaign, await context.Subjects.Select(row => row.Id).ToListAsync(Cancel)),
                Cancel
            )
        );
        if (opened)
            await MoveAsync("open");
        Subjects = await InAsync(context =>
            context.CampaignSubjects.OrderBy(row => row.SubjectId).Select(row => row.Id).ToArrayAsync(Cancel)
        );
    }
}
