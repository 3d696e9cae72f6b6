using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Files;
using Orientir.Data;
using static Orientir.Core.Tests.Data.Backups;

namespace Orientir.Core.Tests.Data;

/// <summary>What a back-up holds, and what it is written over.</summary>
public class WriteBackupTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backup_OverOneThatHoldsMoreFiles_LeavesItAlone()
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        using var files = new BackupFolder();
        Backup(made, files["one.zip"]).Missing.ShouldBe(0);
        var whole = await File.ReadAllBytesAsync(files["one.zip"], Cancel);
        var hash = await made.Test.Store.Files.ListAsync(Cancel).FirstAsync(Cancel);
        File.Delete(Path.Combine(made.Test.FilesFolder, hash[..2], hash[2..]));

        Should.Throw<InputException>(() => Backup(made, files["one.zip"])).Message.ShouldContain("она оставлена");
        (await File.ReadAllBytesAsync(files["one.zip"], Cancel)).ShouldBe(whole);
        Backup(made, files["two.zip"]).Missing.ShouldBe(1);
        // One that lacks as much is replaced.
        Backup(made, files["two.zip"]).Missing.ShouldBe(1);
        Should.Throw<InputException>(() => Backup(made, " ")).Message.ShouldContain("пусто");
    }

    [Fact]
    public async Task Backup_BelowAFolderThatIsNotThere_MakesNoneButTheLast()
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        using var files = new BackupFolder();
        var refusal = Should.Throw<InputException>(() => Backup(made, files["mount/copies/one.zip"]));
        refusal.Message.ShouldContain(files["mount"]);
        refusal.Message.ShouldContain("подключён ли диск");
        Directory.Exists(files["mount"]).ShouldBeFalse();
        Backup(made, files["copies/one.zip"]).Missing.ShouldBe(0);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Backup_OverAFileOfTheStoreItself_IsRefused(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        using var files = new BackupFolder();
        List<string> own = [Path.Combine(made.Test.FilesFolder, "ab", "copy.zip")];
        if (database == Database.Sqlite)
        {
            Directory.CreateSymbolicLink(files["link"], Path.GetDirectoryName(made.Test.Connection)!);
            File.CreateSymbolicLink(files["copy.zip"], made.Test.Connection);
            own.AddRange(((string[])["", "-wal", "-shm", ".running", ".jobs"]).Select(ending => made.Test.Connection + ending));
            own.AddRange([files["link/orientir.db"], files["link/orientir.db-wal"], files["link/files/copy.zip"], files["copy.zip"]]);
        }
        foreach (var path in own)
            Should.Throw<InputException>(() => Backup(made, path)).Message.ShouldContain("самой базы данных", customMessage: path);
        await using var context = made.Open();
        (await context.Answers.CountAsync(Cancel)).ShouldBe(1);
        Backup(made, files["orientir.db.zip"]).Missing.ShouldBe(0);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Backup_DuringWrites_IsOneMoment(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        using var files = new BackupFolder();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var writer = Task.Run(
            async () =>
            {
                // Each save writes the mark and its record: a snapshot has as many records as versions.
                for (var round = 0L; !stop.IsCancellationRequested; round++)
                    await made.MarkAsync(made.Operator, 0, "1.1", $"{round % 3}", $"круг {round}");
            },
            Cancel
        );
        for (var time = 0; time < 5; time++)
        {
            Backup(made, files["one.zip"]);
            var records = Lines(files["one.zip"], "audit_entries").Count(line => line.Contains("mark.save", StringComparison.Ordinal));
            var mark = Lines(files["one.zip"], "marks").SingleOrDefault();
            (mark is null ? 0 : int.Parse(mark.TrimEnd(']').Split(',')[^1], System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(
                records
            );
        }
        await stop.CancelAsync();
        await writer;
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Backup_OfMissingAndDamagedFiles_KeepsTheRestAndCountsThem(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        using var files = new BackupFolder();
        var kept = await made.Test.Store.Files.PutAsync(new MemoryStream([1, 2, 3]), Cancel);
        await using (var context = made.Open())
        {
            context.StoredFiles.Add(StoredFile.Of(made.Region, "нет.pdf", new(new string('a', 64), 1)));
            context.StoredFiles.Add(StoredFile.Of(made.Region, "испорчен.pdf", kept));
            await context.SaveChangesAsync(Cancel);
        }
        await File.WriteAllBytesAsync(Path.Combine(made.Test.FilesFolder, kept.Hash[..2], kept.Hash[2..]), [1, 2, 4], Cancel);

        var written = Backup(made, files["one.zip"]);
        // What is counted as written can be read from the copy.
        (written.Files, written.Missing).ShouldBe((1, 2));
        await using (var context = made.Open())
            written.Bytes.ShouldBe(
                await context
                    .StoredFiles.Where(row => row.Name != "нет.pdf" && row.Name != "испорчен.pdf")
                    .SumAsync(row => row.Length, Cancel)
            );
        using var target = TestStore.Empty(database);
        (await new RestoreBackup(target.Store).RunAsync(files["one.zip"], replace: false, Cancel)).ShouldBe(written);
        (await target.Store.Files.ListAsync(Cancel).CountAsync(Cancel)).ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Backup_WithoutFiles_RefersToTheStoreThatHasThem(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        using var files = new BackupFolder();
        var written = new WriteBackup(made.Test.Store, made.Time).Run(files["one.zip"], withFiles: false, Cancel);
        (written.Files, written.Missing).ShouldBe((1, 0));
        Contents(files["one.zip"]).ShouldAllBe(entry => entry.StartsWith("tables/", StringComparison.Ordinal));

        using var target = TestStore.Empty(database);
        var sharing = new Orientir.Data.Store(target.Connection, made.Test.Store.Files);
        (await new RestoreBackup(sharing).RunAsync(files["one.zip"], replace: false, Cancel)).Missing.ShouldBe(0);
        CloseConnections();
        (await new RestoreBackup(target.Store).RunAsync(files["one.zip"], replace: true, Cancel)).Missing.ShouldBe(1);
    }

    [Fact]
    public async Task Backup_OverAFileOpenToOthers_IsForItsOwnerAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes of files.");
            return;
        }
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        using var files = new BackupFolder();
        await File.WriteAllTextAsync(files["one.zip"], "прежняя", Cancel);
        File.SetUnixFileMode(files["one.zip"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Backup(made, files["one.zip"]);
        File.GetUnixFileMode(files["one.zip"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Backup_AfterAKilledOne_SweepsWhatItLeft()
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        using var files = new BackupFolder();
        var (left, held, fresh) = (files[".orientir-999999-1.tmp"], files[".orientir-999999-2.tmp"], files[".orientir-999999-3.tmp"]);
        foreach (var file in (string[])[left, held, fresh])
            await File.WriteAllTextAsync(file, "половина", Cancel);
        foreach (var file in (string[])[left, held])
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));
        await using (new FileStream(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Backup(made, files["one.zip"]);
        (File.Exists(left), File.Exists(held), File.Exists(fresh)).ShouldBe((false, true, true));
    }

    [Fact]
    public async Task Backup_OverTheLimitsOfPlainZip_IsReadBack()
    {
        const string Zeros = "fbb82f7b353676bb562eb82157fcf0ea42c36492ca13ee56dbf82c08b6802c5c";
        const int Small = 70_000;
        await using var file = new SparseStream();
        await using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var large = new SparseStream();
            large.SetLength((1L << 32) + 1);
            (await WriteBackup.WriteFileAsync(zip, Zeros, large, Cancel)).ShouldBeTrue();
            // Beyond 65,535 entries, all of them beyond 4 GiB.
            for (var number = 0; number < Small; number++)
            {
                var bytes = BitConverter.GetBytes(number);
                using var small = new MemoryStream(bytes);
                await WriteBackup.WriteFileAsync(zip, Convert.ToHexStringLower(SHA256.HashData(bytes)), small, Cancel);
            }
            new BackupManifest(1, DateTime.UnixEpoch, [], new(Included: true, Small + 1, 0, [])).Write(zip);
        }
        using var read = new ZipArchive(file, ZipArchiveMode.Read);
        BackupManifest.Verify(read, "big.zip", Cancel).Files!.Count.ShouldBe(Small + 1);
        read.GetEntry(BackupManifest.EntryOf(Zeros))!.Length.ShouldBe((1L << 32) + 1);
    }

    [Fact]
    public async Task Backup_OfNoStore_RefusesAndWritesNothing()
    {
        using var target = TestStore.Empty(Database.Sqlite);
        using var files = new BackupFolder();
        Should
            .Throw<InputException>(() => new WriteBackup(target.Store, TimeProvider.System).Run(files["one.zip"], cancel: Cancel))
            .Message.ShouldContain("ORIENTIR_DATABASE");
        File.Exists(files["one.zip"]).ShouldBeFalse();
        await Task.CompletedTask;
    }
}
