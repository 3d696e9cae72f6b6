using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Orientir.App.Tests.Web.Accounts;
using Orientir.App.Tests.Web.Results;
using Orientir.Core.Accounts;
using Orientir.Core.Results;

namespace Orientir.App.Tests.Web.Layout;

/// <summary>Every page there is, in one browser.</summary>
public class EveryPageTests
{
    private const string TooWide = "() => document.documentElement.scrollWidth > window.innerWidth";

    private const string Contrast =
        "async () => (await axe.run(document, { runOnly: ['color-contrast'] })).violations.flatMap(found => found.nodes.map(node => node.html))";

    // How each thing on the page looks by the classes of it and of what holds it: a new look alone can have a new contrast.
    private const string Looks = """
        () => {
            const look = one => one.localName + ["class", "style", "fill", "aria-current", "disabled"].map(name => one.getAttribute(name) ?? "");
            return [...new Set([...document.body.querySelectorAll("*")].map(one => `${look(one.parentElement)} > ${look(one)}`))];
        }
        """;

    // After the first Tab the browser shows where the keyboard is, whatever is focused then.
    private const string UnseenFocus = """
        () => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
            .filter(one => one.offsetParent !== null && !one.disabled && one.tabIndex >= 0)
            .filter(one => { one.focus(); return document.activeElement === one && getComputedStyle(one).outlineStyle === "none"; })
            .map(one => one.outerHTML.slice(0, 120))
        """;

    // With its styles and scripts, as sent.
    private const int HeaviestPage = 100_000;

    private const string Weight =
        "() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, one) => sum + one.encodedBodySize, 0)";

    [Fact]
    public async Task EveryPage_LightDarkAndForLowVision_IsAccessibleAndFits()
    {
        await using var site = await SiteHost.StartAsync();
        var (here, _) = await RouteTests.SeedAsync(site);
        // Eighteen municipalities with their marks stand for the campaign whose results are looked at.
        var whole = await ReviewedRegion.MakeWholeAsync(site);
        var chief = new Actor(site.Accounts["operator@region.test"], "Проверка", site.RegionId, [new(Role.Operator, null, null)], "");
        var run = await site.WithAsync(
            site.RegionId,
            (_, context) =>
                new ComputeRun(context, TimeProvider.System).RunAsync(chief, whole.Campaign, TestContext.Current.CancellationToken)
        );
        here.At[CampaignState.Results] = here.At[CampaignState.Results] with
        {
            Campaign = whole.Campaign,
            Subject = whole.Subjects[0],
            Run = run,
        };
        var complaints = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var account in SiteRoute.Of(site).Where(row => row.IsPage && row.Form is null).GroupBy(AccountFor))
        {
            var page = await site.PageAsync(account.Key);
            page.Console += (_, message) =>
            {
                if (!message.Text.Contains("410", StringComparison.Ordinal))
                    complaints.Add($"{page.Url}: {message.Text}");
            };
            foreach (var row in account)
            {
                var address = RouteTests
                    .AddressOf(row.Address, here, StageFor(row))
                    .Replace("?of=first", "?of=m1", StringComparison.Ordinal)
                    .Replace("?of=" + Uri.EscapeDataString(here.Direction), "?of=1.1", StringComparison.Ordinal);
                foreach (var fault in await FaultsAsync(page, address, seen))
                    complaints.Add($"{account.Key} {address}: {fault}");
            }
            await page.Context.CloseAsync();
        }
        complaints.ShouldBeEmpty();
    }

    private static async Task<List<string>> FaultsAsync(IPage page, string address, HashSet<string> seen)
    {
        await page.SetViewportSizeAsync(1280, 900);
        var faults = new List<string>();
        if ((await page.GotoAsync(address))!.Status is not (200 or 410) and var status)
            faults.Add($"answers {status}");
        if (await page.Locator("h1").CountAsync() != 1)
            faults.Add("not one h1");
        if (await page.EvaluateAsync<int>(Weight) is var weight && weight > HeaviestPage)
            faults.Add($"weighs {weight}");
        faults.AddRange(
            (await page.RunAxe()).Violations.Select(found =>
                $"{found.Id}: {found.Help}; {string.Join(", ", found.Nodes.Take(3).Select(node => node.Html))}"
            )
        );
        await page.Keyboard.PressAsync("Tab");
        if (!await page.EvaluateAsync<bool>("() => document.activeElement.matches('.skip')"))
            faults.Add("does not begin with the way to its content");
        faults.AddRange((await page.EvaluateAsync<string[]>(UnseenFocus)).Select(one => $"focus is not seen: {one}"));
        foreach (var width in (int[])[1280, 640, 390])
        {
            await page.SetViewportSizeAsync(width, 900);
            if (await page.EvaluateAsync<bool>(TooWide))
                faults.Add($"wider than {width}");
        }
        await page.SetViewportSizeAsync(640, 900);
        var isNew = false;
        foreach (var look in await page.EvaluateAsync<string[]>(Looks))
            isNew |= seen.Add(look);
        if (isNew)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            faults.AddRange((await page.EvaluateAsync<string[]>(Contrast)).Select(one => $"contrast in the dark: {one}"));
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        }
        await page.EvaluateAsync("() => document.documentElement.dataset.vision = 'low'");
        if (isNew)
            faults.AddRange((await page.EvaluateAsync<string[]>(Contrast)).Select(one => $"contrast for low vision: {one}"));
        if (await page.EvaluateAsync<bool>(TooWide))
            faults.Add("wider than 640 for low vision");
        return faults;
    }

    private static string? AccountFor(SiteRoute row) =>
        row switch
        {
            { IsOpen: true } => null,
            { Ability: Ability.ManageRegions } => "administrator@site.test",
            { Ability: Ability.SeeAnswers } when row.Address.StartsWith("/submissions", StringComparison.Ordinal) => "coordinator",
            { Ability: Ability.InviteExecutors } => "coordinator",
            { Ability: Ability.Mark } when !row.Address.EndsWith("/import", StringComparison.Ordinal) => "expert",
            _ => "operator",
        };

    // Answers are given at collection and returned once they are sent.
    private static CampaignState StageFor(SiteRoute row) =>
        row.Address is "/submissions/{Id:int}/return" or "/submissions/{Id:int}/receipt" ? CampaignState.Review
        : row.Address.StartsWith("/submissions/", StringComparison.Ordinal) ? CampaignState.Collection
        : CampaignState.Results;
}
