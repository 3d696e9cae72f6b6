using System.Net;
using Orientir.App.Tests.Web.Results;
using Orientir.Core.Reviews;

namespace Orientir.App.Tests.Web.Reviews;

public class SideBySideTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Marks_OfSeveralExperts_StandBesideEachOtherAndSayWhereTheyDiffer(Database database)
    {
        await using var host = await SiteHost.StartAsync(database);
        var made = await ReviewedRegion.MakeAsync(host);
        await MarkAsync(host, made.Subjects[0]);
        using var client = await host.SignedInAsync("operator");
        var address = $"/reviews/{made.Subjects[0]}/marks";

        var page = WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(address, UriKind.Relative), Cancel));
        page.ShouldContain("Иванова И. И.");
        page.ShouldContain("Петров П. П.");
        page.ShouldContain("2\u00A0эксперта; разные оценки — по 2\u00A0показателям.");
        // Yes against no, and «не применимо» against a value; 1.2 was given the same by both.
        Split(page, "≠ расходятся").ShouldBe(2);
        Split(page, "class=\"marked\"").ShouldBe(4);
        page.ShouldContain("нет приказа");
        page.ShouldContain("не применимо");
        // Read only: nothing to post but signing out.
        page.ShouldNotContain("name=\"new/value\"");

        var differing = await client.GetStringAsync(new Uri(address + "?only=differing", UriKind.Relative), Cancel);
        differing.ShouldContain("1.1 Цели поставлены");
        differing.ShouldNotContain("1.2 Доля охваченных");
        (await client.GetStringAsync(new Uri("/reviews", UriKind.Relative), Cancel)).ShouldContain(address);
        var none = await client.GetStringAsync(new Uri($"/reviews/{made.Subjects[1]}/marks", UriKind.Relative), Cancel);
        none.ShouldContain("Оценок пока нет");
    }

    [Theory]
    [InlineData("ministry", HttpStatusCode.OK)]
    [InlineData("expert", HttpStatusCode.NotFound)]
    [InlineData("coordinator", HttpStatusCode.NotFound)]
    [InlineData("organisation", HttpStatusCode.NotFound)]
    public async Task Marks_OfOtherExperts_AreShownToWhoWatchesAndToNoExpert(string who, HttpStatusCode expected)
    {
        await using var host = await SiteHost.StartAsync();
        var made = await ReviewedRegion.MakeAsync(host);
        await MarkAsync(host, made.Subjects[0]);
        using var client = await host.SignedInAsync(who);
        using var answer = await client.GetAsync(new Uri($"/reviews/{made.Subjects[0]}/marks", UriKind.Relative), Cancel);
        answer.StatusCode.ShouldBe(expected);
        if (expected != HttpStatusCode.OK)
            (await answer.Content.ReadAsStringAsync(Cancel)).ShouldNotContain("Петров П. П.");
    }

    [Fact]
    public async Task Marks_InABrowser_ReadOnAnyScreen()
    {
        await using var host = await SiteHost.StartAsync();
        var made = await ReviewedRegion.MakeAsync(host);
        await MarkAsync(host, made.Subjects[0]);
        var page = await host.PageAsync("operator");
        await page.GotoAsync($"/reviews/{made.Subjects[0]}/marks");
        await Look.AtAsync(page, "marks-side-by-side", "marks side by side");
    }

    private static int Split(string page, string word) => page.Split(word).Length - 1;

    private static Task<int> MarkAsync(SiteHost host, int subject) =>
        host.WithAsync(
            host.RegionId,
            async (_, context) =>
            {
                foreach (
                    var (uid, expert, value, comment) in ((string, string, string?, string?)[])
                        [
                            ("1.1", "Иванова И. И.", "1", null),
                            ("1.1", "Петров П. П.", "0", "нет приказа"),
                            ("1.2", "Иванова И. И.", "40", null),
                            ("1.2", "Петров П. П.", "40", null),
                            ("2.1", "Иванова И. И.", "NA", null),
                            ("2.1", "Петров П. П.", "2", null),
                        ]
                )
                    context.Add(
                        new Mark
                        {
                            RegionId = host.RegionId,
                            CampaignSubjectId = subject,
                            Uid = uid,
                            Expert = expert,
                            Value = value,
                            Comment = comment,
                            ChangedBy = host.Accounts["operator@region.test"],
                            ChangedAt = TimeProvider.System.GetUtcNow().UtcDateTime,
                        }
                    );
                return await context.SaveChangesAsync(Cancel);
            }
        );
}
