using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Orientir.Data;

/// <summary>
/// How a store writes into its SQLite file. SQLite has one writer and makes the others wait on their threads; here they wait for one
/// another without any, and for another process by looking again after a while, so that nobody who reads waits for who writes. A commit
/// is on the disk before it is acknowledged, and into the file that is there: an answer that was confirmed survives a power cut.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "Lives as long as its store; a semaphore nobody asks for a wait handle holds nothing to give back."
)]
internal sealed class SqliteWriter(Store store) : DbTransactionInterceptor, IDbConnectionInterceptor, IDbCommandInterceptor
{
    private const string Settings = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL;";
    private const int SqliteBusy = 5;
    private const int SqliteTimeout = 5000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim gate = new(1);

    // Who is past the gate; it may begin again.
    private DbContext? writing;

    public InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        store.Guard?.Prove();
        return result;
    }

    public ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    )
    {
        store.Guard?.Prove();
        return ValueTask.FromResult(result);
    }

    // Settings SQLite keeps per connection.
    public void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }

    public async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Settings;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // A transaction that is let go of without a word ends with its connection.
    public void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData) => Leave(eventData.Context);

    public Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        Leave(eventData.Context);
        return Task.CompletedTask;
    }

    public void ConnectionDisposed(DbConnection connection, ConnectionEndEventData eventData) => Leave(eventData.Context);

    public Task ConnectionDisposedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        Leave(eventData.Context);
        return Task.CompletedTask;
    }

    public override InterceptionResult<DbTransaction> TransactionStarting(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result
    )
    {
        EnterAsync(connection, eventData.Context, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return result;
    }

    public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default
    )
    {
        await EnterAsync(connection, eventData.Context, cancellationToken);
        return result;
    }

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData)
    {
        Leave(eventData.Context);
        store.Guard?.Prove();
    }

    public override Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        TransactionCommitted(transaction, eventData);
        return Task.CompletedTask;
    }

    public override void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => Leave(eventData.Context);

    public override Task TransactionRolledBackAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Leave(eventData.Context);
        return Task.CompletedTask;
    }

    // A statement that writes by itself is a transaction of its own.
    public async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        if (IsAlone(command))
            await EnterAsync(command.Connection!, eventData.Context, cancellationToken);
        return result;
    }

    public ValueTask<int> NonQueryExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        int result,
        CancellationToken cancellationToken = default
    )
    {
        if (IsAlone(command))
        {
            Leave(eventData.Context);
            store.Guard?.Prove();
        }
        return ValueTask.FromResult(result);
    }

    public Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        if (IsAlone(command))
            Leave(eventData.Context);
        return Task.CompletedTask;
    }

    public Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (IsAlone(command))
            Leave(eventData.Context);
        return Task.CompletedTask;
    }

    private static bool IsAlone(DbCommand command) => command.Transaction is null;

    private async ValueTask EnterAsync(DbConnection connection, DbContext? context, CancellationToken cancel)
    {
        if (context is null || ReferenceEquals(writing, context))
            return;
        if (!await gate.WaitAsync(Patience, cancel))
            throw new SqliteException("The writer is busy.", SqliteBusy);
        writing = context;
        try
        {
            await WaitForOthersAsync((SqliteConnection)connection, cancel);
        }
        catch
        {
            Leave(context);
            throw;
        }
    }

    /// <summary>
    /// Another process may write: it is asked again without keeping the thread. Who comes in between is waited for as SQLite does.
    /// </summary>
    private static async Task WaitForOthersAsync(SqliteConnection connection, CancellationToken cancel)
    {
        raw.sqlite3_busy_timeout(connection.Handle, 0);
        try
        {
            for (var waited = TimeSpan.Zero; ; waited += Pause)
            {
                var answer = raw.sqlite3_exec(connection.Handle, "BEGIN IMMEDIATE");
                if (answer != SqliteBusy)
                {
                    if (answer == raw.SQLITE_OK)
                        raw.sqlite3_exec(connection.Handle, "ROLLBACK");
                    return; // any other fault comes again, and is told by, who begins in earnest
                }
                if (waited > Patience)
                    throw new SqliteException("The writer is busy.", SqliteBusy);
                await Task.Delay(Pause, cancel);
            }
        }
        finally
        {
            raw.sqlite3_busy_timeout(connection.Handle, SqliteTimeout);
        }
    }

    private void Leave(DbContext? context)
    {
        if (context is null || !ReferenceEquals(Interlocked.CompareExchange(ref writing, null, context), context))
            return;
        gate.Release();
    }
}
