using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Orientir.Core.Office;

namespace Orientir.App.Tests.Web.Campaigns;

public partial class BoardPagesTests
{
    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Board_FilteredAndSorted_IsExportedAsSeen(Database database)
    {
        await using var site = await CampaignSite.StartAsync(database);
        await site.FillAsync();
        using var client = await site.Host.SignedInAsync("operator");
        var board = await CampaignSite.GetAsync(client, site.Address + "/board");
        board.ShouldContain("9 из 18 муниципалитетов отправили ответы");
        board.ShouldContain("3 муниципалитета не начали отвечать");
        board.ShouldContain("У 6 муниципалитетов не хватает подтверждений, во всех направлениях");
        board.ShouldContain("Напомнить тем, кто не отправил");

        foreach (
            var (query, rows) in ((string, int)[])
                [
                    ("", 18),
                    ("?show=unsent", 9),
                    ("?show=silent&sort=-name", 3),
                    ("?show=late", 0),
                    ("?view=complete&sort=-complete", 18),
                    ("?q=район&sort=filled", 18),
                    ("?q=район 12", 1),
                ]
        )
        {
            var seen = NamesOf(await CampaignSite.GetAsync(client, site.Address + "/board" + query));
            seen.Count.ShouldBe(rows, query);
            var csv = Encoding
                .UTF8.GetString(
                    await client.GetByteArrayAsync(new Uri($"{site.Address}/board.csv{query}", UriKind.Relative), CampaignSite.Cancel)
                )
                .TrimStart('\uFEFF')
                .Replace('\u00A0', ' ')
                .TrimEnd()
                .Split("\r\n");
            csv.Skip(1).Take(rows).Select(line => line.Split(';')[0]).ShouldBe(seen, query);
            using var book = WorkbookReader.Open(
                await client.GetByteArrayAsync(new Uri($"{site.Address}/board.xlsx{query}", UriKind.Relative), CampaignSite.Cancel),
                "b.xlsx"
            );
            using var sheet = book.Sheet(0);
            var read = 0;
            while (sheet.Read())
                read++;
            read.ShouldBe(rows == 0 ? 1 : rows + 2, query); // the head and the totals
            csv.Length.ShouldBe(read, query);
            if (rows == 0)
                continue;
            // Every cell of the file is what the page shows.
            var cells = CellsOf(await CampaignSite.GetAsync(client, site.Address + "/board" + query));
            csv.Select(line => string.Join('|', line.Split(';').Select(cell => cell.Trim('"')))).ShouldBe(cells, query);
        }
        NamesOf(await CampaignSite.GetAsync(client, site.Address + "/board?show=silent&sort=-name"))
            .ShouldBe(NamesOf(await CampaignSite.GetAsync(client, site.Address + "/board?show=silent")).AsEnumerable().Reverse());
        (await CampaignSite.GetAsync(client, site.Address + "/board?show=late")).ShouldContain("Под это условие никто не подходит");
    }

    [Fact]
    public async Task Board_OfMoreThanAPage_IsShownByPagesWithTotalsAndFilesOverAll()
    {
        await using var site = await CampaignSite.StartAsync(municipalities: 105);
        await site.AnswerAsync(104, 1, evidence: true, sent: true);
        using var client = await site.Host.SignedInAsync("operator");
        var (first, last) = (
            await CampaignSite.GetAsync(client, site.Address + "/board"),
            await CampaignSite.GetAsync(client, site.Address + "/board?page=9")
        );
        (NamesOf(first).Count, NamesOf(last).Count).ShouldBe((75, 30));
        foreach (var page in (string[])[first, last])
            page.ShouldContain("61 из 6405, подтв. 61");
        first.ShouldContain("/board?page=2");
        Encoding.UTF8.GetByteCount(first).ShouldBeLessThan(100_000);
        (await client.GetStringAsync(new Uri(site.Address + "/board.csv?page=2", UriKind.Relative), CampaignSite.Cancel))
            .TrimEnd()
            .Split("\r\n")
            .Length.ShouldBe(107);
        NamesOf(await CampaignSite.GetAsync(client, site.Address + "/board?sort=-filled&page=1"))[0].ShouldBe("Район 105");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Remind_FromThePage_OncePerDeadlineWithALog(Database database)
    {
        await using var site = await CampaignSite.StartAsync(database, municipalities: 3);
        await site.AnswerAsync(0, 1, evidence: true, sent: true);
        using var client = await site.Host.SignedInAsync("operator");
        var preview = await CampaignSite.GetAsync(client, site.Address + "/reminders");
        preview.ShouldContain("Кому: 2");
        preview.ShouldContain($"/submissions/{site.Subjects[1]}");
        preview.ShouldContain("Напоминаний ещё не было");
        var none = await SiteHost.PostAsync(client, site.Address + "/reminders", [], "remind");
        none.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await CampaignSite.TextAsync(none)).ShouldContain("Отметьте хотя бы одного");
        (await SiteHost.PostAsync(client, site.Address + "/reminders", new() { ["Chosen"] = $"{site.Subjects[1]}" }, "remind"))
            .Headers.Location!.ToString()
            .ShouldEndWith("?made=1");
        var after = await CampaignSite.GetAsync(client, site.Address + "/reminders?made=1");
        after.ShouldContain("Готово: 1 напоминание");
        after.ShouldContain("Кому: 1");
        after.ShouldContain("для печати");
        (await SiteHost.PostAsync(client, site.Address + "/reminders", new() { ["Chosen"] = $"{site.Subjects[1]}" }, "remind"))
            .Headers.Location!.ToString()
            .ShouldEndWith("?made=0");
        (await CampaignSite.GetAsync(client, site.Address + "/reminders/letters")).ShouldContain("Второй район");
        (await client.GetStringAsync(new Uri(site.Address + "/reminders.csv", UriKind.Relative), CampaignSite.Cancel))
            .TrimEnd()
            .Split("\r\n")
            .Length.ShouldBe(2);
    }

