using Microsoft.Extensions.Time.Testing;
using Orientir.Data;

namespace Orientir.Core.Tests.Data;

public class StoreReadinessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_WhereTheDiskIsFull_SaysSoUntilThereIsRoom()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 24);
        var store = new Orientir.Data.Store(Path.Combine(disk.Folder, "orientir.db"));
        await new Migrate(store).RunAsync(Cancel);
        var clock = new FakeTimeProvider();
        using var readiness = new StoreReadiness(store, clock);
        (await readiness.AskAsync(Cancel)).ShouldBeNull();

        var filler = Path.Combine(disk.Folder, "filler");
        await using (var file = File.Create(filler))
            Should.Throw<IOException>(() =>
            {
                while (true)
                {
                    file.Write(new byte[1 << 14]);
                    file.Flush();
                }
            });
        clock.Advance(TimeSpan.FromSeconds(2));
        (await readiness.AskAsync(Cancel)).ShouldNotBeNull().Found.ShouldContain("нет места");

        File.Delete(filler);
        clock.Advance(TimeSpan.FromSeconds(2));
        (await readiness.AskAsync(Cancel)).ShouldBeNull();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
