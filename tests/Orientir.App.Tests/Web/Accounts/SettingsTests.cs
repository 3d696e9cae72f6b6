using System.Net;

namespace Orientir.App.Tests.Web.Accounts;

public class SettingsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Look_Chosen_IsKeptForTheAccount(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        var answer = await SiteHost.PostAsync(client, "/accounts/settings", new() { ["Theme"] = "dark", ["LowVision"] = "yes" }, "look");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync(Cancel));
        using var elsewhere = await site.SignedInAsync("operator");
        var page = await elsewhere.GetStringAsync(new Uri("/", UriKind.Relative), Cancel);
        page.ShouldContain("data-theme=\"dark\"");
        page.ShouldContain("data-vision=\"low\"");
    }

    [Fact]
    public async Task LowVision_ChosenBeforeSignIn_StaysAfterItUntilChosenAnew()
    {
        await using var site = await SiteHost.StartAsync();
        var page = await site.PageAsync(script: false);
        await page.GotoAsync("/sign-in?next=%2Faccounts%2Fsettings");
        await page.ClickAsync("text=Версия для слабовидящих");
        page.Url.ShouldEndWith("/sign-in?next=%2Faccounts%2Fsettings");
        (await page.GetAttributeAsync("html", "data-vision")).ShouldBe("low");
        await page.FillAsync("#Email", "operator@region.test");
        await page.FillAsync("#Password", SiteHost.Password);
        await page.ClickAsync("main button");
        page.Url.ShouldEndWith("/accounts/settings");
        (await page.GetAttributeAsync("html", "data-vision")).ShouldBe("low");
        await page.ClickAsync(".areas >> text=Обычная версия");
        page.Url.ShouldEndWith("/accounts/settings");
        (await page.GetAttributeAsync("html", "data-vision")).ShouldBeNull();
        await page.ClickAsync(".areas >> text=Версия для слабовидящих");
        using var elsewhere = await site.SignedInAsync("operator");
        (await elsewhere.GetStringAsync(new Uri("/", UriKind.Relative), Cancel)).ShouldContain("data-vision=\"low\"");
    }

    [Fact]
    public async Task Password_Changed_IsTheOnlyOneThatWorks()
    {
        await using var site = await SiteHost.StartAsync();
        using var client = await site.SignedInAsync("expert");
        var wrong = await SiteHost.PostAsync(
            client,
            "/accounts/settings",
            new() { ["Current"] = "не тот", ["Password"] = "новая дорога к морю" },
            "password"
        );
        (await wrong.Content.ReadAsStringAsync(Cancel)).ShouldContain("указан неверно");
        var weak = await SiteHost.PostAsync(
            client,
            "/accounts/settings",
            new() { ["Current"] = SiteHost.Password, ["Password"] = "коротко" },
            "password"
        );
        (await weak.Content.ReadAsStringAsync(Cancel)).ShouldContain("Пароль короче");
        var right = await SiteHost.PostAsync(
            client,
            "/accounts/settings",
            new() { ["Current"] = SiteHost.Password, ["Password"] = "новая дорога к морю" },
            "password"
        );
        right.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.GetAsync(new Uri("/", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var later = site.Client();
        (await SiteHost.SignInAsync(later, "expert@region.test", SiteHost.Password)).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await SiteHost.SignInAsync(later, "expert@region.test", "новая дорога к морю")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }
}
