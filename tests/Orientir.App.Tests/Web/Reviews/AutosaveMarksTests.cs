using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Orientir.App.Tests.Web.Results;

namespace Orientir.App.Tests.Web.Reviews;

/// <summary>Marks that wait in a browser, wherever their expert goes meanwhile.</summary>
public sealed class AutosaveMarksTests
{
    private const string Patches = "**/reviews/patches?*";
    private const string Typed = "Приказа нет.";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MarksUnsent_WhileReviewGoesOn_GoFromTheListOfSubjects()
    {
        await using var site = await SiteHost.StartAsync();
        var made = await ReviewedRegion.MakeAsync(site);
        var page = await MarkOnADeadLineAsync(site, made.Subjects[0]);
        await page.UnrouteAllAsync();
        await page.GotoAsync("/reviews");
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "1 из 3" })).ToBeVisibleAsync();
        var mark = await site.WithAsync(site.RegionId, (_, context) => context.Marks.SingleAsync(Cancel));
        (mark.Uid, mark.Value, mark.Comment).ShouldBe(("1.1", "1", Typed));
        (await page.EvaluateAsync<int>("Object.keys(localStorage).filter(key => key.startsWith('orientir:')).length")).ShouldBe(0);
    }

    [Fact]
    public async Task MarksUnsent_OnceReviewIsOver_AreShownToBeCopied()
    {
        await using var site = await SiteHost.StartAsync();
        var made = await ReviewedRegion.MakeAsync(site);
        var page = await MarkOnADeadLineAsync(site, made.Subjects[0]);
        await site.WithAsync(
            site.RegionId,
            (_, context) =>
                context.Campaigns.ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.ReviewUntil, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1)),
                    Cancel
                )
        );
        await page.UnrouteAllAsync();
        await page.GotoAsync("/reviews");
        var left = page.Locator("[data-troubles] li");
        await Assertions.Expect(left).ToHaveCountAsync(2);
        await Assertions.Expect(left.First).ToContainTextAsync("Вы ввели: да");
        await Assertions.Expect(left.Last).ToContainTextAsync(Typed);
        await left.Last.GetByRole(AriaRole.Link, new() { Name = "посмотреть и решить" }).ClickAsync();

        await page.WaitForURLAsync($"**/reviews/{made.Subjects[0]}*");
        await Assertions.Expect(left).ToHaveCountAsync(2);
        await Assertions.Expect(left.Last).ToContainTextAsync("1.1. Цели поставлены");
        await Assertions.Expect(left.Last).ToContainTextAsync(Typed);
        await Assertions.Expect(left.Locator("a")).ToHaveCountAsync(0);
        await left.First.GetByRole(AriaRole.Button, new() { Name = "Больше не показывать" }).ClickAsync();
        await Assertions.Expect(left).ToHaveCountAsync(1);
        (await site.WithAsync(site.RegionId, (_, context) => context.Marks.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task Refused_InAnotherDirection_IsToldWithThePlace()
    {
        await using var site = await SiteHost.StartAsync();
        var made = await ReviewedRegion.MakeAsync(site);
        var page = await site.PageAsync("expert");
        await page.RouteAsync(
            Patches,
            route =>
                route.Request.PostData!.Contains(Typed, StringComparison.Ordinal)
                    ? route.FulfillAsync(new() { Status = 413, Body = "" })
                    : route.ContinueAsync()
        );
        await page.GotoAsync($"/reviews/{made.Subjects[0]}");
        await Comment(page, "1.1").FillAsync(Typed);
        await Assertions.Expect(page.Locator(".conflict")).ToContainTextAsync("Текст слишком длинный");
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("смотрите отмеченные поля");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("^2 Качество") }).ClickAsync();

        await Assertions.Expect(page.Locator("[id='node-2.1']")).ToBeVisibleAsync();
        await Comment(page, "2.1").FillAsync("Есть.");
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("смотрите список вверху страницы");
        var left = page.Locator("[data-troubles] li");
        await Assertions.Expect(left).ToContainTextAsync(Typed);
        await left.GetByRole(AriaRole.Link, new() { Name = "посмотреть и решить" }).ClickAsync();
        await Assertions.Expect(page.Locator(".conflict")).ToContainTextAsync(Typed);
    }

    /// <summary>An expert marks and comments an indicator while the line is dead.</summary>
    private static async Task<IPage> MarkOnADeadLineAsync(SiteHost site, int subject)
    {
        var page = await site.PageAsync("expert");
        await page.RouteAsync(Patches, route => route.AbortAsync());
        await page.GotoAsync($"/reviews/{subject}");
        await page.Locator("[id='node-1.1']").GetByLabel("да").CheckAsync();
        await Comment(page, "1.1").FillAsync(Typed);
        await Comment(page, "1.1").BlurAsync();
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Нет связи");
        return page;
    }

    private static ILocator Comment(IPage page, string uid) => page.Locator($"[id='node-{uid}']").GetByLabel("Комментарий эксперта");
}
