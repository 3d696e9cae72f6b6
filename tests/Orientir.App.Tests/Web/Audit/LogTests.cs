using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Orientir.App.Tests.Web.Results;
using Orientir.Core.Audit;
using Orientir.Core.Campaigns;
using Orientir.Core.Submissions;

namespace Orientir.App.Tests.Web.Audit;

public partial class LogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Log_ByFilter_ShowsWhatIsAskedFor(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var made = await ReviewedRegion.MakeAsync(site);
        using var expert = await site.SignedInAsync("expert");
        using var chief = await site.SignedInAsync("operator");
        var (first, second) = ($"/reviews/{made.Subjects[0]}", $"/reviews/{made.Subjects[1]}");
        await SiteHost.PostAsync(expert, first, new() { ["new/value"] = "1", ["new/comment"] = "слово эксперта" }, "mark-1.1");
        await SiteHost.PostAsync(chief, second, new() { ["new/value"] = "33" }, "mark-1.2");
        await SiteHost.PostAsync(chief, "/results", [], $"compute-{made.Campaign}");

        var all = await GetAsync(chief, "/audit");
        foreach (var text in new[] { "слово эксперта", "оценка: 33", "рассчитаны итоги" })
            all.ShouldContain(text);
        foreach (var query in new[] { "user=%20EXPERT", "subject=перв", "place=1.1&action=mark.save" })
        {
            var found = await GetAsync(chief, "/audit?" + query);
            found.ShouldContain("слово эксперта", customMessage: query);
            found.ShouldNotContain("оценка: 33", customMessage: query);
        }
        (await GetAsync(chief, "/audit?user=%3Cнет%3E")).ShouldContain("Таких записей нет");
        (await GetAsync(chief, "/audit?from=2000-01-01&until=2000-01-02")).ShouldContain("Таких записей нет");
        (await GetAsync(chief, $"/audit?from={TimeProvider.System.GetUtcNow().AddDays(-2):yyyy-MM-dd}")).ShouldContain("оценка: 33");
        (await GetAsync(chief, $"/audit/subjects/{made.Subjects[1]}?place=1.2")).ShouldContain("оценка: 33");

        // The ministry reads the same; a municipality its own answers and no marks; the administrator no campaign.
        using var ministry = await site.SignedInAsync("ministry");
        (await GetAsync(ministry, "/audit")).ShouldContain("слово эксперта");
        using var coordinator = await site.SignedInAsync("coordinator");
        (await coordinator.GetAsync(new Uri("/audit", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await GetAsync(coordinator, $"/audit/subjects/{made.Subjects[0]}")).ShouldNotContain("слово эксперта");
        using var administrator = await site.SignedInAsync("administrator@site.test");
        var installation = await GetAsync(administrator, "/audit");
        installation.ShouldContain("добавлен регион");
        installation.ShouldNotContain("слово эксперта");
        installation.ShouldNotContain("оценка: 33");
        (await administrator.GetAsync(new Uri($"/audit/subjects/{made.Subjects[0]}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        using var stranger = await site.SignedInAsync("operator@other.test");
        (await GetAsync(stranger, "/audit")).ShouldNotContain("слово эксперта");
        (await GetAsync(stranger, "/audit?subject=перв")).ShouldNotContain("слово эксперта");
        (
            await stranger.GetAsync(new Uri($"/audit/users/{site.Accounts["expert@region.test"]}", UriKind.Relative), Cancel)
        ).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void EveryAction_ThatIsRecorded_HasItsWords()
    {
        var recorded = Repository
            .Sources("src/Orientir.Core")
            .Where(file => !file.EndsWith("/AuditWords.cs", StringComparison.Ordinal))
            .SelectMany(file => ActionOfSource().Matches(File.ReadAllText(Repository.PathOf(file))).Select(match => match.Groups[1].Value))
            .Concat(Transition.All.Select(transition => $"campaign.{transition.Id}"))
            // Written while reminders were sent within the request; it stands in the logs of those years.
            .Append("campaign.remind-failed")
            .Concat(Enum.GetNames<AnswerField>().Select(field => $"answer.{field.ToLowerInvariant()}"));
        AuditWords.Actions.Select(action => action.Action).ShouldBe(recorded.Distinct(), ignoreOrder: true);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task History_OfAnAccount_IsWhatItDidAndWhatWasDoneToIt(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var chief = await site.SignedInAsync("operator");
        var expert = site.Accounts["expert@region.test"];
        (await site.SignedInAsync("expert")).Dispose();
        await SiteHost.PostAsync(chief, $"/accounts/{expert}", new() { ["Role"] = "Ministry" }, "add");
        await SiteHost.PostAsync(chief, $"/accounts/{expert}", [], "disable");
        (await GetAsync(chief, $"/accounts/{expert}")).ShouldContain($"href=\"/audit/users/{expert}\"");
        var history = await GetAsync(chief, $"/audit/users/{expert}");
        foreach (
            var said in new[]
            {
                "вход",
                "добавлена роль",
                "роль: наблюдатель министерства",
                "отключена учётная запись",
                "Проверка (operator)",
            }
        )
            history.ShouldContain(said);
        // In the whole log it says whose account it was.
        (await GetAsync(chief, "/audit?action=account.disable")).ShouldContain($"href=\"/audit/users/{expert}\"");
        // No names and no addresses in what is kept.
        var kept = await site.WithAsync(
            site.RegionId,
            async (_, context) => await context.AuditEntries.Select(entry => entry.Old + entry.New).ToListAsync(Cancel)
        );
        kept.ShouldAllBe(payload =>
            payload == null || !payload.Contains('@', StringComparison.Ordinal) && !payload.Contains("Проверка", StringComparison.Ordinal)
        );
    }

    private static async Task<string> GetAsync(HttpClient client, string address)
    {
        var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{address}: {text}");
        return text;
    }

    [GeneratedRegex(
        "\"((?:account|answer|campaign|evidence|invitation|job|letter|mark|methodology|region|run|subject|submission|territory)\\.[a-z][a-z-]*|report\\.(?!docx|html)[a-z-]+)\""
    )]
    private static partial Regex ActionOfSource();
}
