using System.Data;
using System.Data.Common;
using System.Globalization;
using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Orientir.Core;
using Orientir.Core.Office;

namespace Orientir.Data;

/// <summary>Writes everything stored into one file while the site runs: one snapshot, no writer waits for it.</summary>
public sealed class WriteBackup(Store store, TimeProvider clock)
{
    /// <summary>Writes the file aside, reads it back and proves it, and only then puts it in its place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancel">Stops; nothing is left behind.</param>
    /// <returns>Tables and rows written.</returns>
    /// <exception cref="InputException">There is no store, its schema is not this program's, or the file cannot be written.</exception>
    public (int Tables, long Rows) Run(string path, CancellationToken cancel = default) => Run(path, null, cancel);

    /// <summary>The same, telling how many tables of how many are written.</summary>
    internal (int Tables, long Rows) Run(string path, Action<int, int>? tell, CancellationToken cancel)
    {
        BackupManifest? written = null;
        OutputFile.Write(
            path,
            stream =>
            {
                using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
                    written = WriteAsync(zip, tell, cancel).GetAwaiter().GetResult();
                if (!stream.CanSeek)
                    return; // a pipe cannot be read back
                stream.Flush();
                stream.Position = 0;
                using var proof = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
                BackupManifest.Verify(proof, path, cancel);
            }
        );
        return (written!.Tables.Count, written.Tables.Sum(table => table.Rows));
    }

    private async Task<BackupManifest> WriteAsync(ZipArchive zip, Action<int, int>? tell, CancellationToken cancel)
    {
        var migrate = new Migrate(store);
        var applied = await migrate.AppliedAsync(cancel);
        if (applied == 0)
            throw new InputException([new(store.Place, "базы данных нет или она пуста", "проверьте ORIENTIR_DATABASE или запустите сайт")]);
        if (applied != migrate.Newest)
            throw new InputException([
                new(
                    store.Place,
                    $"схема базы данных {applied}, а программа знает {migrate.Newest}",
                    applied < migrate.Newest
                        ? "сделайте копию прежней версией программы или один раз запустите сайт этой версии"
                        : "установите новую версию программы"
                ),
            ]);

        await using var context = store.Open();
        context.AllRegions = true;
        await context.Database.OpenConnectionAsync(cancel);
        var connection = context.Database.GetDbConnection();
        // A deferred transaction of SQLite reads one snapshot of the write-ahead log and holds up nobody.
        await using var transaction = connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);

        var tables = new List<BackedUpTable>();
        var stored = StoredTable.Of(context);
        foreach (var table in stored)
        {
            tell?.Invoke(tables.Count, stored.Count);
            var lines = zip.CreateEntry(BackupManifest.EntryOf(table), CompressionLevel.Fastest).Open();
            await using (lines)
            {
                var (rows, hash) = await table.DumpAsync(connection, transaction, store.IsPostgres, lines, cancel);
                tables.Add(new(table, rows, hash, await LastIdAsync(connection, transaction, table.Name, cancel)));
            }
        }
        var manifest = new BackupManifest(applied, clock.GetUtcNow().UtcDateTime, tables);
        manifest.Write(zip);
        return manifest;
    }

    /// <summary>The last key given out: a key of a deleted row must not come back, the audit still names it.</summary>
    private async Task<long> LastIdAsync(DbConnection connection, DbTransaction transaction, string table, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = store.IsPostgres
            ? $"""
                SELECT s.last_value FROM pg_sequences s
                WHERE s.schemaname = current_schema() AND format('%I.%I', s.schemaname, s.sequencename) =
                    (SELECT pg_get_serial_sequence('{table}', c.column_name) FROM information_schema.columns c
                     WHERE c.table_schema = current_schema() AND c.table_name = '{table}' AND c.is_identity = 'YES')
                """
            : $"SELECT seq FROM sqlite_sequence WHERE name = '{table}'";
        var last = await command.ExecuteScalarAsync(cancel);
        return last is null or DBNull ? 0 : Convert.ToInt64(last, CultureInfo.InvariantCulture);
    }
}
