using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Tests.Data.Files;
using Orientir.Data;
using static Orientir.Core.Tests.Data.Backups;

namespace Orientir.Core.Tests.Data;

/// <summary>Files of a copy, in either store of files.</summary>
public class RestoreFilesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Restore_BesideFilesTheCopyTellsNothingOf_CountsThem(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        using var files = new BackupFolder();
        Backup(made, files["one.zip"]);
        // Of later, by the site that goes on.
        await made.Test.Store.Files.PutAsync(new MemoryStream([1, 2, 3]), Cancel);
        using var target = TestStore.Empty(database);
        var sharing = new Orientir.Data.Store(target.Connection, made.Test.Store.Files);
        (await new RestoreBackup(sharing).RunAsync(files["one.zip"], replace: false, Cancel)).Unknown.ShouldBe(1);
        // Neither collects there until somebody says whose it is.
        (await sharing.Files.OwnerAsync(Cancel)).ShouldBe(Orientir.Core.Files.CollectFiles.Nobodys);
        CloseConnections();
        (await new RestoreBackup(target.Store).RunAsync(files["one.zip"], replace: true, Cancel)).Unknown.ShouldBe(0);
    }

    [Theory]
    [InlineData(Database.Sqlite, FileStoreKind.S3, FileStoreKind.Folder)]
    [InlineData(Database.Postgres, FileStoreKind.Folder, FileStoreKind.S3)]
    public async Task Restore_OnTheOtherStoreOfFiles_CarriesThem(Database database, FileStoreKind from, FileStoreKind into)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        using var server = await S3Server.StartAsync();
        using var files = new BackupFolder();
        var (source, target) = (Store(made.Test.Connection, from, made.Test), TestStore.Empty(database));
        using var _ = target;
        var hash = await made.Test.Store.Files.ListAsync(Cancel).SingleAsync(Cancel);
        await source.Files.PutAsync((await made.Test.Store.Files.OpenAsync(hash, Cancel))!, Cancel);
        var written = new WriteBackup(source, made.Time).Run(files["one.zip"], cancel: Cancel);

        var restored = Store(target.Connection, into, target);
        (await new RestoreBackup(restored).RunAsync(files["one.zip"], replace: false, Cancel)).ShouldBe(written);
        (await MoveFilesOutTests.BytesAsync(restored.Files, hash)).ShouldBe([0, 1, 254, 255]);

        Orientir.Data.Store Store(string connection, FileStoreKind kind, TestStore test) =>
            new(connection, kind == FileStoreKind.S3 ? server.Files() : test.Store.Files);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Restore_OfABackupWithBytesInItsRows_PutsThemIntoTheStoreOfFiles(Database database)
    {
        using var files = new BackupFolder();
        using (var zip = ZipFile.Open(files["old.zip"], ZipArchiveMode.Create))
        {
            // As the program wrote it while bytes stood in rows: schema 1, base64.
            var tables = new[]
            {
                (
                    Name: "regions",
                    Columns: """[{"name":"Id","kind":"int","key":true},{"name":"Code","kind":"text"},{"name":"TimeZone","kind":"text"},{"name":"Title","kind":"text"}]""",
                    Line: """[1,"r","Europe/Moscow","Регион"]"""
                ),
                (
                    Name: "stored_files",
                    Columns: """[{"name":"Id","kind":"int","key":true},{"name":"Content","kind":"bytes"},{"name":"Hash","kind":"text"},{"name":"Length","kind":"long"},{"name":"Name","kind":"text"},{"name":"RegionId","kind":"int"}]""",
                    Line: $"""[5,"{Convert.ToBase64String("%PDF"u8)}","{HashOf("%PDF\n")}",4,"приказ.pdf",1]"""
                ),
            };
            foreach (var table in tables)
                Write(zip, $"tables/{table.Name}.jsonl", table.Line + "\n");
            Write(
                zip,
                "manifest.json",
                $$"""
                {"format":"orientir-backup/1","schema":1,"at":"2026-11-22T06:00:00Z","tables":[{{string.Join(
                    ',',
                    tables.Select(table =>
                        $$"""{"name":"{{table.Name}}","rows":1,"sha256":"{{HashOf(table.Line + "\n")}}","lastId":5,"columns":{{table.Columns}}}"""
                    )
                )}}]}
                """
            );
        }
        using var target = TestStore.Empty(database);
        var restored = await new RestoreBackup(target.Store).RunAsync(files["old.zip"], replace: false, Cancel);
        (restored.Files, restored.Missing).ShouldBe((1, 0));
        await using var context = target.Store.Open();
        context.AllRegions = true;
        var row = await context.StoredFiles.SingleAsync(Cancel);
        (row.Id, row.Hash, row.Name).ShouldBe((5, HashOf("%PDF"), "приказ.pdf"));
        (await MoveFilesOutTests.BytesAsync(target.Store.Files, row.Hash)).ShouldBe("%PDF"u8.ToArray());

        static void Write(ZipArchive zip, string name, string text)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(text);
        }
        static string HashOf(string text) =>
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
