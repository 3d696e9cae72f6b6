using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Orientir.App.Tests.Web.Submissions;

/// <summary>The empty line of evidence: several links at once, requisites with a day, what is begun and what waits.</summary>
public sealed class EvidenceLineTests
{
    private static readonly string Ten = string.Join('\n', Enumerable.Range(1, 10).Select(number => $"https://example.ru/{number}"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Paste_OfTenAddresses_IsTenLinksInOneClick(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var page = await OpenAsync(site);
        var leaf = Leaf(page, "1.1.1");
        await page.EvaluateAsync("() => { window.clicks = 0; addEventListener('click', () => window.clicks++, true); }");
        await leaf.GetByLabel("Ссылка").First.ClickAsync();
        await PasteAsync(leaf, Ten);
        await Assertions.Expect(leaf.Locator(".evidence-list li")).ToHaveCountAsync(10);
        (await page.EvaluateAsync<int>("() => window.clicks")).ShouldBe(1);
        (await CountAsync(site)).ShouldBe(10);
        (await leaf.GetByLabel("Ссылка").First.InputValueAsync()).ShouldBe("");
    }

    [Fact]
    public async Task Paste_WithOneThatIsNoAddress_KeepsTheOthersAndLeavesItInTheField()
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        var leaf = Leaf(page, "1.1.1");
        await PasteAsync(leaf, Ten.Replace("https://example.ru/4", "приказ в папке", StringComparison.Ordinal));
        await Assertions.Expect(leaf.Locator(".evidence-list li")).ToHaveCountAsync(9);
        await Assertions.Expect(leaf.Locator(".failed")).ToContainTextAsync("«приказ в папке» — не адрес");
        (await leaf.GetByLabel("Ссылка").First.InputValueAsync()).ShouldBe("приказ в папке");
        // Left as it is, it is not sent again; after a reload it is there still.
        await leaf.GetByLabel("Комментарий").FocusAsync();
        await page.ReloadAsync();
        await Assertions.Expect(leaf.Locator(".half-filled")).ToContainTextAsync("не добавили");
        (await leaf.GetByLabel("Ссылка").First.InputValueAsync()).ShouldBe("приказ в папке");
        await leaf.GetByLabel("Ссылка").First.FillAsync("https://example.ru/4");
        await leaf.GetByLabel("Комментарий").FocusAsync();
        await Assertions.Expect(leaf.Locator(".evidence-list li")).ToHaveCountAsync(10);
        await page.ReloadAsync();
        await Assertions.Expect(leaf.Locator(".half-filled")).ToHaveCountAsync(0);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Form_WithoutScript_AddsEachLineAndShowsTheOneRefused(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = (await site.OpenCampaignAsync())[0];
        using var client = await site.SignedInAsync("coordinator");
        var answer = await client.PostPageAsync(
            $"/submissions/{id}/directions/1.1",
            "direction",
            ("url/1.1.1/", "https://example.ru/1\r\nне ссылка\r\nexample.ru/2; example.ru/3"),
            ("kind/1.1.1/", "приказ"),
            ("date/1.1.1/", "32.13.2026"),
            ("document/1.1.1/", "О плане"),
            ("kind/1.1.2/", "приказ"),
            ("about/1.1.2/", "март 2026"),
            ("document/1.1.2/", "О сроках")
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var shown = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
        shown.ShouldContain(">не ссылка</textarea>");
        shown.ShouldContain("1.1.1: Дата «32.13.2026»: такого дня нет");
        shown.ShouldContain("value=\"О плане\"");
        shown.ShouldNotContain("value=\"О сроках\"");
        (await CountAsync(site)).ShouldBe(4);
        (
            await site.WithAsync(
                site.RegionId,
                (_, context) => context.EvidenceItems.Select(item => item.DocumentDate).SingleAsync(date => date != null, Cancel)
            )
        ).ShouldBe("март 2026");
    }

    [Fact]
    public async Task Requisites_HalfFilled_AreOfferedAfterAReloadAndKeptWithTheirDay()
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        var leaf = Leaf(page, "1.1.1");
        await leaf.GetByText("Файл или реквизиты документа").ClickAsync();
        await leaf.GetByLabel("Номер").FillAsync("15");
        await leaf.GetByLabel("Дата").FillAsync("2026-03-12");
        await page.ReloadAsync();
        await Assertions.Expect(leaf.Locator(".half-filled")).ToContainTextAsync("Вы начали заполнять");
        (await leaf.GetByLabel("Номер").InputValueAsync()).ShouldBe("15");
        await leaf.GetByLabel("Вид", new() { Exact = true }).FillAsync("приказ");
        await leaf.GetByLabel("Название").Last.FillAsync("О плане");
        await leaf.GetByRole(AriaRole.Button, new() { Name = "Добавить реквизиты" }).ClickAsync();
        await Assertions.Expect(leaf.Locator(".evidence-list")).ToContainTextAsync("приказ № 15 от 12.03.2026 «О плане»");
        await page.ReloadAsync();
        await Assertions.Expect(leaf.Locator(".half-filled")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Link_AddedOffline_StaysInViewUntilItIsSaved()
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        var leaf = Leaf(page, "1.1.1");
        await page.Context.SetOfflineAsync(true);
        await PasteAsync(leaf, "https://example.ru/1\nhttps://example.ru/2");
        var waiting = leaf.Locator("[data-waiting] li");
        await Assertions.Expect(waiting).ToHaveTextAsync(["https://example.ru/1 ждёт связи", "https://example.ru/2 ждёт связи"]);
        await page.Context.SetOfflineAsync(false);
        await Assertions.Expect(leaf.Locator(".evidence-list li")).ToHaveCountAsync(2);
        await Assertions.Expect(waiting).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1280, "light", false)]
    [InlineData(390, "light", false)]
    [InlineData(390, "dark", false)]
    [InlineData(1280, "light", true)]
    public async Task Labels_OfEvidence_StandAboveTheirFieldsAtEveryWidth(int width, string scheme, bool lowVision)
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        await page.SetViewportSizeAsync(width, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme == "dark" ? ColorScheme.Dark : ColorScheme.Light });
        if (lowVision)
            await page.EvaluateAsync("() => document.documentElement.dataset.vision = 'low'");
        var leaf = Leaf(page, "1.1.1");
        await leaf.GetByText("Файл или реквизиты документа").ClickAsync();
        await leaf.GetByText("точной даты нет").ClickAsync();
        var misplaced = await leaf.EvaluateAsync<string[]>(
            """
            leaf => [...leaf.querySelectorAll(".line label")].filter(label => {
              const [above, field] = [label.getBoundingClientRect(), label.control.getBoundingClientRect()];
              return above.bottom > field.top + 1 || Math.abs(above.left - field.left) > 2;
            }).map(label => label.textContent)
            """
        );
        misplaced.ShouldBeEmpty();
        if (Environment.GetEnvironmentVariable("ORIENTIR_PICTURES") is { } folder)
            await leaf.ScreenshotAsync(new() { Path = Path.Combine(folder, $"evidence-{width}-{scheme}-{lowVision}.png") });
    }

    // What a person copies from a letter comes by the clipboard.
    private static async Task PasteAsync(ILocator leaf, string text) =>
        await leaf.GetByLabel("Ссылка")
            .First.EvaluateAsync(
                """
                (field, text) => {
                  field.focus();
                  const data = new DataTransfer();
                  data.setData("text/plain", text);
                  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
                  if (field.dispatchEvent(event)) document.execCommand("insertText", false, text);
                }
                """,
                text
            );

    private static Task<int> CountAsync(SiteHost site) =>
        site.WithAsync(site.RegionId, (_, context) => context.EvidenceItems.CountAsync(Cancel));

    private static ILocator Leaf(IPage page, string uid) => page.Locator($"[id='leaf-{uid}']");

    private static async Task<IPage> OpenAsync(SiteHost site)
    {
        var id = (await site.OpenCampaignAsync())[0];
        var page = await site.PageAsync("coordinator");
        await page.GotoAsync($"/submissions/{id}/directions/1.1");
        return page;
    }
}
