using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Jobs;

namespace Orientir.Core.Tests.Jobs;

/// <summary>Work of every day: added, listed and begun out of turn.</summary>
public class PeriodicJobsTests
{
    private static readonly CountingKind Kind = new();
    private static readonly PeriodicJob Daily = new(Kind.Name, new(3, 30));
    private static readonly Actor Administrator = new(1, "Администратор", null, [new(Role.Administrator, null, null)], "127.0.0.1");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Add_WhileOneIsOpen_AddsNone(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var add = new AddPeriodicJob(world.OpenNowhere, world.Clock);
        (await add.RunAsync(Kind.Name, Cancel)).ShouldBeTrue();
        (await add.RunAsync(Kind.Name, Cancel)).ShouldBeFalse();
        (await RunAsync(world)).ShouldBe(JobState.Done);
        (await add.RunAsync(Kind.Name, Cancel)).ShouldBeTrue();
        (await JobsAsync(world)).Select(job => (job.State, job.RegionId)).ShouldBe([(JobState.Done, null), (JobState.Waiting, null)]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task List_OfWorkOfEveryDay_TellsItsLastOutcomeToAdministratorsAlone(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var list = new ListPeriodicJobs(world.OpenNowhere, [Kind], [Daily]);
        var none = (await list.RunAsync(Administrator, Cancel)).ShouldHaveSingleItem();
        (none.Title, none.At, none.Last, none.DoneAt).ShouldBe((Kind.Title, Daily.At, null, null));

        await new AddPeriodicJob(world.OpenNowhere, world.Clock).RunAsync(Kind.Name, Cancel);
        await RunAsync(world);
        var done = world.Clock.Now;
        world.Clock.Now = done.AddDays(1);
        await new AddPeriodicJob(world.OpenNowhere, world.Clock).RunAsync(Kind.Name, Cancel);
        // One of a region is not the work of the installation.
        await world.In(async context =>
        {
            context.Jobs.Add(Job.Of(Kind.Name, new { }, world.RegionId, null, world.Clock.Now));
            await context.SaveChangesAsync(Cancel);
        });
        var line = (await list.RunAsync(Administrator, Cancel)).ShouldHaveSingleItem();
        (line.Last!.State, line.Last.RegionId, line.DoneAt).ShouldBe((JobState.Waiting, null, done));
        (await list.RunAsync(world.Operator, Cancel)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Now_ByAnAdministrator_AddsOneOnRecordUnlessOneIsAtWork(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await NowAsync(Administrator, Kind.Name);
        (await JobsAsync(world)).Count.ShouldBe(1);
        (await RecordsAsync()).ShouldBe(1);
        await using (var context = world.OpenNowhere())
        {
            (await context.Jobs.SingleAsync(Cancel)).Begin(world.Clock.Now);
            await context.SaveChangesAsync(Cancel);
        }
        (await Should.ThrowAsync<RefusedException>(() => NowAsync(Administrator, Kind.Name))).Kind.ShouldBe(RefusalKind.Conflict);
        (await Should.ThrowAsync<RefusedException>(() => NowAsync(Administrator, "unknown"))).Kind.ShouldBe(RefusalKind.NotFound);
        (await Should.ThrowAsync<RefusedException>(() => NowAsync(world.Operator, Kind.Name))).Kind.ShouldBe(RefusalKind.Forbidden);
        ((await JobsAsync(world)).Count, await RecordsAsync()).ShouldBe((1, 1));

        Task NowAsync(Actor actor, string kind) =>
            new RunPeriodicJobNow(world.OpenNowhere, [Daily], world.Clock).RunAsync(actor, kind, Cancel);

        async Task<int> RecordsAsync()
        {
            await using var context = world.OpenNowhere();
            return await context.AuditEntries.CountAsync(entry => entry.Action == "job.now", Cancel);
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Now_ByManyAtOnce_OpensOneJob(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var now = new RunPeriodicJobNow(world.OpenNowhere, [Daily], world.Clock);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(PressAsync, Cancel)));
        var job = (await JobsAsync(world)).ShouldHaveSingleItem();
        job.JoinedAs.ShouldBe(Kind.Name);

        async Task PressAsync()
        {
            try
            {
                await now.RunAsync(Administrator, Kind.Name, Cancel);
            }
            catch (RefusedException refusal)
            {
                refusal.Kind.ShouldBe(RefusalKind.Conflict);
            }
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Failed_OfLate_AreToldToWhoWaitsUntilALaterOneSucceeds(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var own = await FailedAsync(world, world.RegionId, world.Operator.UserId, 1);
        var others = await FailedAsync(world, world.RegionId, null, 2);
        var installations = await FailedAsync(world, null, null, 3);
        (await ToldAsync(world, world.Operator)).ShouldBe([own]);
        (await ToldAsync(world, Administrator)).ShouldBe([installations]);

        await DoneAsync(world, world.RegionId, 2);
        (await ToldAsync(world, world.Operator)).ShouldBe([own]);
        await DoneAsync(world, world.RegionId, 1);
        (await ToldAsync(world, world.Operator)).ShouldBeEmpty();
        world.Clock.Now = world.Clock.Now.AddDays(8);
        (await ToldAsync(world, Administrator)).ShouldBeEmpty();
        others.ShouldBeGreaterThan(own);
        await Should.ThrowAsync<RefusedException>(() => ToldAsync(world, world.As(new ActorGrant(Role.Expert, null, null))));
    }

    private static async Task<List<int>> ToldAsync(RegionWorld world, Actor actor) =>
        [.. (await new ListFailedJobs(world.OpenNowhere, [Kind], world.Clock).RunAsync(actor, Cancel)).Select(line => line.Job.Id)];

    private static Task<int> FailedAsync(RegionWorld world, int? region, int? owner, int payload) =>
        EndedAsync(world, region, owner, payload, job => job.Fail("Не получилось.", world.Clock.Now, again: null));

    private static Task<int> DoneAsync(RegionWorld world, int? region, int payload) =>
        EndedAsync(world, region, null, payload, job => job.Finish(world.Clock.Now));

    private static async Task<int> EndedAsync(RegionWorld world, int? region, int? owner, int payload, Action<Job> end)
    {
        await using var context = world.OpenNowhere();
        context.AllRegions = true;
        if (owner is { } user && !await context.Users.AnyAsync(row => row.Id == user, Cancel))
        {
            context.Users.Add(
                new User
                {
                    Id = user,
                    DisplayName = "Ждёт",
                    UserName = "waits@example.org",
                }
            );
            await context.SaveChangesAsync(Cancel);
        }
        var job = Job.Of(Kind.Name, new { payload }, region, owner, world.Clock.Now);
        job.Begin(world.Clock.Now);
        end(job);
        context.Jobs.Add(job);
        await context.SaveChangesAsync(Cancel);
        return job.Id;
    }

    private static async Task<JobState?> RunAsync(RegionWorld world)
    {
        var waiting = (await JobsAsync(world)).Single(job => job.FinishedAt is null);
        return (await new RunJob(world.OpenNowhere, [Kind], world.Clock).RunAsync(waiting.Id, Cancel))?.State;
    }

    private static async Task<List<Job>> JobsAsync(RegionWorld world)
    {
        await using var context = world.OpenNowhere();
        return await context.Jobs.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Cancel);
    }
}
