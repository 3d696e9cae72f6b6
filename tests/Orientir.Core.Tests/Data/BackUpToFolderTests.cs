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
        var mark = await store.Store.MarkAsync(Cancel);
        string[] foreign =
        [
            // Of another installation, of an earlier program, of a day to come, and of a person.
            $"orientir-20260101-000000-1-{(mark[0] == '0' ? '1' : '0')}{mark[1..]}.zip",
            "orientir-20260101-000000-1.zip",
            "orientir-20990101-000000-1.zip",
            "orientir-мой.zip",
        ];
        foreach (var name in foreign)
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), "чужой файл", Cancel);
        for (var night = 1; night <= 4; night++)
        {
            (await RunAsync(store, await AddAsync(store), keep: 2))!.State.ShouldBe(JobState.Done);
            clock.Advance(TimeSpan.FromDays(1));
        }
        Files
            .Except(foreign, StringComparer.Ordinal)
            .ShouldBe([$"orientir-20261203-023000-3-{mark}.zip", $"orientir-20261204-023000-4-{mark}.zip"]);
        foreign.ShouldBeSubsetOf(Files);
        using var restored = TestStore.Empty(database);
        var last = Path.Combine(folder.FullName, $"orientir-20261204-023000-4-{mark}.zip");
        (await new RestoreBackup(restored.Store).RunAsync(last, replace: false, Cancel)).Rows.ShouldBe(4);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_Always_SaysWhatItWroteAndWhetherItWasThisAttempt(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var id = await AddAsync(made.Test);
        await RunAsync(made.Test, id, keep: 1);
        (await SaidAsync()).ShouldMatch(
            $"^копия {Files.Single().Replace(".", "[.]", StringComparison.Ordinal)}: [0-9]+ строк[аи]?, 1 файл \\(1 КБ\\)$"
        );
        await BeginAnewAsync(made.Test, id);
        clock.Advance(TimeSpan.FromMinutes(1));
        await RunAsync(made.Test, id, keep: 1);
        (await SaidAsync()).ShouldBe("копия записана прежней попыткой");

        async Task<string> SaidAsync()
        {
            await using var context = made.Test.Store.Open();
            return (await context.Jobs.SingleAsync(row => row.Id == id, Cancel)).Outcome!.Replace(Russian.NoBreakSpace, ' ');
        }
    }

    [Fact]
    public async Task Run_AfterAClockThatWasAhead_CountsItsCopyAsTheOldest()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        clock.AdjustTime(new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await RunAsync(store, await AddAsync(store), keep: 2);
        clock.AdjustTime(new(2026, 12, 1, 2, 30, 0, TimeSpan.Zero));
        for (var night = 2; night <= 3; night++)
        {
            await RunAsync(store, await AddAsync(store), keep: 2);
            clock.Advance(TimeSpan.FromDays(1));
        }
        Files.Select(file => file[9..17]).ShouldBe(["20261201", "20261202"]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfAJobThatWasKilledAfterItsFile_WritesNothingOver(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var id = await AddAsync(store);
        await RunAsync(store, id, keep: 1);
        var file = Path.Combine(folder.FullName, Files.Single());
        var before = (File.GetLastWriteTimeUtc(file), Convert.ToHexString(await File.ReadAllBytesAsync(file, Cancel)));
        await BeginAnewAsync(store, id);
        clock.Advance(TimeSpan.FromMinutes(1));
        (await RunAsync(store, id, keep: 1))!.State.ShouldBe(JobState.Done);
        (File.GetLastWriteTimeUtc(file), Convert.ToHexString(await File.ReadAllBytesAsync(file, Cancel))).ShouldBe(before);
        Files.Length.ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfANumberThatWasGivenOutBeforeARestoration_WritesItsOwn(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var earlier = Path.Combine(folder.FullName, "прежняя.zip");
        new WriteBackup(store.Store, clock).Run(earlier, cancel: Cancel);
        var id = await AddAsync(store);
        await RunAsync(store, id, keep: 2);
        Npgsql.NpgsqlConnection.ClearAllPools();
        await new RestoreBackup(store.Store).RunAsync(earlier, replace: true, Cancel);
        clock.Advance(TimeSpan.FromDays(1));

        (await AddAsync(store)).ShouldBe(id);
        (await RunAsync(store, id, keep: 2))!.State.ShouldBe(JobState.Done);
        Files
            .Where(file => file.StartsWith("orientir-", StringComparison.Ordinal))
            .Select(file => file[9..17])
            .ShouldBe(["20261201", "20261202"]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhereTheStoreOfFilesIsNotThere_WritesNoneAndKeepsTheGoodOnes(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        for (var night = 1; night <= 2; night++)
        {
            (await RunAsync(made.Test, await AddAsync(made.Test), keep: 2))!.State.ShouldBe(JobState.Done);
            clock.Advance(TimeSpan.FromDays(1));
        }
        var good = Files;
        Directory.Delete(made.Test.FilesFolder, recursive: true);
        for (var night = 3; night <= 4; night++)
        {
            var end = await RunAsync(made.Test, await AddAsync(made.Test), keep: 2);
            end!.State.ShouldBe(JobState.Waiting, "the store may be there again in a moment");
            end.Fault!.Message.ShouldStartWith("Копия не записана. Хранилище файлов не подключено");
            clock.Advance(TimeSpan.FromDays(1));
        }
        Files.ShouldBe(good);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WithAFileMissing_NeitherPushesOutAWholeOneNorEndsWellUntilTheFileIsBack(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await RunAsync(made.Test, await AddAsync(made.Test), keep: 1);
        var whole = Files.Single();
        var file = Directory
            .GetFiles(made.Test.FilesFolder, "*", SearchOption.AllDirectories)
            .Single(one => !one.EndsWith(".lock", StringComparison.Ordinal));
        var bytes = await File.ReadAllBytesAsync(file, Cancel);
        File.Delete(file);
        var id = 0;
        for (var night = 2; night <= 3; night++)
        {
            clock.Advance(TimeSpan.FromDays(1));
            id = await AddAsync(made.Test);
            (await RunAsync(made.Test, id, keep: 1))!.State.ShouldBe(JobState.Failed);
        }
        Files.Length.ShouldBe(2);
        Files.ShouldContain(whole);

        // «Повторить», by a person or by the next attempt.
        await BeginAnewAsync(made.Test, id);
        clock.Advance(TimeSpan.FromMinutes(1));
        (await RunAsync(made.Test, id, keep: 1))!.State.ShouldBe(JobState.Failed);
        Files.ShouldContain(whole);
        await File.WriteAllBytesAsync(file, bytes, Cancel);
        await BeginAnewAsync(made.Test, id);
        clock.Advance(TimeSpan.FromMinutes(1));
        (await RunAsync(made.Test, id, keep: 1))!.State.ShouldBe(JobState.Done);
        Files.ShouldNotContain(whole, "a newer whole one is there");
    }

    [Fact]
    public async Task Run_BesideWhatKilledOnesLeft_RemovesWhatIsOldAndNobodyHolds()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        string[] names = [".orientir-17-1.tmp", ".orientir-18-1.tmp", ".orientir-19-1.tmp", ".orientir-мой.tmp"];
        foreach (var name in names)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), "", Cancel);
            File.SetLastWriteTimeUtc(Path.Combine(folder.FullName, name), clock.GetUtcNow().UtcDateTime.AddDays(name == names[1] ? 0 : -2));
        }
        await using (new FileStream(Path.Combine(folder.FullName, names[2]), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            await RunAsync(store, await AddAsync(store), keep: 1);
        names.Except(Files, StringComparer.Ordinal).ShouldBe([names[0]]);
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
    public async Task Run_WhereTheDiskIsFull_SaysSoKeepsTheGoodCopyAndTriesAgain()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 2);
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        (await RunAsync(made.Test, await AddAsync(made.Test), keep: 1, disk.Folder))!.State.ShouldBe(JobState.Done);
        var good = Directory.GetFiles(disk.Folder).ShouldHaveSingleItem();
        var large = await made.Test.Store.Files.PutAsync(
            new MemoryStream(System.Security.Cryptography.RandomNumberGenerator.GetBytes(3_000_000)),
            Cancel
        );
        await using (var context = made.Open())
        {
            context.StoredFiles.Add(Core.Files.StoredFile.Of(made.Region, "приказ.pdf", large));
            await context.SaveChangesAsync(Cancel);
        }
        clock.Advance(TimeSpan.FromDays(1));

        var id = await AddAsync(made.Test);
        var end = await RunAsync(made.Test, id, keep: 1, disk.Folder);

        end!.State.ShouldBe(JobState.Waiting, "there may be room in a moment");
        end.Fault!.Message.ShouldStartWith("Копия не записана.");
        end.Fault.Message.ShouldContain("на диске не хватает места");
        Directory.GetFiles(disk.Folder).ShouldBe([good], "neither half a copy nor less than before");
    }

    [Fact]
    public async Task Run_WhereAnOldCopyCannotBeRemoved_SaysThatTheNewOneIsWritten()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        await RunAsync(store, await AddAsync(store), keep: 1);
        clock.Advance(TimeSpan.FromDays(1));
        await using (await SmallDisk.HoldAsync(Path.Combine(folder.FullName, Files.Single())))
        {
            var end = await RunAsync(store, await AddAsync(store), keep: 1);
            end!.State.ShouldBe(JobState.Waiting, "it may be let go of in a moment");
            end.Fault!.Message.ShouldBe($"Копия записана, но прежние копии не удаляются: проверьте права на папку {folder.FullName}.");
            Files.Length.ShouldBe(2);
        }
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

    private static async Task BeginAnewAsync(TestStore store, int id)
    {
        await using var context = store.Store.Open();
        await context
            .Jobs.Where(row => row.Id == id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, JobState.Waiting).SetProperty(row => row.FinishedAt, (DateTime?)null),
                Cancel
            );
    }

    private Task<JobEnd?> RunAsync(TestStore store, int id, int keep, string? into = null) =>
        new RunJob(store.Store.Open, [new BackUpToFolder(store.Store, new(into ?? folder.FullName, keep, new(2, 30)))], clock).RunAsync(
            id,
            Cancel
        );
}
