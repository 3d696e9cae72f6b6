using System.Net;

namespace Orientir.App.Tests.Web.Submissions;

/// <summary>What the site's process takes at most while files that unpack to hundreds of megabytes come in at once.</summary>
public class ImportMemoryTests
{
    private const long MostBytes = 400L << 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_OfEightBombsAtOnce_TakesLittleAndTheSiteGoesOn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the system does not tell the peak.");
        await using var store = await SiteHost.StartAsync(Database.Sqlite, settings: ("ORIENTIR_JOBS", "off"));
        await using var site = new SiteProcess(store);
        await site.StartAsync(Cancel);
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = site.Address };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        await SiteHost.SignInAsync(client, "operator@region.test", SiteHost.Password);
        const string Address = "/territories/import";
        var page = await client.PageAsync(Address);
        byte[][] bombs =
        [
            await File.ReadAllBytesAsync(
                Repository.PathOf("tests", "Orientir.Core.Tests", "TestData", "workbooks", "bomb-empty-strings.xlsx"),
                Cancel
            ),
            OneTextInEveryCell(),
        ];

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(number => client.PostAsShownAsync(Address, page, "import", ("File", bombs[number % 4 == 0 ? 1 : 0])))
        );

        answers.Select(answer => answer.StatusCode).ShouldAllBe(status => status == HttpStatusCode.UnprocessableEntity);
        TestContext.Current.SendDiagnosticMessage("Peak of the site with eight bombs at once: {0} MB", site.PeakMemory >> 20);
        site.PeakMemory.ShouldBeLessThan(MostBytes);
        (await client.PageAsync(Address)).ShouldContain("Загрузить");
    }

    // Forty million letters: what a table may hold in all, of one text kept once in the file.
    private static byte[] OneTextInEveryCell() =>
        new WorkbookBuilder { Strings = [$"<t>{new string('я', 32_000)}</t>"] }
            .Sheet(
                "Л",
                string.Concat(Enumerable.Repeat($"<row>{string.Concat(Enumerable.Repeat("<c t=\"s\"><v>0</v></c>", 100))}</row>", 200))
            )
            .Build();
}
