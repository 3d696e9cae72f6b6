using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orientir.Core.Jobs;
using Orientir.Data;

namespace Orientir.App.Tests.Web.Jobs;

public class JobPagesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task Site_InAllItDoes_GoesByTheClockJobsAreJudgedBy()
    {
        await using var site = await StartAsync(Database.Sqlite);
        var time = site.Services.GetRequiredService<TimeProvider>().ShouldBeOfType<DatabaseTime>();
        site.Services.GetServices<IHostedService>().ShouldContain(hosted => hosted is WatchDatabaseTime);
        site.Services.GetRequiredService<DatabaseTime>().ShouldBeSameAs(time);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Jobs_OfARegion_AreSeenAndStoppedByItsOperatorAndTheAdministrator(Database database)
    {
        await using var site = await StartAsync(database);
        var jobs = await FillAsync(site);
        using var chief = await site.SignedInAsync("operator");
        using var administrator = await site.SignedInAsync("administrator@site.test");
        using var stranger = await site.SignedInAsync("operator@other.test");

        var own = await GetAsync(chief, "/jobs");
        foreach (
            var text in new[]
            {
                "расчёт №\u00A01",
                "выполняется",
                "3 из 9",
                "осталось около 4\u00A0минут",
                "ошибка",
                "На диске нет места.",
                "Проверка (operator)",
                "Обновить",
            }
        )
            own.ShouldContain(text);
        foreach (var text in new[] { "расчёт №\u00A04", "Очистка", "Каждый день", "now-" })
            own.ShouldNotContain(text);
        var all = await GetAsync(administrator, "/jobs");
        foreach (
            var text in new[]
            {
                "расчёт №\u00A04",
                "Наша область",
                "Другая область",
                "вся система",
                "ежедневно в",
                "03:30",
                "ORIENTIR_BACKUP_FOLDER",
            }
        )
            all.ShouldContain(text);
        (await GetAsync(stranger, "/jobs")).ShouldNotContain("расчёт №\u00A01");
        // What failed is told to who waits for it, where it begins its day.
        (await GetAsync(chief, "/")).ShouldContain("На диске нет места.");
        (await GetAsync(chief, "/")).ShouldContain("href=\"/jobs\"");
        (await GetAsync(stranger, "/")).ShouldNotContain("На диске нет места.");
        (await GetAsync(administrator, "/")).ShouldNotContain("На диске нет места.");

        // What is foreign is not there; what is one's own stops and is begun anew.
        var token = ShownPage.TokenOf(await GetAsync(stranger, "/jobs"));
        using (
            var form = new FormUrlEncodedContent(
                new Dictionary<string, string> { ["_handler"] = $"cancel-{jobs.Waiting}", ["__RequestVerificationToken"] = token }
            )
        )
            (await stranger.PostAsync(new Uri("/jobs", UriKind.Relative), form, Cancel)).IsSuccessStatusCode.ShouldBeFalse();
        (await JobAsync(site, jobs.Waiting)).CancelAskedAt.ShouldBeNull();
        (await SiteHost.PostAsync(chief, "/jobs", [], $"cancel-{jobs.Waiting}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await JobAsync(site, jobs.Waiting)).CancelAskedAt.ShouldNotBeNull();
        (await GetAsync(chief, "/jobs?state=open")).ShouldContain("отменяется");
        (await SiteHost.PostAsync(chief, "/jobs?state=failed", [], $"again-{jobs.Failed}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var again = await JobAsync(site, jobs.Failed);
        (again.State, again.Attempts, again.FinishedAt).ShouldBe((JobState.Waiting, 0, null));
        (await SiteHost.PostAsync(administrator, "/jobs", [], "now-clean-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // One that waits for its moment is brought forward; one at work is not begun beside itself.
        await ChangeAsync(site, "clean-up", set => set.SetProperty(row => row.NotBefore, Now.AddMinutes(40)));
        (await GetAsync(administrator, "/jobs?state=open")).ShouldContain("начнётся");
        (await SiteHost.PostAsync(administrator, "/jobs", [], "now-clean-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var hurried = await CleanUpAsync(site);
        (hurried.State, hurried.NotBefore <= Now).ShouldBe((JobState.Waiting, true));
        await ChangeAsync(site, "clean-up", set => set.SetProperty(row => row.State, JobState.Running));
        (await SiteHost.PostAsync(administrator, "/jobs", [], "now-clean-up")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await ChangeAsync(
            site,
            "clean-up",
            set =>
                set.SetProperty(row => row.State, JobState.Done)
                    .SetProperty(row => row.Done, 32)
                    .SetProperty(row => row.Total, 33)
                    .SetProperty(row => row.Outcome, "удалено: писем 3")
        );
        var cleaned = await GetAsync(administrator, "/jobs");
        cleaned.ShouldContain("Удалено: писем 3");
        cleaned.ShouldNotContain("32 из 33");
        foreach (var text in new[] { "отменена фоновая работа", "повторена фоновая работа" })
            (await GetAsync(chief, "/audit")).ShouldContain(text);
    }

    [Fact]
    public async Task Jobs_OfManyHundreds_ArePaged()
    {
        await using var site = await StartAsync(Database.Sqlite);
        await site.WithAsync(
            site.RegionId,
            async (_, context) =>
            {
                context.AddRange(
                    Enumerable.Range(1, 730).Select(run => Job.Of("report", new { Run = run }, site.RegionId, null, Now.AddDays(1)))
                );
                return await context.SaveChangesAsync(Cancel);
            }
        );
        using var chief = await site.SignedInAsync("operator");
        var first = await GetAsync(chief, "/jobs");
        ShownPage.TextsOf(first, "th[scope=row]").Count.ShouldBe(ListJobs.PerPage);
        first.ShouldContain("расчёт №\u00A0730");
        first.Length.ShouldBeLessThan(100_000);
        var last = await GetAsync(chief, "/jobs?state=open&page=99");
        ShownPage.TextsOf(last, "th[scope=row]").Count.ShouldBe(30);
        last.ShouldContain("расчёт №\u00A01<");
        (await GetAsync(chief, "/jobs?state=failed&page=x")).ShouldContain("Таких работ нет");
    }

    [Fact]
    public async Task Jobs_InABrowserWithoutScript_AreReadAndStopped()
    {
        await using var site = await StartAsync(Database.Sqlite);
        await FillAsync(site);
        var page = await site.PageAsync("administrator@site.test");
        await page.GotoAsync("/jobs");
        await Look.AtAsync(page, "jobs-administrator", "jobs of the administrator");
        var plain = await site.PageAsync("operator", script: false);
        await plain.GotoAsync("/jobs");
        var buttons = plain.Locator("main button", new() { HasText = "Отменить" });
        var before = await buttons.CountAsync();
        await buttons.First.ClickAsync();
        (await plain.Locator(".done").InnerTextAsync()).ShouldContain("будет остановлена");
        (await buttons.CountAsync()).ShouldBe(before - 1);
    }

    // Nothing is done to the jobs that are looked at.
    private static Task<SiteHost> StartAsync(Database database) => SiteHost.StartAsync(database, settings: ("ORIENTIR_JOBS", "off"));

    private static Task<(int Waiting, int Failed)> FillAsync(SiteHost site) =>
        site.WithAsync(
            site.RegionId,
            async (_, context) =>
            {
                context.AllRegions = true;
                var owner = site.Accounts["operator@region.test"];
                Job Report(int run, int region) => Job.Of("report", new { Run = run }, region, owner, Now.AddMinutes(-3));
                var waiting = Report(2, site.RegionId);
                var running = Report(1, site.RegionId);
                var failed = Report(3, site.RegionId);
                var foreign = Report(4, site.OtherRegionId);
                running.Begin(Now);
                failed.Begin(Now);
                failed.Fail("На диске нет места.", Now, again: null);
                context.AddRange(waiting, running, failed, foreign, Job.Of("audit", new { }, null, null, Now));
                await context.SaveChangesAsync(Cancel);
                var begun = Now.AddSeconds(-100);
                await context
                    .Jobs.Where(row => row.Id == running.Id)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(row => row.StartedAt, begun).SetProperty(row => row.Done, 3).SetProperty(row => row.Total, 9),
                        Cancel
                    );
                return (waiting.Id, failed.Id);
            }
        );

    private static Task<int> ChangeAsync(SiteHost site, string kind, Action<UpdateSettersBuilder<Job>> set) =>
        site.WithAsync(
            site.RegionId,
            (_, context) =>
            {
                context.AllRegions = true;
                return context.Jobs.Where(row => row.Kind == kind).ExecuteUpdateAsync(set, Cancel);
            }
        );

    private static Task<Job> CleanUpAsync(SiteHost site) =>
        site.WithAsync(
            site.RegionId,
            (_, context) =>
            {
                context.AllRegions = true;
                return context.Jobs.AsNoTracking().SingleAsync(row => row.Kind == "clean-up", Cancel);
            }
        );

    private static Task<Job> JobAsync(SiteHost site, int id) =>
        site.WithAsync(site.RegionId, (_, context) => context.Jobs.AsNoTracking().SingleAsync(row => row.Id == id, Cancel));

    private static async Task<string> GetAsync(HttpClient client, string address) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(address, UriKind.Relative), Cancel));
}
