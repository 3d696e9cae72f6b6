using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;
using Orientir.Core.Jobs;
using Orientir.Data.Jobs;

namespace Orientir.Core.Tests.Data;

public sealed class AuditVerificationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_NightAfterNight_SaysHowManyEntriesItVerified(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var told = new List<AuditSeal>();
        await AddEntriesAsync(world, 3);
        (await RunAsync(world, told.Add)).Outcome.ShouldBe("проверять пока нечего: записи опечатываются, когда им больше часа");
        world.Clock.Now = world.Clock.Now.AddDays(1);
        (await RunAsync(world, told.Add)).Outcome.ShouldBe("проверено записей: 3, впервые — 3");
        await AddEntriesAsync(world, 1);
        world.Clock.Now = world.Clock.Now.AddDays(1);
        (await RunAsync(world, told.Add)).Outcome.ShouldBe("проверено записей: 4, впервые — 1");
        var job = await RunAsync(world, told.Add);
        (job.State, job.Outcome, job.LastFault).ShouldBe((JobState.Done, "проверено записей: 4, впервые — 0", null));
        told.Select(seal => seal.Entries).ShouldBe([3, 1]);
    }

    [Fact]
    public async Task Run_OverAForgedAudit_FailsAndSaysWhichEntries()
    {
        // Who owns the file can drop the guard of the database.
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await AddEntriesAsync(world, 3);
        world.Clock.Now = world.Clock.Now.AddDays(1);
        await RunAsync(world, _ => { });
        await world.In(context =>
            context.Database.ExecuteSqlRawAsync(
                "DROP TRIGGER audit_entries_no_delete; DELETE FROM audit_entries WHERE \"Id\" = (SELECT max(\"Id\") - 1 FROM audit_entries)",
                Cancel
            )
        );

        var job = await RunAsync(world, _ => { });

        job.State.ShouldBe(JobState.Failed, "another attempt would not help");
        job.LastFault.ShouldBe(
            "Журнал действий изменён в обход сайта: записи с № 1 по № 3 не те, что были (было 3, стало 2). Сохраните базу данных как есть и "
                + "сравните её с прежней резервной копией."
        );
        job.Outcome.ShouldBe("сошлось записей: 0, дальше журнал изменён");
    }

    [Fact]
    public async Task Run_OverEntriesThatAreAsManyAndOthers_DoesNotCountThem()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await AddEntriesAsync(world, 3);
        world.Clock.Now = world.Clock.Now.AddDays(1);
        await RunAsync(world, _ => { });
        await world.In(context =>
            context.Database.ExecuteSqlRawAsync("DROP TRIGGER audit_entries_no_update; UPDATE audit_entries SET \"UserId\" = 8", Cancel)
        );

        var job = await RunAsync(world, _ => { });

        job.LastFault!.ShouldStartWith("Журнал действий изменён в обход сайта: записи с № 1 по № 3 изменены. Сохраните");
        job.Outcome.ShouldBe("сошлось записей: 0, дальше журнал изменён");
    }

    private static Task AddEntriesAsync(RegionWorld world, int count) =>
        world.In(async context =>
        {
            context.AuditEntries.AddRange(
                Enumerable
                    .Range(1, count)
                    .Select(number => new AuditEntry
                    {
                        RegionId = world.RegionId,
                        At = world.Clock.Now,
                        UserId = 7,
                        Address = "127.0.0.1",
                        Action = "test",
                        ObjectKind = "test",
                        ObjectId = number,
                    })
            );
            await context.SaveChangesAsync(Cancel);
        });

    private static async Task<Job> RunAsync(RegionWorld world, Action<AuditSeal> tell)
    {
        await new AddPeriodicJob(world.OpenNowhere, world.Clock).RunAsync(AuditVerification.KindName, Cancel);
        await using var context = world.OpenNowhere();
        var id = await context.Jobs.MaxAsync(row => row.Id, Cancel);
        await new RunJob(world.OpenNowhere, [new AuditVerification(world.Store, tell)], world.Clock).RunAsync(id, Cancel);
        return await context.Jobs.AsNoTracking().SingleAsync(row => row.Id == id, Cancel);
    }
}
