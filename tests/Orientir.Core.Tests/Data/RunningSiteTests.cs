using System.Diagnostics;
using Npgsql;
using Orientir.Data;

namespace Orientir.Core.Tests.Data;

public class RunningSiteTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(NewStore.InAnEmptyFolder, true)]
    [InlineData(NewStore.AskedFor, true)]
    [InlineData(NewStore.Refused, false)]
    public async Task Begin_InAnEmptyFolder_MakesADatabaseWhereItMay(NewStore made, bool makes)
    {
        using var store = TestStore.Empty(Database.Sqlite);
        (await BeginsAsync(store, made)).ShouldBe(makes);
        File.Exists(store.Store.File).ShouldBe(makes);
    }

    [Theory]
    [InlineData("orientir.db-wal", false)]
    [InlineData("orientir.db.running", false)]
    [InlineData("orientir.db.triggers", false)]
    [InlineData("orientir.db.damaged", false)]
    [InlineData("site.log", true)]
    [InlineData("orientir.db2", true)]
    public async Task Begin_BesideWhatAnotherLeft_MakesNothingSilently(string left, bool asked)
    {
        using var store = TestStore.Empty(Database.Sqlite);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(store.Store.File)!, left), "осталось", Cancel);
        (await BeginsAsync(store, NewStore.InAnEmptyFolder)).ShouldBeFalse();
        (await BeginsAsync(store, NewStore.AskedFor)).ShouldBe(asked);
        File.Exists(store.Store.File).ShouldBe(asked);
    }

    [Fact]
    public async Task Begin_AfterTheDatabaseWasRemoved_IsRefusedByName()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        await using (await RunningSite.BeginAsync(store.Store, cancel: Cancel))
            File.Delete(store.Store.File!);
        foreach (var made in Enum.GetValues<NewStore>())
        {
            var refusal = await Should.ThrowAsync<InputException>(() => RunningSite.BeginAsync(store.Store, made, cancel: Cancel));
            refusal.Message.ShouldContain("ORIENTIR_DATABASE");
            refusal.Message.ShouldContain("orientir.db.running");
            refusal.Message.ShouldContain("restore");
        }
    }

    [Fact]
    public async Task Begin_OnAFileCutToNothing_IsRefusedAndOnAKilledFirstStartGoesOn()
    {
        using var store = TestStore.Empty(Database.Sqlite);
        var file = store.Store.File!;
        await File.WriteAllBytesAsync(file, [], Cancel);
        await File.WriteAllBytesAsync(file + ".running", [], Cancel);
        await File.WriteAllBytesAsync(file + ".migrating", [], Cancel);
        (await BeginsAsync(store, NewStore.InAnEmptyFolder)).ShouldBeTrue();

        await File.WriteAllBytesAsync(file, [], Cancel);
        await File.WriteAllBytesAsync(file + ".triggers", [], Cancel);
        (await BeginsAsync(store, NewStore.InAnEmptyFolder)).ShouldBeFalse();
        new FileInfo(file).Length.ShouldBe(0);
    }

    [Fact]
    public async Task Begin_OnWhatIsNoDatabase_IsRefusedInWords()
    {
        using var store = TestStore.Empty(Database.Sqlite);
        await File.WriteAllTextAsync(store.Store.File!, new string('я', 4000), Cancel);
        (
            await Should.ThrowAsync<InputException>(() => RunningSite.BeginAsync(store.Store, NewStore.InAnEmptyFolder, cancel: Cancel))
        ).Message.ShouldContain("restore");
    }

    [Fact]
    public async Task Begin_InAFolderThatCannotBe_IsRefusedInWords()
    {
        var refusal = await Should.ThrowAsync<InputException>(() =>
            RunningSite.BeginAsync(new("/proc/orientir/orientir.db"), NewStore.AskedFor, cancel: Cancel)
        );
        refusal.Message.ShouldContain("ORIENTIR_DATABASE (/proc/orientir/orientir.db)");
        refusal.Message.ShouldNotContain("восстанавливается");
    }

    [Fact]
    public async Task Begin_OnAServerThatIsNotThere_IsRefusedWithoutThePassword()
    {
        var refusal = await Should.ThrowAsync<InputException>(() =>
            RunningSite.BeginAsync(new("postgresql://user:secret123@127.0.0.1:1/base"), cancel: Cancel)
        );
        refusal.Message.ShouldContain("ORIENTIR_DATABASE (PostgreSQL 127.0.0.1:1/base)");
        refusal.Message.ShouldNotContain("secret123");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Begin_OnAStoreThatASiteOfAnEarlierProgramWorksOn_ChangesNothingUntilItStops(Database database)
    {
        using var store = OldStore.Make(database);
        var before = await StoreSchema.OfAsync(store.Store, Cancel);
        await using (await EarlierSiteAsync(store))
        {
            foreach (var made in Enum.GetValues<NewStore>())
                (
                    await Should.ThrowAsync<InputException>(() => RunningSite.BeginAsync(store.Store, made, cancel: Cancel))
                ).Message.ShouldContain("более ранней программы");
            (await StoreSchema.OfAsync(store.Store, Cancel)).ShouldBe(before);
        }

        // Of several that begin together one migrates.
        var sites = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => Task.Run(() => RunningSite.BeginAsync(new(store.Connection, store.Store.Files)), Cancel))
        );
        // A site of the same program comes later, and one of an earlier time no more than a restoration.
        await using (await RunningSite.BeginAsync(store.Store, cancel: Cancel))
            foreach (var site in sites)
                await site.DisposeAsync();
        (await new Migrate(store.Store).IsNewestAsync(Cancel)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Begin_WhileAnotherProgramMigrates_TellsSoAndWaits(Database database)
    {
        using var store = TestStore.Empty(database);
        var told = new TaskCompletionSource<string>();
        Task<IAsyncDisposable> begun;
        await using (await HeldAsync(store, ".migrating", "SELECT pg_advisory_lock(236865303)", FileShare.None))
        {
            begun = Task.Run(
                () => RunningSite.BeginAsync(store.Store, NewStore.AskedFor, line => told.TrySetResult(line), cancel: Cancel),
                Cancel
            );
            (await told.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancel)).ShouldContain("обновляет другая программа");
            begun.IsCompleted.ShouldBeFalse();
        }
        await using var running = await begun;
        (await new Migrate(store.Store).IsNewestAsync(Cancel)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Look_AtAStoreOfAnOlderSchema_IsRefusedAndChangesNothing(Database database)
    {
        using var store = OldStore.Make(database);
        var before = await StoreSchema.OfAsync(store.Store, Cancel);
        (await Should.ThrowAsync<InputException>(() => RunningSite.LookAsync(store.Store, Cancel))).Message.ShouldContain("прежней версии");
        (await StoreSchema.OfAsync(store.Store, Cancel)).ShouldBe(before);
        var told = new List<string>();
        await using (await RunningSite.BeginAsync(store.Store, tell: told.Add, cancel: Cancel)) { }
        told.Count.ShouldBe(2);
        told[0].ShouldContain("была схема 1, станет");
        told[1].ShouldContain("обновлена");
        await using var looking = await RunningSite.LookAsync(store.Store, Cancel);
    }

    /// <summary>The sign of a site as the program of 198a866 gives it: in a process of its own where it is a file.</summary>
    private static async Task<IAsyncDisposable> EarlierSiteAsync(TestStore store) =>
        store.Store.File is { } file
            ? await HoldingProcess.StartAsync(file + ".running")
            : await HeldAsync(store, "", "SELECT pg_advisory_lock_shared(236867966)", FileShare.Read);

    private static async Task<IAsyncDisposable> HeldAsync(TestStore store, string ending, string sql, FileShare share)
    {
        if (store.Store.File is { } file)
            return new FileStream(file + ending, FileMode.OpenOrCreate, FileAccess.Read, share);
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(store.Connection) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
        return connection;
    }

    /// <summary>Another process with a shared lock on a file, as the runtime takes it for who reads and lets others read.</summary>
    private sealed class HoldingProcess(Process process) : IAsyncDisposable
    {
        public static async Task<HoldingProcess> StartAsync(string file)
        {
            var process = Process.Start(
                new ProcessStartInfo("flock", ["--shared", file, "sh", "-c", "echo held; exec cat"])
                {
                    UseShellExecute = false,
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                }
            )!;
            (await process.StandardOutput.ReadLineAsync(Cancel)).ShouldBe("held");
            return new(process);
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    [Fact]
    public async Task Begin_WhoseSessionTheServerEnds_HoldsTheStoreAgain()
    {
        using var store = await TestStore.MigratedAsync(Database.Postgres);
        await using (await RunningSite.BeginAsync(store.Store, lost: () => Assert.Fail("nobody restored"), cancel: Cancel))
        {
            await using var server = await ServerAsync(store);
            var before = await HolderAsync(server, store);
            for (var time = 0; time < 3; time++)
            {
                await ExecuteAsync(server, $"SELECT pg_terminate_backend({before}, 10000)");
                int? after;
                while ((after = await HolderAsync(server, store)) is null || after == before)
                    await Task.Delay(20, Cancel);
                before = after;
            }
            // Its sign alone is in the way, not the sessions of a pool.
            NpgsqlConnection.ClearAllPools();
            await Should.ThrowAsync<InputException>(() => RunningSite.TakePostgresAsync(store.Store, Cancel));
        }
        await (await RunningSite.TakePostgresAsync(store.Store, Cancel)).DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Begin_WhoseStoreIsRestoredBeforeItIsBack_IsTold(bool stillAtWork)
    {
        using var store = await TestStore.MigratedAsync(Database.Postgres);
        var told = new TaskCompletionSource();
        await using var running = await RunningSite.BeginAsync(store.Store, lost: told.SetResult, cancel: Cancel);
        await using var server = await ServerAsync(store);
        await using var restoring = new NpgsqlConnection(store.Connection + ";Pooling=false");
        await restoring.OpenAsync(Cancel);
        var name = new NpgsqlConnectionStringBuilder(store.Connection).Database;
        await ExecuteAsync(server, $"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await ExecuteAsync(server, $"SELECT pg_terminate_backend({await HolderAsync(server, store)}, 10000)");
        if (stillAtWork)
            await ExecuteAsync(restoring, $"SELECT pg_advisory_lock({RunningSite.PostgresLock})");
        else
            await ExecuteAsync(restoring, "ALTER TABLE schema_versions RENAME TO before; CREATE TABLE schema_versions (number integer)");
        told.Task.IsCompleted.ShouldBeFalse();
        await ExecuteAsync(server, $"ALTER DATABASE {name} ALLOW_CONNECTIONS true");
        await told.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
    }

    private static async Task<NpgsqlConnection> ServerAsync(TestStore store)
    {
        var server = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(store.Connection) { Database = "postgres", Pooling = false }.ConnectionString
        );
        await server.OpenAsync(Cancel);
        return server;
    }

    /// <summary>The session that holds the store shared.</summary>
    private static async Task<int?> HolderAsync(NpgsqlConnection server, TestStore store)
    {
        await using var command = new NpgsqlCommand(
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND granted AND database = "
                + "(SELECT oid FROM pg_database WHERE datname = @name)",
            server
        );
        command.Parameters.AddWithValue("name", new NpgsqlConnectionStringBuilder(store.Connection).Database!);
        return await command.ExecuteScalarAsync(Cancel) as int?;
    }

    [Fact]
    public async Task Hold_AfterAKilledRestoration_SweepsWhatItLeft()
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        Backups.CloseConnections();
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
        Backups.CloseConnections();
        Directory.CreateDirectory(made.Test.Store.File + ".restoring-wal");
        (await Should.ThrowAsync<InputException>(() => RunningSite.HoldAsync(made.Test.Store, Cancel))).Message.ShouldContain(
            "прерванного восстановления"
        );
        await using var alone = RunningSite.TakeFile(made.Test.Store);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task<bool> BeginsAsync(TestStore store, NewStore made)
    {
        try
        {
            await using var running = await RunningSite.BeginAsync(store.Store, made, cancel: Cancel);
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }
}