    [Fact]
    public async Task Remind_WhereMailIsConfigured_WritesToTheCoordinator()
    {
        await using var mail = MailHost.Start();
        await using var site = await CampaignSite.StartAsync(
            municipalities: 3,
            settings: [.. mail.Settings(), ("ORIENTIR_ADDRESS", "https://orientir.example.org"), ("ORIENTIR_JOBS", "off")]
        );
        using var client = await site.Host.SignedInAsync("operator");
        (await CampaignSite.GetAsync(client, site.Address + "/reminders")).ShouldContain("Отправить напоминания");
        (await SiteHost.PostAsync(client, site.Address + "/reminders", new() { ["Chosen"] = $"{site.Subjects[0]}" }, "remind"))
            .Headers.Location!.ToString()
            .ShouldEndWith("?made=1&wait=1");
        var after = await CampaignSite.GetAsync(client, site.Address + "/reminders?made=1&wait=1");
        after.ShouldContain("Ждут отправки: 1 письмо");
        after.ShouldContain("href=\"/letters\"");
        await site.Host.SendLettersAsync();
        var letter = mail.Letters.ShouldHaveSingleItem();
        letter.TextBody!.ShouldContain($"https://orientir.example.org/submissions/{site.Subjects[0]}");
        (await CampaignSite.GetAsync(client, site.Address + "/reminders")).ShouldContain("по почте");
    }

    [Fact]
    public async Task State_OfACampaignOfEighteen_FitsOnePrintedPage()
    {
        await using var site = await CampaignSite.StartAsync();
        await site.FillAsync();
        await site.MoveAsync("close-collection", "проверка");
        var page = await site.Host.PageAsync("ministry");
        await page.GotoAsync(site.Address + "/state");
        (await page.InnerTextAsync("main")).ShouldContain("Опаздывают 9");
        var pdf = await page.PdfAsync(new() { Format = "A4", Path = Pictures("state-print", "pdf") });
        PageOfPdf().Count(Encoding.Latin1.GetString(pdf)).ShouldBe(1);
        var word = await page.APIRequest.GetAsync(site.Address + "/state.docx");
        word.Headers["content-type"].ShouldContain("wordprocessingml");
        // The file holds what the page shows: every sentence, and the table of directions.
        using var zip = new ZipArchive(new MemoryStream(await word.BodyAsync()));
        using var part = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        var document = WebUtility.HtmlDecode(await part.ReadToEndAsync(TestContext.Current.CancellationToken));
        foreach (
            var text in await page.Locator(
                    "main .lead, .state-page p, .state-page li, .state-page h2:not(:last-of-type), .state-page th, .state-page td"
                )
                .AllInnerTextsAsync()
        )
            document.ShouldContain(text.Trim());
    }

    [Fact]
    public async Task Pages_InABrowser_AreAccessibleAndFitAPhone()
    {
        await using var site = await CampaignSite.StartAsync();
        await site.FillAsync();
        using (var client = await site.Host.SignedInAsync("operator"))
            await SiteHost.PostAsync(client, site.Address + "/reminders", new() { ["Chosen"] = $"{site.Subjects[5]}" }, "remind");
        var found = new List<string>();
        foreach (
            var (account, addresses) in ((string, string[])[])
                [
                    (
                        "operator",
                        [
                            "/",
                            site.Address + $"/experts?expert={site.Host.Accounts["expert@region.test"]}",
                            site.Address + "/board",
                            site.Address + "/board?view=complete",
                            site.Address + "/board?show=late",
                            site.Address + "/reminders/letters",
                            site.Address + "/state",
                        ]
                    ),
                    ("coordinator", ["/", "/campaigns", site.Address]),
                    ("ministry", ["/", site.Address]),
                ]
        )
        {
            var page = await site.Host.PageAsync(account);
            page.Console += (_, message) => found.Add($"{page.Url}: {message.Text}");
            foreach (var address in addresses)
            {
                await page.GotoAsync(address);
                await Look.AtAsync(
                    page,
                    $"{account}-{NotOfNames().Replace(address.Replace(site.Address, "one", StringComparison.Ordinal), "_")}",
                    address
                );
            }
            await page.Context.CloseAsync();
        }
        found.ShouldBeEmpty();
    }

    private static List<string> NamesOf(string page) => ShownPage.TextsOf(page, "th[scope=row] > a");

    /// <summary>Where pictures are kept to be looked at; nowhere unless asked for.</summary>
    private static string? Pictures(string name, string type = "png") =>
        Environment.GetEnvironmentVariable("ORIENTIR_PICTURES") is { Length: > 0 } folder
            ? Path.Combine(folder, $"campaigns-{name}.{type}")
            : null;

    /// <summary>The rows of the table in words, without what is drawn or asked besides.</summary>
    private static List<string> CellsOf(string page)
    {
        var document = ShownPage.Of(page);
        foreach (var besides in document.QuerySelectorAll("td [aria-hidden], th [aria-hidden], a[href*='/extensions']"))
            besides.Remove();
        return
        [
            .. document
                .QuerySelectorAll("table tr")
                .Select(row => string.Join('|', row.QuerySelectorAll("td, th").Select(cell => cell.TextContent.Trim()))),
        ];
    }

    [GeneratedRegex("/Type ?/Page[^s]")]
    private static partial Regex PageOfPdf();

    [GeneratedRegex("[^a-z]+")]
    private static partial Regex NotOfNames();
}
