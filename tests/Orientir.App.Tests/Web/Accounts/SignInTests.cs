using System.Net;
using Microsoft.EntityFrameworkCore;

namespace Orientir.App.Tests.Web.Accounts;

public class SignInTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task SignIn_ByEveryRole_OpensTheSite(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        foreach (var account in site.Accounts.Keys)
        {
            using var client = await site.SignedInAsync(account);
            (await client.GetStringAsync(new Uri("/", UriKind.Relative), Cancel)).ShouldContain("Здравствуйте");
        }
        using var stranger = site.Client();
        var answer = await stranger.GetAsync(new Uri("/", UriKind.Relative), Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldContain("/sign-in?next=%2F");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task SignIn_AfterFiveWrongPasswords_IsClosedToTheRightOne(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = site.Client();
        for (var attempt = 0; attempt < 5; attempt++)
            (await SiteHost.SignInAsync(client, "operator@region.test", "не тот пароль")).StatusCode.ShouldBe(
                HttpStatusCode.UnprocessableEntity
            );
        var answer = await SiteHost.SignInAsync(client, "operator@region.test", SiteHost.Password);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("временно закрыт");
    }

    [Fact]
    public async Task SignIn_ToAnUnknownAccount_SaysTheSameAsAWrongPassword()
    {
        await using var site = await SiteHost.StartAsync();
        using var client = site.Client();
        var unknown = await (await SiteHost.SignInAsync(client, "nobody@region.test", "не тот пароль")).Content.ReadAsStringAsync(Cancel);
        var wrong = await (await SiteHost.SignInAsync(client, "ministry@region.test", "не тот пароль")).Content.ReadAsStringAsync(Cancel);
        unknown.ShouldContain("не подошли");
        wrong.ShouldContain("не подошли");
    }

    [Fact]
    public async Task SignIn_MoreOftenThanTheLimitOfAnAddress_IsThrottled()
    {
        await using var site = await SiteHost.StartAsync(Database.Sqlite, attemptsPerMinute: 3);
        using var client = site.Client();
        for (var attempt = 0; attempt < 3; attempt++)
            await SiteHost.SignInAsync(client, $"nobody{attempt}@region.test", "пароль");
        var answer = await SiteHost.SignInAsync(client, "operator@region.test", SiteHost.Password);
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("Подождите минуту");
    }

    [Theory]
    [InlineData("https://example.org/", "/")]
    [InlineData("//example.org/", "/")]
    [InlineData("/accounts/settings", "/accounts/settings")]
    public async Task SignIn_WithAnAddressToGoOn_GoesWithinTheSiteOnly(string next, string expected)
    {
        await using var site = await SiteHost.StartAsync();
        using var client = site.Client();
        var answer = await SiteHost.PostAsync(
            client,
            "/sign-in?next=" + Uri.EscapeDataString(next),
            new() { ["Email"] = "operator@region.test", ["Password"] = SiteHost.Password }
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        new Uri(site.Address, answer.Headers.Location!).AbsolutePath.ShouldBe(expected);
        new Uri(site.Address, answer.Headers.Location!).Host.ShouldBe(site.Address.Host);
    }

    [Fact]
    public async Task SignedIn_OnceTheAccountIsDisabled_IsOutWithTheNextClick()
    {
        await using var site = await SiteHost.StartAsync();
        using var client = await site.SignedInAsync("publisher");
        await site.WithAsync(
            null,
            (_, context) =>
                context
                    .Users.Where(user => user.Id == site.Accounts["publisher@region.test"])
                    .ExecuteUpdateAsync(
                        user => user.SetProperty(row => row.DisabledAt, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
                        Cancel
                    )
        );
        (await client.GetAsync(new Uri("/", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }
}
