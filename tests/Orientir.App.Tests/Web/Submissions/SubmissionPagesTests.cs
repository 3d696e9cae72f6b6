using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.App.Tests.Web.Submissions;

public sealed partial class SubmissionPagesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Form_SavedWithoutScript_KeepsChangedFieldsOnly(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = await OpenCampaignAsync(site);
        using var first = await site.SignedInAsync("coordinator");
        using var second = await site.SignedInAsync("organisation");
        var (address, uid) = ($"/submissions/{id}/directions/1.1", "1.1.1");

        var before = await first.GetStringAsync(new Uri(address, UriKind.Relative), Cancel);
        (await SaveLeafAsync(second, address, uid, ("new.Value.", "1"), ("url.", "example.ru/приказ"), ("title.", "Приказ"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // The first posts the page as it was opened: only the comment was changed there, so the other's answer stays.
        (await PostLeafAsync(first, before, address, uid, ("new.Comment.", "Есть приказ."))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await first.GetStringAsync(new Uri(address, UriKind.Relative), Cancel);
        page.ShouldContain("Есть приказ.");
        page.ShouldContain("https://example.ru/приказ");
        (await ValueAsync(site, id, uid)).ShouldBe("1");

        var stale = await PostLeafAsync(first, before, address, uid, ("new.Comment.", "Другое."));
        stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var shown = await stale.Content.ReadAsStringAsync(Cancel);
        shown.ShouldContain("Есть приказ.");
        shown.ShouldContain("Другое.");
    }

    [Fact]
    public async Task Patches_ByScript_AreSavedRefusedOrAskedToSignIn()
    {
        await using var site = await SiteHost.StartAsync();
        var id = await OpenCampaignAsync(site);
        using var client = await site.SignedInAsync("coordinator");
        var token = Token(await client.GetStringAsync(new Uri($"/submissions/{id}/directions/1.1", UriKind.Relative), Cancel));

        (await PatchAsync(client, id, token, "1.1.1", "", "1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var conflict = await (await PatchAsync(client, id, token, "1.1.1", "", "0")).Content.ReadAsStringAsync(Cancel);
        conflict.ShouldContain("Conflict");
        (await PatchAsync(client, id, "", "1.1.1", "1", "0")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var nobody = site.Client();
        (await PatchAsync(nobody, id, token, "1.1.1", "1", "0")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ValueAsync(site, id, "1.1.1")).ShouldBe("1");
    }

    [Fact]
    public async Task Pages_ByOthers_AreHiddenOrReadOnly()
    {
        await using var site = await SiteHost.StartAsync();
        var id = await OpenCampaignAsync(site);
        string[] pages = ["", "/directions/1.1", "/check", "/receipt", "/print", "/history", "/excel", "/form.xlsx"];
        using var stranger = await site.SignedInAsync("operator@other.test");
        using var expert = await site.SignedInAsync("expert");
        using var ministry = await site.SignedInAsync("ministry");
        using var nobody = site.Client();
        foreach (var page in pages)
        {
            var address = new Uri($"/submissions/{id}{page}", UriKind.Relative);
            (await stranger.GetAsync(address, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
            (await expert.GetAsync(address, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
            (await ministry.GetAsync(address, Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK, page);
            (await nobody.GetAsync(address, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Redirect, page);
        }
        (await ministry.GetStringAsync(new Uri($"/submissions/{id}/directions/1.1", UriKind.Relative), Cancel)).ShouldNotContain("Сохранить показатель");
        (await ministry.GetAsync(new Uri($"/submissions/{id}/return", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Excel_UploadedTwiceFilled_ShowsDifferencesThenSaves()
    {
        await using var site = await SiteHost.StartAsync();
        var id = await OpenCampaignAsync(site);
        using var client = await site.SignedInAsync("coordinator");
        await SaveLeafAsync(client, $"/submissions/{id}/directions/1.1", "1.1.1", ("new.Value.", "1"));
        var file = await client.GetByteArrayAsync(new Uri($"/submissions/{id}/form.xlsx", UriKind.Relative), Cancel);
        await SaveLeafAsync(client, $"/submissions/{id}/directions/1.1", "1.1.1", ("new.Value.", "0"));

        var excel = new Uri($"/submissions/{id}/excel", UriKind.Relative);
        var page = await client.GetStringAsync(excel, Cancel);
        using var content = new MultipartFormDataContent
        {
            { new StringContent(Token(page)), "__RequestVerificationToken" }, { new StringContent("preview"), "_handler" }, { new ByteArrayContent(file), "file", "форма.xlsx" },
        };
        var preview = await (await client.PostAsync(excel, content, Cancel)).Content.ReadAsStringAsync(Cancel);
        preview.ShouldContain("Анкета!C");
        var form = Forms().Matches(preview).Select(match => match.Value).Single(text => text.Contains("value=\"import\"", StringComparison.Ordinal));
        using var confirmed = new FormUrlEncodedContent(Hidden().Matches(form).ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value)));
        (await client.PostAsync(excel, confirmed, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await ValueAsync(site, id, "1.1.1")).ShouldBe("1");
    }

    [Fact]
    public async Task Browser_WithoutScript_FillsSavesAndSends()
    {
        await using var site = await SiteHost.StartAsync();
        var id = await OpenCampaignAsync(site);
        await using var chromium = await Chromium.LaunchAsync();
        var page = await site.PageAsync(chromium.Browser, "coordinator", script: false);
        await page.GotoAsync($"/submissions/{id}");
        await page.ClickAsync("ul.tasks a >> nth=0");
        var leaf = page.Locator("section.leaf").Nth(1);
        await leaf.Locator("input[type=radio]").First.CheckAsync();
        await leaf.GetByLabel("Ссылка на документ").First.FillAsync("https://example.ru/prikaz.pdf");
        await leaf.GetByRole(AriaRole.Button, new() { NameRegex = new("^Сохранить показатель") }).ClickAsync();
        await page.GetByText("Проверить и отправить").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Отправить на экспертизу" }).ClickAsync();
        (await page.InnerTextAsync("main")).ShouldContain("-m1-1");
    }

    [Fact]
    public async Task Browser_WithScript_SavesEachFieldThroughConflictAndNewSignIn()
    {
        await using var site = await SiteHost.StartAsync();
        var id = await OpenCampaignAsync(site);
        await using var chromium = await Chromium.LaunchAsync();
        var address = $"/submissions/{id}/directions/1.1";
        var mine = await site.PageAsync(chromium.Browser, "coordinator");
        var theirs = await site.PageAsync(chromium.Browser, "organisation");
        await mine.GotoAsync(address);
        await theirs.GotoAsync(address);
        var axe = await mine.RunAxe();
        axe.Violations.Select(violation => $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();

        await CommentOf(mine).FillAsync("Моё.");
        await Assertions.Expect(mine.Locator("[data-status]")).ToContainTextAsync("Сохранено");
        await CommentOf(theirs).FillAsync("Их.");
        await Assertions.Expect(theirs.Locator(".autosave-conflict")).ToContainTextAsync("Моё.");
        await theirs.GetByRole(AriaRole.Button, new() { Name = "Сохранить моё" }).ClickAsync();
        await Assertions.Expect(theirs.Locator("[data-status]")).ToContainTextAsync("Сохранено");

        // The session ends; what is typed waits in the browser until the next sign-in.
        await mine.ReloadAsync();
        await mine.Context.ClearCookiesAsync();
        await CommentOf(mine).FillAsync("После сессии.");
        await Assertions.Expect(mine.Locator("[data-status]")).ToContainTextAsync("войдите");
        await mine.Locator("[data-status] a").ClickAsync();
        await mine.FillAsync("#Email", "coordinator@region.test");
        await mine.FillAsync("#Password", SiteHost.Password);
        await mine.ClickAsync("main button");
        await mine.GotoAsync(address);
        await Assertions.Expect(mine.Locator("[data-status]")).ToContainTextAsync("Сохранено");
        (await site.WithAsync(site.RegionId, (_, context) => context.Answers.Select(answer => answer.Comment).SingleAsync(Cancel))).ShouldBe("После сессии.");

        static ILocator CommentOf(IPage page) => page.Locator("section.leaf").Nth(1).GetByLabel("Комментарий");
    }

    /// <summary>A campaign on the Leningrad methodology that collects answers of the first municipality; gives its subject.</summary>
    internal static Task<int> OpenCampaignAsync(SiteHost site) => site.WithAsync(site.RegionId, async (_, context) =>
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var edition = MethodologyEdition.Of(site.RegionId, new ReadMethodology().Read(
            await File.ReadAllBytesAsync(Repository.PathOf("methodologies/lo-2020.json"), Cancel), "lo-2020.json"));
        edition.PublishedAt = now;
        context.Methodologies.Add(edition);
        var subject = new Subject { RegionId = site.RegionId, TerritoryId = site.Municipalities[0], Kind = "municipality", Code = "m1", Name = "Первый район", FoldedName = "первый район" };
        context.Subjects.Add(subject);
        await context.SaveChangesAsync(Cancel);
        var campaign = new Campaign
        {
            RegionId = site.RegionId,
            MethodologyEditionId = edition.Id,
            Title = "Мониторинг",
            FoldedName = "мониторинг",
            Period = "2026 год",
            SelfAssessment = SelfAssessment.Required,
            CollectionFrom = now.AddDays(-1),
            CollectionUntil = now.AddDays(10),
            ReviewUntil = now.AddDays(20),
            ResultsUntil = now.AddDays(30),
        };
        campaign.Decisions.Add(new CampaignDecision { RegionId = site.RegionId, CampaignId = 0, To = CampaignState.Collection, At = now, UserId = site.Accounts["operator@region.test"] });
        context.Campaigns.Add(campaign);
        await context.SaveChangesAsync(Cancel);
        var own = new CampaignSubject
        {
            RegionId = site.RegionId,
            CampaignId = campaign.Id,
            SubjectId = subject.Id,
            TerritoryId = subject.TerritoryId,
            Code = "m1",
            Kind = "municipality",
            Name = subject.Name,
            FoldedName = subject.FoldedName,
            Attributes = "{}",
        };
        context.CampaignSubjects.Add(own);
        await context.SaveChangesAsync(Cancel);
        return own.Id;
    });

    private static Task<string?> ValueAsync(SiteHost site, int id, string uid) => site.WithAsync(site.RegionId, (_, context) => context.Answers
        .Where(answer => answer.Uid == uid && context.Submissions.Any(row => row.Id == answer.SubmissionId && row.CampaignSubjectId == id))
        .Select(answer => answer.Value).SingleOrDefaultAsync(Cancel));

    private static async Task<HttpResponseMessage> SaveLeafAsync(HttpClient client, string address, string uid, params (string, string)[] fields) =>
        await PostLeafAsync(client, await client.GetStringAsync(new Uri(address, UriKind.Relative), Cancel), address, uid, fields);

    /// <summary>Posts the form of an indicator as a browser without script does: every field as the page showed it, these ones changed.</summary>
    private static async Task<HttpResponseMessage> PostLeafAsync(HttpClient client, string page, string address, string uid, params (string Name, string Value)[] fields)
    {
        var form = Forms().Matches(page).Select(match => match.Value).Single(text => text.Contains($"name=\"uid\" value=\"{uid}\"", StringComparison.Ordinal));
        var all = Hidden().Matches(form).ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value), StringComparer.Ordinal);
        foreach (var (name, value) in all.Where(pair => pair.Key.StartsWith("old.", StringComparison.Ordinal)).ToList()) all["new" + name[3..]] = value;
        foreach (var (name, value) in fields) all[name] = value;
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in all) content.Add(new StringContent(value), name);
        return await client.PostAsync(new Uri(address, UriKind.Relative), content, Cancel);
    }

    private static async Task<HttpResponseMessage> PatchAsync(HttpClient client, int id, string token, string uid, string was, string now)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/submissions/{id}/patches", UriKind.Relative))
        {
            Content = JsonContent.Create(new[] { new { key = $"{uid}-{was}-{now}", uid, item = "", field = nameof(AnswerField.Value), @base = was, value = now } }),
        };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Add("RequestVerificationToken", token);
        return await client.SendAsync(request, Cancel);
    }

    private static string Token(string page) =>
        Hidden().Matches(page[page.IndexOf("<main", StringComparison.Ordinal)..]).First(match => match.Groups[1].Value == "__RequestVerificationToken").Groups[2].Value;

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*name=\"([^\"]*)\"[^>]*value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
