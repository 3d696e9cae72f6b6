using System.Globalization;
using Orientir.Core.Accounts;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>
/// Every address anybody finds, asked by everybody. Here of some accounts at one stage; all of them at every stage where ORIENTIR_CRAWL names
/// the database, as bench/crawl does, in ORIENTIR_CRAWL_MINUTES a stage at most.
/// </summary>
public sealed class CrawlTests
{
    private static readonly string? Whole = Environment.GetEnvironmentVariable("ORIENTIR_CRAWL");

    public static TheoryData<CampaignState> StagesAsked => Whole is null ? [CampaignState.Published] : [.. Enum.GetValues<CampaignState>()];

    [Theory]
    [MemberData(nameof(StagesAsked))]
    public async Task EveryAddress_AnybodyFinds_ShowsEachAccountWhatTheTableGivesIt(CampaignState stage)
    {
        await using var site = await SiteHost.StartAsync(Enum.Parse<Database>(Whole ?? nameof(Database.Sqlite), ignoreCase: true));
        var world = await PlantedWorld.MakeAsync(site, stage);
        string[] accounts = Whole is null
            ? ["operator", "expert", "executor of one direction", "operator of a territory", "operator of another region", "signed out"]
            : [.. world.Accounts.Keys];
        var minutes = int.TryParse(
            Environment.GetEnvironmentVariable("ORIENTIR_CRAWL_MINUTES"),
            CultureInfo.InvariantCulture,
            out var wished
        )
            ? wished
            : 12;
        var crawl = new Crawl(site, world, accounts, perPage: Whole is null ? 1 : 4, TimeSpan.FromMinutes(minutes));
        await crawl.RunAsync();
        TestContext.Current.SendDiagnosticMessage("{0}", crawl.Figures);
        if (crawl.Unseen.Any())
            TestContext.Current.SendDiagnosticMessage("{0}: shown to nobody: {1}", stage, string.Join("; ", crawl.Unseen));
        // Who may sees it: a crawl that finds no way to what was planted says nothing.
        crawl.Unseen.Count().ShouldBeLessThan(world.Words.Count / 4, crawl.Figures);
        crawl.Complaints.ShouldBeEmpty(crawl.Figures);
        // Of what was not asked nothing is known.
        if (Whole is not null)
            crawl.Unasked.ShouldBe(0, crawl.Figures);
    }
}
