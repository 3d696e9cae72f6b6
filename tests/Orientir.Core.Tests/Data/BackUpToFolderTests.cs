using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Orientir.Core.Jobs;
using Orientir.Data;
using Orientir.Data.Jobs;

namespace Orientir.Core.Tests.Data;

public sealed class BackUpToFolderTests : IDisposable
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 12, 1, 2, 30, 0, TimeSpan.Zero));
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("orientir-backups-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string[] Files => [.. folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_EveryNight_KeepsTheNewestAndForeignFiles(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "orientir-мой.zip"), "чужой файл", Cancel);
        for (var night = 1; night <= 4; night++)
        {
            (await RunAsync(store, await AddAsync(store), keep: 2))!.State.ShouldBe(JobState.Done);
            clock.Advance(TimeSpan.FromDays(1));
        }
        Files.ShouldBe(["orientir-20261203-023000-3.zip", "orientir-20261204-023000-4.zip", "orientir-мой.zip"]);
        using var restored = TestStore.Empty(database);
        (await new RestoreBackup(restored.Store).RunAsync(Path.Combine(folder.FullName, Files[1]), replace: false, Cancel)).Rows.ShouldBe(
            4
        );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfAJobThatWasKilledAfterItsFile_WritesNothingOver(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var id = await AddAsync(store);
        var file = Path.Combine(folder.FullName, "orientir-20261201-023000-1.zip");
        await File.WriteAllTextAsync(file, "записана раньше", Cancel);
        (await RunAsync(store, id, keep: 1))!.State.ShouldBe(JobState.Done);
        (await File.ReadAllTextAsync(file, Cancel)).ShouldBe("записана раньше");
        Files.ShouldBe(["orientir-20261201-023000-1.zip"]);
    }

    [Fact]
    public async Task Run_WhereTheFolderCannotBeWritten_SaysSoAndTriesAgain()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        var id = await AddAsync(store);
        var file = Path.Combine(folder.FullName, "занято");
        await File.WriteAllTextAsync(file, "", Cancel);
        (await RunAsync(store, id, keep: 1, file))!.State.ShouldBe(JobState.Waiting);
        await using var context = store.Store.Open();
        (await context.Jobs.SingleAsync(Cancel)).LastFault!.ShouldContain("а не папка");
        Files.ShouldBe(["занято"]);
    }

    [Fact]
    public void Plan_OfSettings_TakesWhatIsMeantAndNamesWhatIsNot()
    {
        BackupPlan? Of(params (string Key, string Value)[] settings) =>
            BackupPlan.Of(name => settings.FirstOrDefault(setting => setting.Key == name).Value);
        Of().ShouldBeNull();
        Of(("ORIENTIR_BACKUP_FOLDER", "/b")).ShouldBe(new BackupPlan("/b", 14, new(2, 30)));
        Of(("ORIENTIR_BACKUP_FOLDER", "/b"), ("ORIENTIR_BACKUP_KEEP", "3"), ("ORIENTIR_BACKUP_AT", "23:05"))
            .ShouldBe(new BackupPlan("/b", 3, new(23, 5)));
        foreach (
            var (key, value) in new[] { ("ORIENTIR_BACKUP_KEEP", "0"), ("ORIENTIR_BACKUP_KEEP", "много"), ("ORIENTIR_BACKUP_AT", "25:00") }
        )
            Should.Throw<InputException>(() => Of(("ORIENTIR_BACKUP_FOLDER", "/b"), (key, value))).Message.ShouldContain(key);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<int> AddAsync(TestStore store)
    {
        await using var context = store.Store.Open();
        var job = Job.Of(BackUpToFolder.KindName, new { }, null, null, clock.GetUtcNow().UtcDateTime);
        context.Jobs.Add(job);
        await context.SaveChangesAsync(Cancel);
        return job.Id;
    }

    private Task<JobEnd?> RunAsync(TestStore store, int id, int keep, string? into = null) =>
        new RunJob(
            store.Store.Open,
            [new BackUpToFolder(store.Store, new(into ?? folder.FullName, keep, new(2, 30)), clock)],
            clock
        ).RunAsync(id, Cancel);
}
