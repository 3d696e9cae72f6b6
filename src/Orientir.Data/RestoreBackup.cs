using System.Data.Common;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Orientir.Core;

namespace Orientir.Data;

/// <summary>
/// Puts a backup into an empty store, or in the place of what a store holds, while no site runs. All or nothing: what was there stays
/// until what was restored has been read back and agrees with the backup row for row.
/// </summary>
public sealed class RestoreBackup(Store store)
{
    /// <summary>What SQLite keeps of a database: the file, its log, its shared memory.</summary>
    private static readonly string[] Endings = ["", "-wal", "-shm"];

    // https://www.sqlite.org/rescode.html: rows that fit no table, break a rule of it, or are of another type.
    private const int SqliteError = 1;
    private const int SqliteConstraint = 19;
    private const int SqliteMismatch = 20;

    private const int BatchRows = 200;
    private const int BatchLength = 4_000_000;

    /// <summary>Restores.</summary>
    /// <param name="path">The backup.</param>
    /// <param name="replace">Whether what the store holds may be lost.</param>
    /// <param name="cancel">Stops; the store stays as it was.</param>
    /// <exception cref="InputException">The backup is none or damaged, the store is not empty, or a site runs on it.</exception>
    public async Task<BackupCounts> RunAsync(string path, bool replace, CancellationToken cancel = default)
    {
        using var file = Open(path);
        using var zip = OpenZip(file, path);
        var manifest = BackupManifest.Verify(zip, path, cancel);
        var newest = new Migrate(store).Newest;
        if (manifest.Schema > newest || manifest.Schema < 1)
            throw new InputException([
                new(path, $"схема копии {manifest.Schema}, а программа знает {newest}", "установите новую версию программы"),
            ]);
        string? setAside = null;
        try
        {
            if (store.IsPostgres)
                await IntoPostgresAsync(zip, manifest, path, replace, cancel);
            else
                setAside = await IntoSqliteAsync(zip, manifest, path, replace, cancel);
        }
        catch (Exception fault) when (FaultOf(fault) is { } known)
        {
            throw new InputException([new(store.Place, known.Found, known.Remedy)]);
        }
        return await CountAsync(manifest, cancel) with { SetAside = setAside };
    }

