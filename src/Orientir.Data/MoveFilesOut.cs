using System.Data;
using System.Data.Common;
using System.Globalization;
using Orientir.Core.Files;

namespace Orientir.Data;

/// <summary>
/// Migration 5: the bytes of files leave the rows for the store of files, one by one, each proved by its hash; only then the columns are
/// dropped, in the transaction of the migration. Killed anywhere, it begins anew and keeps them once more: what lies
/// there already is proved by its hash, and replaced where it is not that.
/// </summary>
internal static class MoveFilesOut
{
    public static async Task RunAsync(StoreInMigration at, CancellationToken cancel)
    {
        foreach (
            var (id, hash, length) in await RowsAsync(at, """SELECT "Id", "Hash", "Length" FROM stored_files ORDER BY "Id" """, cancel)
        )
        {
            // Always read out of the row, which is the only good one where something else lies under its name.
            var kept = await KeepAsync(at, "stored_files", id, cancel);
            // What the row says of its bytes was never proved before; the bytes are what counts. That they are others than were handed in
            // is said once, here: nothing tells afterwards.
            if (kept != new FileContent(hash, length))
            {
                at.Tell?.Invoke(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Файл № {id} повреждён ещё до обновления: при получении его SHA-256 была {hash} ({length} байт), теперь "
                            + $"{kept.Hash} ({kept.Length} байт). Он оставлен как есть; верните его из прежней копии."
                    )
                );
                await ExecuteAsync(
                    at,
                    """UPDATE stored_files SET "Hash" = @hash, "Length" = @length WHERE "Id" = @id""",
                    cancel,
                    ("hash", kept.Hash),
                    ("length", kept.Length),
                    ("id", id)
                );
            }
        }
        // Rows without bytes of their own can only be added then.
        await ExecuteAsync(at, """ALTER TABLE stored_files DROP COLUMN "Content" """, cancel);
        const string Packages = """SELECT "Id", '', "RegionId" FROM report_packages WHERE "Content" IS NOT NULL ORDER BY "Id" """;
        foreach (var (id, _, region) in await RowsAsync(at, Packages, cancel))
        {
            var kept = await KeepAsync(at, "report_packages", id, cancel);
            await ExecuteAsync(
                at,
                """INSERT INTO stored_files ("RegionId", "Hash", "Name", "Length") VALUES (@region, @hash, @name, @length)""",
                cancel,
                ("region", (int)region),
                ("hash", kept.Hash),
                ("name", string.Create(CultureInfo.InvariantCulture, $"Отчёт {id}.zip")),
                ("length", kept.Length)
            );
            await ExecuteAsync(
                at,
                """UPDATE report_packages SET "FileId" = (SELECT max("Id") FROM stored_files) WHERE "Id" = @id""",
                cancel,
                ("id", id)
            );
        }
        await ExecuteAsync(at, """ALTER TABLE report_packages DROP COLUMN "Content" """, cancel);
    }

    private static async Task<FileContent> KeepAsync(StoreInMigration at, string table, int id, CancellationToken cancel)
    {
        await using var command = CommandOf(
            at,
            // SQLite reads a column as a stream where the key of its row comes with it.
            $"""SELECT "Id", "Content" FROM {table} WHERE "Id" = @id""",
            ("id", id)
        );
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancel);
        await reader.ReadAsync(cancel);
        await using var content = reader.GetStream(1);
        return await at.Store.Files.PutAsync(content, cancel);
    }

    private static async Task<List<(int Id, string Hash, long Number)>> RowsAsync(StoreInMigration at, string sql, CancellationToken cancel)
    {
        await using var command = CommandOf(at, sql);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<(int, string, long)>();
        while (await reader.ReadAsync(cancel))
            rows.Add((reader.GetInt32(0), reader.GetString(1), Convert.ToInt64(reader.GetValue(2), CultureInfo.InvariantCulture)));
        return rows;
    }

    private static async Task ExecuteAsync(
        StoreInMigration at,
        string sql,
        CancellationToken cancel,
        params (string Name, object Value)[] parameters
    )
    {
        await using var command = CommandOf(at, sql, parameters);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static DbCommand CommandOf(StoreInMigration at, string sql, params (string Name, object Value)[] parameters)
    {
        var command = at.Connection.CreateCommand();
        command.Transaction = at.Transaction;
        command.CommandTimeout = 0;
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
