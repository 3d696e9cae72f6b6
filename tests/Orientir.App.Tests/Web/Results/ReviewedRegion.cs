using System.Text;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.App.Tests.Web.Results;

/// <summary>A campaign at review in the region of a site: the first subject is the coordinator's and assigned to the expert, with an answer and a link.</summary>
/// <param name="Campaign">Key of the campaign.</param>
/// <param name="Subjects">Keys of its subjects, codes «m1», «m2» …</param>
internal sealed record ReviewedRegion(int Campaign, IReadOnlyList<int> Subjects)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Direction 1 of a yes-or-no and a typed number, direction 2 of steps.</summary>
    public const string Small = """
        {"format":"orientir-methodology/1","id":"small","edition":1,"title":"Малая","subject":"municipality","basis":"проба","missing":"zero","combine":"consensus",
        "stages":[{"id":"goals","title":"Цели"},{"id":"analysis","title":"Анализ"}],
        "levels":[{"id":"zones","title":"Условные зоны","node":"*","by":"share","bands":[{"id":"red","title":"Красная","from":0},{"id":"green","title":"Зелёная","from":0.5}]}],
        "nodes":[{"code":"1","kind":"direction","title":"Работа с одарёнными","nodes":[
          {"code":"1.1","title":"Цели поставлены","stage":"goals","scale":{"kind":"binary"}},
          {"code":"1.2","title":"Доля охваченных","stage":"analysis","scale":{"kind":"points","max":100}}]},
          {"code":"2","kind":"direction","title":"Качество подготовки","nodes":[
          {"code":"2.1","title":"Анализ проведён","stage":"analysis","scale":{"kind":"ordinal","steps":[{"points":0,"title":"не проведён"},{"points":2,"title":"проведён частично"},{"points":4,"title":"проведён"}]}}]}]}
        """;

    /// <summary>Two municipalities on the small methodology.</summary>
    public static Task<ReviewedRegion> MakeAsync(SiteHost host) =>
        MakeAsync(host, Encoding.UTF8.GetBytes(Small), ["Первый район", "Второй район"]);

    /// <summary>The eighteen municipalities of the demonstration with their marks.</summary>
    public static async Task<ReviewedRegion> MakeWholeAsync(SiteHost host)
    {
        byte[] File(params string[] path) => System.IO.File.ReadAllBytes(Path.Combine([Repository.Root, .. path]));
        var made = await MakeAsync(
            host,
            File("methodologies", "lo-2020.json"),
            [.. Enumerable.Range(1, 18).Select(number => $"Район {number}")]
        );
        await host.WithAsync(
            host.RegionId,
            async (_, context) =>
            {
                var actor = Acting(host);
                var import = new MarkImport(made.Campaign, "marks.csv", File("demo", "lo-2020-reconstruction", "marks.csv"));
                var preview = await new ImportMarks(context, TimeProvider.System).RunAsync(actor, import, Cancel);
                await new ImportMarks(context, TimeProvider.System).RunAsync(actor, import with { Confirmed = preview.Digest }, Cancel);
                return 0;
            }
        );
        return made;
    }

    /// <summary>So many municipalities on the small methodology, the first half «Район …», the rest «Город …».</summary>
    public static Task<ReviewedRegion> MakeManyAsync(SiteHost host, int count) =>
        MakeAsync(
            host,
            Encoding.UTF8.GetBytes(Small),
            [.. Enumerable.Range(1, count).Select(number => $"{(2 * number <= count ? "Район" : "Город")} {number:000}")]
        );

    /// <summary>Decides that the campaign has come to a stage.</summary>
    public Task MoveAsync(SiteHost host, CampaignState to) =>
        host.WithAsync(
            host.RegionId,
            async (_, context) =>
            {
                context.Add(
                    new CampaignDecision
                    {
                        RegionId = host.RegionId,
                        CampaignId = Campaign,
                        To = to,
                        At = TimeProvider.System.GetUtcNow().UtcDateTime,
                        UserId = host.Accounts["operator@region.test"],
                    }
                );
                await context.SaveChangesAsync(Cancel);
                if (to == CampaignState.Published)
                    await NewestRun.PublishAsync(context, Campaign, Cancel);
                return 0;
            }
        );

    private static Actor Acting(SiteHost host) =>
        new(host.Accounts["operator@region.test"], "Проверка", host.RegionId, [new ActorGrant(Role.Operator, null, null)], "127.0.0.1");

    private static Task<ReviewedRegion> MakeAsync(SiteHost host, byte[] package, string[] names) =>
        host.WithAsync(
            host.RegionId,
            async (_, context) =>
            {
                var now = TimeProvider.System.GetUtcNow().UtcDateTime;
                var edition = MethodologyEdition.Of(host.RegionId, new ReadMethodology().Read(package, "package.json"));
                edition.PublishedAt = now;
                context.Methodologies.Add(edition);
                await context.SaveChangesAsync(Cancel);
                var campaign = Core.Campaigns.Campaign.Of(
                    host.RegionId,
                    new CampaignPlan
                    {
                        MethodologyEditionId = edition.Id,
                        Title = "Мониторинг",
                        Period = "2026 год",
                        SelfAssessment = SelfAssessment.None,
                        CollectionFrom = now.AddDays(-9),
                        CollectionUntil = now.AddDays(-1),
                        ReviewUntil = now.AddDays(9),
                        ResultsUntil = now.AddDays(20),
                    }
                );
                context.Campaigns.Add(campaign);
                await context.SaveChangesAsync(Cancel);
                context.Add(
                    new CampaignDecision
                    {
                        RegionId = host.RegionId,
                        CampaignId = campaign.Id,
                        To = CampaignState.Collection,
                        At = now,
                        UserId = host.Accounts["operator@region.test"],
                    }
                );
                var subjects = new List<CampaignSubject>();
                foreach (var (index, name) in names.Index())
                {
                    var subject = new Subject
                    {
                        RegionId = host.RegionId,
                        TerritoryId = host.Municipalities[Math.Min(index, 1)],
                        Kind = "municipality",
                        Code = $"m{index + 1}",
                        Name = name,
                    };
                    context.Subjects.Add(subject);
                    await context.SaveChangesAsync(Cancel);
                    subjects.Add(CampaignSubject.Of(campaign, subject));
                }
                context.CampaignSubjects.AddRange(subjects);
                await context.SaveChangesAsync(Cancel);
                context.ExpertAssignments.Add(
                    new ExpertAssignment
                    {
                        RegionId = host.RegionId,
                        CampaignSubjectId = subjects[0].Id,
                        UserId = host.Accounts["expert@region.test"],
                    }
                );
                var submission = Submission.Of(host.RegionId, subjects[0].Id);
                submission.Send(now, "00");
                context.Submissions.Add(submission);
                await context.SaveChangesAsync(Cancel);
                var leaf = edition.Read().Nodes.First(node => node.Scale is not null).Uid;
                context.Answers.Add(
                    new Answer
                    {
                        RegionId = host.RegionId,
                        SubmissionId = submission.Id,
                        Uid = leaf,
                        ItemId = "",
                        Value = "1",
                        Comment = "Утверждено в марте.",
                        ChangedAt = now,
                    }
                );
                var link = new EvidenceItem
                {
                    RegionId = host.RegionId,
                    SubmissionId = submission.Id,
                    Kind = EvidenceKind.Link,
                    Url = "https://example.org/programme",
                    Title = "Программа",
                };
                link.Places.Add(
                    new EvidencePlace
                    {
                        RegionId = host.RegionId,
                        EvidenceItemId = 0,
                        Uid = leaf,
                        ItemId = "",
                    }
                );
                context.EvidenceItems.Add(link);
                await context.SaveChangesAsync(Cancel);
                return new ReviewedRegion(campaign.Id, [.. subjects.Select(subject => subject.Id)]);
            }
        );
}
