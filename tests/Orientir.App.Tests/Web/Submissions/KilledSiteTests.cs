using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orientir.App.Tests.Web.Results;
using Orientir.Core.Files;
using Orientir.Core.Submissions;

namespace Orientir.App.Tests.Web.Submissions;

/// <summary>
/// The built site, killed by force while browsers save answers and marks, add evidence, import forms of Excel, send, return and ask for
/// reports. How often: ORIENTIR_KILLS, once by default; bench/kill asks for 20, on one database where ORIENTIR_KILLED names it.
/// </summary>
public sealed class KilledSiteTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Database> Databases =>
        Enum.TryParse<Database>(Environment.GetEnvironmentVariable("ORIENTIR_KILLED"), ignoreCase: true, out var one)
            ? [one]
            : [Database.Sqlite, Database.Postgres];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Work_AcknowledgedBeforeTheSiteIsKilled_IsThereAfterwards(Database database)
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("ORIENTIR_KILLS"), CultureInfo.InvariantCulture, out var wished)
            ? wished
            : 1;
        var begun = Stopwatch.StartNew();
        // It fills the store and looks into it; the site under fire is a process of its own.
        await using var store = await SiteHost.StartAsync(database, settings: ("ORIENTIR_JOBS", "off"));
        var subjects = await store.OpenCampaignAsync();
        var reviewed = await ReviewedRegion.MakeAsync(store);
        await using var site = new SiteProcess(store);
        await site.StartAsync(Cancel);
        using var filing = await FilingStorm.BeginAsync(site, store, subjects[0], reviewed, 2 * kills);
        using var storm = await SavingStorm.BeginAsync(site, store, subjects, reviewed.Subjects[1]);
        var files = store.Services.GetRequiredService<IFileStore>();
        var moments = new Random(20);
        var (unanswered, repeated) = (0, 0);
        for (var kill = 0; kill < kills; kill++)
        {
            // Once all are at it, at any moment of a save.
            var before = await storm.GoOnAsync($"kill {kill}", answers: kills > 2 ? 8 : 3);
            await filing.GoOnAsync();
            await Task.Delay(moments.Next(60), Cancel);
            await site.KillAsync();
            // The browsers go on asking; nobody answers while it is looked what is there.
            unanswered += await store.WithAsync(store.RegionId, (_, context) => storm.CheckAsync(context));
            await store.WithAsync(store.RegionId, (_, context) => filing.CheckAsync(context, files));
            await site.StartAsync(Cancel);
            repeated += await storm.RepeatAsync(before);
        }
        await Task.WhenAll(storm.EndAsync(), filing.EndAsync());
        await store.WithAsync(store.RegionId, (_, context) => storm.CheckAsync(context));
        await store.WithAsync(store.RegionId, (_, context) => filing.CheckAsync(context, files));
        await filing.CheckReportsAsync(store);
        TestContext.Current.SendDiagnosticMessage(
            "{0}: {1} kills; acknowledged and found {2} (of them conflicts told {3}); repeated and answered as before {4}; saved but not acknowledged in time, then answered by key {5}; {6}: all there, once, no half import, packages finished; {7:F0} s",
            database,
            kills,
            storm.Answered.Count(),
            storm.Answered.Count(answer => answer.Outcome == nameof(PatchOutcome.Conflict)),
            repeated,
            unanswered,
            filing.Figures,
            begun.Elapsed.TotalSeconds
        );
    }
}
