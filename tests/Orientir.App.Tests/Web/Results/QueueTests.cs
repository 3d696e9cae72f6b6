using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Files;

namespace Orientir.App.Tests.Web.Results;

public partial class QueueTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Reviews_OfThreeHundredSubjects_ArePagedAndFoundByName(Database database)
    {
        await using var host = await SiteHost.StartAsync(database);
        var made = await ReviewedRegion.MakeManyAsync(host, 300);
        using var client = await host.SignedInAsync("operator");
        async Task<string> GetAsync(string address) => await client.GetStringAsync(new Uri(address, UriKind.Relative), Cancel);

        var first = await GetAsync("/reviews");
        RowsOf(first).ShouldBe(75);
        first.Length.ShouldBeLessThan(100_000);
        // How much is done and where to go on is said of all of them.
        first.ShouldContain("Оценено полностью: 0 из 300");
        first.ShouldContain($"/reviews?campaign={made.Campaign}&amp;page=4#campaign-{made.Campaign}");
        var last = await GetAsync($"/reviews?campaign={made.Campaign}&page=4");
        last.ShouldContain("Район 150");
        last.ShouldNotContain("Город 151");
        RowsOf(await GetAsync($"/reviews?campaign=0&page=4")).ShouldBe(75);
        RowsOf(await GetAsync($"/reviews?campaign={made.Campaign}&page=99&q=РАЙОН")).ShouldBe(75);

        var found = await GetAsync("/reviews?q=%20район%2014");
        RowsOf(found).ShouldBe(1);
        found.ShouldContain("Показано 1 из 300");
        found.ShouldContain("Оценено полностью: 0 из 300");
        var none = await GetAsync("/reviews?q=%3Cb%3E");
        none.ShouldContain("Никто не найден");
        none.ShouldContain("value=\"&lt;b&gt;\"");
        using var expert = await host.SignedInAsync("expert");
        var own = await expert.GetStringAsync(new Uri("/reviews?q=район", UriKind.Relative), Cancel);
        RowsOf(own).ShouldBe(1);
        own.ShouldContain("Оценено полностью: 0 из 1");
    }

    [Fact]
    public async Task Report_TakenUpAgain_CountsTheTimeLeftFromItsBeginning()
    {
        await using var host = await SiteHost.StartAsync();
        var made = await ReviewedRegion.MakeAsync(host);
        using var client = await host.SignedInAsync("operator");
        var run = (await SiteHost.PostAsync(client, "/results", [], $"compute-{made.Campaign}")).Headers.Location!.ToString();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var id = await host.WithAsync(
            host.RegionId,
            async (_, context) =>
            {
                var package = new Orientir.Core.Results.ReportPackage
                {
                    RegionId = host.RegionId,
                    ResultRunId = int.Parse(RunOf().Match(run).Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture),
                    RequestedAt = now.AddHours(-5),
                    Job = Orientir.Core.Jobs.Job.Of("report", new { }, host.RegionId, null, now.AddHours(-5)),
                };
                package.Job.Begin(now.AddHours(-5));
                context.Add(package);
                await context.SaveChangesAsync(Cancel);
                // Begun anew by somebody who is alive for a while yet.
                await context.Jobs.ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(row => row.StartedAt, now.AddSeconds(-100))
                            .SetProperty(row => row.HeartbeatAt, now.AddMinutes(5))
                            .SetProperty(row => row.Done, 1)
                            .SetProperty(row => row.Total, 3),
                    Cancel
                );
                return package.Id;
            }
        );
        WebUtility
            .HtmlDecode(await client.GetStringAsync(new Uri($"/results/reports/{id}", UriKind.Relative), Cancel))
            .ShouldContain("осталось около 4\u00A0минут");
    }

    [Fact]
    public async Task Report_KeptUnderNamesOfEarlier_LinksToWhatItHolds()
    {
        await using var host = await SiteHost.StartAsync();
        var made = await ReviewedRegion.MakeAsync(host);
        using var client = await host.SignedInAsync("operator");
        var run = (await SiteHost.PostAsync(client, "/results", [], $"compute-{made.Campaign}")).Headers.Location!.ToString();
        var id = await host.WithAsync(
            host.RegionId,
            async (site, context) =>
            {
                using var bytes = new MemoryStream();
                await using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
                    foreach (var name in new[] { "report.docx", "conclusions/Прежнее имя.docx" })
                        await using (var entry = await zip.CreateEntry(name).OpenAsync(Cancel))
                            entry.Write("документ"u8);
                bytes.Position = 0;
                var content = await site.GetRequiredService<IFileStore>().PutAsync(bytes, Cancel);
                var file = StoredFile.Of(host.RegionId, "Отчёт.zip", content);
                context.Add(file);
                await context.SaveChangesAsync(Cancel);
                var package = new Orientir.Core.Results.ReportPackage
                {
                    RegionId = host.RegionId,
                    ResultRunId = int.Parse(RunOf().Match(run).Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture),
                    RequestedAt = DateTime.UnixEpoch,
                    FinishedAt = DateTime.UnixEpoch,
                    FileId = file.Id,
                };
                context.Add(package);
                await context.SaveChangesAsync(Cancel);
                return package.Id;
            }
        );
        var page = WebUtility.HtmlDecode(await client.GetStringAsync(new Uri($"/results/reports/{id}", UriKind.Relative), Cancel));
        var links = FileOf().Matches(page).Select(match => match.Value).ToList();
        links.Count.ShouldBe(2);
        page.ShouldContain("Прежнее имя</a>");
        foreach (var link in links)
            (await client.GetByteArrayAsync(new Uri(link, UriKind.Relative), Cancel)).ShouldBe("документ"u8.ToArray());
    }

    private static int RowsOf(string page) => ShownPage.TextsOf(page, "th[scope=row] > a[href^='/reviews/']").Count;

    [GeneratedRegex("/results/reports/\\d+/file\\?name=[^\"]+")]
    private static partial Regex FileOf();

    [GeneratedRegex("/results/(\\d+)")]
    private static partial Regex RunOf();
}
