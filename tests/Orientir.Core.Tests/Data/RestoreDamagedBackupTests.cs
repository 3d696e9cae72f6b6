using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Orientir.Data;
using static Orientir.Core.Tests.Data.Backups;

namespace Orientir.Core.Tests.Data;

/// <summary>Copies that are damaged, cut short or made by hand.</summary>
public class RestoreDamagedBackupTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Restore_OfDamagedBackup_ChangesNothing(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        using var files = new BackupFolder();
        Backup(made, files["one.zip"]);
        using (var zip = ZipFile.Open(files["one.zip"], ZipArchiveMode.Update))
        {
            var entry = zip.GetEntry("tables/answers.jsonl")!;
            string text;
            using (var reader = new StreamReader(entry.Open()))
                text = await reader.ReadToEndAsync(Cancel);
            entry.Delete();
            await using var writer = new StreamWriter(zip.CreateEntry("tables/answers.jsonl").Open());
            await writer.WriteAsync(text.Replace("вторая", "третья", StringComparison.Ordinal));
        }
        await File.WriteAllTextAsync(files["none.zip"], "нет", Cancel);
        var whole = await File.ReadAllBytesAsync(files["one.zip"], Cancel);
        await File.WriteAllBytesAsync(files["cut.zip"], whole[..(whole.Length / 2)], Cancel);
        await File.WriteAllBytesAsync(files["empty.zip"], [], Cancel);

        foreach (
            var (name, said) in new[]
            {
                ("one.zip", "контрольной суммой"),
                ("none.zip", "не резервная копия"),
                ("cut.zip", "обрывается"),
                ("empty.zip", "обрывается"),
                ("absent.zip", "не открывается"),
            }
        )
            await RefusedAsync(made, files[name], said);
        await using var context = made.Open();
        (await context.Answers.SingleAsync(Cancel)).Comment.ShouldBe("строка\n\"вторая\"");
    }

    [Theory]
    [InlineData(Database.Sqlite, "нет значения")]
    [InlineData(Database.Sqlite, "ключ дважды")]
    [InlineData(Database.Sqlite, "ни на что не указывает")]
    [InlineData(Database.Sqlite, "столбца нет")]
    [InlineData(Database.Sqlite, "таблицы нет")]
    [InlineData(Database.Postgres, "нет значения")]
    [InlineData(Database.Postgres, "ключ дважды")]
    [InlineData(Database.Postgres, "ни на что не указывает")]
    [InlineData(Database.Postgres, "столбца нет")]
    [InlineData(Database.Postgres, "таблицы нет")]
    public async Task Restore_OfAnInconsistentBackupMadeByHand_IsRefusedInWords(Database database, string kind)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        using var files = new BackupFolder();
        Backup(made, files["one.zip"]);
        var name = kind == "таблицы нет" ? "areas" : "regions";
        string rows;
        await using (var zip = await ZipFile.OpenAsync(files["one.zip"], ZipArchiveMode.Update, Cancel))
        {
            using (var reader = new StreamReader(await zip.GetEntry("tables/regions.jsonl")!.OpenAsync(Cancel)))
                rows = await reader.ReadToEndAsync(Cancel);
            rows = kind switch
            {
                "нет значения" => rows.Replace("\"Europe/Moscow\"", "null", StringComparison.Ordinal),
                "ключ дважды" => rows + rows.Split('\n')[0] + "\n",
                "ни на что не указывает" => "",
                _ => rows,
            };
            zip.GetEntry("tables/regions.jsonl")!.Delete();
            await using var writer = new StreamWriter(await zip.CreateEntry($"tables/{name}.jsonl").OpenAsync(Cancel));
            await writer.WriteAsync(rows);
        }
        await ChangeManifestAsync(
            files["one.zip"],
            manifest =>
            {
                var table = manifest["tables"]!.AsArray().Single(table => (string)table!["name"]! == "regions")!;
                (table["name"], table["rows"], table["sha256"]) = (name, rows.Count(letter => letter == '\n'), HashOf(rows));
                if (kind == "столбца нет")
                    table["columns"]!.AsArray().Single(column => (string)column!["name"]! == "TimeZone")!["name"] = "Zone";
            }
        );
        await RefusedAsync(made, files["one.zip"], "повреждена");
        await using var context = made.Open();
        (await context.Answers.CountAsync(Cancel)).ShouldBe(1);

        static string HashOf(string text) =>
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The list of contents proves everything else; where it is not what was written nothing is restored by it.</summary>
    [Theory]
    [InlineData("бит", "не сходится со своей контрольной суммой")]
    [InlineData("нет таблиц", "нет таблицы")]
    [InlineData("нет журнала", "нет таблицы audit_entries")]
    [InlineData("номер меньше нуля", "недопустимый номер")]
    [InlineData("имя файла", "архив не читается")]
    public async Task Restore_OfAChangedListOfContents_IsRefused(string kind, string said)
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        using var files = new BackupFolder();
        Backup(made, files["one.zip"]);
        await ChangeManifestAsync(
            files["one.zip"],
            manifest =>
            {
                var tables = manifest["tables"]!.AsArray();
                if (kind == "нет таблиц")
                    tables.Clear();
                if (kind == "нет журнала")
                    tables.Remove(tables.Single(table => (string)table!["name"]! == "audit_entries"));
                if (kind == "номер меньше нуля")
                    tables[0]!["lastId"] = -1;
            }
        );
        if (kind == "имя файла")
            await using (var zip = await ZipFile.OpenAsync(files["one.zip"], ZipArchiveMode.Update, Cancel))
                zip.CreateEntry("files/xx");
        if (kind == "бит")
        {
            // Stored as it is, so that a digit can be turned into another beside a sum that stays.
            var bytes = await File.ReadAllBytesAsync(files["one.zip"], Cancel);
            bytes[bytes.AsSpan().IndexOf("\"lastId\":1"u8) + 9] ^= 1;
            await File.WriteAllBytesAsync(files["one.zip"], bytes, Cancel);
        }
        foreach (var database in (Database[])[Database.Sqlite, Database.Postgres])
        {
            using var target = TestStore.Empty(database);
            (
                await Should.ThrowAsync<InputException>(() => new RestoreBackup(target.Store).RunAsync(files["one.zip"], false, Cancel))
            ).Message.ShouldContain(said);
        }
    }

    [Fact]
    public async Task Restore_OfAPipe_IsRefusedAtOnce()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Pipes have names on Linux.");
            return;
        }
        using var files = new BackupFolder();
        using (var made = System.Diagnostics.Process.Start("mkfifo", files["pipe"]))
            await made.WaitForExitAsync(Cancel);
        using var target = TestStore.Empty(Database.Sqlite);
        var refused = Should.ThrowAsync<InputException>(() =>
            Task.Run(() => new RestoreBackup(target.Store).RunAsync(files["pipe"], replace: false, Cancel), Cancel)
        );
        (await refused.WaitAsync(TimeSpan.FromMinutes(1), Cancel)).Message.ShouldContain("канал");
    }
}
