using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Orientir.Core.Files;
using Orientir.Core.Jobs;

namespace Orientir.Core.Tests.Jobs;

public class RunJobTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));
    private readonly CountingKind kind = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_BySeveralSitesAtOnce_IsDoneByOne(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var id = await AddAsync(store);
        kind.Does = (run, _) =>
        {
            run.Payload<int[]>().ShouldBe([1, 2]);
            return Task.CompletedTask;
        };
        var ends = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RunAsync(store, id), Cancel)));
        ends.Count(end => end is not null).ShouldBe(1);
        kind.Begun.ShouldBe(1);
        var job = await JobAsync(store, id);
        (job.State, job.FinishedAt, job.Attempts, job.LastFault).ShouldBe((JobState.Done, Now, 1, null));
        (await RunAsync(store, id)).ShouldBeNull();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_ThatFails_WaitsLongerEachTimeAndIsGivenUp(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var id = await AddAsync(store);
        kind.Does = (_, _) => throw new InvalidDataException("внутренности");
        for (var attempt = 1; attempt < kind.MostAttempts; attempt++)
        {
            (await RunAsync(store, id))!.Fault.ShouldBeOfType<InvalidDataException>();
            var waiting = await JobAsync(store, id);
            (waiting.State, waiting.Attempts, waiting.NotBefore).ShouldBe((JobState.Waiting, attempt, Now + kind.WaitAfter(attempt)));
            waiting.LastFault!.ShouldContain("записана в журнал");
            clock.Advance(kind.WaitAfter(attempt) - TimeSpan.FromSeconds(1));
            (await RunAsync(store, id)).ShouldBeNull();
            clock.Advance(TimeSpan.FromSeconds(1));
        }
        kind.WaitAfter(2).ShouldBe(2 * kind.WaitAfter(1));
        kind.WaitAfter(40).ShouldBe(TimeSpan.FromMinutes(30));
        kind.Told.ShouldBeEmpty();
        (await RunAsync(store, id))!.State.ShouldBe(JobState.Failed);
        var job = await JobAsync(store, id);
        (job.State, job.FinishedAt, job.Attempts).ShouldBe((JobState.Failed, Now, kind.MostAttempts));
        kind.Told.ShouldBe([job.LastFault]);
        clock.Advance(TimeSpan.FromDays(1));
        (await RunAsync(store, id)).ShouldBeNull();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_ThatCannotSucceed_IsGivenUpAtOnceInItsWords(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var id = await AddAsync(store);
        kind.Does = (_, _) => throw new JobFaultException("Адреса нет. Проверьте его.", final: true);
        (await RunAsync(store, id))!.State.ShouldBe(JobState.Failed);
        (await JobAsync(store, id)).LastFault.ShouldBe("Адреса нет. Проверьте его.");
        kind.Told.ShouldBe(["Адреса нет. Проверьте его."]);
    }

    [Theory]
    [InlineData("output", "на диске не хватает места; освободите место и повторите")]
    [InlineData("disk", "на диске не хватает места; освободите место и повторите")]
    [InlineData("files", "в хранилище кончилось место")]
    [InlineData("database", "на диске с базой нет места")]
    public async Task Run_ThatFindsNoRoom_SaysSoAndNamesNoPlaceOfTheSite(string where, string said)
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        var id = await AddAsync(store);
        kind.Does = (_, _) =>
            throw where switch
            {
                "output" => new InputException([new("/srv/orientir/temp/1", "на диске не хватает места", "освободите место и повторите")]),
                "disk" => new IOException("No space left on device : '/srv/orientir/temp/1'", 28),
                "files" => new FileStoreException("Файл не сохранён: в хранилище кончилось место.", "/srv/orientir/files"),
                _ => new DbUpdateException("/srv/orientir", new Microsoft.Data.Sqlite.SqliteException("full", 13)),
            };
        await RunAsync(store, id);
        var told = (await JobAsync(store, id)).LastFault.ShouldNotBeNull();
        told.ShouldContain(said);
        told.ShouldNotContain("/srv");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfAKilledSite_IsTakenOverAndGivenUpAfterItsAttempts(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var id = await AddAsync(store);
        for (var attempt = 1; attempt <= kind.MostAttempts; attempt++)
        {
            await BeginAndDieAsync(store, id);
            clock.Advance(Job.Patience);
            (await RunAsync(store, id)).ShouldBeNull();
            clock.Advance(TimeSpan.FromSeconds(1));
        }
        (await RunAsync(store, id))!.State.ShouldBe(JobState.Failed);
        kind.Begun.ShouldBe(0);
        kind.Told.Single().ShouldNotBeNull().ShouldContain("останавливался");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_TakenOverByAnotherSite_StopsAndSaysNothing(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var id = await AddAsync(store);
        var begun = new TaskCompletionSource();
        kind.Does = async (_, cancel) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
        };
        var cut = Task.Run(() => RunAsync(store, id), Cancel);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        // Its signs of life did not arrive for a while: another site began it.
        await using (var context = Open(store))
            await context.Jobs.ExecuteUpdateAsync(set => set.SetProperty(row => row.HeartbeatAt, Now - 2 * Job.Patience), Cancel);
        var other = new CountingKind();
        (await new RunJob(store.Store.Open, [other], clock).RunAsync(id, Cancel))!.State.ShouldBe(JobState.Done);
        await AdvanceUntilAsync(cut);
        (await cut).ShouldBeNull();
        (await JobAsync(store, id)).State.ShouldBe(JobState.Done);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_CancelledInTheMiddle_StopsAndKeepsItsProgress(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var id = await AddAsync(store);
        var begun = new TaskCompletionSource();
        kind.Does = async (run, cancel) =>
        {
            run.Report(3, 1_000_000_000);
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
        };
        var running = Task.Run(() => RunAsync(store, id), Cancel);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        await using (var context = Open(store))
            await context.Jobs.ExecuteUpdateAsync(set => set.SetProperty(row => row.CancelAskedAt, Now), Cancel);
        await AdvanceUntilAsync(running);
        (await running)!.State.ShouldBe(JobState.Cancelled);
        var job = await JobAsync(store, id);
        (job.State, job.Done, job.Total).ShouldBe((JobState.Cancelled, 3, 1_000_000_000));
        kind.Told.ShouldBe([null]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhileTheSiteStops_LeavesItWaitingWithItsAttempts(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var id = await AddAsync(store);
        using var stop = new CancellationTokenSource();
        kind.Does = (_, cancel) =>
        {
            stop.Cancel();
            return Task.Delay(Timeout.Infinite, cancel);
        };
        (await RunAsync(store, id, stop.Token))!.State.ShouldBe(JobState.Waiting);
        var job = await JobAsync(store, id);
        (job.State, job.Attempts, job.StartedAt, job.HeartbeatAt).ShouldBe((JobState.Waiting, 0, null, null));
        kind.Does = (_, _) => Task.CompletedTask;
        (await RunAsync(store, id))!.State.ShouldBe(JobState.Done);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfAKindTheProgramDoesNotKnow_IsLeftToAnotherSite(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var id = await AddAsync(store, "later");
        (await RunAsync(store, id)).ShouldBeNull();
        var job = await JobAsync(store, id);
        (job.State, job.Attempts).ShouldBe((JobState.Waiting, 0));
        (await new FindDueJobs(store.Store.Open, [kind], clock).RunAsync(Cancel)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_GivenUp_IsToldInTheRegionOfTheJobAlone(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        kind.Does = (run, _) =>
        {
            run.Report(3, 7);
            throw new JobFaultException("Адреса нет.", final: true);
        };
        var job = Job.Of(kind.Name, "", world.RegionId, null, Now);
        await world.In(async context =>
        {
            context.Jobs.Add(job);
            await context.SaveChangesAsync(Cancel);
        });
        (await new RunJob(world.OpenNowhere, [kind], clock).RunAsync(job.Id, Cancel))!.State.ShouldBe(JobState.Failed);
        kind.ToldIn.ShouldBe([(world.RegionId, false)]);
        var kept = await world.In(context => context.Jobs.AsNoTracking().SingleAsync(Cancel));
        (kept.State, kept.LastFault, kept.Done, kept.Total, kept.FinishedAt).ShouldBe((JobState.Failed, "Адреса нет.", 3, 7, Now));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfAJobThatGivesASignOfLifeMeanwhile_IsLeftToWhoIsAtIt(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var id = await AddAsync(store);
        await BeginAndDieAsync(store, id);
        clock.Advance(2 * Job.Patience);
        (await new RunJob(store.Store.Open, Alive(), clock).RunAsync(id, Cancel)).ShouldBeNull();
        kind.Begun.ShouldBe(0);
        var job = await JobAsync(store, id);
        (job.State, job.Attempts, job.HeartbeatAt).ShouldBe((JobState.Running, 1, Now));

        // The kinds are looked through between the look at the job and its beginning.
        IEnumerable<JobKind> Alive()
        {
            using var context = Open(store);
            context.Jobs.ExecuteUpdate(set => set.SetProperty(row => row.HeartbeatAt, Now));
            yield return kind;
        }
    }

    [Theory]
    [InlineData(Database.Sqlite, false)]
    [InlineData(Database.Postgres, false)]
    [InlineData(Database.Sqlite, true)]
    [InlineData(Database.Postgres, true)]
    public async Task Run_GivenUpWhereTheKindCannotSaySo_EndsAllTheSame(Database database, bool killed)
    {
        using var store = await TestStore.MigratedAsync(database);
        var id = await AddAsync(store);
        kind.Does = (_, _) => throw new JobFaultException("Адреса нет.", final: true);
        kind.GivesUp = async context =>
        {
            // Neither half of it stays.
            context.Jobs.Add(Job.Of("half", "", null, null, Now));
            await context.SaveChangesAsync(Cancel);
            throw new InvalidDataException("порча");
        };
        if (killed)
            for (var attempt = 1; attempt <= kind.MostAttempts; attempt++)
            {
                await BeginAndDieAsync(store, id);
                clock.Advance(2 * Job.Patience);
            }
        var end = await RunAsync(store, id);
        end!.State.ShouldBe(JobState.Failed);
        (end.Fault as AggregateException)?.InnerExceptions[0].ShouldBeOfType<JobFaultException>();
        ((end.Fault as AggregateException)?.InnerExceptions[1] ?? end.Fault).ShouldBeOfType<InvalidDataException>();
        var job = await JobAsync(store, id);
        (job.State, job.FinishedAt).ShouldBe((JobState.Failed, Now));
        clock.Advance(2 * Job.Patience);
        (await RunAsync(store, id)).ShouldBeNull();
        await using var after = Open(store);
        (await after.Jobs.CountAsync(Cancel)).ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_GivenUpWhereTheKindIsLateOnce_SaysSoOnceMore(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var id = await AddAsync(store);
        kind.Does = (_, _) => throw new JobFaultException("Адреса нет.", final: true);
        kind.GivesUp = async context =>
        {
            if (kind.Told.Count == 1)
                throw new DbUpdateConcurrencyException();
            context.Jobs.Add(Job.Of("told", "", null, null, Now));
            await context.SaveChangesAsync(Cancel);
        };
        var end = await RunAsync(store, id);
        (end!.State, end.Fault!.Message).ShouldBe((JobState.Failed, "Адреса нет."));
        kind.Told.Count.ShouldBe(2);
        await using var after = Open(store);
        (await after.Jobs.CountAsync(row => row.Kind == "told", Cancel)).ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Add_InATransactionThatIsUndone_LeavesNoJob(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await using (var context = Open(store))
        {
            await using var transaction = await context.Database.BeginTransactionAsync(Cancel);
            context.Jobs.Add(Job.Of(kind.Name, "", null, null, Now));
            await context.SaveChangesAsync(Cancel);
        }
        await using var after = Open(store);
        (await after.Jobs.CountAsync(Cancel)).ShouldBe(0);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Query_ForJobsOfTheInstallation_SeesThemOutsideRegionsOnly(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.In(async context =>
        {
            context.Jobs.Add(Job.Of(kind.Name, "", world.RegionId, null, Now));
            await context.SaveChangesAsync(Cancel);
        });
        await using (var outside = world.Open())
        {
            outside.RegionId = null;
            outside.Jobs.Add(Job.Of(kind.Name, "", null, null, Now));
            await outside.SaveChangesAsync(Cancel);
            (await outside.Jobs.SingleAsync(Cancel)).RegionId.ShouldBeNull();
            if (database == Database.Postgres) // the database itself, past the filter of the model
                (await outside.Jobs.IgnoreQueryFilters().CountAsync(Cancel)).ShouldBe(1);
        }
        (await world.In(context => context.Jobs.SingleAsync(Cancel))).RegionId.ShouldBe(world.RegionId);
    }

    private async Task<int> AddAsync(TestStore store, string? name = null)
    {
        await using var context = Open(store);
        var job = Job.Of(name ?? kind.Name, new[] { 1, 2 }, null, null, Now);
        context.Jobs.Add(job);
        await context.SaveChangesAsync(Cancel);
        return job.Id;
    }

    private async Task BeginAndDieAsync(TestStore store, int id)
    {
        await using var context = Open(store);
        (await context.Jobs.SingleAsync(row => row.Id == id, Cancel)).Begin(Now);
        await context.SaveChangesAsync(Cancel);
    }

    private Task<JobEnd?> RunAsync(TestStore store, int id, CancellationToken? stop = null) =>
        new RunJob(store.Store.Open, [kind], clock).RunAsync(id, stop ?? Cancel);

    /// <summary>Lets the clock go on until the signs of life, which it drives, have done their work.</summary>
    private async Task AdvanceUntilAsync(Task task)
    {
        var limit = System.Diagnostics.Stopwatch.StartNew();
        while (!task.IsCompleted)
        {
            limit.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static async Task<Job> JobAsync(TestStore store, int id)
    {
        await using var context = Open(store);
        return await context.Jobs.AsNoTracking().SingleAsync(row => row.Id == id, Cancel);
    }

    private static OrientirContext Open(TestStore store)
    {
        var context = store.Store.Open();
        context.AllRegions = true;
        return context;
    }
}
