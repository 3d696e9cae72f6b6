using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Orientir.Core;

namespace Orientir.Data;

/// <summary>Restores into PostgreSQL: drops, makes, fills and proves in one transaction, and the server undoes all of it.</summary>
internal sealed class RestoreIntoPostgres(Store store)
{
    private const int BatchRows = 200;
    private const int BatchLength = 4_000_000;

    /// <summary>Restores.</summary>
    public async Task<Restored> RunAsync(BackupReader copy, bool replace, CancellationToken cancel)
    {
        var (migrate, manifest) = (new Migrate(store), copy.Manifest);
        await using var connection = await RunningSite.TakePostgresAsync(store, cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, transaction, "SELECT set_config('orientir.region', '*', true)", cancel);
        var made = await IsMadeAsync(connection, transaction, cancel);
        if (made && !replace && await RestoreBackup.AnyAsync(connection, transaction, cancel))
            throw RestoreBackup.NotEmpty(store);
        // What a newer program has made besides would stay, and be in its way when it comes back.
        if (made && await AppliedAsync(connection, transaction, cancel) is var applied && applied > migrate.Newest)
            throw new InputException([
                new(
                    store.Place,
                    $"база данных новее программы: её схема {applied}, программа знает {migrate.Newest}, и всех её таблиц она не знает",
                    "опустошите базу от имени её владельца, в psql: DROP OWNED BY CURRENT_USER; — и повторите"
                ),
            ]);
        await copy.PutFilesAsync(store.Files, cancel);
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
        await copy.RequireTablesAsync(store, connection, transaction, cancel);
        await ExecuteAsync(connection, transaction, ForeignKeys("DEFERRABLE INITIALLY DEFERRED"), cancel);
        foreach (var table in manifest.Tables)
        {
            await copy.FillAsync(() => LoadAsync(copy, table.Table, connection, transaction, cancel));
            if (table.LastId > 0)
                await ExecuteAsync(
                    connection,
                    transaction,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"""
                        SELECT setval(pg_get_serial_sequence('{table.Table.Name}', 'Id'), greatest({table.LastId}, max("Id")))
                        FROM {table.Table.Name}
                        """
                    ),
                    cancel
                );
        }
        await copy.FillAsync(() => ExecuteAsync(connection, transaction, "SET CONSTRAINTS ALL IMMEDIATE", cancel));
        await ExecuteAsync(connection, transaction, ForeignKeys("NOT DEFERRABLE"), cancel);
        await copy.ProveAsync(connection, transaction, cancel);
        var upgrade = await copy.UpgradeAsync(
            migrate,
            () => migrate.ApplyAsync(connection, transaction, manifest.Schema, migrate.Newest, cancel)
        );
        var held = await HoldLetters.RunAsync(connection, transaction, manifest.At, cancel);
        await MarkOldBackups.RunAsync(connection, transaction, manifest.At, cancel);
        await EndSessions.RunAsync(connection, transaction, cancel);
        await transaction.CommitAsync(cancel);
        return new(held, upgrade);
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

    private static async Task LoadAsync(
        BackupReader copy,
        StoredTable table,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction) { Timeout = 0 };
        var length = 0;
        foreach (var line in copy.Lines(table))
        {
            using var row = JsonDocument.Parse(line);
            var command = new NpgsqlBatchCommand(table.Insert);
            for (var column = 0; column < table.Columns.Count; column++)
                command.Parameters.AddWithValue(
                    StoredTable.ParameterName(column),
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

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction transaction, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        (command.Transaction, command.CommandTimeout, command.CommandText) = (transaction, 0, sql);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
