using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.App.Tests.Web.Submissions;
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
        var saved = await SiteHost.PostAsync(client, entry, new() { ["new/value"] = "62,0", ["new/comment"] = "по отчёту" }, "mark-1.2");
        (await GetAsync(client, AddressOf(host, saved))).ShouldContain("Оценка показателя 1.2 сохранена.");
        (await GetAsync(client, entry + "?saved=мой+показатель")).ShouldNotContain("сохранена.");
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
        var applied = await ApplyAsync(client, import, preview);
        applied.ShouldEndWith("?new=3&changed=0");
        (await GetAsync(client, applied)).ShouldContain("Оценки загружены: новых 3, изменённых 0.");
        // Whatever stands in the address, the page says only what it can mean.
        foreach (var garbled in new[] { "?new=много&changed=0", "?new=3", "?new=-1&changed=0" })
            (await GetAsync(client, import + garbled)).ShouldNotContain("Оценки загружены");
        (await BytesAsync(client, $"/reviews/campaigns/{made.Campaign}/sheets?by=subject")).Length.ShouldBeGreaterThan(2000);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Results_OfARun_OpenInEveryViewAndExportWhatIsSeen(Database database)
    {
        await using var site = await ComputedAsync(database);
        var (_, made, client, run) = site;

        (await GetAsync(client, run)).ShouldContain("докуда результат изменят показатели без оценки");
        foreach (var view in new[] { "", "?page=99", "/heat?page=2", "/cycle", "/direction?of=1&page=x", "/subject?of=m1" })
        {
            var page = WebUtility.HtmlDecode(await GetAsync(client, run + view));
            page.ShouldContain("Управленческий цикл");
            page.ShouldContain("издание\u00A01, редакция\u00A00");
        }
        var behind = await GetAsync(client, run + "/subject?of=m1");
        behind.ShouldContain("по отчёту");
        behind.ShouldContain($"/submissions/{made.Subjects[0]}/directions/1#leaf-1.1");
        (await client.StatusAsync(run + "/subject?of=m9")).ShouldBe(HttpStatusCode.NotFound);
        var csv = await client.PageAsync($"{run}/export?view=rating&format=csv&sort=name");
        csv.Split("\r\n")[1].ShouldBe("Второй район;2 (ответов не отправил);45;0;105;42,9\u00A0%;■\u00A0Красная;41;4");
        (await client.PageAsync($"{run}/export?view=rating&format=csv&search=ПЕРВ&band=green"))
            .Split("\r\n")
            .Count(line => line.Contains("район", StringComparison.Ordinal))
            .ShouldBe(1);
        (await GetAsync(client, $"{run}?search=первый")).ShouldNotContain("<a href=\"" + run + "/subject?of=m2\">Второй район</a></th>");
        (await client.PageAsync($"{run}/export?view=cycle&format=csv")).ShouldContain("Все направления");
        foreach (var file in new[] { "/export?view=heat&format=xlsx", "/conclusion?of=m1" })
            (await BytesAsync(client, run + file))[..2].ShouldBe("PK"u8.ToArray());
    }

    [Fact]
    public async Task Direction_WhereMaximaDiffer_TellsSharesAndNoPoints()
    {
        await using var site = await ComputedAsync(Database.Sqlite);
        var (host, made, client, _) = site;
        await SiteHost.PostAsync(client, $"/reviews/{made.Subjects[0]}", new() { ["new/value"] = "NA" }, "mark-1.2");
        var run = PathOf(await ComputeAsync(host, client, made));
        // One point of one beside 41 of 101.
        var page = WebUtility.HtmlDecode(await GetAsync(client, run + "/direction?of=1"));
        foreach (var (title, share) in new[] { ("Медиана", "70,3"), ("Лучший", "100,0"), ("Худший", "40,6") })
            page.ShouldContain($"<dt>{title}</dt><dd>{share}\u00A0%</dd>");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Results_ComputedAgain_SayWhetherAnythingHasChanged(Database database)
    {
        await using var site = await ComputedAsync(database);
        var (host, made, client, run) = site;
        const string Same =
            "ничего не изменилось: ни оценки, ни список ответивших, ни методика, ни программа. Новый расчёт не нужен, перед вами он.";

        var again = await ComputeAsync(host, client, made);
        again.ShouldBe(run + "?done=same");
        WebUtility.HtmlDecode(await GetAsync(client, again)).ShouldContain($"С расчёта №\u00A0{run.Split('/')[^1]} {Same}");

        await SiteHost.PostAsync(client, $"/reviews/{made.Subjects[0]}", new() { ["new/value"] = "63" }, "mark-1.2");
        var changed = await ComputeAsync(host, client, made);
        PathOf(changed).ShouldNotBe(run);
        var page = await GetAsync(client, changed);
        page.ShouldContain("Итоги рассчитаны и сохранены.");
        page.ShouldNotContain(Same);
        (await GetAsync(client, run)).ShouldNotContain(Same);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Results_BesideADamagedRunOfTheYearBefore_SayThatTheComparisonIsMissingAndWhy(Database database)
    {
        await using var site = await ComputedAsync(database);
        var (host, made, client, before) = site;
        var number = int.Parse(before.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        await host.WithAsync(
            host.RegionId,
            async (_, context) =>
            {
                var campaign = await context.Campaigns.SingleAsync(Cancel);
                var earlier = Core.Campaigns.Campaign.Of(
                    host.RegionId,
                    new()
                    {
                        MethodologyEditionId = campaign.MethodologyEditionId,
                        Title = "Прошлый",
                        Period = "2025 год",
                        SelfAssessment = campaign.SelfAssessment,
                        CollectionFrom = campaign.CollectionFrom.AddYears(-1),
                        CollectionUntil = campaign.CollectionUntil.AddYears(-1),
                        ReviewUntil = campaign.ReviewUntil.AddYears(-1),
                        ResultsUntil = campaign.ResultsUntil.AddYears(-1),
                    }
                );
                context.Campaigns.Add(earlier);
                await context.SaveChangesAsync(Cancel);
                return await context
                    .ResultRuns.Where(row => row.Id == number)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(row => row.CampaignId, earlier.Id).SetProperty(row => row.OutputHash, new string('0', 64)),
                        Cancel
                    );
            }
        );

        var run = PathOf(await ComputeAsync(host, client, made));
        run.ShouldNotBe(before);
        foreach (var view in new[] { "", "/subject?of=m1" })
            WebUtility
                .HtmlDecode(await GetAsync(client, run + view))
                .ShouldContain(
                    $"Сравнения с прошлым мониторингом (Прошлый, 2025 год) здесь нет: записанные итоги его расчёта №\u00A0{number} повреждены"
                );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Report_OfARun_IsMadeDocumentByDocumentAndOnRecord(Database database)
    {
        await using var site = await ComputedAsync(database);
        var (host, made, client, run) = site;

        var report = await ReportAsync(host, client, run);
        using (var zip = new ZipArchive(new MemoryStream(await BytesAsync(client, report + "/file"))))
            foreach (var file in zip.Entries)
                (await BytesAsync(client, $"{report}/file?name={Uri.EscapeDataString(file.FullName)}")).LongLength.ShouldBe(file.Length);
        (await GetAsync(client, run)).ShouldContain(report);

        (await GetAsync(client, "/audit")).ShouldContain("рассчитаны итоги");
        (await GetAsync(client, $"/audit/subjects/{made.Subjects[0]}")).ShouldContain("оценка: 62; комментарий: по отчёту");
        (await GetAsync(client, $"/audit/users/{host.Accounts["operator@region.test"]}")).ShouldContain("экспертная оценка");
    }

    [Theory]
    [InlineData(Database.Sqlite, true)]
    [InlineData(Database.Postgres, true)]
    [InlineData(Database.Sqlite, false)]
    [InlineData(Database.Postgres, false)]
    public async Task Report_WhoseFileIsLostOrNoPackage_SaysSoAndIsMadeAgain(Database database, bool isLost)
    {
        await using var site = await ComputedAsync(database);
        var (host, _, client, run) = site;
        var report = await ReportAsync(host, client, run);
        var bytes = await BytesAsync(client, report + "/file");
        var files = host.Services.GetRequiredService<IFileStore>();
        if (isLost)
            (
                await files.RemoveAsync(
                    Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)),
                    DateTime.MaxValue,
                    Cancel
                )
            ).ShouldBeTrue();
        else
        {
            // As an old row without bytes was brought over: its hash and length agree.
            var empty = await files.PutAsync(new MemoryStream(), Cancel);
            await host.WithAsync(
                host.RegionId,
                (_, context) =>
                    context
                        .StoredFiles.Where(row => row.Name.StartsWith("Отчёт"))
                        .ExecuteUpdateAsync(set => set.SetProperty(row => row.Hash, empty.Hash).SetProperty(row => row.Length, 0), Cancel)
            );
        }

        if (isLost)
            using (var answer = await client.GetAsync(new Uri(report + "/file", UriKind.Relative), Cancel))
            {
                answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
                (await answer.Content.ReadAsStringAsync(Cancel)).ShouldNotContain(files.Place);
            }
        var page = await GetAsync(client, report);
        page.ShouldContain("Документы утрачены");
        page.ShouldNotContain("Скачать всё");
        var anew = AddressOf(host, await SiteHost.PostAsync(client, report, [], "again"));
        anew.ShouldNotBe(report);
        await MadeAsync(client, anew);
        (await BytesAsync(client, anew + "/file")).ShouldBe(bytes);
        (await GetAsync(client, report)).ShouldContain("утрачен");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Results_BeforePublication_AreSeenByOperatorAndMinistryAlone(Database database)
    {
        await using var site = await ComputedAsync(database);
        var (host, made, client, run) = site;
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
                (await other.StatusAsync(address)).ShouldBeOneOf(
                    [HttpStatusCode.NotFound, HttpStatusCode.Forbidden],
                    $"{account} {address}"
                );
        }
        using var ministry = await host.SignedInAsync("ministry");
        foreach (var address in hidden)
            (await ministry.StatusAsync(address)).ShouldBe(HttpStatusCode.OK, address);
        (await ministry.StatusAsync("/reviews")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Results_OncePublished_ShowAMunicipalityItsOwnAndOfOthersTheFigures(Database database)
    {
        await using var site = await ComputedAsync(database);
        var (host, made, client, run) = site;
        var report = await ReportAsync(host, client, run);

        (await GetAsync(client, "/results")).ShouldNotContain(", опубликован<");
        await made.MoveAsync(host, CampaignState.Published);
        (await GetAsync(client, "/results")).ShouldContain(
            $"href=\"{run}\">Расчёт №&#xA0;{run[(run.LastIndexOf('/') + 1)..]}, опубликован<"
        );
        using var coordinator = await host.SignedInAsync("coordinator");
        (await GetAsync(coordinator, "/results")).ShouldContain("Ваш результат: Первый район");
        (await GetAsync(coordinator, run + "/subject?of=m1")).ShouldContain("по отчёту");
        var others = await GetAsync(coordinator, run + "/subject?of=m2");
        others.ShouldContain("45");
        others.ShouldNotContain(">Комментарии экспертов<");
        (await coordinator.PageAsync($"{run}/export?view=subject&of=m2&format=csv")).ShouldNotContain("Оценки");
        (await coordinator.StatusAsync($"{run}/conclusion?of=m2")).ShouldBe(HttpStatusCode.NotFound);
        (await coordinator.StatusAsync(report + "/file")).ShouldBe(HttpStatusCode.NotFound);
        using var stranger = await host.SignedInAsync("operator@other.test");
        (await stranger.StatusAsync(run)).ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>A site whose operator marked two subjects and computed.</summary>
    /// <param name="Host">The site.</param>
    /// <param name="Made">The campaign.</param>
    /// <param name="Client">The operator.</param>
    /// <param name="Run">Address of the run.</param>
    private sealed record ComputedSite(SiteHost Host, ReviewedRegion Made, HttpClient Client, string Run) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Client.Dispose();
            return Host.DisposeAsync();
        }
    }

    private static async Task<ComputedSite> ComputedAsync(Database database)
    {
        var host = await SiteHost.StartAsync(database);
        var made = await ReviewedRegion.MakeAsync(host);
        var client = await host.SignedInAsync("operator");
        var entry = $"/reviews/{made.Subjects[0]}";
        await SiteHost.PostAsync(client, entry, new() { ["new/value"] = "62,0", ["new/comment"] = "по отчёту" }, "mark-1.2");
        await SiteHost.PostAsync(client, entry, new() { ["new/value"] = "1" }, "mark-1.1");
        var import = $"/reviews/campaigns/{made.Campaign}/import";
        await ApplyAsync(client, import, await UploadAsync(client, import, "subject,code,value\nm2,1.1,1\nm2,1.2,40\nm2,2.1,4\n"));
        return new(host, made, client, PathOf(await ComputeAsync(host, client, made)));
    }

    /// <summary>Asks for the results; gives where that leads.</summary>
    private static async Task<string> ComputeAsync(SiteHost host, HttpClient client, ReviewedRegion made) =>
        AddressOf(host, await SiteHost.PostAsync(client, "/results", [], $"compute-{made.Campaign}"));

    /// <summary>The documents of a run, once they are made: the address of their page.</summary>
    private static async Task<string> ReportAsync(SiteHost host, HttpClient client, string run)
    {
        var report = AddressOf(host, await SiteHost.PostAsync(client, run, [], "report"));
        await MadeAsync(client, report);
        return report;
    }

    /// <summary>Where an answer leads: path and query.</summary>
    private static string AddressOf(SiteHost host, HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return new Uri(host.Address, answer.Headers.Location!).PathAndQuery;
    }

    private static string PathOf(string address) => address.Split('?')[0];

    private static Task<byte[]> BytesAsync(HttpClient client, string address) =>
        client.GetByteArrayAsync(new Uri(address, UriKind.Relative), Cancel);

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

    /// <summary>Takes what a preview showed; gives where that leads.</summary>
    private static async Task<string> ApplyAsync(HttpClient client, string address, string preview)
    {
        var main = preview[preview.IndexOf("<main", StringComparison.Ordinal)..];
        using var form = new FormUrlEncodedContent([
            .. new[] { "_handler", "__RequestVerificationToken", "File", "Content", "Digest" }.Select(name =>
                KeyValuePair.Create(name, Hidden(main, name))
            ),
            KeyValuePair.Create("Step", "apply"),
        ]);
        using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), form, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return new Uri(client.BaseAddress!, answer.Headers.Location!).PathAndQuery;
    }
}
