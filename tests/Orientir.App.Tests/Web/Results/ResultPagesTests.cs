using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Orientir.App.Tests.Web.Results;

/// <summary>Marks entered in a browser.</summary>
public class ResultPagesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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
        for (var wait = 0; wait < 600 && await ValueAsync() != "4"; wait++)
            await Task.Delay(100, Cancel);
        (await ValueAsync()).ShouldBe("4");
        await other.GetByText("не проведён").ClickAsync();
        await Assertions.Expect(other.Locator(".conflict")).ToContainTextAsync("Вы изменили это поле в другом окне");
        await other.GetByRole(AriaRole.Button, new() { Name = "Сохранить моё" }).ClickAsync();
        for (var wait = 0; wait < 600 && await ValueAsync() != "0"; wait++)
            await Task.Delay(100, Cancel);
        (await ValueAsync()).ShouldBe("0");

        async Task<string?> ValueAsync() =>
            await site.WithAsync(
                site.RegionId,
                (_, context) => context.Marks.Where(mark => mark.Uid == "2.1").Select(mark => mark.Value).SingleOrDefaultAsync(Cancel)
            );
    }
}
