using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Orientir.Core.Results;
using Orientir.Data;
using Database = Orientir.TestSupport.Database;

namespace Orientir.Core.Tests.Data;

/// <summary>What a region filled by commit 198a866 has is brought to the newest schema, and nothing of it is lost or changed.</summary>
public class UpgradeTests
{
    /// <summary>Tables of then that are no more, with the test that shows where their rows went.</summary>
    private static readonly Dictionary<string, string> Moved = new(StringComparer.Ordinal);

    /// <summary>Columns whose values a migration has written anew, with what it did.</summary>
    private static readonly Dictionary<(string Table, string Column), string> Rewritten = new()
    {
        [("campaign_decisions", "To")] = "0007: stages stand ten apart",
        [("campaign_stages", "Stage")] = "0007: stages stand ten apart",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Upgrade_OfAnOldStore_GivesTheSchemaOfAFreshOne(Database database)
    {
        using var old = await UpgradedAsync(database);
        using var fresh = await TestStore.MigratedAsync(database);
        (await StoreSchema.OfAsync(old.Store, Cancel)).ShouldBe(await StoreSchema.OfAsync(fresh.Store, Cancel));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Upgrade_OfAnOldStore_LosesNoRowAndChangesNone(Database database)
    {
        using var old = OldStore.Make(database);
        var tables = Tables();
        var columns = await ColumnsOfUpgradedAsync(database);
        var kept = tables
            .Where(table => columns.ContainsKey(table.Name))
            .Select(table =>
                table with
                {
                    Columns =
                    [
                        .. table.Columns.Where(column =>
                            columns[table.Name].Contains(column.Name) && !Rewritten.ContainsKey((table.Name, column.Name))
                        ),
                    ],
                }
            )
            .ToList();
        tables.Select(table => table.Name).Except(kept.Select(table => table.Name)).ShouldBe(Moved.Keys, ignoreOrder: true);

        var before = await RowsAsync(old.Store, kept);
        await new Migrate(old.Store).RunAsync(Cancel);
        var after = await RowsAsync(old.Store, kept);

        before.Values.Sum(rows => rows.Length).ShouldBeGreaterThan(8000);
        // Rows may come: a package becomes a stored file. None of then may go or be another.
        foreach (var (table, rows) in before)
            rows.Except(after[table], StringComparer.Ordinal).ShouldBeEmpty(table);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Upgrade_OfAnOldStore_KeepsResultsAsTheyWereShown(Database database)
    {
        using var old = await UpgradedAsync(database);
        await ShouldShowResultsOfThenAsync(old.Store);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Upgrade_OfAnOldStore_KeepsOutputsToTheByte(Database database)
    {
        using var old = await UpgradedAsync(database);
        await using var context = old.Store.Open();
        context.AllRegions = true;
        var hashes = (await context.ResultRuns.AsNoTracking().ToListAsync(Cancel)).ToDictionary(
            run => run.Id,
            run => Convert.ToHexStringLower(SHA256.HashData(RunOutputs.Unpack(run.Outputs)))
        );
        hashes.ShouldBe(OldStore.Outputs(), ignoreOrder: true);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Restore_OfAnOldBackup_UpgradesIt(Database database)
    {
        var file = Path.GetTempFileName();
        try
        {
            await using (var written = File.Create(file))
            await using (var backup = OldStore.Backup())
                await backup.CopyToAsync(written, Cancel);
            using var target = TestStore.Empty(database);
            await new RestoreBackup(target.Store).RunAsync(file, replace: false, Cancel);

            using var fresh = await TestStore.MigratedAsync(database);
            (await StoreSchema.OfAsync(target.Store, Cancel)).ShouldBe(await StoreSchema.OfAsync(fresh.Store, Cancel));
            (await StoreSchema.GuardsOfAsync(target.Store, Cancel)).ShouldBe(await StoreSchema.GuardsOfAsync(fresh.Store, Cancel));
            await ShouldShowResultsOfThenAsync(target.Store);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Upgrade_OfAnOldStoreWithDamagedRuns_KeepsThemWithoutResultsAndTheRestAsItWas(Database database)
    {
        using var old = OldStore.Make(database);
        var damaged = OldStore.Outputs().Keys.Order().Take(2).ToList();
        await using (var context = old.Store.Open())
        {
            context.AllRegions = true;
            // Bytes that are none, and a file of marks of which one figure is another.
            await context.Database.ExecuteSqlAsync(
                $"""UPDATE result_runs SET "Marks" = {new byte[] { 31, 139, 1, 2 }} WHERE "Id" = {damaged[0]}""",
                Cancel
            );
            var marks = RunMarks.Unpack(
                await context.ResultRuns.Where(row => row.Id == damaged[1]).Select(row => row.Marks).SingleAsync(Cancel)
            );
            var text = Encoding.UTF8.GetString(marks);
            var at = text.LastIndexOf(",1,", StringComparison.Ordinal);
            var other = RunMarks.Pack(Encoding.UTF8.GetBytes($"{text[..at]},0,{text[(at + 3)..]}"));
            await context.Database.ExecuteSqlAsync($"""UPDATE result_runs SET "Marks" = {other} WHERE "Id" = {damaged[1]}""", Cancel);
        }
        await new Migrate(old.Store).RunAsync(Cancel);

        await ShouldShowResultsOfThenAsync(old.Store, damaged);
        await using var after = old.Store.Open();
        after.AllRegions = true;
        foreach (var run in damaged)
            (
                await Should.ThrowAsync<DamagedRunException>(() =>
                    new LoadRun(after, TimeProvider.System).ReadAsync(after.ResultRuns, run, Cancel)
                )
            ).Message.ShouldStartWith($"Итоги расчёта №\u00A0{run} прочесть нельзя");
    }

    [Fact]
    public async Task Upgrade_OfAnOldStoreWithALooseRow_NamesItAndChangesNothing()
    {
        using var old = OldStore.Make(Database.Sqlite);
        int row;
        await using (var context = old.Store.Open())
        {
            context.AllRegions = true;
            row = await context.Database.SqlQueryRaw<int>("SELECT min(Id) AS Value FROM marks").SingleAsync(Cancel);
            await context.Database.OpenConnectionAsync(Cancel);
            await context.Database.ExecuteSqlRawAsync(
                "PRAGMA foreign_keys = OFF; UPDATE marks SET CampaignSubjectId = 987654 WHERE Id = {0}; PRAGMA foreign_keys = ON",
                [row],
                Cancel
            );
        }
        var refusal = await Should.ThrowAsync<InputException>(() => new Migrate(old.Store).RunAsync(Cancel));
        refusal.Message.ShouldContain($"строка № {row} таблицы marks ссылается на строку таблицы campaign_subjects, которой нет");
        (await new Migrate(old.Store).AppliedAsync(Cancel)).ShouldBe(1);
    }

    private static async Task ShouldShowResultsOfThenAsync(Orientir.Data.Store store, IReadOnlyCollection<int>? damaged = null)
    {
        await using var all = store.Open();
        all.AllRegions = true;
        var runs = await all.ResultRuns.AsNoTracking().Select(run => new { run.Id, run.RegionId }).ToListAsync(Cancel);
        runs.Count.ShouldBe(9);
        foreach (var run in runs.Where(run => damaged?.Contains(run.Id) != true))
        {
            await using var context = store.Open();
            context.RegionId = run.RegionId;
            var loaded = (await new LoadRun(context, TimeProvider.System).ReadAsync(context.ResultRuns, run.Id, Cancel))!;
            loaded.Run.ProgramVersion.ShouldBe("0.1.0");
            using var json = new MemoryStream();
            ResultsJson.Write(json, loaded.Scored);
            using var shown = JsonDocument.Parse(OldStore.Shown($"{run.Id}.json"));
            using var read = JsonDocument.Parse(json.ToArray());
            JsonHolds.Check(read.RootElement, shown.RootElement, tolerance: 0);
            BoundsOf(loaded.Scored).ShouldBe(OldStore.Shown($"{run.Id}.bounds.csv"));
        }
    }

    private static string BoundsOf(ScoredMarks scored)
    {
        var text = new StringBuilder("subject,low,high,best,worst\n");
        for (var subject = 0; subject < scored.Scores.Subjects.Count; subject++)
            text.Append(scored.Scores.Subjects[subject].Id)
                .Append(
                    scored.Bounds[subject] is { } open
                        ? string.Create(CultureInfo.InvariantCulture, $",{open.Low:R},{open.High:R},{open.Best},{open.Worst}\n")
                        : ",,,,\n"
                );
        return text.ToString();
    }

    private static async Task<TestStore> UpgradedAsync(Database database)
    {
        var store = OldStore.Make(database);
        await new Migrate(store.Store).RunAsync(Cancel);
        return store;
    }

    /// <summary>The tables of then with their columns and keys, as its backup names them.</summary>
    private static IReadOnlyList<StoredTable> Tables()
    {
        using var zip = new ZipArchive(OldStore.Backup());
        return [.. BackupManifest.Verify(zip, "backup.zip", Cancel).Tables.Select(table => table.Table)];
    }

    private static async Task<Dictionary<string, HashSet<string>>> ColumnsOfUpgradedAsync(Database database)
    {
        using var fresh = await TestStore.MigratedAsync(database);
        await using var context = fresh.Store.Open();
        return StoredTable
            .Of(context)
            .ToDictionary(
                table => table.Name,
                table => table.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal),
                StringComparer.Ordinal
            );
    }

    /// <summary>The rows as lines of a backup.</summary>
    private static async Task<Dictionary<string, string[]>> RowsAsync(Orientir.Data.Store store, IReadOnlyList<StoredTable> tables)
    {
        await using var context = store.Open();
        context.AllRegions = true;
        await context.Database.OpenConnectionAsync(Cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(Cancel);
        var rows = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            using var lines = new MemoryStream();
            await table.DumpAsync(context.Database.GetDbConnection(), transaction.GetDbTransaction(), store.IsPostgres, lines, Cancel);
            rows[table.Name] = Encoding.UTF8.GetString(lines.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        return rows;
    }
}
