using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.Playwright;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;

namespace Orientir.App.Tests.Web.Methodologies;

public class MethodologiesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Package(int revision = 0, string title = "Показатель", double points = 1, string scale = "binary") =>
        $$$"""
            {
              "format": "orientir-methodology/1", "id": "m", "edition": 1, "revision": {{{revision}}}, "title": "Методика", "subject": "municipality", "basis": "приказ",
              "missing": "zero", "combine": "median", "stages": [ { "id": "goals", "title": "Цели" }, { "id": "measures", "title": "Меры" } ],
              "nodes": [ { "code": "1", "kind": "direction", "title": "Направление", "nodes": [
                { "code": "1.1", "title": "{{{title}}}", "stage": "goals", "scale": { "kind": "{{{scale}}}", "points": {{{points}}} } } ] } ]
            }
            """;

    private static Task<HttpResponseMessage> UploadAsync(HttpClient client, string package) =>
        SiteHost.PostFileAsync(client, "/methodologies/import", "File", "м.json", Encoding.UTF8.GetBytes(package), null, "import");

    private static async Task<string> GetAsync(HttpClient client, string address) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(address, UriKind.RelativeOrAbsolute), Cancel));

    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));

    private static string PathOf(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var location = answer.Headers.Location!;
        return (location.IsAbsoluteUri ? location.AbsolutePath : location.OriginalString).Split('?')[0];
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Package_ImportedAndPublished_IsKeptByteForByteAndRevisedInTextsOnly(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        var draft = PathOf(await UploadAsync(client, Package()));
        var page = await GetAsync(client, draft);
        page.ShouldContain("черновик");
        page.ShouldContain("у этапа «Меры» нет ни одного показателя", Case.Insensitive);
        var bytes = await client.GetByteArrayAsync(new Uri(draft + "/package.json", UriKind.Relative), Cancel);
        bytes.ShouldBe(new WriteMethodology().Write(new ReadMethodology().Read(Encoding.UTF8.GetBytes(Package()), "m.json")));
        PathOf(await SiteHost.PostFileAsync(client, "/methodologies/import", "File", "m.json", bytes, null, "import")).ShouldBe(draft);
        using var coordinator = await site.SignedInAsync("coordinator");
        (await coordinator.GetAsync(new Uri(draft, UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        PathOf(await SiteHost.PostAsync(client, draft, [], "publish")).ShouldBe(draft);
        (await GetAsync(coordinator, draft)).ShouldContain("опубликовано");
        (await TextAsync(await UploadAsync(client, Package(title: "Иначе")))).ShouldContain("уже опубликованы");
        var structural = await UploadAsync(client, Package(1, "Точнее", 2));
        structural.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var refused = await TextAsync(structural);
        refused.ShouldContain("1.1 Точнее");
        refused.ShouldContain("строка 5");
        refused.ShouldContain("нужно новое издание");

        var campaign = await site.WithAsync(
            site.RegionId,
            (_, context) =>
                new SaveCampaign(context, TimeProvider.System).RunAsync(
                    Actor.Installation(site.RegionId),
                    Fields(int.Parse(draft.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture)),
                    Cancel
                )
        );
        var revision = PathOf(await UploadAsync(client, Package(1, "Точнее")));
        page = await GetAsync(client, revision);
        page.ShouldContain("Что изменилось против редакции 0");
        page.ShouldContain("Точнее");
        page.ShouldContain("Сначала опубликуйте редакцию");
        await SiteHost.PostAsync(client, revision, [], "publish");
        (
            await TextAsync(await SiteHost.PostAsync(client, revision, new() { ["CampaignId"] = $"{campaign}", ["Reason"] = "" }, "adopt"))
        ).ShouldContain("Впишите, зачем");
        PathOf(await SiteHost.PostAsync(client, revision, new() { ["CampaignId"] = $"{campaign}", ["Reason"] = "опечатка" }, "adopt"))
            .ShouldBe(revision);
        (await GetAsync(client, "/methodologies")).ShouldContain($"/campaigns/{campaign}");
        (await GetAsync(client, draft)).ShouldContain("Есть более новая редакция");
    }

    [Theory]
    [InlineData("{ не json", "строка 1")]
    [InlineData("", "» пуст: выберите другой")]
    [InlineData("PK\u0003\u0004", "JSON")]
    public async Task File_ThatIsNoPackage_IsRefusedInWords(string content, string said)
    {
        await using var site = await SiteHost.StartAsync();
        using var client = await site.SignedInAsync("operator");
        var answer = await UploadAsync(client, content);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TextAsync(answer)).ShouldContain(said);
        var faulty = await TextAsync(await UploadAsync(client, Package(points: -1, scale: "бинарная")));
        faulty.ShouldContain("1.1 Показатель");
        faulty.ShouldContain("строка 5, знак");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Shared_EveryPackage_IsCopiedShownAndWrittenAsAWorkbook(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        var files = Directory
            .GetFiles(Repository.PathOf("methodologies"), "*.json")
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .ToList();
        foreach (var file in files)
        {
            var copy = PathOf(await SiteHost.PostAsync(client, "/methodologies", new() { ["File"] = file! }, "copy"));
            await GetAsync(client, copy + "?all=yes");
            var clock = Stopwatch.StartNew();
            var page = await GetAsync(client, copy + "?all=yes");
            TestContext.Current.SendDiagnosticMessage($"{file}: {Encoding.UTF8.GetByteCount(page)} B, {clock.ElapsedMilliseconds} ms");
            Encoding.UTF8.GetByteCount(page).ShouldBeLessThan(200_000, file);
            (await client.GetByteArrayAsync(new Uri(copy + "/workbook.xlsx", UriKind.Relative), Cancel)).Length.ShouldBeGreaterThan(
                2000,
                file
            );
        }
        (await GetAsync(client, "/methodologies")).ShouldNotContain("Скопировать");
        (await SiteHost.PostAsync(client, "/methodologies", new() { ["File"] = "../secret.json" }, "copy")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Methodologies_ByRoleAndRegion_ShowNoMoreThanTheirs(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        var draft = PathOf(await UploadAsync(client, Package()));
        foreach (
            var role in (string[])["ministry", "expert", "coordinator", "executor", "publisher", "organisation", "operator@other.test"]
        )
        {
            using var other = await site.SignedInAsync(role);
            (await GetAsync(other, "/methodologies")).ShouldNotContain(draft, customMessage: role);
            foreach (var address in (string[])[draft, draft + "/package.json", draft + "/workbook.xlsx"])
                (await other.GetAsync(new Uri(address, UriKind.Relative), Cancel)).StatusCode.ShouldBe(
                    HttpStatusCode.NotFound,
                    $"{role} {address}"
                );
            if (role != "operator@other.test")
                (await other.GetAsync(new Uri("/methodologies/import", UriKind.Relative), Cancel)).StatusCode.ShouldBe(
                    HttpStatusCode.Forbidden,
                    role
                );
        }
        using var administrator = await site.SignedInAsync("administrator@site.test");
        (await administrator.GetAsync(new Uri("/methodologies", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Pages_InABrowser_AreAccessibleFitAPhoneAndPrint()
    {
        await using var site = await SiteHost.StartAsync();
        using var client = await site.SignedInAsync("operator");
        var addresses = new List<string>();
        foreach (var file in (string[])["tver-2020.json", "ishimbay-2021.json"])
            addresses.Add(PathOf(await SiteHost.PostAsync(client, "/methodologies", new() { ["File"] = file }, "copy")));
        await SiteHost.PostAsync(client, PathOf(await UploadAsync(client, Package())), [], "publish");
        addresses.Add(PathOf(await UploadAsync(client, Package(1, "Точнее"))));
        var page = await site.PageAsync("operator");
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add($"{page.Url}: {message.Text}");
        for (var index = 0; index < addresses.Count; index++)
        {
            await page.SetViewportSizeAsync(1280, 900);
            await page.GotoAsync(addresses[index]);
            await Look.AtAsync(page, $"methodologies-{index}", addresses[index]);
            if (Environment.GetEnvironmentVariable("ORIENTIR_PICTURES") is { } folder)
                await page.PdfAsync(new() { Path = Path.Combine(folder, $"methodologies-{index}.pdf"), Format = "A4" });
        }
        await page.GotoAsync("/methodologies/import");
        await page.SetInputFilesAsync(
            "#File",
            new FilePayload
            {
                Name = "m.json",
                MimeType = "application/json",
                Buffer = Encoding.UTF8.GetBytes(Package(2, "Ещё", 3)),
            }
        );
        await page.ClickAsync("main button");
        await Look.AtAsync(page, "methodologies-refused", "refused");
        // Chromium reports an answer of 422 on its console, as it does for any page refused.
        complaints.RemoveAll(text => text.Contains("422", StringComparison.Ordinal));
        complaints.ShouldBeEmpty();
    }

    private static CampaignFields Fields(int edition) =>
        new(
            null,
            0,
            edition,
            "Мониторинг",
            "2036 год",
            SelfAssessment.Optional,
            new(2036, 12, 1),
            new(2036, 12, 20),
            new(2036, 12, 27),
            new(2036, 12, 30),
            "Институт",
            "",
            "",
            0.5
        );
}
