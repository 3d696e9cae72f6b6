using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orientir.App.Tests.Cli;
using Orientir.App.Tests.Web.Submissions;
using Orientir.Core;
using Orientir.Core.Jobs;
using Orientir.Data;
using Orientir.Data.Jobs;

namespace Orientir.App.Tests.Web.Layout;

/// <summary>The built site while its PostgreSQL ends without a word and begins again.</summary>
public sealed class CrashedServerTests
{
    private const int Crashes = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_AcknowledgedBeforeTheServerCrashes_IsThereAndTheSiteGoesOnByItself()
    {
        using var cluster = PostgresCluster.OfItsOwn();
        using var folder = new TempFolder();
        await using var made = await SiteHost.StartAsync(Database.Postgres, settings: ("ORIENTIR_JOBS", "off"));
        var subjects = await made.OpenCampaignAsync();
        new WriteBackup(made.Services.GetRequiredService<Store>(), TimeProvider.System).Run(folder["copy.zip"], cancel: Cancel);
        var connection = cluster.Make();
        var store = new Store(connection, new Data.Files.FolderFiles(folder["files"], TimeProvider.System));
        await new RestoreBackup(store).RunAsync(folder["copy.zip"], replace: false, Cancel);

        await using var site = new SiteProcess(connection, folder["files"]);
        await site.StartAsync(Cancel);
        await DoneAsync(store, site, "before the first crash");
        using var storm = await SavingStorm.BeginAsync(site, made, subjects);
        for (var crash = 1; crash <= Crashes; crash++)
        {
            var before = await storm.GoOnAsync($"before crash {crash}");
            cluster.Crash();
            ForgetConnections(store);
            // Nobody touches the site: its connections, its sign and its jobs come back by themselves.
            await storm.GoOnAsync($"after crash {crash}");
            await ReadyAsync(site);
            await storm.RepeatAsync(before);
            // The site is there to answer: only who rests has no more than one change on its way.
            storm.Rest();
            await using var context = Open(store);
            await storm.CheckAsync(context);
            await DoneAsync(store, site, $"after crash {crash}");
        }
        await storm.EndAsync();
        await using (var context = Open(store))
            await storm.CheckAsync(context);
        // It is still the running site of the store: nothing may be restored under it.
        (
            await Should.ThrowAsync<InputException>(() => new RestoreBackup(store).RunAsync(folder["copy.zip"], replace: true, Cancel))
        ).Message.ShouldContain("остановите сайт");

        OrientirContext Open(Store of)
        {
            var context = of.Open();
            context.RegionId = made.RegionId;
            return context;
        }
    }

    /// <summary>What the test itself had open is of no more use; the site has to find that out by itself.</summary>
    private static void ForgetConnections(Store store)
    {
        using var pooled = new NpgsqlConnection(store.Connection);
        NpgsqlConnection.ClearPool(pooled);
    }

    /// <summary>A job of every day is asked for and done by the site.</summary>
    private static async Task DoneAsync(Store store, SiteProcess site, string when)
    {
        (await new AddPeriodicJob(store.Open, TimeProvider.System).RunAsync(CleanUp.KindName, Cancel)).ShouldBeTrue(when);
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50, Cancel))
        {
            await using var context = store.Open();
            context.AllRegions = true;
            var job = await context.Jobs.AsNoTracking().OrderByDescending(row => row.Id).FirstAsync(Cancel);
            if (job.State == JobState.Done)
                return;
            waited.Elapsed.ShouldBeLessThan(Patience, $"{when}: {job.State} {job.LastFault}\n{site.LastLines}");
        }
    }

    private static async Task ReadyAsync(SiteProcess site)
    {
        using var client = new HttpClient { BaseAddress = site.Address };
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50, Cancel))
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancel);
            if (answer.IsSuccessStatusCode)
                return;
            waited.Elapsed.ShouldBeLessThan(Patience, site.LastLines);
        }
    }
}
