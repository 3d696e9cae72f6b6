using Microsoft.Playwright;

namespace Orientir.App.Tests.Web.Accounts;

public class AccountPagesTests
{
    [Fact]
    public async Task EveryPageOfAccounts_InABrowser_IsAccessibleAndFitsAPhone()
    {
        await using var site = await SiteHost.StartAsync();
        var complaints = new List<string>();
        var page = await site.PageAsync("operator");
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add($"{page.Url}: {message.Text}");
        };

        await page.GotoAsync("/accounts/invite");
        await LookAsync(page, "invite");
        await page.FillAsync("#Pasted", "Иванова Анна Петровна; не адрес; координатор; Перый район");
        await page.ClickAsync("main form button.main");
        await LookAsync(page, "invite-faults");
        await page.FillAsync(
            "#Pasted",
            "Иванова Анна Петровна; ivanova@example.org; координатор; Первый район\nПетров Пётр; petrov@example.org; исполнитель; Второй район; все\nСидорова Вера; sidorova@example.org; эксперт"
        );
        await page.ClickAsync("main form button.main");
        await LookAsync(page, "invite-preview");
        await page.ClickAsync("main form button.main");
        await LookAsync(page, "letters");
        var link = await page.Locator(".letter .link").First.InnerTextAsync();
        await page.GotoAsync("/accounts");
        await LookAsync(page, "people");
        await page.GotoAsync("/accounts/invitations");
        await LookAsync(page, "invitations");
        await page.GotoAsync($"/accounts/{site.Accounts["executor@region.test"]}");
        await page.ClickAsync("details.adding summary");
        await LookAsync(page, "person");
        await page.GotoAsync("/accounts/settings");
        await LookAsync(page, "settings");
        await page.GotoAsync("/accounts/second-factor");
        await LookAsync(page, "factor");
        await page.ClickAsync("main button.main");
        await LookAsync(page, "factor-key");
        var key = (await page.Locator(".key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.FillAsync("#Code", SecondFactorTests.Totp(key));
        await page.ClickAsync("main form button.main");
        await LookAsync(page, "factor-codes");
        await page.GotoAsync("/accounts/second-factor");
        await LookAsync(page, "factor-on");

        var guest = await site.PageAsync();
        await guest.GotoAsync(link);
        await LookAsync(guest, "accept");
        await guest.GotoAsync(link[..^3] + "zzz");
        await LookAsync(guest, "accept-dead");

        var administrator = await site.PageAsync("administrator@site.test");
        await administrator.GotoAsync("/accounts/regions");
        await LookAsync(administrator, "regions");
        await administrator.GotoAsync($"/accounts/regions/{site.RegionId}");
        await LookAsync(administrator, "region");
        await administrator.GotoAsync("/accounts");
        await LookAsync(administrator, "people-all");
        // The wrong list and the dead link answer with an error on purpose.
        complaints
            .Where(one => !one.Contains("422", StringComparison.Ordinal) && !one.Contains("410", StringComparison.Ordinal))
            .ShouldBeEmpty();

        static Task LookAsync(IPage at, string name) => Look.AtAsync(at, name, name);
    }
}
