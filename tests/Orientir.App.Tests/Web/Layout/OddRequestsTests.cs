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
    [InlineData("/submissions/patches", "{\"user\":\"1\",\"patches\":[")]
    [InlineData("/submissions/patches", "patches")]
    [InlineData("/reviews/patches", "{\"user\":1}")]
    public async Task Patches_OfBrokenJson_AreToldAsThatAndNotAsAPageOutOfDate(string address, string body)
    {
        await using var site = await SiteHost.StartAsync();
        using var client = await site.SignedInAsync("coordinator");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await client.SendAsync(request, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var said = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        said.RootElement.GetProperty("title").GetString().ShouldBe("Отправленное не читается");
        said.RootElement.GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("Ничего не сохранено");
    }

    [Fact]
    public async Task Head_OfEveryKindOfAddress_IsAnsweredAsGetWithoutABody()
    {
        await using var site = await SiteHost.StartAsync();
        var subjects = await site.OpenCampaignAsync();
        using var nobody = site.Client();
        using var coordinator = await site.SignedInAsync("coordinator");
        foreach (
            var (client, address) in ((HttpClient, string)[])
                [
                    (nobody, "/sign-in"),
                    (nobody, "/campaigns?q=1"),
                    (nobody, "/health/ready"),
                    (nobody, "/nowhere"),
                    (coordinator, "/"),
                    (coordinator, $"/submissions/{subjects[0]}"),
                    (coordinator, $"/submissions/{subjects[0]}/form.xlsx"),
                    (coordinator, "/campaigns/new"),
                ]
        )
        {
            using var got = await client.GetAsync(new Uri(address, UriKind.Relative), Cancel);
            using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(address, UriKind.Relative));
            using var head = await client.SendAsync(request, Cancel);
            (head.StatusCode, head.Headers.Location).ShouldBe((got.StatusCode, got.Headers.Location), address);
            head.Content.Headers.ContentType.ShouldBe(got.Content.Headers.ContentType, address);
            if (address.EndsWith(".xlsx", StringComparison.Ordinal))
                head.Content.Headers.ContentLength.ShouldBe(got.Content.Headers.ContentLength, address);
            (await head.Content.ReadAsByteArrayAsync(Cancel)).ShouldBeEmpty(address);
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
    [InlineData("/sign-in", "application/x-www-form-urlencoded", false)]
    [InlineData("/sign-in", "multipart/form-data; boundary=x", false)]
    [InlineData("/campaigns/new", "application/x-www-form-urlencoded", true)]
    [InlineData("/territories/import", "multipart/form-data; boundary=x", true)]
    [InlineData("/submissions/1/evidence", "multipart/form-data; boundary=x", true)]
    [InlineData("/submissions/patches", "application/json", true)]
    public async Task Body_CutOffInTheMiddle_IsNoErrorOfTheSite(string address, string type, bool signedIn)
    {
        using var log = new KeptLog();
        await using var site = await SiteHost.StartWithAsync(log.Join);
        var cookies = new CookieContainer();
        if (signedIn)
        {
            using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies })
            {
                BaseAddress = site.Address,
            };
            client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
            (await SiteHost.SignInAsync(client, "operator@region.test", SiteHost.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }
        foreach (var reset in (bool[])[false, true])
        foreach (var pause in (int[])[0, 300])
        {
            using var line = new System.Net.Sockets.TcpClient();
            await line.ConnectAsync(site.Address.Host, site.Address.Port, Cancel);
            await line.GetStream()
                .WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"POST {address} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies.GetCookieHeader(site.Address)}\r\n"
                            + $"Content-Type: {type}\r\nContent-Length: 20000\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb"
                    ),
                    Cancel
                );
            await Task.Delay(pause, Cancel);
            line.LingerState = new(reset, 0);
            if (!reset)
                line.Client.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            await Task.Delay(pause, Cancel);
        }
        await Task.Delay(1000, Cancel);
        log.Lines.Where(line => line.Fault is not null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/campaigns/new", 5, 1)]
    [InlineData("/territories/import", 5, 1)]
    [InlineData("/territories/import", 60_000, 0)]
    public async Task Texts_OfAFormOfParts_AreBoundedAsAWhole(string address, int parts, int megabytes)
    {
        await using var site = await SiteHost.StartAsync();
        using var client = await site.SignedInAsync("operator");
        (await StatusAsync(parts)).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await StatusAsync(1)).ShouldBe(HttpStatusCode.BadRequest, "it has no token");

        async Task<HttpStatusCode> StatusAsync(int count)
        {
            var value = new string('b', Math.Max(1, megabytes << 20));
            using var content = new MultipartFormDataContent();
            for (var part = 0; part < count; part++)
                content.Add(new StringContent(value), $"a{part}");
            using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), content, Cancel);
            return answer.StatusCode;
        }
    }

    [Fact]
    public void Pages_ThatSendFiles_SaySoToTheBoundsOfBodies()
    {
        var pages = typeof(Orientir.Web.Shared.SitePage).Assembly.GetTypes();
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("src", "Orientir.Web"), "*.razor", SearchOption.AllDirectories))
            File.ReadAllText(file)
                .Contains("enctype=\"multipart/form-data\"", StringComparison.Ordinal)
                .ShouldBe(
                    Array
                        .Find(
                            pages,
                            page =>
                                page.Name == Path.GetFileNameWithoutExtension(file)
                                && page.Namespace!.EndsWith(Path.GetFileName(Path.GetDirectoryName(file))!, StringComparison.Ordinal)
                        )
                        ?.IsDefined(typeof(Orientir.Web.Shared.TakesFilesAttribute), inherit: false) == true,
                    file
                );
    }

    [Theory]
    [InlineData("/submissions/patches", "application/json", 5_000_000)]
    [InlineData("/submissions/patches", "application/json", 8_000_000)]
    [InlineData("/campaigns/new", "application/x-www-form-urlencoded", 5_000_000)]
    public async Task Body_ALittleTooLarge_IsAnsweredWhereABrowserReadsIt(string address, string type, int length)
    {
        await using var site = await SiteHost.StartAsync();
        using var client = await site.SignedInAsync("operator");
        for (var time = 0; time < 5; time++)
        {
            using var content = new ByteArrayContent(new byte[length]);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), content, Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
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
