using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Results;
using Orientir.Measurement.Scoring;

namespace Orientir.App.Tests.Web.Results;

/// <summary>Runs as people see them: their own figures, and what differs between two.</summary>
public class DifferenceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Difference_OfTwoRuns_NamesMarksAndResults(Database database)
    {
        await using var host = await SiteHost.StartAsync(database);
        var made = await ReviewedRegion.MakeAsync(host);
        using var client = await host.SignedInAsync("operator");
        var first = await ComputeAsync(host, client, made, "1");
        var second = await ComputeAsync(host, client, made, "0");

        (await GetAsync(client, "/results")).ShouldContain($"/results/{second}/difference?with={first}");
        var page = await GetAsync(client, $"/results/{second}/difference?with={first}&sort=points&page=9&marks=x");
        page.ShouldContain("Итоги изменились у 1");
        page.ShouldContain("Оценки: изменено — 1.");
        page.ShouldContain("Какие оценки различаются");
        page.ShouldContain("1.1 Цели поставлены");
        var results = await CsvAsync(client, $"/results/{second}/export?view=difference&of={first}&format=csv");
        results.Split("\r\n")[1].ShouldStartWith("Первый район;1;1;1;0;");
        var marks = await CsvAsync(client, $"/results/{first}/export?view=difference-marks&of={second}&format=csv");
        marks.Split("\r\n").Length.ShouldBe(3);

        (await GetAsync(client, $"/results/{first}/difference?with={first}")).ShouldContain("Расчёты ни в чём не различаются");
        foreach (var address in (string[])["difference", "difference?with=x", "export?view=difference"])
        {
            using var refused = await client.GetAsync(new Uri($"/results/{first}/{address}", UriKind.Relative), Cancel);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, address);
            WebUtility
                .HtmlDecode(await refused.Content.ReadAsStringAsync(Cancel))
                .ShouldContain($"Расчёт №\u00A0{first} — первый в этом мониторинге: сравнить его не с чем");
        }
        (await client.GetAsync(new Uri($"/results/{first}/difference?with=99999", UriKind.Relative), Cancel)).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Pages_OfADamagedRun_SayWhichAndWhatToDo(Database database)
    {
        await using var host = await SiteHost.StartAsync(database);
        var made = await ReviewedRegion.MakeAsync(host);
        using var client = await host.SignedInAsync("operator");
        var whole = await ComputeAsync(host, client, made, "1");
        var run = await ComputeAsync(host, client, made, "0");
        await host.WithAsync(
            host.RegionId,
            (_, context) =>
                context
                    .ResultRuns.Where(row => row.Id == run)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.OutputHash, $"другой, {host.RegionId} {run} {database}"), Cancel)
        );
        await RefusedAsync(client, run, whole, "то, что о нём записано в базе, повреждено", "возвращается из резервной копии");
        (await GetAsync(client, "/results")).ShouldContain($"/results/{run}");
        await GetAsync(client, $"/results/{whole}");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Pages_OfARunOfANewerProgram_SaySoAndAreNotShownByOtherRules(Database database)
    {
        await using var host = await SiteHost.StartAsync(database);
        var made = await ReviewedRegion.MakeAsync(host);
        using var client = await host.SignedInAsync("operator");
        var whole = await ComputeAsync(host, client, made, "1");
        var run = await ComputeAsync(host, client, made, "0");
        await host.WithAsync(
            host.RegionId,
            (_, context) =>
                context
                    .ResultRuns.Where(row => row.Id == run)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.FindingsVersion, FindingRules.Version + 1), Cancel)
        );
        await RefusedAsync(client, run, whole, "его сделала более новая программа", "Или рассчитайте итоги заново");
        await GetAsync(client, $"/results/{whole}");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Pages_OfARun_ShowWhatIsKeptAndComputeNothing(Database database)
    {
        await using var host = await SiteHost.StartAsync(database);
        var made = await ReviewedRegion.MakeAsync(host);
        using var client = await host.SignedInAsync("operator");
        var run = await ComputeAsync(host, client, made, "1");
        // Other figures than any rule would give, in the place of those kept.
        await host.WithAsync(
            host.RegionId,
            async (_, context) =>
            {
                var scored = (await new LoadRun(context, TimeProvider.System).ReadAsync(context.ResultRuns, run, Cancel))!.Scored;
                var outputs = scored.Scores.Outputs;
                var kept = RunOutputs.Write(
                    new ScoredMarks(
                        scored.Methodology,
                        scored.Marks,
                        new Scores(
                            scored.Methodology.Specification,
                            scored.Scores.Subjects,
                            outputs with
                            {
                                Points = [.. outputs.Points.Select(points => points + 73.25)], // NaN stays
                            }
                        ),
                        scored.Bounds
                    )
                );
                var hash = RunOutputs.HashOf(kept);
                return await context
                    .ResultRuns.Where(row => row.Id == run)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Outputs, kept).SetProperty(row => row.OutputHash, hash), Cancel);
            }
        );

        foreach (var view in new[] { "", "/direction?of=1", "/subject?of=m1" })
            (await GetAsync(client, $"/results/{run}{view}")).ShouldContain("74,25");
        (await CsvAsync(client, $"/results/{run}/export?view=rating&format=csv")).ShouldContain(";74,25;");
        (await client.GetByteArrayAsync(new Uri($"/results/{run}/conclusion?of=m1", UriKind.Relative), Cancel)).Length.ShouldBeGreaterThan(
            2000
        );
    }

    private static async Task RefusedAsync(HttpClient client, int run, int whole, string why, string remedy)
    {
        string[] broken =
        [
            "",
            "/heat",
            "/cycle",
            "/direction?of=1",
            "/subject?of=m1",
            $"/difference?with={whole}",
            "/export?view=rating&format=csv",
            $"/export?view=difference&of={whole}&format=csv",
            "/conclusion?of=m1",
        ];
        foreach (var view in broken)
        {
            using var answer = await client.GetAsync(new Uri($"/results/{run}{view}", UriKind.Relative), Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError, view);
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
            page.ShouldContain($"Итоги расчёта №\u00A0{run} прочесть нельзя: {why}", customMessage: view);
            page.ShouldContain(remedy);
        }
    }

    private static async Task<int> ComputeAsync(SiteHost host, HttpClient client, ReviewedRegion made, string value)
    {
        (await SiteHost.PostAsync(client, $"/reviews/{made.Subjects[0]}", new() { ["new/value"] = value }, "mark-1.1")).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        var address = (await SiteHost.PostAsync(client, "/results", [], $"compute-{made.Campaign}")).Headers.Location!;
        return int.Parse(new Uri(host.Address, address).AbsolutePath.Split('/')[^1], CultureInfo.InvariantCulture);
    }

    private static async Task<string> GetAsync(HttpClient client, string address) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(address, UriKind.Relative), Cancel));

    private static async Task<string> CsvAsync(HttpClient client, string address) =>
        Encoding.UTF8.GetString(await client.GetByteArrayAsync(new Uri(address, UriKind.Relative), Cancel));
}
