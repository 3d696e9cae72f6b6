using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.App.Tests.Web.Results;
using Orientir.Core.Accounts;
using Orientir.Core.Files;
using Orientir.Core.Jobs;
using Orientir.Core.Letters;
using Orientir.Core.Reports;
using Orientir.Core.Results;

namespace Orientir.App.Tests.Web.Jobs;

/// <summary>Report packages and letters of built sites, each a process of its own, one of which is killed.</summary>
public sealed class SharedJobsTests
{
    private const string AtWork = "фоновые работы выполняет этот сайт";
    private const int Packages = 4;
    private const int People = 25;
    private const int FreeLetters = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PackagesAndLetters_OfTwoSitesOnPostgresOneOfWhichIsKilled_AreMadeOnceAndSent()
    {
        await using var mail = MailHost.Start();
        // It asks for packages and letters and looks; the sites that make and send them are processes of their own.
        await using var store = await SiteHost.StartAsync(Database.Postgres, settings: ("ORIENTIR_JOBS", "off"));
        await RequestAsync(store, await RunsAsync(store, await ReviewedRegion.MakeWholeAsync(store)));
        await InviteAsync(store, "a");
        await InviteAsync(store, "b");
        // A job of letters for each site: that of the region, and one of the installation.
        await store.WithAsync(
            null,
            (_, context) =>
            {
                context.Jobs.Add(Job.Of(LettersJob.KindName, new { }, null, null, TimeProvider.System.GetUtcNow().UtcDateTime));
                return context.SaveChangesAsync(Cancel);
            }
        );
        var letters = Held(mail);
        await using var holding = store.Services.GetRequiredService<Orientir.Data.Store>().Open();
        await using var packages = await holding.Database.BeginTransactionAsync(Cancel);
        await holding.Database.ExecuteSqlRawAsync("LOCK TABLE stored_files IN EXCLUSIVE MODE", Cancel);
        await using SiteProcess one = new(store, OfMail(mail)),
            other = new(store, OfMail(mail));
        await Task.WhenAll(one.StartAsync(Cancel), other.StartAsync(Cancel));
        // One package and one letter a site, and none of them comes to its end: two at once are of both.
        await UntilAsync(
            async () =>
                mail.Letters.Count == FreeLetters + 2
                && (await JobsAsync(store, "report")).Count(job => job.State == JobState.Running) == 2,
            one,
            other
        );
        await one.KillAsync();
        letters.SetResult();
        await packages.RollbackAsync(Cancel);
        await UntilAsync(async () => (await JobsAsync(store, "report")).TrueForAll(job => job.FinishedAt is not null), other);
        // Nothing but what was at work in the site that died was begun again.
        await CheckAsync(store, begunAgain: 1);
        await CheckLettersAsync(store, mail, 2 * People, other);
    }

    [Fact]
    public async Task Letters_OfASiteOnOneFileThatIsKilledAndStartedAgain_AreAllSent()
    {
        await using var mail = MailHost.Start();
        await using var store = await SiteHost.StartAsync(Database.Sqlite, settings: ("ORIENTIR_JOBS", "off"));
        await InviteAsync(store, "a");
        var letters = Held(mail);
        await using var site = new SiteProcess(store, OfMail(mail));
        await site.StartAsync(Cancel);
        await UntilAsync(() => Task.FromResult(mail.Letters.Count == FreeLetters + 1), site);
        await site.KillAsync();
        letters.SetResult();
        await site.StartAsync(Cancel);
        await CheckLettersAsync(store, mail, People, site);
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
        await UntilAsync(async () => (await JobsAsync(store, "report")).Exists(job => job.Attempts > 0), one);
        (one.Says(AtWork), other.Says(AtWork)).ShouldBe((true, false));
        await one.KillAsync();
        await UntilAsync(
            async () => other.Says(AtWork) && (await JobsAsync(store, "report")).TrueForAll(job => job.FinishedAt is not null),
            other
        );
        await CheckAsync(store, begunAgain: 1);
    }

    /// <summary>From the letter after the first ones on, the server keeps what it is given and does not say so before it is let.</summary>
    private static TaskCompletionSource Held(MailHost mail)
    {
        var let = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var number = 0;
        mail.BeforeAnswer = () => Interlocked.Increment(ref number) > FreeLetters ? let.Task : Task.CompletedTask;
        return let;
    }

    private static (string, string)[] OfMail(MailHost mail) =>
        [.. mail.Settings(), ("ORIENTIR_MAIL_PER_MINUTE", "6000"), ("ORIENTIR_MAIL_TIMEOUT", "600")];

