using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Orientir.App.Tests.Web.Results;
using Orientir.Core.Accounts;
using Orientir.Core.Jobs;
using Orientir.Core.Reports;
using Orientir.Core.Results;

namespace Orientir.App.Tests.Web.Jobs;

/// <summary>Report packages made by built sites, each a process of its own, one of which is killed.</summary>
public sealed class SharedJobsTests
{
    private const string AtWork = "this site runs jobs";
    private const int Packages = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Packages_OfTwoSitesOnPostgresOneOfWhichIsKilled_AreMadeEachOnce()
    {
        // It asks for the packages and looks; the sites that make them are processes of their own.
        await using var store = await SiteHost.StartAsync(Database.Postgres, settings: ("ORIENTIR_JOBS", "off"));
        await RequestAsync(store, await RunsAsync(store, await ReviewedRegion.MakeWholeAsync(store)));
        await using SiteProcess one = new(store),
            other = new(store);
        await Task.WhenAll(one.StartAsync(Cancel), other.StartAsync(Cancel));
        // One package a site: two at once are of both.
        await UntilAsync(store, jobs => jobs.Count(job => job.State == JobState.Running) == 2, one, other);
        await one.KillAsync();
        await UntilAsync(store, jobs => jobs.All(job => job.FinishedAt is not null), other);
        // Nothing but what was at work in the site that died was begun again.
        await CheckAsync(store, begunAgain: 1);
    }

    [Fact]
    public async Task Packages_OfTwoSitesOnOneFile_AreMadeByOneAndAfterItsDeathByTheOther()
    {
        await using var store = await SiteHost.StartAsync(Database.Sqlite, settings: ("ORIENTIR_JOBS", "off"));
        var runs = await RunsAsync(store, await ReviewedRegion.MakeWholeAsync(store));
        await using SiteProcess one = new(store),
            other = new(store);
        await one.StartAsync(Cancel);
        await other.StartAsync(Cancel);
        await RequestAsync(store, runs);
        await UntilAsync(store, jobs => jobs.Exists(job => job.State == JobState.Running), one);
        (one.Says(AtWork), other.Says(AtWork)).ShouldBe((true, false));
        await one.KillAsync();
        await UntilAsync(store, jobs => jobs.All(job => job.FinishedAt is not null), other);
        other.Says(AtWork).ShouldBeTrue();
        await CheckAsync(store, begunAgain: 1);
    }

    private static async Task CheckAsync(SiteHost store, int begunAgain)
    {
        var jobs = await JobsAsync(store);
        jobs.Count.ShouldBe(Packages);
        jobs.ShouldAllBe(job => job.State == JobState.Done && job.Done == job.Total);
        (jobs.Sum(job => job.Attempts) - Packages).ShouldBeInRange(0, begunAgain);
        var packages = await store.WithAsync(
            store.RegionId,
            (_, context) =>
                context
                    .ReportPackages.Select(row => new
                    {
                        row.ResultRunId,
                        row.Failure,
                        row.FileId,
                    })
                    .ToListAsync(Cancel)
        );
        packages.Select(package => package.ResultRunId).Distinct().Count().ShouldBe(Packages);
        packages.ShouldAllBe(package => package.Failure == null && package.FileId != null);
    }

    /// <summary>Runs that differ by a mark.</summary>
    private static async Task<List<int>> RunsAsync(SiteHost store, ReviewedRegion made)
    {
        var runs = new List<int>();
        for (var number = 0; number < Packages; number++)
        {
            var at = number;
            runs.Add(
                await store.WithAsync(
                    store.RegionId,
                    async (_, context) =>
                    {
                        var mark = await context
                            .Marks.Where(row => row.Value == "0" || row.Value == "1")
                            .OrderBy(row => row.Id)
                            .Skip(at)
                            .FirstAsync(Cancel);
                        mark.Change(mark.Value == "1" ? "0" : "1", mark.Comment, mark.ChangedBy, mark.ChangedAt, account: null);
                        await context.SaveChangesAsync(Cancel);
                        return await new ComputeRun(context, TimeProvider.System).RunAsync(ActorOf(store), made.Campaign, Cancel);
                    }
                )
            );
        }
        return runs;
    }

    /// <summary>A package of each run, asked for at once: the sites find them all waiting.</summary>
    private static async Task RequestAsync(SiteHost store, List<int> runs)
    {
        foreach (var run in runs)
            await store.WithAsync(
                store.RegionId,
                (_, context) => new RequestReport(context, TimeProvider.System).RunAsync(ActorOf(store), run, Cancel)
            );
    }

    private static Actor ActorOf(SiteHost store) =>
        new(store.Accounts["operator@region.test"], "Проверка", store.RegionId, [new(Role.Operator, null, null)], "");

    private static Task<List<Job>> JobsAsync(SiteHost store) =>
        store.WithAsync(store.RegionId, (_, context) => context.Jobs.AsNoTracking().Where(row => row.Kind == "report").ToListAsync(Cancel));

    private static async Task UntilAsync(SiteHost store, Func<List<Job>, bool> isSo, params SiteProcess[] sites)
    {
        for (var waited = Stopwatch.StartNew(); !isSo(await JobsAsync(store)); await Task.Delay(50, Cancel))
            waited.Elapsed.ShouldBeLessThan(Patience, string.Join("\n", sites.Select(site => site.DisplayText)));
    }
}
