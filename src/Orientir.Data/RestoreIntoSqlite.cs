using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Orientir.Data;

/// <summary>
/// Restores into a SQLite file: builds one beside it and renames it into place. Of the file before nothing is kept, unless it is damaged:
/// somebody may get out of that what is in no backup.
/// </summary>
internal sealed class RestoreIntoSqlite(Store store)
{
    /// <summary>What SQLite keeps of a database: the file, its log, its shared memory.</summary>
    private static readonly string[] Endings = ["", "-wal", "-shm"];

    private const string Ending = ".restoring";

    /// <summary>Restores.</summary>
    public async Task<Restored> RunAsync(BackupReader copy, bool replace, CancellationToken cancel)
    {
        using var alone = RunningSite.TakeFile(store);
        if (!replace && await HasRowsAsync(cancel))
            throw RestoreBackup.NotEmpty(store);
        await copy.PutFilesAsync(store.Files, cancel);
        var aside = new Store(store.File + Ending, store.Files);
        var migrate = new Migrate(aside);
        Remove(aside.File!);
        try
        {
            await migrate.RunAsync(copy.Manifest.Schema, cancel);
            await FillAsync(aside, copy, cancel);
            SqliteConnection.ClearAllPools();
            var upgrade = await copy.UpgradeAsync(migrate, () => migrate.RunAsync(cancel));
            SqliteConnection.ClearAllPools();
            var held = await HoldAsync(aside, copy, cancel);
            // Without a log of the file before, which would be taken for the log of the new one.
            var setAside = await IsWholeAsync(cancel) ? null : SetAside();
            File.Delete(store.File + "-wal");
            File.Delete(store.File + "-shm");
            File.Move(aside.File!, store.File!, overwrite: true);
            return new(held, upgrade, setAside);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Remove(aside.File!);
            // A sign of a site beside no database would be taken for what is left of one.
            if (!File.Exists(store.File))
                RunningSite.RemoveSign(store);
        }
    }

    /// <summary>Puts the rows in and proves them; rows that refer to nothing are refused at the end.</summary>
    private static async Task FillAsync(Store aside, BackupReader copy, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(aside, cancel);
        await using (var transaction = connection.BeginTransaction())
        {
            await ExecuteAsync(connection, transaction, "PRAGMA defer_foreign_keys = ON", cancel);
            await copy.RequireTablesAsync(aside, connection, transaction, cancel);
            foreach (var table in copy.Manifest.Tables)
            {
                await copy.FillAsync(() =>
                {
                    Load(copy, table.Table, connection, transaction, cancel);
                    return Task.CompletedTask;
                });
                if (table.LastId > 0)
                    await ExecuteAsync(
                        connection,
                        transaction,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"""
                            INSERT INTO sqlite_sequence (name, seq) SELECT '{table.Table.Name}', 0
                                WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '{table.Table.Name}');
                            UPDATE sqlite_sequence SET seq = max(seq, {table.LastId}) WHERE name = '{table.Table.Name}'
                            """
                        ),
                        cancel
                    );
            }
            await copy.ProveAsync(connection, transaction, cancel);
            await copy.FillAsync(() => transaction.CommitAsync(cancel));
        }
        await EmptyLogAsync(connection, cancel);
    }

    private static void Load(
        BackupReader copy,
        StoredTable table,
        SqliteConnection connection,
        SqliteTransaction transaction,
        CancellationToken cancel
    )
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = table.Insert;
        var parameters = table
            .Columns.Select((_, index) => command.Parameters.Add(new SqliteParameter(StoredTable.ParameterName(index), DBNull.Value)))
            .ToList();
        foreach (var line in copy.Lines(table))
        {
            cancel.ThrowIfCancellationRequested();
            using var row = JsonDocument.Parse(line);
            for (var column = 0; column < parameters.Count; column++)
                parameters[column].Value = StoredTable.ValueOf(row.RootElement[column], table.Columns[column].Kind);
            command.ExecuteNonQuery();
        }
    }

    private static async Task<int> HoldAsync(Store aside, BackupReader copy, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(aside, cancel);
        int held;
        await using (var transaction = connection.BeginTransaction())
        {
            held = await HoldLetters.RunAsync(connection, transaction, copy.Manifest.At, cancel);
            await MarkOldBackups.RunAsync(connection, transaction, copy.Manifest.At, cancel);
            await EndSessions.RunAsync(connection, transaction, cancel);
            await transaction.CommitAsync(cancel);
        }
        await EmptyLogAsync(connection, cancel);
        return held;
    }

    /// <summary>Removes what a restoration left that was killed; nobody restores beside a site.</summary>
    public static void RemoveLeftovers(Store store) => Remove(store.File + Ending);

    /// <summary>How messages call what a killed restoration leaves beside a file.</summary>
    public static string LeftoversOf(string file) => $"{file}{Ending}*";

    private static void Remove(string file)
    {
        foreach (var ending in Endings.Append(Migrate.LockEnding))
            File.Delete(file + ending);
    }

    /// <summary>Whether the file that is replaced could be opened and read to the end; its log is then emptied into it.</summary>
    private async Task<bool> IsWholeAsync(CancellationToken cancel)
    {
        if (!File.Exists(store.File))
            return new FileInfo(store.File + "-wal") is not { Exists: true, Length: > 0 };
        try
        {
            await using var connection = await OpenAsync(store, cancel);
            await EmptyLogAsync(connection, cancel);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            return await command.ExecuteScalarAsync(cancel) is "ok";
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private string SetAside()
    {
        var to = store.File + ".damaged";
        for (var number = 2; Endings.Any(ending => File.Exists(to + ending)); number++)
            to = string.Create(CultureInfo.InvariantCulture, $"{store.File}.damaged-{number}");
        foreach (var ending in Endings.Where(ending => File.Exists(store.File + ending)))
            File.Move(store.File + ending, to + ending);
        return to;
    }

    private async Task<bool> HasRowsAsync(CancellationToken cancel)
    {
        if (await new Migrate(store).AppliedAsync(cancel) == 0)
            return false;
        await using var connection = await OpenAsync(store, cancel);
        return await RestoreBackup.AnyAsync(connection, null, cancel);
    }

    /// <summary>A connection nobody else gets: the file is moved once it is closed.</summary>
    private static async Task<SqliteConnection> OpenAsync(Store of, CancellationToken cancel)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(of.Connection) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static Task EmptyLogAsync(SqliteConnection connection, CancellationToken cancel) =>
        ExecuteAsync(connection, null, "PRAGMA wal_checkpoint(TRUNCATE)", cancel);

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        (command.Transaction, command.CommandTimeout, command.CommandText) = (transaction, 0, sql);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
