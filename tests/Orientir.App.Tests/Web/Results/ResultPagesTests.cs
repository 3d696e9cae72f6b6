using Deque.AxeCore.Playwright;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Results;

namespace Orientir.App.Tests.Web.Results;

/// <summary>Pages of marks, results and the audit in a browser, on the eighteen municipalities of the demonstration.</summary>
public class ResultPagesTests
{
    // Where to leave pictures of the pages, for those who look.
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("ORIENTIR_PICTURES");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryPage_InABrowser_IsAccessibleAndFitsAPhone()
    {
        await using var site = await SiteHost.StartAsync();
        var made = await ReviewedRegion.MakeWholeAsync(site);
        var run = await site.WithAsync(site.RegionId, (_, context) => new ComputeRun(context, TimeProvider.System).RunAsync(
            new(site.Accounts["operator@region.test"], "Проверка", site.RegionId, [new ActorGrant(Role.Operator, null, null)], ""), made.Campaign, Cancel));
        var uid = await site.WithAsync(site.RegionId, async (_, context) => (await context.Methodologies.SingleAsync(Cancel)).Read().Nodes.First(node => node.Kind == Core.Methodologies.NodeKind.Direction).Uid);
        var complaints = new List<string>();
        await VisitAsync("operator", "light", "/reviews", $"/reviews/{made.Subjects[0]}", $"/reviews/campaigns/{made.Campaign}/import", "/results", $"/results/{run}", $"/results/{run}/heat", $"/results/{run}/cycle",
            $"/results/{run}/direction?of={uid}", $"/results/{run}/subject?of=m1", "/audit", $"/audit/subjects/{made.Subjects[0]}");
        await VisitAsync("operator", "dark", $"/reviews/{made.Subjects[0]}", $"/results/{run}", $"/results/{run}/heat", $"/results/{run}/subject?of=m3");
        await VisitAsync("expert", "light", "/reviews", $"/reviews/{made.Subjects[0]}");
        await made.MoveAsync(site, CampaignState.Published);
        await VisitAsync("coordinator", "light", "/results", $"/results/{run}", $"/results/{run}/subject?of=m1", $"/results/{run}/subject?of=m2");
        await VisitAsync("administrator@site.test", "light", "/audit");
        complaints.ShouldBeEmpty();

        async Task VisitAsync(string account, string scheme, params string[] addresses)
        {
            var page = await site.PageAsync(account, scheme: scheme);
            page.Console += (_, message) => complaints.Add($"{page.Url}: {message.Text}");
            foreach (var address in addresses)
            {
                await page.SetViewportSizeAsync(1280, 900);
                (await page.GotoAsync(address))!.Status.ShouldBe(200, address);
                await PictureAsync(page, account, scheme, address, "wide");
                (await page.Locator("h1").CountAsync()).ShouldBe(1, address);
                complaints.AddRange((await page.RunAxe()).Violations.Select(found => $"{address} {found.Id}: {found.Help}; {string.Join(", ", found.Nodes.Take(3).Select(node => node.Html))}"));
                foreach (var width in (int[])[640, 390, 360])
                {
                    await page.SetViewportSizeAsync(width, 740);
                    if (width == 390) await PictureAsync(page, account, scheme, address, "phone");
                    if (!await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth")) complaints.Add($"{address} is wider than {width}");
                }
            }
            await page.Context.CloseAsync();
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Mark_ByScriptAndKeyboard_SavesItselfAndShowsConflicts(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var made = await ReviewedRegion.MakeAsync(site);
        var address = $"/reviews/{made.Subjects[0]}?direction=2";
        var page = await site.PageAsync("expert");
        await page.GotoAsync(address);
        await page.GetByText("проведён частично").ClickAsync();
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Сохранено");
        (await ValueAsync()).ShouldBe("2");

        // The same expert in another window: what stands there is not overwritten.
        var other = await site.PageAsync("expert");
        await other.GotoAsync(address);
        await page.Locator("section.leaf").FocusAsync();
        await page.Keyboard.PressAsync("4");
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Сохранено");
        for (var wait = 0; wait < 50 && await ValueAsync() != "4"; wait++) await Task.Delay(100, Cancel);
        (await ValueAsync()).ShouldBe("4");
        await other.GetByText("не проведён").ClickAsync();
        await Assertions.Expect(other.Locator(".conflict")).ToContainTextAsync("изменил другой человек");
        await other.GetByRole(AriaRole.Button, new() { Name = "Сохранить моё" }).ClickAsync();
        for (var wait = 0; wait < 50 && await ValueAsync() != "0"; wait++) await Task.Delay(100, Cancel);
        (await ValueAsync()).ShouldBe("0");

        async Task<string?> ValueAsync() => await site.WithAsync(site.RegionId, (_, context) => context.Marks.Where(mark => mark.Uid == "2.1").Select(mark => mark.Value).SingleOrDefaultAsync(Cancel));
    }

    private static async Task PictureAsync(IPage page, string account, string scheme, string address, string width)
    {
        if (Pictures is null) return;
        var name = string.Concat($"{account.Split('@')[0]}-{scheme}-{width}{address}".Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-' ? letter : '_'));
        await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, name + ".png"), FullPage = true });
    }
}
