using Microsoft.EntityFrameworkCore;
using Orientir.Core.Jobs;
using Orientir.Data;

namespace Orientir.Core.Tests.Data;

public sealed class MarkOldBackupsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("orientir-marked-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Restore_Twice_SaysOnceOfEachBackupThatItIsOlder(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        world.Clock.Now = new DateTime(2026, 12, 1, 21, 30, 0, DateTimeKind.Utc);
        await using (var context = world.OpenNowhere())
        {
            foreach (
                var (kind, outcome) in new[] { ("backup", "копия orientir-1.zip: 1 строка"), ("backup", null), ("audit", "проверено 1") }
            )
            {
                var job = Job.Of(kind, new { }, null, null, world.Clock.Now);
                job.Begin(world.Clock.Now);
                job.Record((1, 1), outcome);
                job.Finish(world.Clock.Now);
                context.Jobs.Add(job);
            }
            await context.SaveChangesAsync(Cancel);
        }
        for (var time = 0; time < 2; time++)
        {
            var copy = Path.Combine(folder.FullName, $"{time}.zip");
            new WriteBackup(world.Store, world.Clock).Run(copy, cancel: Cancel);
            Npgsql.NpgsqlConnection.ClearAllPools();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            await new RestoreBackup(world.Store).RunAsync(copy, replace: true, Cancel);
            world.Clock.Now = world.Clock.Now.AddDays(1);
        }

        await using var restored = world.OpenNowhere();
        var outcomes = await restored.Jobs.OrderBy(row => row.Id).Select(row => row.Outcome).ToListAsync(Cancel);
        outcomes
            .Select(one => one!.Replace(Russian.NoBreakSpace, ' '))
            .ShouldBe([
                "копия orientir-1.zip: 1 строка; сделано до восстановления из копии от 2 декабря 2026, 00:30",
                "сделано до восстановления из копии от 2 декабря 2026, 00:30",
                "проверено 1",
            ]);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
