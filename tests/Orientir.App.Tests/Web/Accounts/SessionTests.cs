using System.Net;

namespace Orientir.App.Tests.Web.Accounts;

public class SessionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_Ended_GoesOnWhereItStood()
    {
        await using var site = await SiteHost.StartAsync();
        using var client = site.Client();
        using var posted = new HttpRequestMessage(HttpMethod.Post, new Uri("/accounts/settings", UriKind.Relative))
        {
            Content = new FormUrlEncodedContent([new("_handler", "look")]),
        };
        posted.Headers.Referrer = new Uri(site.Address, "/accounts/settings?done=look");
        (await client.SendAsync(posted, Cancel))
            .Headers.Location!.ToString()
            .ShouldBe("/sign-in?next=%2Faccounts%2Fsettings%3Fdone%3Dlook");
        using var foreign = new HttpRequestMessage(HttpMethod.Post, new Uri("/accounts/region", UriKind.Relative));
        foreign.Headers.Referrer = new Uri("https://example.org/evil");
        (await client.SendAsync(foreign, Cancel)).Headers.Location!.ToString().ShouldBe("/sign-in?next=%2F");
        (await client.GetStringAsync(new Uri("/sign-in?next=%2Faccounts%2Fsettings", UriKind.Relative), Cancel)).ShouldContain(
            "на которой остановились"
        );
        using var script = new HttpRequestMessage(HttpMethod.Get, new Uri("/accounts/settings", UriKind.Relative));
        script.Headers.Accept.ParseAdd("application/json");
        (await site.Client().SendAsync(script, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task OtherSessions_AfterANewPasswordOrSigningOutEverywhere_AreOver(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var here = await site.SignedInAsync("expert");
        using var there = await site.SignedInAsync("expert");
        (await SiteHost.PostAsync(here, "/accounts/settings", new(), "everywhere")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await here.GetAsync(new Uri("/", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await there.GetAsync(new Uri("/", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var again = await site.SignedInAsync("expert");
        (
            await SiteHost.PostAsync(
                here,
                "/accounts/settings",
                new() { ["Current"] = SiteHost.Password, ["Password"] = "новая дорога к морю" },
                "password"
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await here.GetAsync(new Uri("/", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.GetAsync(new Uri("/", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Cookie_SavedBeforeSigningOut_OpensNothingAtWhateverSite(Database database)
    {
        await using var one = await SiteHost.StartAsync(database);
        await using var other = one.Beside();
        using var client = one.Client();
        var entered = await SiteHost.SignInAsync(client, "expert@region.test", SiteHost.Password);
        var saved = entered.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("orientir=", StringComparison.Ordinal));
        // Another browser of the same person is left alone.
        using var elsewhere = await one.SignedInAsync("expert");
        foreach (var site in (SiteHost[])[one, other])
            (await WithAsync(site)).ShouldBe(HttpStatusCode.OK);
        (await SiteHost.PostAsync(client, "/accounts/settings", new(), "look")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var settings = await client.GetStringAsync(new Uri("/accounts/settings", UriKind.Relative), Cancel);
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", Submissions.SubmissionSite.Token(settings))]);
        (await client.PostAsync(new Uri("/sign-out", UriKind.Relative), form, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        foreach (var site in (SiteHost[])[one, other])
            (await WithAsync(site)).ShouldBe(HttpStatusCode.Redirect);
        (await elsewhere.GetAsync(new Uri("/", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        async Task<HttpStatusCode> WithAsync(SiteHost site)
        {
            using var thief = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
            {
                BaseAddress = site.Address,
            };
            thief.DefaultRequestHeaders.Add("Cookie", saved.Split(';')[0]);
            return (await thief.GetAsync(new Uri("/", UriKind.Relative), Cancel)).StatusCode;
        }
    }

    [Theory]
    [InlineData("127.0.0.1, ::1", true)]
    [InlineData("127.0.0.0/8, ::1/128", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("", false)]
    public async Task Cookie_BehindAProxy_IsSecureWhereTheProxyIsNamed(string proxies, bool secure)
    {
        await using var site = await SiteHost.StartAsync(settings: [("ORIENTIR_PROXIES", proxies)]);
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = site.Address,
        };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        var cookie = (await client.GetAsync(new Uri("/sign-in", UriKind.Relative), Cancel)).Headers.GetValues("Set-Cookie").Single();
        cookie.Contains("secure", StringComparison.OrdinalIgnoreCase).ShouldBe(secure, cookie);
    }
}
