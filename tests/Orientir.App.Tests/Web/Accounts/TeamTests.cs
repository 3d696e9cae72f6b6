using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Orientir.Core.Methodologies;

namespace Orientir.App.Tests.Web.Accounts;

public class TeamTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite, true)]
    [InlineData(Database.Sqlite, false)]
    [InlineData(Database.Postgres, true)]
    public async Task Executor_InvitedOnThePage_GetsDirectionsAndOthersLater(Database database, bool script)
    {
        await using var site = await SiteHost.StartAsync(database);
        await PublishAsync(site);
        var page = await site.PageAsync("coordinator", script);
        await page.GotoAsync("/");
        await page.ClickAsync(".areas >> text=Исполнители");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Исполнители");
        await page.FillAsync("#Name", "Помощник Пётр");
        await page.FillAsync("#Email", "helper@example.org");
        await page.ClickAsync("text=Пригласить и показать письмо");
        await Assertions.Expect(page.Locator(".errors")).ToContainTextAsync("Не названы направления исполнителя");
        (await page.InputValueAsync("#Name")).ShouldBe("Помощник Пётр");
        await page.CheckAsync("#Directions input[name=Directions] >> nth=0");
        await page.ClickAsync("text=Пригласить и показать письмо");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Приглашение готово");
        var link = new Uri((await page.Locator(".link").InnerTextAsync()).Trim()).AbsolutePath;
        await page.ClickAsync("text=Вернуться к исполнителям");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Приглашены и ещё не вошли: 1");

        using var guest = site.Client();
        (
            await SiteHost.PostAsync(guest, link, new() { ["Name"] = "Помощник", ["Password"] = "новая дорога к морю" }, "accept")
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await page.ReloadAsync();
        var row = page.Locator("tr", new() { HasTextString = "helper@example.org" });
        await row.Locator("summary").ClickAsync();
        await row.Locator("input[name=Directions] >> nth=0").UncheckAsync();
        await row.Locator("input[name=Directions] >> nth=1").CheckAsync();
        await row.Locator("text=Сохранить направления").ClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToHaveTextAsync("● Направления изменены.", new() { IgnoreCase = true });
        var held = await site.WithAsync(
            site.RegionId,
            (_, context) =>
                context
                    .Grants.Where(grant => context.Users.Any(user => user.Id == grant.UserId && user.Email == "helper@example.org"))
                    .SingleAsync(Cancel)
        );
        held.Directions!.Uids.ShouldHaveSingleItem();
        (await guest.GetAsync(new Uri("/accounts/team", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await row.Locator("text=Снять").ClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Исполнитель снят");
    }

    private static Task<int> PublishAsync(SiteHost site) =>
        site.WithAsync(
            site.RegionId,
            async (_, context) =>
            {
                var edition = MethodologyEdition.Of(
                    site.RegionId,
                    new ReadMethodology().Read(
                        await File.ReadAllBytesAsync(Repository.PathOf("methodologies", "lo-2020.json"), Cancel),
                        "m.json"
                    )
                );
                edition.PublishedAt = TimeProvider.System.GetUtcNow().UtcDateTime;
                context.Add(edition);
                return await context.SaveChangesAsync(Cancel);
            }
        );
}
