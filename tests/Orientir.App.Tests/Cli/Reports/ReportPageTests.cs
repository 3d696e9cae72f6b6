using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Orientir.App.Tests.Cli.Reports;

/// <summary>report.html as a browser shows it: of totals only, and of marks of every indicator.</summary>
public sealed class ReportPageTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private readonly List<string> complaints = [];
    private readonly List<string> requests = [];
    private IPlaywright? playwright;
    private IBrowser? browser;

    public static TheoryData<string> Demonstrations => ["lo-2020", "lo-2020-reconstruction"];

    public async ValueTask InitializeAsync()
    {
        var chromium = new[] { "chromium", "chromium-browser", "google-chrome" }
            .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(path => Path.Combine(path, name)))
            .FirstOrDefault(File.Exists);
        // On CI the browser must be there: ./test installs it.
        if (chromium is null && Environment.GetEnvironmentVariable("CI") != "true") Assert.Skip("Нет браузера chromium.");
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
    }

    [Theory]
    [MemberData(nameof(Demonstrations))]
    public async Task Page_InABrowser_IsAccessibleAndAsksNobodyForAnything(string demo)
    {
        var page = await Open(demo);
        (await page.TitleAsync()).ShouldNotBeNullOrWhiteSpace();
        (await page.Locator("html").GetAttributeAsync("lang")).ShouldBe("ru");
        (await page.Locator("h1").CountAsync()).ShouldBe(1);
        (await page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Help}; {string.Join(", ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
        requests.ShouldHaveSingleItem();
        complaints.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Demonstrations))]
    public async Task Page_OnANarrowScreen_DoesNotScrollSideways(string demo)
    {
        var page = await Open(demo);
        await page.SetViewportSizeAsync(360, 740);
        (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth")).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Demonstrations))]
    public async Task Page_Printed_IsADocumentOfPages(string demo)
    {
        var page = await Open(demo);
        var pdf = await page.PdfAsync(new() { Format = "A4" });
        pdf.AsSpan(0, 5).SequenceEqual("%PDF-"u8).ShouldBeTrue();
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        (await page.Locator("svg").First.IsVisibleAsync()).ShouldBeTrue();
        (await page.EvaluateAsync<bool>("() => getComputedStyle(document.querySelector('thead')).display === 'table-header-group'")).ShouldBeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        folder.Dispose();
    }

    private async Task<IPage> Open(string demo)
    {
        (await ToolRun.Of("report", "--methodology", "methodologies/lo-2020.json", "--marks", $"demo/{demo}/marks.csv", "--output", folder["report"])).ShouldSucceed();
        var page = await browser!.NewPageAsync();
        page.Console += (_, message) => complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) => requests.Add(request.Url);
        await page.GotoAsync(new Uri(folder["report"] + "/report.html").AbsoluteUri);
        return page;
    }
}
