using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Orientir.Data;

/// <summary>The store in one SQLite file: for a region on one machine.</summary>
public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : OrientirContext(options)
{
    // SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE.
    /// <inheritdoc/>
    protected override bool IsTaken(Exception fault) => fault is SqliteException { SqliteExtendedErrorCode: 1555 or 2067 };

    /// <inheritdoc/>
    protected internal override async Task<IReadOnlyList<long>> TakeKeysAsync(string table, int count, CancellationToken cancel)
    {
        // What AUTOINCREMENT itself looks at; a table nothing was ever put into has no row there yet.
        await Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sqlite_sequence (name, seq)
            SELECT {table}, 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = {table})
            """,
            cancel
        );
        var last = await Database
            .SqlQuery<long>($"UPDATE sqlite_sequence SET seq = seq + {count} WHERE name = {table} RETURNING seq AS \"Value\"")
            .ToListAsync(cancel);
        return [.. Enumerable.Range(1, count).Select(number => last[0] - count + number)];
    }
}

/// <summary>
/// Settings SQLite keeps per connection. A writer waits for another instead of failing, and a commit is on the disk
/// before it is acknowledged: an answer that was confirmed survives a power cut.
/// </summary>
internal sealed class SqliteConnectionSettings : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
