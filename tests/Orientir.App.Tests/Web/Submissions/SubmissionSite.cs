using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.App.Tests.Web.Submissions;

/// <summary>A campaign that collects answers of the two municipalities of the site, and what a browser does with its forms.</summary>
internal static class SubmissionSite
{
    private static int keys;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens a campaign; gives the subjects of the first and the second municipality.</summary>
    public static Task<int[]> OpenCampaignAsync(this SiteHost site, string package = "lo-2020", int from = -1, int until = 10) =>
        site.WithAsync(
            site.RegionId,
            async (_, context) =>
            {
                var now = TimeProvider.System.GetUtcNow().UtcDateTime;
                var edition = MethodologyEdition.Of(
                    site.RegionId,
                    new ReadMethodology().Read(
                        await File.ReadAllBytesAsync(Repository.PathOf($"methodologies/{package}.json"), Cancel),
                        $"{package}.json"
                    )
                );
                edition.PublishedAt = now;
                context.Methodologies.Add(edition);
                Subject[] subjects =
                [
                    .. site.Municipalities.Select(
                        (territory, index) =>
                            new Subject
                            {
                                RegionId = site.RegionId,
                                TerritoryId = territory,
                                Kind = "municipality",
                                Code = $"{package}-{index}",
                                Name = index == 0 ? "Первый район" : "Второй район",
                            }
                    ),
                ];
                context.Subjects.AddRange(subjects);
                await context.SaveChangesAsync(Cancel);
                var campaign = Campaign.Of(
                    site.RegionId,
                    new CampaignPlan
                    {
                        MethodologyEditionId = edition.Id,
                        Title = "Мониторинг механизмов управления качеством",
                        Period = "2026 год",
                        SelfAssessment = SelfAssessment.Required,
                        CollectionFrom = now.AddDays(from),
                        CollectionUntil = now.AddDays(until),
                        ReviewUntil = now.AddDays(20),
                        ResultsUntil = now.AddDays(30),
                    }
                );
                campaign.Decide(Transition.All[0], "", site.Accounts["operator@region.test"], now);
                context.Campaigns.Add(campaign);
                await context.SaveChangesAsync(Cancel);
                CampaignSubject[] own =
                [
                    .. subjects.Select(subject => new CampaignSubject
                    {
                        RegionId = site.RegionId,
                        CampaignId = campaign.Id,
                        SubjectId = subject.Id,
                        TerritoryId = subject.TerritoryId,
                        Code = subject.Code,
                        Kind = subject.Kind,
                        Name = subject.Name,
                        FoldedName = subject.FoldedName,
                        Attributes = "{}",
                    }),
                ];
                context.CampaignSubjects.AddRange(own);
                await context.SaveChangesAsync(Cancel);
                return own.Select(subject => subject.Id).ToArray();
            }
        );

    /// <summary>Moves the dates of the only campaign: what was open is late.</summary>
    public static Task EndCollectionAsync(this SiteHost site) =>
        site.WithAsync(
            site.RegionId,
            (_, context) =>
                context.Campaigns.ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.CollectionUntil, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1)),
                    Cancel
                )
        );

    public static Task<string?> ValueAsync(this SiteHost site, int id, string uid, string item = "") =>
        site.WithAsync(
            site.RegionId,
            (_, context) =>
                context
                    .Answers.Where(answer =>
                        answer.Uid == uid
                        && answer.ItemId == item
                        && context.Submissions.Any(row => row.Id == answer.SubmissionId && row.CampaignSubjectId == id)
                    )
                    .Select(answer => answer.Value)
                    .SingleOrDefaultAsync(Cancel)
        );

    public static Task<string> PageAsync(this HttpClient client, string address) =>
        client.GetStringAsync(new Uri(address, UriKind.Relative), Cancel);

    public static async Task<HttpStatusCode> StatusAsync(this HttpClient client, string address) =>
        (await client.GetAsync(new Uri(address, UriKind.Relative), Cancel)).StatusCode;

    /// <summary>Opens a page and posts a form of it.</summary>
    public static async Task<HttpResponseMessage> PostPageAsync(
        this HttpClient client,
        string address,
        string form,
        params (string Name, object Value)[] fields
    ) => await client.PostAsShownAsync(address, await client.PageAsync(address), form, fields);

    /// <summary>Posts a form of a page as a browser without script does: every field as the page showed it, these ones changed.</summary>
    public static async Task<HttpResponseMessage> PostAsShownAsync(
        this HttpClient client,
        string address,
        string page,
        string form,
        params (string Name, object Value)[] fields
    )
    {
        var all = FieldsOf(page, form);
        foreach (var (name, value) in all.Where(pair => pair.Key.StartsWith("old/", StringComparison.Ordinal)).ToList())
            all["new" + name[3..]] = value;
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            if (value is byte[] file)
                content.Add(new ByteArrayContent(file), name, "приказ.pdf");
            else if (value is string[] several)
                foreach (var one in several)
                    content.Add(new StringContent(one), name);
            else
                all[name] = (string)value;
        }
        foreach (var (name, value) in all)
            content.Add(new StringContent(value), name);
        return await client.PostAsync(new Uri(address, UriKind.Relative), content, Cancel);
    }

    public static async Task<HttpResponseMessage> PatchAsync(
        this HttpClient client,
        SiteHost site,
        string account,
        int id,
        string token,
        string uid,
        string was,
        string now,
        string field = nameof(AnswerField.Value)
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/submissions/patches", UriKind.Relative))
        {
            Content = JsonContent.Create(
                new
                {
                    user = $"{site.Accounts[account + "@region.test"]}",
                    patches = new[]
                    {
                        new
                        {
                            key = $"patch-{Interlocked.Increment(ref keys)}",
                            subject = id,
                            uid,
                            item = "",
                            field,
                            @base = was,
                            value = now,
                        },
                    },
                }
            ),
        };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Add("RequestVerificationToken", token);
        return await client.SendAsync(request, Cancel);
    }

    public static string Token(string page) =>
        ShownPage.Of(page).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

    private static Dictionary<string, string> FieldsOf(string page, string? form) => ShownPage.HiddenOf(ShownPage.FormOf(page, form));
}
