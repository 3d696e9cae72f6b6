using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;
using Orientir.Web.Accounts;

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

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task SignIn_WhileAStrangerGuesses_OpensToTheOwnerFromElsewhere(Database database)
    {
        await using var site = await SiteHost.StartAsync(database, settings: [("ORIENTIR_PROXIES", "127.0.0.1, ::1")]);
        using var stranger = ClientFrom(site, "203.0.113.66");
        for (var attempt = 0; attempt < 8; attempt++)
            await SiteHost.SignInAsync(stranger, "operator@region.test", "не тот пароль");
        using var owner = ClientFrom(site, "198.51.100.7");
        (await SiteHost.SignInAsync(owner, "operator@region.test", SiteHost.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // The region's other operator sees it and opens the door.
        var page = await owner.GetStringAsync(new Uri($"/accounts/{site.Accounts["operator@region.test"]}", UriKind.Relative), Cancel);
        page.ShouldContain("Вход закрыт до");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task SignIn_AtTwoSites_IsCountedTogetherAndTellsWhenToComeAgain(Database database)
    {
        await using var one = await SiteHost.StartAsync(database, attemptsPerMinute: 6);
        await using var other = one.Beside();
        using var first = one.Client();
        using var second = other.Client();
        for (var attempt = 0; attempt < 3; attempt++)
            foreach (var client in (HttpClient[])[first, second])
                (await SiteHost.SignInAsync(client, $"nobody{attempt}@region.test", "пароль")).StatusCode.ShouldBe(
                    HttpStatusCode.UnprocessableEntity
                );
        foreach (var client in (HttpClient[])[first, second])
        {
            var answer = await SiteHost.SignInAsync(client, "operator@region.test", SiteHost.Password);
            answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        }
    }

    [Fact]
    public async Task SignIn_OfThreeHundredBehindOneGateway_LetsEverybodyIn()
    {
        await using var site = await SiteHost.StartAsync(attemptsPerMinute: SignInLimits.Usual.PerMinute);
        var emails = Enumerable.Range(0, 300).Select(number => $"officer{number}@region.test").ToList();
        await site.WithAsync(
            null,
            async (services, context) =>
            {
                foreach (var email in emails)
                    await new AddAccount(context, services.GetRequiredService<UserManager<User>>(), TimeProvider.System).RunAsync(
                        Actor.Installation(),
                        new(email, email, SiteHost.Password, [new(Role.Expert, site.RegionId)]),
                        Cancel
                    );
                return 0;
            }
        );
        var statuses = await Task.WhenAll(
            emails.Select(async email =>
            {
                using var client = site.Client();
                return (await SiteHost.SignInAsync(client, email, SiteHost.Password)).StatusCode;
            })
        );
        statuses.ShouldAllBe(status => status == HttpStatusCode.Redirect);
    }

    private static HttpClient ClientFrom(SiteHost site, string address)
    {
        var client = site.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
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
    [InlineData("/\\example.org/", "/")]
    [InlineData("/\t/example.org/", "/")]
    [InlineData("/\n/example.org/", "/")]
    [InlineData("/.//example.org/x", "/")]
    [InlineData("/..//example.org/x", "/")]
    [InlineData("/%2e//example.org/x", "/")]
    [InlineData("/territories?q=Район «Северный»", "/territories")]
    [InlineData("/помощь", "/%D0%BF%D0%BE%D0%BC%D0%BE%D1%89%D1%8C")]
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
    public void LocalOr_OfAnyAddress_StaysOnTheSiteHoweverItIsResolved()
    {
        var random = new Random(20261128);
        string[] parts =
        [
            "/",
            "/",
            ".",
            "..",
            "\\",
            "%2e",
            "%2E%2e",
            "%5c",
            "%2f",
            "%09",
            "\t",
            "@",
            ":",
            "?",
            "#",
            "evil.example",
            "a",
            "ж",
        ];
        var site = new Uri("https://site.example/accounts/page");
        for (var round = 0; round < 100_000; round++)
        {
            var given = "/" + string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => parts[random.Next(parts.Length)]));
            var local = AccountRoutes.LocalOr(given, "/other");
            local.ShouldStartWith("/");
            local.ShouldNotStartWith("//", Case.Sensitive, given);
            var resolved = new Uri(site.GetLeftPart(UriPartial.Authority) + local);
            resolved.Host.ShouldBe(site.Host, given);
            resolved.AbsolutePath.ShouldNotStartWith("//", Case.Sensitive, given);
            AccountRoutes.LocalOr(local, "/other").ShouldBe(local, given);
        }
    }

    [Fact]
    public async Task SignIn_FromAPageLeftOpenInAnotherWindow_SaysWhoIsInAndGoesOn()
    {
        await using var site = await SiteHost.StartAsync();
        using var client = site.Client();
        // The page was opened by nobody: its token is nobody's.
        var left = await client.GetStringAsync(new Uri("/sign-in?next=%2Faccounts%2Fsettings", UriKind.Relative), Cancel);
        var token = System
            .Text.RegularExpressions.Regex.Match(left, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")
            .Groups[1]
            .Value;
        (await SiteHost.SignInAsync(client, "operator@region.test", SiteHost.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var fields = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["_handler"] = "sign-in",
                ["__RequestVerificationToken"] = token,
                ["Email"] = "operator@region.test",
                ["Password"] = SiteHost.Password,
            }
        );
        var answer = await client.PostAsync(new Uri("/sign-in?next=%2Faccounts%2Fsettings", UriKind.Relative), fields, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await client.GetStringAsync(answer.Headers.Location, Cancel);
        page.ShouldContain("Вы уже вошли.");
        page.ShouldContain("<a href=\"/accounts/settings\">Продолжить работу</a>");
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

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task SignIn_BesideManyWhoSendSlowly_IsNotHeldUpAndCountsNoneOfThem(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var held = new List<System.Net.Sockets.TcpClient>();
        try
        {
            for (var one = 0; one < 100; one++)
            {
                var line = new System.Net.Sockets.TcpClient();
                held.Add(line);
                await line.ConnectAsync(site.Address.Host, site.Address.Port, Cancel);
                await line.GetStream()
                    .WriteAsync(
                        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nEmail="u8.ToArray(),
                        Cancel
                    );
            }
            using var client = site.Client();
            (await SiteHost.SignInAsync(client, "operator@region.test", SiteHost.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
            // The one who signed in alone was counted.
            var come = await site.WithAsync(
                null,
                (_, context) =>
                    context.SignInAttempts.Where(row => row.Account == SignInAttempts.Every).Select(row => row.Count).SingleAsync(Cancel)
            );
            come.ShouldBe(1);
        }
        finally
        {
            held.ForEach(line => line.Dispose());
        }
    }
}
