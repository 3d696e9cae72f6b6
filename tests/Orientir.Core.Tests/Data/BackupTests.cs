using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Files;
using Orientir.Core.Tests.Data.Files;
using Orientir.Data;

namespace Orientir.Core.Tests.Data;

public class BackupTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite, Database.Sqlite)]
    [InlineData(Database.Sqlite, Database.Postgres)]
    [InlineData(Database.Postgres, Database.Sqlite)]
    [InlineData(Database.Postgres, Database.Postgres)]
    public async Task Restore_OnEitherDatabase_GivesBackEveryRow(Database from, Database into)
    {
        using var made = await ReviewedCampaign.MadeAsync(from);
        await made.MarkAsync(made.Operator, 0, "1.1", "2");
        var removed = await made.MarkAsync(made.Operator, 0, "1.2", "1");
        await using (var context = made.Open())
            await context.Marks.Where(mark => mark.Uid == "1.2").ExecuteDeleteAsync(Cancel);
        using var files = new Folder();
        var written = Backup(made, files["one.zip"]);
        written.Rows.ShouldBeGreaterThan(20);

        using var target = TestStore.Empty(into);
        (await new RestoreBackup(target.Store).RunAsync(files["one.zip"], replace: false, Cancel)).ShouldBe(written);

        Contents(files["one.zip"]).ShouldBe(ContentsOf(target.Store, files["two.zip"]));
        (written.Files, written.Bytes, written.Missing).ShouldBe((1, 4, 0));
        var hash = await made.Test.Store.Files.ListAsync(Cancel).SingleAsync(Cancel);
        (await MoveFilesOutTests.BytesAsync(target.Store.Files, hash)).ShouldBe([0, 1, 254, 255]);
        removed.Version.ShouldBe(1);
        await using var after = target.Store.Open();
        after.RegionId = made.Region;
        (await after.Marks.SingleAsync(Cancel)).Value.ShouldBe("2");
        // The key of the deleted mark does not come back: the audit names it.
        var first = await after.Marks.Select(mark => mark.Id).SingleAsync(Cancel);
        after.Marks.Add(
            new Core.Reviews.Mark
            {
                RegionId = made.Region,
                CampaignSubjectId = made.Subjects[1],
                Uid = "1.1",
                Expert = "",
            }
        );
        await after.SaveChangesAsync(Cancel);
        (await after.Marks.MaxAsync(mark => mark.Id, Cancel)).ShouldBe(first + 2);
        // The schema is whole: audit stays append-only, foreign keys hold.
        await Should.ThrowAsync<Exception>(() => after.AuditEntries.ExecuteDeleteAsync(Cancel));
        await Should.ThrowAsync<Exception>(() => after.Regions.Where(region => region.Id == made.Region).ExecuteDeleteAsync(Cancel));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Restore_OfACopyWithSessions_SignsNobodyIn(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await using (var context = made.Open())
        {
            context.Sessions.Add(Core.Accounts.Session.Of(made.Operator.UserId, made.Time.Now));
            await context.SaveChangesAsync(Cancel);
        }
        using var files = new Folder();
        Backup(made, files["one.zip"]);
        CloseConnections();

        await new RestoreBackup(made.Test.Store).RunAsync(files["one.zip"], replace: true, Cancel);

        await using var after = made.Open();
        (await after.Sessions.CountAsync(Cancel)).ShouldBe(0);
        (await after.Users.AnyAsync(user => user.Id == made.Operator.UserId, Cancel)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Restore_OverData_ReplacesOnlyWhenTold(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        using var files = new Folder();
        Backup(made, files["one.zip"]);
        await made.MarkAsync(made.Operator, 0, "1.1", "2");

        await RefusedAsync(made, files["one.zip"], "--replace", replace: false);
        await using (var context = made.Open())
            (await context.Marks.CountAsync(Cancel)).ShouldBe(1);
        CloseConnections();

        await new RestoreBackup(made.Test.Store).RunAsync(files["one.zip"], replace: true, Cancel);
        await using (var context = made.Open())
            (await context.Marks.CountAsync(Cancel)).ShouldBe(0);
        await new Migrate(made.Test.Store).RunAsync(Cancel);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Restore_WhileASiteRuns_IsRefused(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        using var files = new Folder();
        CloseConnections();
        await using (await RunningSite.HoldAsync(made.Test.Store, Cancel))
        await using (await RunningSite.HoldAsync(made.Test.Store, Cancel))
        {
            Backup(made, files["one.zip"]);
            await RefusedAsync(made, files["one.zip"], "остановите сайт");
        }
        await new RestoreBackup(made.Test.Store).RunAsync(files["one.zip"], replace: true, Cancel);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Restore_OfDamagedBackup_ChangesNothing(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        using var files = new Folder();
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
        using var files = new Folder();
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
        using var files = new Folder();
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

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Restore_WithALastNumberBelowItsRows_GivesNoNumberTwice(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        using var files = new Folder();
        await using (var before = made.Open())
        {
            for (var entry = 0; entry < 3; entry++)
                new Orientir.Core.Audit.AuditTrail(before, made.Time).Add(made.Operator, "test", "test", entry);
            await before.SaveChangesAsync(Cancel);
        }
        Backup(made, files["one.zip"]);
        await ChangeManifestAsync(
            files["one.zip"],
            manifest =>
            {
                foreach (var table in manifest["tables"]!.AsArray().Where(table => (long)table!["lastId"]! > 1))
                    table!["lastId"] = 1;
            }
        );
        using var target = TestStore.Empty(database);
        await new RestoreBackup(target.Store).RunAsync(files["one.zip"], replace: false, Cancel);
        await using var context = target.Store.Open();
        context.AllRegions = true;
        var most = await context.AuditEntries.MaxAsync(row => row.Id, Cancel);
        most.ShouldBeGreaterThan(1);
        new Orientir.Core.Audit.AuditTrail(context, made.Time).Add(made.Operator, "test", "test", 0);
        await context.SaveChangesAsync(Cancel);
        (await context.AuditEntries.MaxAsync(row => row.Id, Cancel)).ShouldBeGreaterThan(most);
    }

    private static async Task ChangeManifestAsync(string file, Action<System.Text.Json.Nodes.JsonNode> change)
    {
        await using var zip = await ZipFile.OpenAsync(file, ZipArchiveMode.Update, Cancel);
        System.Text.Json.Nodes.JsonNode manifest;
        await using (var read = await zip.GetEntry("manifest.json")!.OpenAsync(Cancel))
            manifest = (await System.Text.Json.Nodes.JsonNode.ParseAsync(read, cancellationToken: Cancel))!;
        change(manifest);
        zip.GetEntry("manifest.json")!.Delete();
        await using var written = await zip.CreateEntry("manifest.json", CompressionLevel.NoCompression).OpenAsync(Cancel);
        await written.WriteAsync(System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString()), Cancel);
    }

    [Fact]
    public async Task Backup_OverOneThatHoldsMoreFiles_LeavesItAlone()
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        using var files = new Folder();
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
    public async Task Hold_AfterAKilledRestoration_SweepsWhatItLeft()
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        CloseConnections();
        string[] left = [.. new[] { "", "-wal", "-shm", ".migrating" }.Select(ending => made.Test.Store.File + ".restoring" + ending)];
        foreach (var file in left)
            await File.WriteAllTextAsync(file, "половина", Cancel);
        await using var held = await RunningSite.HoldAsync(made.Test.Store, Cancel);
        left.ShouldAllBe(file => !File.Exists(file));
    }

    [Fact]
    public async Task Hold_WhereWhatAKilledRestorationLeftStays_NamesItAndHoldsNothing()
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        CloseConnections();
        Directory.CreateDirectory(made.Test.Store.File + ".restoring-wal");
        (await Should.ThrowAsync<InputException>(() => RunningSite.HoldAsync(made.Test.Store, Cancel))).Message.ShouldContain(
            "прерванного восстановления"
        );
        await using var alone = RunningSite.TakeFile(made.Test.Store);
    }

    [Fact]
    public async Task Restore_OfAPipe_IsRefusedAtOnce()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Pipes have names on Linux.");
            return;
        }
        using var files = new Folder();
        using (var made = System.Diagnostics.Process.Start("mkfifo", files["pipe"]))
            await made.WaitForExitAsync(Cancel);
        using var target = TestStore.Empty(Database.Sqlite);
        var refused = Should.ThrowAsync<InputException>(() =>
            Task.Run(() => new RestoreBackup(target.Store).RunAsync(files["pipe"], replace: false, Cancel), Cancel)
        );
        (await refused.WaitAsync(TimeSpan.FromMinutes(1), Cancel)).Message.ShouldContain("канал");
    }

    [Fact]
    public async Task Backup_BelowAFolderThatIsNotThere_MakesNoneButTheLast()
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        using var files = new Folder();
        var refusal = Should.Throw<InputException>(() => Backup(made, files["mount/copies/one.zip"]));
        refusal.Message.ShouldContain(files["mount"]);
        refusal.Message.ShouldContain("подключён ли диск");
        Directory.Exists(files["mount"]).ShouldBeFalse();
        Backup(made, files["copies/one.zip"]).Missing.ShouldBe(0);
    }

    [Theory]
    [InlineData("ALTER DATABASE {0} SET default_transaction_read_only = on", "только читает")]
    [InlineData("REVOKE CREATE ON SCHEMA public FROM PUBLIC, pg_database_owner", "нет нужного права")]
    [InlineData("REVOKE ALL ON SCHEMA public FROM PUBLIC, pg_database_owner", "нет нужного права")]
    public async Task Restore_WhereTheServerRefuses_TellsThatAndNotOfADamagedCopy(string hindrance, string said)
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Postgres);
        using var files = new Folder();
        Backup(made, files["one.zip"]);
        using var target = TestStore.Empty(Database.Postgres);
        await using (var context = target.Store.Open())
        {
            await context.Database.OpenConnectionAsync(Cancel);
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = hindrance.Replace("{0}", context.Database.GetDbConnection().Database, StringComparison.Ordinal);
            await command.ExecuteNonQueryAsync(Cancel);
        }
        Npgsql.NpgsqlConnection.ClearAllPools();

        var refusal = await Should.ThrowAsync<InputException>(() =>
            new RestoreBackup(target.Store).RunAsync(files["one.zip"], replace: false, Cancel)
        );
        refusal.Message.ShouldContain(said);
        refusal.Message.ShouldNotContain("повреждена");
    }

    [Fact]
    public async Task Restore_WhereTheFolderRefuses_TellsThatAndNotOfADamagedCopy()
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        using var files = new Folder();
        Backup(made, files["one.zip"]);
        using var target = TestStore.Empty(Database.Sqlite);
        // What a killed restoration left can't be removed.
        Directory.CreateDirectory(target.Store.File + ".restoring-wal");

        var refusal = await Should.ThrowAsync<InputException>(() =>
            new RestoreBackup(target.Store).RunAsync(files["one.zip"], replace: false, Cancel)
        );
        refusal.Message.ShouldContain("нет права писать");
        refusal.Message.ShouldNotContain("повреждена");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Backup_OverAFileOfTheStoreItself_IsRefused(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        using var files = new Folder();
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
        using var files = new Folder();
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
        using var files = new Folder();
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
        using var files = new Folder();
        var written = new WriteBackup(made.Test.Store, made.Time).Run(files["one.zip"], withFiles: false, Cancel);
        (written.Files, written.Missing).ShouldBe((1, 0));
        Contents(files["one.zip"]).ShouldAllBe(entry => entry.StartsWith("tables/", StringComparison.Ordinal));

        using var target = TestStore.Empty(database);
        var sharing = new Orientir.Data.Store(target.Connection, made.Test.Store.Files);
        (await new RestoreBackup(sharing).RunAsync(files["one.zip"], replace: false, Cancel)).Missing.ShouldBe(0);
        CloseConnections();
        (await new RestoreBackup(target.Store).RunAsync(files["one.zip"], replace: true, Cancel)).Missing.ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Restore_BesideFilesTheCopyTellsNothingOf_CountsThem(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        using var files = new Folder();
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
        using var files = new Folder();
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
        using var files = new Folder();
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

    [Theory]
    [InlineData("head zeroed")]
    [InlineData("cut to a third")]
    [InlineData("bits flipped")]
    [InlineData("garbage")]
    [InlineData("removed beside its log")]
    public async Task Restore_OverADamagedDatabase_PutsItAsideAndRestores(string damage)
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        using var files = new Folder();
        Backup(made, files["one.zip"]);
        CloseConnections();
        var file = made.Test.Store.File!;
        var bytes = await File.ReadAllBytesAsync(file, Cancel);
        var random = new Random(7);
        switch (damage)
        {
            case "head zeroed":
                bytes.AsSpan(0, 4096).Clear();
                break;
            case "cut to a third":
                bytes = bytes[..(bytes.Length / 3)];
                break;
            case "bits flipped":
                for (var bit = 0; bit < 2000; bit++)
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                break;
            default:
                random.NextBytes(bytes);
                break;
        }
        if (damage == "removed beside its log")
        {
            File.Delete(file);
            await File.WriteAllTextAsync(file + "-wal", "осталось", Cancel);
        }
        else
            await File.WriteAllBytesAsync(file, bytes, Cancel);

        var restored = await new RestoreBackup(made.Test.Store).RunAsync(files["one.zip"], replace: true, Cancel);

        restored.SetAside.ShouldBe(file + ".damaged");
        if (damage == "removed beside its log")
            (await File.ReadAllTextAsync(file + ".damaged-wal", Cancel)).ShouldBe("осталось");
        else
            (await File.ReadAllBytesAsync(file + ".damaged", Cancel)).ShouldBe(bytes);
        await using (var context = made.Open())
            (await context.Answers.SingleAsync(Cancel)).Comment.ShouldBe("строка\n\"вторая\"");
        // A whole one is replaced without keeping it, and what was put aside before stays.
        CloseConnections();
        (await new RestoreBackup(made.Test.Store).RunAsync(files["one.zip"], replace: true, Cancel)).SetAside.ShouldBeNull();
        await File.WriteAllTextAsync(file, "не база", Cancel);
        CloseConnections();
        (await new RestoreBackup(made.Test.Store).RunAsync(files["one.zip"], replace: true, Cancel)).SetAside.ShouldBe(file + ".damaged-2");
    }

    [Fact]
    public async Task Restore_InTheDatabaseOfANewerProgram_LeavesNothingOfThatProgramBehind()
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Postgres);
        using var files = new Folder();
        Backup(made, files["one.zip"]);
        await RunAsync("INSERT INTO schema_versions (number, name) VALUES (9999, '9999-later'); CREATE TABLE later (\"Id\" integer)");

        await RefusedAsync(made, files["one.zip"], "DROP OWNED BY CURRENT_USER", replace: true);
        await RunAsync("DROP OWNED BY CURRENT_USER");
        await new RestoreBackup(made.Test.Store).RunAsync(files["one.zip"], replace: false, Cancel);
        await new Migrate(made.Test.Store).RunAsync(Cancel);

        async Task RunAsync(string sql)
        {
            await using (var context = made.Test.Store.Open())
            {
                await context.Database.OpenConnectionAsync(Cancel);
                await using var command = context.Database.GetDbConnection().CreateCommand();
                command.CommandText = sql;
                await command.ExecuteNonQueryAsync(Cancel);
            }
            CloseConnections();
        }
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
        using var files = new Folder();
        await File.WriteAllTextAsync(files["one.zip"], "прежняя", Cancel);
        File.SetUnixFileMode(files["one.zip"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Backup(made, files["one.zip"]);
        File.GetUnixFileMode(files["one.zip"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Backup_AfterAKilledOne_SweepsWhatItLeft()
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        using var files = new Folder();
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
        using var files = new Folder();
        Should
            .Throw<InputException>(() => new WriteBackup(target.Store, TimeProvider.System).Run(files["one.zip"], cancel: Cancel))
            .Message.ShouldContain("ORIENTIR_DATABASE");
        File.Exists(files["one.zip"]).ShouldBeFalse();
        await Task.CompletedTask;
    }

    private static BackupCounts Backup(ReviewedCampaign made, string file) =>
        new WriteBackup(made.Test.Store, made.Time).Run(file, cancel: Cancel);

    private static async Task RefusedAsync(ReviewedCampaign made, string file, string said, bool replace = true)
    {
        CloseConnections();
        (
            await Should.ThrowAsync<InputException>(() => new RestoreBackup(made.Test.Store).RunAsync(file, replace, Cancel))
        ).Message.ShouldContain(said);
    }

    private static void CloseConnections()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    private static string[] Lines(string file, string table)
    {
        using var zip = ZipFile.OpenRead(file);
        using var reader = new StreamReader(zip.GetEntry($"tables/{table}.jsonl")!.Open());
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static List<string> Contents(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        return
        [
            .. zip
                .Entries.Where(entry => entry.FullName != "manifest.json")
                .OrderBy(entry => entry.FullName, StringComparer.Ordinal)
                .Select(entry =>
                {
                    using var reader = new StreamReader(entry.Open());
                    return $"{entry.FullName}\n{reader.ReadToEnd()}";
                }),
        ];
    }

    private static List<string> ContentsOf(Orientir.Data.Store store, string file)
    {
        new WriteBackup(store, TimeProvider.System).Run(file, cancel: Cancel);
        return Contents(file);
    }

    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("orientir-backup-");

        public string this[string name] => Path.Combine(folder.FullName, name);

        public void Dispose() => folder.Delete(recursive: true);
    }
}
