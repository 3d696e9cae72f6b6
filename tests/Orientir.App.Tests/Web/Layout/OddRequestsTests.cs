using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Orientir.App.Tests.Web.Submissions;

namespace Orientir.App.Tests.Web.Layout;

/// <summary>What no browser sends by itself: it is told so, and is no fault of the site.</summary>
public sealed class OddRequestsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("from=0001-01-01")]
    [InlineData("until=9999-12-31")]
    [InlineData("from=2026-02-31")]
    [InlineData("until=завтра")]
    public async Task Audit_ByADayThereIsNot_IsABadRequest(string query)
    {
        await using var site = await SiteHost.StartAsync();
        using var client = await site.SignedInAsync("operator");
        (await client.StatusAsync($"/audit?{query}")).ShouldBe(HttpStatusCode.BadRequest);
        (await client.StatusAsync("/audit?from=2026-01-01&until=")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nthis is no header\r\n\r\nvalue\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: nonsense; =\r\n\r\nvalue\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nbroken off")]
    [InlineData("multipart/form-data", "--x\r\n")]
    [InlineData("multipart/form-data; boundary=x", "")]
    public async Task Form_ThatIsNone_IsABadRequest(string type, string body)
    {
        await using var site = await SiteHost.StartAsync();
        using var client = await site.SignedInAsync("operator");
        foreach (var address in (string[])["/sign-in", "/campaigns/new", "/accounts/vision", "/territories/import"])
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), content, Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, $"{address}: {await answer.Content.ReadAsStringAsync(Cancel)}");
        }
    }

    [Theory]
    [InlineData("/sign-in", "application/x-www-form-urlencoded", 100_000, false)]
    [InlineData("/accounts/vision", "application/x-www-form-urlencoded", 100_000, false)]
    [InlineData("/accounts/accept/abc", "multipart/form-data; boundary=x", 100_000, false)]
    [InlineData("/campaigns/new", "application/x-www-form-urlencoded", 5_000_000, true)]
    [InlineData("/submissions/patches", "application/json", 5_000_000, true)]
    [InlineData("/reviews/patches", "application/json", 5_000_000, true)]
    public async Task Body_LargerThanItsAddressTakes_IsRefusedUnread(string address, string type, int length, bool signedIn)
    {
        await using var site = await SiteHost.StartAsync();
        using var client = signedIn ? await site.SignedInAsync("operator") : site.Client();
        (await StatusAsync(length)).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await StatusAsync(1000)).ShouldNotBe(HttpStatusCode.RequestEntityTooLarge);

        async Task<HttpStatusCode> StatusAsync(int size)
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("a=" + new string('b', size)));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            // Asked first: else the answer may come while the body is on its way, and the connection is cut.
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = content };
            request.Headers.ExpectContinue = true;
            using var answer = await client.SendAsync(request, Cancel);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8080")]
    public async Task Host_Forged_IsFollowedByNoLinkAndNoRedirect(string host)
    {
        await using var site = await SiteHost.StartAsync();
        using var client = await site.SignedInAsync("operator");
        client.DefaultRequestHeaders.Host = host;
        var answer = await SiteHost.PostAsync(
            client,
            "/accounts/invite",
            new() { ["Pasted"] = "Новый Человек; new@example.org; эксперт" },
            "invite"
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("ORIENTIR_ADDRESS");
        var redirect = await SiteHost.PostAsync(client, "/accounts/settings", new() { ["Theme"] = "dark" }, "look");
        redirect.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        redirect.Headers.Location!.ToString().ShouldBe("/accounts/settings?done=look");
        using var stranger = site.Client();
        stranger.DefaultRequestHeaders.Host = host;
        (await stranger.GetAsync(new Uri("/campaigns", UriKind.Relative), Cancel)).Headers.Location!.ToString().ShouldStartWith("/sign-in");
    }

    [Fact]
    public async Task Host_Forged_WritesLettersWithTheStatedAddress()
    {
        await using var site = await SiteHost.StartAsync(settings: [("ORIENTIR_ADDRESS", "https://monitoring.example.org")]);
        using var client = await site.SignedInAsync("operator");
        client.DefaultRequestHeaders.Host = "evil.example";
        var answer = await SiteHost.PostAsync(client, $"/accounts/{site.Accounts["expert@region.test"]}", new(), "reset");
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        text.ShouldContain("https://monitoring.example.org/accounts/accept/");
        text.ShouldNotContain("evil.example");
    }
}
