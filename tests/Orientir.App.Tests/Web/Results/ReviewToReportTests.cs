using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;
using Orientir.Core.Files;

namespace Orientir.App.Tests.Web.Results;

/// <summary>From a mark on a page to the downloaded report, over HTTP and without script.</summary>
public class ReviewToReportTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Mark_ByPageAndByFile_IsCheckedThenKept(Database database)
    {
        await using var host = await SiteHost.StartAsync(database);
        var made = await ReviewedRegion.MakeAsync(host);
        using var client = await host.SignedInAsync("operator");

        // By the page: refused with what was entered still there, then saved.
        var entry = $"/reviews/{made.Subjects[0]}";
        (await GetAsync(client, "/reviews")).ShouldContain("Первый район");
        var shown = await GetAsync(client, entry);
        shown.ShouldContain("Утверждено в марте.");
        shown.ShouldContain("rel=\"noopener noreferrer\" target=\"_blank\"");
        var refused = await SiteHost.PostAsync(client, entry, new() { ["new/value"] = "101", ["new/comment"] = "черновик" }, "mark-1.2");
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await refused.Content.ReadAsStringAsync(Cancel);
        page.ShouldContain("101");
        page.ShouldContain("черновик");
        (
            await SiteHost.PostAsync(client, entry, new() { ["new/value"] = "62,0", ["new/comment"] = "по отчёту" }, "mark-1.2")
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SiteHost.PostAsync(client, entry, new() { ["new/value"] = "1" }, "mark-1.1")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await GetAsync(client, entry)).ShouldContain("по отчёту");

        // From a page opened before: nothing is overwritten, both values are shown.
        var stale = await SiteHost.PostAsync(client, entry, new() { ["old/value"] = "50", ["new/value"] = "51" }, "mark-1.2");
        stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await stale.Content.ReadAsStringAsync(Cancel)).ShouldContain("Сейчас стоит");

        // By a file: previewed, then applied.
        var import = $"/reviews/campaigns/{made.Campaign}/import";
        var preview = await UploadAsync(client, import, "subject,code,value\nm2,1.1,1\nm2,1.2,40\nm2,2.1,4\n");
        preview.ShouldContain("Новых оценок 3");
        (await UploadAsync(client, import, "subject,code,value\nm2,1.1,7\n")).ShouldContain("Значения 7 нет на шкале");
        (await ApplyAsync(client, import, preview)).ShouldBe(HttpStatusCode.Redirect);
        (
            await client.GetByteArrayAsync(new Uri($"/reviews/campaigns/{made.Campaign}/sheets?by=subject", UriKind.Relative), Cancel)
        ).Length.ShouldBeGreaterThan(2000);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Results_OfARun_OpenInEveryViewAndExportWhatIsSeen(Database database)
    {
        await using var host = await SiteHost.StartAsync(database);
        var made = await ReviewedRegion.MakeAsync(host);
        using var client = await host.SignedInAsync("operator");
        var run = await ComputeAsync(host, client, made);

        (await GetAsync(client, run)).ShouldContain("докуда результат изменят показатели без оценки");
        foreach (var view in new[] { "", "?page=99", "/heat?page=2", "/cycle", "/direction?of=1&page=x", "/subject?of=m1" })
            (await GetAsync(client, run + view)).ShouldContain("Управленческий цикл");
        var behind = await GetAsync(client, run + "/subject?of=m1");
        behind.ShouldContain("по отчёту");
        behind.ShouldContain($"/submissions/{made.Subjects[0]}/directions/1#leaf-1.1");
        (await client.GetAsync(new Uri(run + "/subject?of=m9", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var csv = Encoding.UTF8.GetString(
            await client.GetByteArrayAsync(new Uri($"{run}/export?view=rating&format=csv&sort=name", UriKind.Relative), Cancel)
        );
        csv.Split("\r\n")[1].ShouldBe("Второй район;2;45;105;42,9\u00A0%;■\u00A0Красная;41;4;0");
        Encoding
            .UTF8.GetString(
                await client.GetByteArrayAsync(
                    new Uri($"{run}/export?view=rating&format=csv&search=ПЕРВ&band=green", UriKind.Relative),
                    Cancel
                )
            )
            .Split("\r\n")
            .Count(line => line.Contains("район", StringComparison.Ordinal))
            .ShouldBe(1);
        (await GetAsync(client, $"{run}?search=первый")).ShouldNotContain("<a href=\"" + run + "/subject?of=m2\">Второй район</a></th>");
        var cycle = Encoding.UTF8.GetString(
            await client.GetByteArrayAsync(new Uri($"{run}/export?view=cycle&format=csv", UriKind.Relative), Cancel)
        );
        cycle.ShouldContain("Все направления");
        (await client.GetByteArrayAsync(new Uri($"{run}/export?view=heat&format=xlsx", UriKind.Relative), Cancel))[..2]
            .ShouldBe("PK"u8.ToArray());
        (await client.GetByteArrayAsync(new Uri($"{run}/conclusion?of=m1", UriKind.Relative), Cancel))[..2].ShouldBe("PK"u8.ToArray());
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Report_OfARun_IsMadeDocumentByDocumentAndOnRecord(Database database)
    {
        await using var host = await SiteHost.StartAsync(database);
        var made = await ReviewedRegion.MakeAsync(host);
        using var client = await host.SignedInAsync("operator");
        var run = await ComputeAsync(host, client, made);

        var report = await ReportAsync(host, client, run);
        using (
            var zip = new ZipArchive(new MemoryStream(await client.GetByteArrayAsync(new Uri(report + "/file", UriKind.Relative), Cancel)))
        )
            foreach (var file in zip.Entries)
                (
                    await client.GetByteArrayAsync(
                        new Uri($"{report}/file?name={Uri.EscapeDataString(file.FullName)}", UriKind.Relative),
                        Cancel
                    )
                ).LongLength.ShouldBe(file.Length);
        (await GetAsync(client, run)).ShouldContain(report);

        (await GetAsync(client, "/audit")).ShouldContain("рассчитаны итоги");
        (await GetAsync(client, $"/audit/subjects/{made.Subjects[0]}")).ShouldContain("оценка: 62; комментарий: по отчёту");
        (await GetAsync(client, $"/audit/users/{host.Accounts["operator@region.test"]}")).ShouldContain("экспертная оценка");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Report_WhoseFileIsLost_SaysSoAndIsMadeAgain(Database database)
    {
        await using var host = await SiteHost.StartAsync(database);
        var made = await ReviewedRegion.MakeAsync(host);
        using var client = await host.SignedInAsync("operator");
        var run = await ComputeAsync(host, client, made);
        var report = await ReportAsync(host, client, run);
        var bytes = await client.GetByteArrayAsync(new Uri(report + "/file", UriKind.Relative), Cancel);
        var files = host.Services.GetRequiredService<IFileStore>();
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        (await files.RemoveAsync(hash, DateTime.MaxValue, Cancel)).ShouldBeTrue();

        using (var answer = await client.GetAsync(new Uri(report + "/file", UriKind.Relative), Cancel))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await answer.Content.ReadAsStringAsync(Cancel)).ShouldNotContain(files.Place);
        }
        var page = await GetAsync(client, report);
        page.ShouldContain("Документы утрачены");
        page.ShouldNotContain("Скачать всё");
        using var again = await SiteHost.PostAsync(client, report, [], "again");
        again.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var anew = new Uri(host.Address, again.Headers.Location!).AbsolutePath;
        anew.ShouldNotBe(report);
        await MadeAsync(client, anew);
        (await client.GetByteArrayAsync(new Uri(anew + "/file", UriKind.Relative), Cancel)).ShouldBe(bytes);
        (await GetAsync(client, report)).ShouldContain("утрачен");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Results_BeforePublication_AreSeenByOperatorAndMinistryAlone(Database database)
    {
        await using var host = await SiteHost.StartAsync(database);
        var made = await ReviewedRegion.MakeAsync(host);
        using var client = await host.SignedInAsync("operator");
        var run = await ComputeAsync(host, client, made);
        var report = await ReportAsync(host, client, run);

        string[] hidden =
        [
            run,
            run + "/heat",
            run + "/cycle",
            run + "/direction?of=1",
            run + "/subject?of=m1",
            $"{run}/export?view=rating",
            $"{run}/conclusion?of=m1",
            report,
            report + "/file",
        ];
        foreach (
            var account in new[]
            {
                "operator@other.test",
                "coordinator",
                "executor",
                "publisher",
                "organisation",
                "expert",
                "administrator@site.test",
            }
        )
        {
            using var other = await host.SignedInAsync(account);
            foreach (var address in hidden.Append($"/reviews/{made.Subjects[1]}").Append($"/audit/subjects/{made.Subjects[1]}"))
                (await other.GetAsync(new Uri(address, UriKind.Relative), Cancel)).StatusCode.ShouldBeOneOf(
                    [HttpStatusCode.NotFound, HttpStatusCode.Forbidden],
                    $"{account} {address}"
                );
        }
        using (var ministry = await host.SignedInAsync("ministry"))
        {
            foreach (var address in hidden)
                (await ministry.GetAsync(new Uri(address, UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK, address);
            (await ministry.GetAsync(new Uri("/reviews", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Results_OncePublished_ShowAMunicipalityItsOwnAndOfOthersTheFigures(Database database)
    {
        await using var host = await SiteHost.StartAsync(database);
        var made = await ReviewedRegion.MakeAsync(host);
        using var client = await host.SignedInAsync("operator");
        var run = await ComputeAsync(host, client, made);
        var report = await ReportAsync(host, client, run);

        await made.MoveAsync(host, CampaignState.Published);
        using var coordinator = await host.SignedInAsync("coordinator");
        (await GetAsync(coordinator, "/results")).ShouldContain("Ваш результат: Первый район");
        (await GetAsync(coordinator, run + "/subject?of=m1")).ShouldContain("по отчёту");
        var others = await GetAsync(coordinator, run + "/subject?of=m2");
        others.ShouldContain("45");
        others.ShouldNotContain(">Комментарии экспертов<");
        Encoding
            .UTF8.GetString(
                await coordinator.GetByteArrayAsync(new Uri($"{run}/export?view=subject&of=m2&format=csv", UriKind.Relative), Cancel)
            )
            .ShouldNotContain("Оценки");
        (await coordinator.GetAsync(new Uri($"{run}/conclusion?of=m2", UriKind.Relative), Cancel)).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await coordinator.GetAsync(new Uri(report + "/file", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var stranger = await host.SignedInAsync("operator@other.test");
        (await stranger.GetAsync(new Uri(run, UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>The run of two subjects marked: its address.</summary>
    private static async Task<string> ComputeAsync(SiteHost host, HttpClient client, ReviewedRegion made)
    {
        var entry = $"/reviews/{made.Subjects[0]}";
        await SiteHost.PostAsync(client, entry, new() { ["new/value"] = "62,0", ["new/comment"] = "по отчёту" }, "mark-1.2");
        await SiteHost.PostAsync(client, entry, new() { ["new/value"] = "1" }, "mark-1.1");
        var import = $"/reviews/campaigns/{made.Campaign}/import";
        await ApplyAsync(client, import, await UploadAsync(client, import, "subject,code,value\nm2,1.1,1\nm2,1.2,40\nm2,2.1,4\n"));
        var computed = await SiteHost.PostAsync(client, "/results", [], $"compute-{made.Campaign}");
        return new Uri(host.Address, computed.Headers.Location!).AbsolutePath;
    }

    /// <summary>The documents of a run, once they are made: the address of their page.</summary>
    private static async Task<string> ReportAsync(SiteHost host, HttpClient client, string run)
    {
        var report = new Uri(host.Address, (await SiteHost.PostAsync(client, run, [], "report")).Headers.Location!).AbsolutePath;
        await MadeAsync(client, report);
        return report;
    }

    private static async Task MadeAsync(HttpClient client, string report)
    {
        for (var wait = 0; wait < 300 && !(await GetAsync(client, report)).Contains("Скачать всё", StringComparison.Ordinal); wait++)
            await Task.Delay(200, Cancel);
    }

    private static async Task<string> GetAsync(HttpClient client, string address)
    {
        var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{address}: {text}");
        return text;
    }

    private static string Hidden(string page, string name) =>
        WebUtility.HtmlDecode(page.Split($"name=\"{name}\" value=\"")[1].Split('"')[0]);

    private static async Task<string> UploadAsync(HttpClient client, string address, string csv)
    {
        var page = await GetAsync(client, address);
        var main = page[page.IndexOf("<main", StringComparison.Ordinal)..];
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Hidden(main, "_handler")), "_handler" },
            { new StringContent(Hidden(main, "__RequestVerificationToken")), "__RequestVerificationToken" },
            { new StringContent("preview"), "Step" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "Upload", "marks.csv" },
        };
        return await (await client.PostAsync(new Uri(address, UriKind.Relative), form, Cancel)).Content.ReadAsStringAsync(Cancel);
    }

    private static async Task<HttpStatusCode> ApplyAsync(HttpClient client, string address, string preview)
    {
        var main = preview[preview.IndexOf("<main", StringComparison.Ordinal)..];
        using var form = new FormUrlEncodedContent([
            .. new[] { "_handler", "__RequestVerificationToken", "File", "Content", "Digest" }.Select(name =>
                KeyValuePair.Create(name, Hidden(main, name))
            ),
            KeyValuePair.Create("Step", "apply"),
        ]);
        return (await client.PostAsync(new Uri(address, UriKind.Relative), form, Cancel)).StatusCode;
    }
}