    private static async Task InviteAsync(SiteHost store, string list)
    {
        var rows = string.Join('\n', Enumerable.Range(0, People).Select(number => $"Петров Пётр; {list}{number}@example.org; эксперт"));
        var preview = await RunAsync(new(RegionWorld.Site, rows));
        (await RunAsync(new(RegionWorld.Site, preview.Rows, Confirmed: preview.Fingerprint))).Letters!.Waiting.ShouldBe(People);

        Task<Invited> RunAsync(ContactList input) =>
            store.WithAsync(
                store.RegionId,
                (_, context) => new InvitePeople(context, TimeProvider.System, byMail: true).RunAsync(ActorOf(store), input, Cancel)
            );
    }

    /// <summary>
    /// Every letter is sent. One alone comes twice: the site died after the server had kept it and before that was written down. It is
    /// the same letter: a mailbox knows it by its Message-Id, and its link is the one that works.
    /// </summary>
    private static async Task CheckLettersAsync(SiteHost store, MailHost mail, int count, SiteProcess site)
    {
        await UntilAsync(
            async () =>
                (await LettersAsync(store)).Count(letter => letter.State == LetterState.Sent) == count - 1
                && (await JobsAsync(store, LettersJob.KindName)) is var jobs
                && jobs.TrueForAll(job => job.State != JobState.Running)
                && jobs.Exists(job => job.State == JobState.Waiting),
            site
        );
        // The time for which a letter is left to who began it runs out.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await store.WithAsync(
            null,
            async (_, context) =>
            {
                context.AllRegions = true;
                await context
                    .Letters.Where(row => row.State == LetterState.Waiting)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.ClaimedUntil, now.AddSeconds(-1)), Cancel);
                return await context
                    .Jobs.Where(row => row.Kind == LettersJob.KindName && row.State == JobState.Waiting)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.NotBefore, now), Cancel);
            }
        );
        await UntilAsync(async () => (await LettersAsync(store)).TrueForAll(letter => letter.State == LetterState.Sent), site);
        var taken = mail.Letters.GroupBy(letter => letter.MessageId, StringComparer.Ordinal).ToList();
        taken.Select(copies => copies.First().To.ToString()).Distinct().Count().ShouldBe(count);
        taken.Count.ShouldBe(count);
        var twice = taken.FindAll(copies => copies.Count() > 1).ShouldHaveSingleItem().ToList();
        twice.Count.ShouldBe(2);
        (twice[1].To.ToString(), twice[1].TextBody).ShouldBe((twice[0].To.ToString(), twice[0].TextBody));
    }

    private static async Task CheckAsync(SiteHost store, int begunAgain)
    {
        var jobs = await JobsAsync(store, "report");
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
        packages.Count.ShouldBe(Packages);
        packages.Select(package => package.ResultRunId).Distinct().Count().ShouldBe(Packages);
        packages.ShouldAllBe(package => package.Failure == null && package.FileId != null);
        // What the site that died had begun to write went with it.
        (await EverywhereAsync(store, context => context.StoredFiles)).Count.ShouldBe(Packages);
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
                (_, context) =>
                    new RequestReport(context, store.Services.GetRequiredService<IFileStore>(), TimeProvider.System).RunAsync(
                        ActorOf(store),
                        run,
                        Cancel
                    )
            );
    }

    private static Actor ActorOf(SiteHost store) =>
        new(store.Accounts["operator@region.test"], "Проверка", store.RegionId, [new(Role.Operator, null, null)], "");

    private static Task<List<Job>> JobsAsync(SiteHost store, string kind) =>
        EverywhereAsync(store, context => context.Jobs.Where(row => row.Kind == kind));

    private static Task<List<Letter>> LettersAsync(SiteHost store) => EverywhereAsync(store, context => context.Letters);

    private static Task<List<TRow>> EverywhereAsync<TRow>(SiteHost store, Func<OrientirContext, IQueryable<TRow>> rows)
        where TRow : class =>
        store.WithAsync(
            null,
            (_, context) =>
            {
                context.AllRegions = true;
                return rows(context).AsNoTracking().ToListAsync(Cancel);
            }
        );

    private static async Task UntilAsync(Func<Task<bool>> isSo, params SiteProcess[] sites)
    {
        for (var waited = Stopwatch.StartNew(); !await isSo(); await Task.Delay(50, Cancel))
            waited.Elapsed.ShouldBeLessThan(Patience, string.Join("\n", sites.Select(site => site.LastLines)));
    }
}
