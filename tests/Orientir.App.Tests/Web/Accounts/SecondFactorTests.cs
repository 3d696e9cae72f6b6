using System.Net;
using OtpNet;

namespace Orientir.App.Tests.Web.Accounts;

public class SecondFactorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task SignIn_WithASecondFactor_TakesACodeOfTheTelephoneOrARecoveryCode(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("expert");
        (await SiteHost.PostAsync(client, "/accounts/second-factor", new(), "begin")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await client.GetStringAsync(new Uri("/accounts/second-factor", UriKind.Relative), Cancel);
        page.ShouldContain("<path d=\"M");
        var key = KeyOf(page);
        var wrong = await SiteHost.PostAsync(client, "/accounts/second-factor", new() { ["Code"] = "000000" }, "confirm");
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var used = Totp(key);
        var done = await TextAsync(await SiteHost.PostAsync(client, "/accounts/second-factor", new() { ["Code"] = used }, "confirm"));
        var codes = ShownPage.TextsOf(done, "main li").FindAll(text => text.Length == 11);
        codes.Count.ShouldBe(10, done);

        using var later = site.Client();
        var entered = await SiteHost.SignInAsync(later, "expert@region.test", SiteHost.Password);
        entered.Headers.Location!.ToString().ShouldContain("/sign-in/second-factor");
        (await later.GetAsync(new Uri("/", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SiteHost.PostAsync(later, "/sign-in/second-factor", new() { ["Code"] = "111111" })).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        // The code that switched it on has been used; the next one works, once.
        (await SiteHost.PostAsync(later, "/sign-in/second-factor", new() { ["Code"] = used })).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        var fresh = Totp(key, ahead: 1);
        var right = await SiteHost.PostAsync(later, "/sign-in/second-factor?next=%2Faccounts%2Fsettings", new() { ["Code"] = fresh });
        new Uri(site.Address, right.Headers.Location!).AbsolutePath.ShouldBe("/accounts/settings");
        (await later.GetAsync(new Uri("/", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        foreach (
            var (status, code) in new[]
            {
                (HttpStatusCode.UnprocessableEntity, fresh),
                (HttpStatusCode.Redirect, codes[0].ToLowerInvariant()),
                (HttpStatusCode.UnprocessableEntity, codes[0]),
            }
        )
        {
            using var lost = site.Client();
            await SiteHost.SignInAsync(lost, "expert@region.test", SiteHost.Password);
            (await SiteHost.PostAsync(lost, "/sign-in/second-factor", new() { ["Code"] = code })).StatusCode.ShouldBe(status, code);
        }

        (
            await SiteHost.PostAsync(later, "/accounts/second-factor", new() { ["Password"] = "не тот", ["Step"] = "off" }, "change")
        ).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (
            await SiteHost.PostAsync(
                later,
                "/accounts/second-factor",
                new() { ["Password"] = SiteHost.Password, ["Step"] = "off" },
                "change"
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var plain = await site.SignedInAsync("expert");
        (await plain.GetAsync(new Uri("/", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Code_EnteredByTwoAtOnce_LetsOneIn(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("expert");
        await SiteHost.PostAsync(client, "/accounts/second-factor", new(), "begin");
        var key = KeyOf(await client.GetStringAsync(new Uri("/accounts/second-factor", UriKind.Relative), Cancel));
        await SiteHost.PostAsync(client, "/accounts/second-factor", new() { ["Code"] = Totp(key) }, "confirm");
        var code = Totp(key, ahead: 1);
        HttpClient[] both = [site.Client(), site.Client()];
        foreach (var one in both)
            await SiteHost.SignInAsync(one, "expert@region.test", SiteHost.Password);
        var answers = await Task.WhenAll(both.Select(one => SiteHost.PostAsync(one, "/sign-in/second-factor", new() { ["Code"] = code })));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Redirect).ShouldBe(1);
        foreach (var one in both)
            one.Dispose();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task SecondFactor_Required_OpensNothingElseToWhoManages(Database database)
    {
        await using var site = await SiteHost.StartAsync(database, settings: [("SignIn:SecondFactorRequired", "true")]);
        using var client = await site.SignedInAsync("operator");
        var answer = await client.GetAsync(new Uri("/accounts", UriKind.Relative), Cancel);
        answer.Headers.Location?.ToString().ShouldBe("/accounts/second-factor");
        await SiteHost.PostAsync(client, "/accounts/second-factor", new(), "begin");
        var key = KeyOf(await client.GetStringAsync(new Uri("/accounts/second-factor", UriKind.Relative), Cancel));
        await SiteHost.PostAsync(client, "/accounts/second-factor", new() { ["Code"] = Totp(key) }, "confirm");
        (await client.GetAsync(new Uri("/accounts", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var coordinator = await site.SignedInAsync("coordinator");
        (await coordinator.GetAsync(new Uri("/", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        // Who lost telephone and codes is helped by an administrator who has the factor too.
        using var administrator = await site.SignedInAsync("administrator@site.test");
        await SiteHost.PostAsync(administrator, "/accounts/second-factor", new(), "begin");
        key = KeyOf(await administrator.GetStringAsync(new Uri("/accounts/second-factor", UriKind.Relative), Cancel));
        await SiteHost.PostAsync(administrator, "/accounts/second-factor", new() { ["Code"] = Totp(key) }, "confirm");
        (
            await SiteHost.PostAsync(administrator, $"/accounts/{site.Accounts["operator@region.test"]}", new(), "second-factor")
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.GetAsync(new Uri("/accounts", UriKind.Relative), Cancel)).Headers.Location?.ToString().ShouldContain("/sign-in");
    }

    /// <summary>The code of a telephone now, or so many half-minutes ahead.</summary>
    internal static string Totp(string key, int ahead = 0) =>
        new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30 * ahead));

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(Cancel);

    private static string KeyOf(string page) => ShownPage.TextsOf(page, ".code.key").Single().Replace(" ", "", StringComparison.Ordinal);
}
