using System.Net;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Files;

namespace Orientir.App.Tests.Web.Submissions;

public sealed class EvidenceFilesTests
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7 приказ"u8];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task File_AskedInParts_IsGivenInParts(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("coordinator");
        var address = await AddAsync(site, client);

        using var ask = new HttpRequestMessage(HttpMethod.Get, address);
        ask.Headers.Range = new RangeHeaderValue(5, 7);
        using var part = await client.SendAsync(ask, Cancel);
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsByteArrayAsync(Cancel)).ShouldBe(Pdf[5..8]);
        part.Content.Headers.ContentRange!.Length.ShouldBe(Pdf.Length);

        using var known = new HttpRequestMessage(HttpMethod.Get, address);
        known.Headers.IfNoneMatch.Add(part.Headers.ETag!);
        using var same = await client.SendAsync(known, Cancel);
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task File_KeptInS3_IsGivenInPartsAndItsLossIsTold()
    {
        using var server = await S3Server.StartAsync();
        var (endpoint, bucket, _, key, secret, _) = server.Address;
        await using var site = await SiteHost.StartAsync(
            settings: [("ORIENTIR_FILES", $"{endpoint}{bucket}/site"), ("ORIENTIR_S3_ACCESS_KEY", key), ("ORIENTIR_S3_SECRET_KEY", secret)]
        );
        using var client = await site.SignedInAsync("coordinator");
        var address = await AddAsync(site, client);

        using var ask = new HttpRequestMessage(HttpMethod.Get, address);
        ask.Headers.Range = new RangeHeaderValue(5, 7);
        using var part = await client.SendAsync(ask, Cancel);
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsByteArrayAsync(Cancel)).ShouldBe(Pdf[5..8]);

        server.Stop();
        using var answer = await client.GetAsync(address, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("Хранилище файлов не работает");
    }

    [Fact]
    public async Task File_SentToS3ThatIsSilent_IsRefusedSoonInWordsAndHoldsUpNobody()
    {
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var log = new KeptLog();
        await using var site = await SiteHost.StartWithAsync(
            log.Join,
            ("ORIENTIR_FILES", $"http://{silent.LocalEndpoint}/bucket/site"),
            ("ORIENTIR_S3_ACCESS_KEY", "key"),
            ("ORIENTIR_S3_SECRET_KEY", "secret")
        );
        var id = (await site.OpenCampaignAsync())[0];
        using var client = await site.SignedInAsync("coordinator");
        var page = await client.PageAsync($"/submissions/{id}/directions/1.1");
        client.DefaultRequestHeaders.Accept.Clear();
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        client.DefaultRequestHeaders.Add("RequestVerificationToken", SubmissionSite.Token(page));
        var user = site.Accounts["coordinator@region.test"].ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var file = new MultipartFormDataContent
        {
            { new StringContent(user), "user" },
            { new StringContent("key"), "key" },
            { new StringContent("1.1.1"), "uid" },
            { new StringContent(""), "item" },
            { new ByteArrayContent(Pdf), "file/1.1.1/", "приказ.pdf" },
        };
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        var sending = client.PostAsync(new Uri($"/submissions/{id}/evidence", UriKind.Relative), file, Cancel);
        await Task.Delay(500, Cancel);
        var others = System.Diagnostics.Stopwatch.GetTimestamp();
        using var link = new MultipartFormDataContent
        {
            { new StringContent(user), "user" },
            { new StringContent("other"), "key" },
            { new StringContent("1.1.2"), "uid" },
            { new StringContent(""), "item" },
            { new StringContent("https://example.ru/prikaz"), "url/1.1.2/" },
        };
        using var added = await client.PostAsync(new Uri($"/submissions/{id}/evidence", UriKind.Relative), link, Cancel);
        added.StatusCode.ShouldBe(HttpStatusCode.OK);
        System.Diagnostics.Stopwatch.GetElapsedTime(others).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        sending.IsCompleted.ShouldBeFalse("the file waits still");

        using var answer = await sending;
        System.Diagnostics.Stopwatch.GetElapsedTime(begun).ShouldBeLessThan(TimeSpan.FromSeconds(60));
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        System
            .Text.RegularExpressions.Regex.Unescape(await answer.Content.ReadAsStringAsync(Cancel))
            .ShouldContain("Файл не сохранён: хранилище файлов отказало. Прежние файлы целы. Сообщите администратору и повторите позже.");
        var (line, fault) = log.Lines.Where(one => one.Line.StartsWith("Файл", StringComparison.Ordinal)).ShouldHaveSingleItem();
        fault.ShouldBeNull();
        line.ShouldContain("оно не отвечает 20 с");
        line.ShouldContain("ORIENTIR_FILES");
        line.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task File_MissingFromTheStore_IsNamedOnAPageOfItsOwn(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("coordinator");
        var address = await AddAsync(site, client);
        var files = site.Services.GetRequiredService<IFileStore>();
        var hash = await files.ListAsync(Cancel).SingleAsync(Cancel);
        (await files.RemoveAsync(hash, DateTime.MaxValue, Cancel)).ShouldBeTrue();

        using var answer = await client.GetAsync(address, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
        page.ShouldContain("Файла нет в хранилище");
        page.ShouldContain("«приказ.pdf»");
        page.ShouldContain("из резервной копии");
        page.ShouldNotContain(Path.GetTempPath());
    }

    [Theory]
    [InlineData("%PDF-1.7 ПРИКАЗ")]
    [InlineData("%PDF")]
    public async Task File_DamagedInTheStore_IsNotGivenAsWhatWasKept(string bytes)
    {
        using var folder = new Cli.TempFolder();
        await using var site = await SiteHost.StartAsync(settings: ("ORIENTIR_FILES", folder.Path));
        using var client = await site.SignedInAsync("coordinator");
        var address = await AddAsync(site, client);
        var hash = await site.Services.GetRequiredService<IFileStore>().ListAsync(Cancel).SingleAsync(Cancel);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, hash[..2], hash[2..]), bytes, Cancel);

        foreach (var range in (RangeHeaderValue?[])[null, new RangeHeaderValue(0, 3)])
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, address);
            ask.Headers.Range = range;
            using var answer = await client.SendAsync(ask, Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
            answer.Headers.ETag.ShouldBeNull();
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
            page.ShouldContain("Файл повреждён");
            page.ShouldContain("«приказ.pdf» в хранилище повреждён");
            page.ShouldNotContain(folder.Path);
        }
    }

    [Fact]
    public async Task File_WhereTheStoreCannotBeWritten_IsRefusedAndTheRestIsSaved()
    {
        using var folder = new Cli.TempFolder();
        await using var site = await SiteHost.StartAsync(settings: ("ORIENTIR_FILES", folder.Write("file", "") + "/files"));
        var id = (await site.OpenCampaignAsync())[0];
        using var client = await site.SignedInAsync("coordinator");
        var address = $"/submissions/{id}/directions/1.1";
        var answer = await client.PostPageAsync(
            address,
            "direction",
            ($"new/{id}/Value/1.1.1/", "1"),
            ("file/1.1.1/", Pdf),
            ("url/1.1.2/", "https://example.ru/ok")
        );
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
        page.ShouldContain("Файл не сохранён: хранилище файлов не принимает его");
        page.ShouldContain("https://example.ru/ok");
        (await site.ValueAsync(id, "1.1.1")).ShouldBe("1");
        (await site.WithAsync(site.RegionId, (_, context) => context.StoredFiles.CountAsync(Cancel))).ShouldBe(0);
        (await site.WithAsync(site.RegionId, (_, context) => context.EvidenceItems.CountAsync(Cancel))).ShouldBe(1);
    }

    private static async Task<Uri> AddAsync(SiteHost site, HttpClient client)
    {
        var id = (await site.OpenCampaignAsync())[0];
        await client.PostPageAsync($"/submissions/{id}/directions/1.1", "direction", ("file/1.1.1/", Pdf));
        var evidence = await site.WithAsync(
            site.RegionId,
            (_, context) => context.EvidenceItems.Select(item => item.Id).SingleAsync(Cancel)
        );
        return new Uri($"/submissions/{id}/evidence/{evidence}/file", UriKind.Relative);
    }
}
