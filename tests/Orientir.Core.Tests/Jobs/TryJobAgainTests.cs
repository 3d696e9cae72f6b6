using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Jobs;

namespace Orientir.Core.Tests.Jobs;

public class TryJobAgainTests
{
    private static readonly CountingKind Kind = new() { Does = (_, _) => throw new JobFaultException("Диск полон.", final: true) };
    private static readonly Actor Administrator = new(1, "Администратор", null, [new(Role.Administrator, null, null)], "127.0.0.1");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfAFailedJobOfEveryDay_MakesItTheOpenOneOfItsName(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var id = await FailedAsync(world);
        await AgainAsync(world, id);

        (await JobAsync(world, id)).State.ShouldBe(JobState.Waiting);
        (await AddAsync(world)).ShouldBeFalse();
        // Nor can one be added by whoever looked before.
        await using var context = world.OpenNowhere();
        context.Jobs.Add(Job.Of(Kind.Name, new { }, null, null, world.Clock.Now, joinedAs: Kind.Name));
        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync(Cancel));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhereAnotherOfItsNameIsOpen_SaysSoAndChangesNothing(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var id = await FailedAsync(world);
        (await AddAsync(world)).ShouldBeTrue();

        var refusal = await Should.ThrowAsync<RefusedException>(() => AgainAsync(world, id));
        (refusal.Kind, refusal.Message).ShouldBe(
            (RefusalKind.Conflict, "Такая же работа уже ждёт или выполняется: она видна в списке. Повторять эту не нужно.")
        );
        (await JobAsync(world, id)).State.ShouldBe(JobState.Failed);
        await using var context = world.OpenNowhere();
        (await context.AuditEntries.CountAsync(entry => entry.Action == "job.again", Cancel)).ShouldBe(0);
    }

    private static async Task<int> FailedAsync(RegionWorld world)
    {
        await AddAsync(world);
        await using var context = world.OpenNowhere();
        var id = await context.Jobs.Select(row => row.Id).SingleAsync(Cancel);
        (await new RunJob(world.OpenNowhere, [Kind], world.Clock).RunAsync(id, Cancel))!.State.ShouldBe(JobState.Failed);
        return id;
    }

    private static Task<bool> AddAsync(RegionWorld world) => new AddPeriodicJob(world.OpenNowhere, world.Clock).RunAsync(Kind.Name, Cancel);

    private static Task AgainAsync(RegionWorld world, int id) =>
        new TryJobAgain(world.OpenNowhere, [Kind], world.Clock).RunAsync(Administrator, id, Cancel);

    private static async Task<Job> JobAsync(RegionWorld world, int id)
    {
        await using var context = world.OpenNowhere();
        return await context.Jobs.AsNoTracking().SingleAsync(row => row.Id == id, Cancel);
    }
}
