using Microsoft.EntityFrameworkCore;
using Orientir.Data;
using static Orientir.Core.Tests.Data.Backups;

namespace Orientir.Core.Tests.Data;

/// <summary>What a restoration gives back, and over what.</summary>
public class RestoreBackupTests
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
        using var files = new BackupFolder();
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
        using var files = new BackupFolder();
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
        using var files = new BackupFolder();
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
        using var files = new BackupFolder();
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
    public async Task Restore_WithALastNumberBelowItsRows_GivesNoNumberTwice(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        using var files = new BackupFolder();
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

    [Theory]
    [InlineData("ALTER DATABASE {0} SET default_transaction_read_only = on", "только читает")]
    [InlineData("REVOKE CREATE ON SCHEMA public FROM PUBLIC, pg_database_owner", "нет нужного права")]
    [InlineData("REVOKE ALL ON SCHEMA public FROM PUBLIC, pg_database_owner", "нет нужного права")]
    public async Task Restore_WhereTheServerRefuses_TellsThatAndNotOfADamagedCopy(string hindrance, string said)
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Postgres);
        using var files = new BackupFolder();
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
        using var files = new BackupFolder();
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
    [InlineData("head zeroed")]
    [InlineData("cut to a third")]
    [InlineData("bits flipped")]
    [InlineData("garbage")]
    [InlineData("removed beside its log")]
    public async Task Restore_OverADamagedDatabase_PutsItAsideAndRestores(string damage)
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        using var files = new BackupFolder();
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
        using var files = new BackupFolder();
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
}