    /// <summary>What of the place, and not of the copy, kept it from being restored; null for whatever has been told already.</summary>
    private StoreFault? FaultOf(Exception fault) =>
        fault switch
        {
            InputException => null,
            // Without a right to the schema the server says that there is none.
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidSchemaName } => new(
                "у пользователя PostgreSQL нет нужного права",
                "сделайте его владельцем базы"
            ),
            _ => StoreFaults.Of(fault) ?? (store.File is { } file ? StoreFaults.OfFiles(fault, Path.GetDirectoryName(file)!) : null),
        };

    /// <summary>Puts rows in: what they themselves can't be put in for is a damaged copy, and nothing else is.</summary>
    private static async Task FillAsync(string path, Func<Task> fill)
    {
        try
        {
            await fill();
        }
        catch (Exception fault)
            when (StoreFaults.Of(fault) is null
                && (
                    AreRowsWrong(fault)
                    || fault
                        is JsonException
                            or FormatException
                            or InvalidOperationException { InnerException: null }
                            or IndexOutOfRangeException
                            or InvalidDataException
                )
            )
        {
            throw BackupManifest.Damaged(path, $"строки не подходят к схеме ({fault.Message})");
        }
    }

    // https://www.postgresql.org/docs/current/errcodes-appendix.html: data exceptions, broken constraints, no such table or column.
    private static bool AreRowsWrong(Exception fault) =>
        fault
            is PostgresException
                {
                    SqlState: ['2', '2' or '3', ..] or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn
                }
                or SqliteException { SqliteErrorCode: SqliteError or SqliteConstraint or SqliteMismatch };

    /// <summary>Brings rows of an older schema to the program's: a step that refuses them says why, and the copy is whole.</summary>
    private static async Task UpgradeAsync(string path, Func<Task> upgrade)
    {
        try
        {
            await upgrade();
        }
        catch (Exception fault) when (fault is InvalidOperationException or InvalidDataException || AreRowsWrong(fault))
        {
            throw new InputException([
                new(
                    path,
                    $"копия цела, но её данные не переносятся в схему этой программы ({fault.Message})",
                    "восстановите её той версией программы, которой она снята, и сообщите разработчикам этот текст"
                ),
            ]);
        }
    }

    /// <summary>
    /// Bytes before the rows that tell of them; where the rows are refused, the collection removes what nothing tells of.
    /// </summary>
    private async Task PutFilesAsync(ZipArchive zip, BackupManifest manifest, string path, CancellationToken cancel)
    {
        foreach (var (entry, hash) in manifest.FilesOf(zip))
        {
            await using var content = await entry.OpenAsync(cancel);
            if ((await store.Files.PutAsync(content, cancel)).Hash != hash)
                throw BackupManifest.Damaged(path, $"файл {hash[..12]}… не сходится со своей контрольной суммой");
        }
    }

    /// <summary>Counts what was restored, and asks the store of files for every file the rows tell of.</summary>
    private async Task<BackupCounts> CountAsync(BackupManifest manifest, CancellationToken cancel)
    {
        await using var context = store.Open();
        context.AllRegions = true;
        var files = await context
            .StoredFiles.GroupBy(row => row.Hash)
            .Select(group => new { group.Key, Length = group.Max(row => row.Length) })
            .ToListAsync(cancel);
        var (there, bytes) = (0, 0L);
        foreach (var file in files)
            if (await store.Files.LengthAsync(file.Key, cancel) == file.Length)
                (there, bytes) = (there + 1, bytes + file.Length);
        return new(manifest.Tables.Count, manifest.Tables.Sum(table => table.Rows), there, bytes, files.Count - there);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException([new(path, "файл не открывается", "проверьте имя, папку и право на чтение")]);
        }
    }

    private static ZipArchive OpenZip(Stream file, string path)
    {
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (InvalidDataException)
        {
            throw new InputException([new(path, "это не резервная копия Ориентира", "нужен файл, записанный командой backup")]);
        }
    }

    private InputException NotEmpty() =>
        new([
            new(
                store.Place,
                "в базе данных уже есть данные",
                "укажите пустую базу или добавьте --replace: то, что в ней есть, будет потеряно"
            ),
        ]);

    /// <summary>
    /// Builds a file beside the store's and renames it into place; gives where a damaged one was put, null where there was none.
    /// </summary>
    private async Task<string?> IntoSqliteAsync(
        ZipArchive zip,
        BackupManifest manifest,
        string path,
        bool replace,
        CancellationToken cancel
    )
    {
        using var alone = RunningSite.TakeFile(store);
        if (!replace && await HasRowsAsync(cancel))
            throw NotEmpty();
        await PutFilesAsync(zip, manifest, path, cancel);
        var aside = new Store(store.File + ".restoring", store.Files);
        Remove(aside.File!);
        try
        {
            await new Migrate(aside).RunAsync(manifest.Schema, cancel);
            var connection = new SqliteConnection(new SqliteConnectionStringBuilder(aside.Connection) { Pooling = false }.ConnectionString);
            await using (connection)
            {
                await connection.OpenAsync(cancel);
                var transaction = connection.BeginTransaction();
                await using (transaction)
                {
                    await ExecuteAsync(connection, transaction, "PRAGMA defer_foreign_keys = ON", cancel);
                    foreach (var table in manifest.Tables)
                    {
                        await FillAsync(
                            path,
                            () =>
                            {
                                LoadSqlite(zip, table.Table, connection, transaction, cancel);
                                return Task.CompletedTask;
                            }
                        );
                        if (table.LastId > 0)
                            await ExecuteAsync(
                                connection,
                                transaction,
                                string.Create(
                                    CultureInfo.InvariantCulture,
                                    $"DELETE FROM sqlite_sequence WHERE name = '{table.Table.Name}'; INSERT INTO sqlite_sequence "
                                        + $"(name, seq) VALUES ('{table.Table.Name}', {table.LastId})"
                                ),
                                cancel
                            );
                    }
                    await ProveAsync(manifest, connection, transaction, path, cancel);
                    // Rows that refer to nothing are refused at the end.
                    await FillAsync(path, () => transaction.CommitAsync(cancel));
                }
                await ExecuteAsync(connection, null, "PRAGMA wal_checkpoint(TRUNCATE)", cancel);
            }
            SqliteConnection.ClearAllPools();
            await UpgradeAsync(path, () => new Migrate(aside).RunAsync(cancel));
            SqliteConnection.ClearAllPools();
            // Without a log of the file before, which would be taken for the log of the new one.
            var setAside = await IsWholeAsync(cancel) ? null : SetAside();
            File.Delete(store.File + "-wal");
            File.Delete(store.File + "-shm");
            File.Move(aside.File!, store.File!, overwrite: true);
            return setAside;
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

    private static void Remove(string file)
    {
        foreach (var ending in Endings.Append(".migrating"))
            File.Delete(file + ending);
    }

    /// <summary>Whether the file that is replaced could be opened and read to the end; its log is then emptied into it.</summary>
    private async Task<bool> IsWholeAsync(CancellationToken cancel)
    {
        if (!File.Exists(store.File))
            return new FileInfo(store.File + "-wal") is not { Exists: true, Length: > 0 };
        try
        {
            await using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder(store.Connection) { Pooling = false }.ConnectionString
            );
            await connection.OpenAsync(cancel);
            await ExecuteAsync(connection, null, "PRAGMA wal_checkpoint(TRUNCATE)", cancel);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            return await command.ExecuteScalarAsync(cancel) is "ok";
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>Somebody may get out of a damaged file what is in no backup.</summary>
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
        await using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(store.Connection) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(cancel);
        return await AnyAsync(connection, null, cancel);
    }

    // Every row of a store hangs on a region or on an account.
    private static async Task<bool> AnyAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM regions)";
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancel), CultureInfo.InvariantCulture) > 0;
    }

    private static void LoadSqlite(
        ZipArchive zip,
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
            .Columns.Select((_, index) => command.Parameters.Add(new SqliteParameter(ParameterName(index), DBNull.Value)))
            .ToList();
        foreach (var line in Lines(zip, table))
        {
            cancel.ThrowIfCancellationRequested();
            using var row = JsonDocument.Parse(line);
            for (var column = 0; column < parameters.Count; column++)
                parameters[column].Value = StoredTable.ValueOf(row.RootElement[column], table.Columns[column].Kind);
            command.ExecuteNonQuery();
        }
    }

    private static string ParameterName(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");

    private static IEnumerable<string> Lines(ZipArchive zip, StoredTable table)
    {
        using var reader = new StreamReader(zip.GetEntry(BackupManifest.EntryOf(table))!.Open(), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    /// <summary>Drops, makes, fills and proves in one transaction: PostgreSQL undoes all of it.</summary>
    private async Task IntoPostgresAsync(ZipArchive zip, BackupManifest manifest, string path, bool replace, CancellationToken cancel)
    {
        var migrate = new Migrate(store);
        await using var connection = await RunningSite.TakePostgresAsync(store, cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, transaction, "SELECT set_config('orientir.region', '*', true)", cancel);
        var made = await IsMadeAsync(connection, transaction, cancel);
        if (made && !replace && await AnyAsync(connection, transaction, cancel))
            throw NotEmpty();
        // What a newer program has made besides would stay, and be in its way when it comes back.
        if (made && await AppliedAsync(connection, transaction, cancel) is var applied && applied > migrate.Newest)
            throw new InputException([
                new(
                    store.Place,
                    $"база данных новее программы: её схема {applied}, программа знает {migrate.Newest}, и всех её таблиц она не знает",
                    "опустошите базу от имени её владельца, в psql: DROP OWNED BY CURRENT_USER; — и повторите"
                ),
            ]);
        await PutFilesAsync(zip, manifest, path, cancel);
        if (made)
        {
            // Tables of others in the database are not ours to drop.
            using var context = store.Open();
            var names = StoredTable.Of(context).Select(table => $"\"{table.Name}\"").Append("schema_versions");
            await ExecuteAsync(
                connection,
                transaction,
                $"DROP TABLE IF EXISTS {string.Join(", ", names)} CASCADE; DROP FUNCTION IF EXISTS audit_is_append_only()",
                cancel
            );
        }
        await migrate.ApplyAsync(connection, transaction, after: 0, manifest.Schema, cancel);
        await ExecuteAsync(connection, transaction, ForeignKeys("DEFERRABLE INITIALLY DEFERRED"), cancel);
        foreach (var table in manifest.Tables)
        {
            await FillAsync(path, () => LoadPostgresAsync(zip, table.Table, connection, transaction, cancel));
            if (table.LastId > 0)
                await ExecuteAsync(
                    connection,
                    transaction,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"SELECT setval(pg_get_serial_sequence('{table.Table.Name}', 'Id'), {table.LastId})"
                    ),
                    cancel
                );
        }
        await FillAsync(path, () => ExecuteAsync(connection, transaction, "SET CONSTRAINTS ALL IMMEDIATE", cancel));
        await ExecuteAsync(connection, transaction, ForeignKeys("NOT DEFERRABLE"), cancel);
        await ProveAsync(manifest, connection, transaction, path, cancel);
        await UpgradeAsync(path, () => migrate.ApplyAsync(connection, transaction, manifest.Schema, migrate.Newest, cancel));
        await transaction.CommitAsync(cancel);
    }

    private static async Task<bool> IsMadeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT to_regclass('schema_versions') IS NOT NULL", connection, transaction);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static async Task<int> AppliedAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(max(number), 0)::int FROM schema_versions", connection, transaction);
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Rows refer to rows that come later in the backup, and territories to one another.</summary>
    private static string ForeignKeys(string when) =>
        $"""
            DO $$ DECLARE key record; BEGIN
                FOR key IN SELECT conname, conrelid::regclass AS holder FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace LOOP
                    EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I {when}', key.holder, key.conname);
                END LOOP;
            END $$
            """;

    private static async Task LoadPostgresAsync(
        ZipArchive zip,
        StoredTable table,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction) { Timeout = 0 };
        var length = 0;
        foreach (var line in Lines(zip, table))
        {
            using var row = JsonDocument.Parse(line);
            var command = new NpgsqlBatchCommand(table.Insert);
            for (var column = 0; column < table.Columns.Count; column++)
                command.Parameters.AddWithValue(
                    ParameterName(column)[1..],
                    StoredTable.ValueOf(row.RootElement[column], table.Columns[column].Kind)
                );
            batch.BatchCommands.Add(command);
            length += line.Length;
            if (batch.BatchCommands.Count < BatchRows && length < BatchLength)
                continue;
            await batch.ExecuteNonQueryAsync(cancel);
            batch.BatchCommands.Clear();
            length = 0;
        }
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Reads back what was written: the lines must be those of the backup to the byte.</summary>
    private async Task ProveAsync(
        BackupManifest manifest,
        DbConnection connection,
        DbTransaction transaction,
        string path,
        CancellationToken cancel
    )
    {
        foreach (var (table, rows, hash, _) in manifest.Tables)
            if (await table.DumpAsync(connection, transaction, store.IsPostgres, Stream.Null, cancel) != (rows, hash))
                throw BackupManifest.Damaged(path, $"восстановленная таблица {table.Name} не сходится с копией");
    }

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = 0;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancel);
    }
}
