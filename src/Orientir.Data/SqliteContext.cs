using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Orientir.Data;

/// <summary>The store in one SQLite file: for a region on one machine.</summary>
public sealed class SqliteContext : OrientirContext
{
    /// <summary>A unit of work. Every save is a transaction, so that all of them pass the one gate before the writer.</summary>
    public SqliteContext(DbContextOptions<SqliteContext> options)
        : base(options) => Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;

    // SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE.
    /// <inheritdoc/>
    protected override bool IsTaken(Exception fault) => fault is SqliteException { SqliteExtendedErrorCode: 1555 or 2067 };

    // It looks for each among all before it.
    /// <inheritdoc/>
    protected internal override int MostParameters => 240;

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

    // A transaction begins as the only writer.
    /// <inheritdoc/>
    protected internal override Task LockRightsAsync(int? regionId, CancellationToken cancel) => Task.CompletedTask;

    /// <inheritdoc/>
    protected internal override Task LockRoomAsync(int campaignId, CancellationToken cancel) => Task.CompletedTask;

    /// <inheritdoc/>
    public override StoreFault? FaultOf(Exception? fault) => StoreFaults.Of(fault);
}
