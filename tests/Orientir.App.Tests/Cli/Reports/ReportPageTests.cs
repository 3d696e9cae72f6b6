using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Orientir.App.Tests.Cli.Reports;

/// <summary>report.html as a browser shows it: of totals only, and of marks of every indicator.</summary>
public sealed class ReportPageTests : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly List<string> complaints = [];
    private readonly List<string> requests = [];
    private readonly List<IPage> pages = [];

    public static TheoryData<string> Demonstrations => ["lo-2020", "lo-2020-reconstruction"];

    [Theory]
    [MemberData(nameof(Demonstrations))]
    public async Task Page_InABrowser_IsAccessibleAndAsksNobodyForAnything(string demo)
    {
        var page = await Open(demo);
        (await page.TitleAsync()).ShouldNotBeNullOrWhiteSpace();
        (await page.Locator("html").GetAttributeAsync("lang")).ShouldBe("ru");
        (await page.Locator("h1").CountAsync()).ShouldBe(1);
        (await page.RunAxe())
            .Violations.Select(violation =>
                $"{violation.Id}: {violation.Help}; {string.Join(", ", violation.Nodes.Select(node => node.Html))}"
            )
            .ShouldBeEmpty();
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
        (
            await page.EvaluateAsync<bool>("() => getComputedStyle(document.querySelector('thead')).display === 'table-header-group'")
        ).ShouldBeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in pages)
            await page.CloseAsync();
        folder.Dispose();
    }

    private async Task<IPage> Open(string demo)
    {
        (
            await ToolRun.Of(
                "report",
                "--methodology",
                "methodologies/lo-2020.json",
                "--marks",
                $"demo/{demo}/marks.csv",
                "--output",
                folder["report"]
            )
        ).ShouldSucceed();
        var browser = await Chromium.BrowserAsync();
        var page = await browser.NewPageAsync();
        pages.Add(page);
        page.Console += (_, message) => complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) => requests.Add(request.Url);
        await page.GotoAsync(new Uri(folder["report"] + "/report.html").AbsoluteUri);
        return page;
    }
}
