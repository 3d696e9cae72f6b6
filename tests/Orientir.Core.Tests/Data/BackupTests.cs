using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
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

        foreach (
            var (name, said) in new[]
            {
                ("one.zip", "контрольной суммой"),
                ("none.zip", "не резервная копия"),
                ("absent.zip", "не открывается"),
            }
        )
            await RefusedAsync(made, files[name], said);
        await using var context = made.Open();
        (await context.Answers.SingleAsync(Cancel)).Comment.ShouldBe("строка\n\"вторая\"");
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

    [Fact]
    public async Task Backup_OfNoStore_RefusesAndWritesNothing()
    {
        using var target = TestStore.Empty(Database.Sqlite);
        using var files = new Folder();
        Should
            .Throw<InputException>(() => new WriteBackup(target.Store, TimeProvider.System).Run(files["one.zip"], Cancel))
            .Message.ShouldContain("ORIENTIR_DATABASE");
        File.Exists(files["one.zip"]).ShouldBeFalse();
        await Task.CompletedTask;
    }

    private static (int Tables, long Rows) Backup(ReviewedCampaign made, string file) =>
        new WriteBackup(made.Test.Store, made.Time).Run(file, Cancel);

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
        new WriteBackup(store, TimeProvider.System).Run(file, Cancel);
        return Contents(file);
    }

    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("orientir-backup-");

        public string this[string name] => Path.Combine(folder.FullName, name);

        public void Dispose() => folder.Delete(recursive: true);
    }
}
