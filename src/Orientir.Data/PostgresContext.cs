using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Orientir.Core.Submissions;

namespace Orientir.Data;

/// <summary>The store in PostgreSQL: for several nodes and regions.</summary>
public sealed class PostgresContext(DbContextOptions<PostgresContext> options) : OrientirContext(options)
{
    /// <inheritdoc/>
    protected override bool IsTaken(Exception fault) => fault is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <inheritdoc/>
    protected internal override int MostParameters => 5000;

    /// <inheritdoc/>
    protected internal override async Task<IReadOnlyList<long>> TakeKeysAsync(string table, int count, CancellationToken cancel) =>
        await Database
            .SqlQuery<long>($"SELECT nextval(pg_get_serial_sequence({table}, 'Id')) AS \"Value\" FROM generate_series(1, {count})")
            .ToListAsync(cancel);

    // Any numbers that no other lock of the program has.
    private const int Rights = 1;
    private const int Room = 2;

    /// <inheritdoc/>
    protected internal override Task LockRightsAsync(int? regionId, CancellationToken cancel) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Rights}, {regionId ?? 0})", cancel);

    /// <inheritdoc/>
    protected internal override Task LockRoomAsync(int campaignId, CancellationToken cancel) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Room}, {campaignId})", cancel);

    // Of more the statement is long, and hardly ever met again as it stands.
    private const int FewRows = 20;

    /// <inheritdoc/>
    protected internal override Task WriteUnderAsync(Submission submission, CancellationToken cancel)
    {
        var rows = ChangeTracker.Entries().Where(row => row.State != EntityState.Unchanged).ToList();
        return rows.Count <= FewRows && rows.TrueForAll(row => row.State is EntityState.Added or EntityState.Modified)
            ? new PostgresSave(this).RunAsync(submission, rows, cancel)
            : base.WriteUnderAsync(submission, cancel);
    }

    /// <inheritdoc/>
    public override StoreFault? FaultOf(Exception? fault) => StoreFaults.Of(fault);
}

/// <summary>
/// Tells PostgreSQL the region of the context with the first query after each opening, so that row-level security holds even where a query
/// forgot its filter: in the same message, as a round trip of its own would be a tenth of a save. The pool forgets it when the connection
/// goes back.
/// </summary>
internal sealed class PostgresRegion : DbConnectionInterceptor, IDbCommandInterceptor, IDbTransactionInterceptor
{
    private readonly ConditionalWeakTable<DbConnection, string> untold = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        Remember(connection, eventData.Context);
        Tell(connection);
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        // Who works over all regions may ask past the context.
        if (Remember(connection, eventData.Context) == Every)
            await TellAsync(connection, cancellationToken);
    }

    private const string Every = "*";

    private string Remember(DbConnection connection, DbContext? context)
    {
        var region = context switch
        {
            OrientirContext { AllRegions: true } => Every,
            OrientirContext { RegionId: { } id } => id.ToString(CultureInfo.InvariantCulture),
            // Not untold: what belongs to the installation itself is seen without a region.
            _ => "",
        };
        untold.AddOrUpdate(connection, region);
        return region;
    }

    // A number, a star or nothing: no other text ever stands there.
    private static string Statement(string region) => $"SELECT set_config('orientir.region', '{region}', false);";

    private void Tell(DbConnection connection)
    {
        if (!untold.TryGetValue(connection, out var region))
            return;
        untold.Remove(connection);
        using var command = connection.CreateCommand();
        command.CommandText = Statement(region);
        command.ExecuteNonQuery();
    }

    private async Task TellAsync(DbConnection connection, CancellationToken cancel)
    {
        if (!untold.TryGetValue(connection, out var region))
            return;
        untold.Remove(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = Statement(region);
        await command.ExecuteNonQueryAsync(cancel);
    }

    // What is told within a transaction is forgotten when it is undone.
    public InterceptionResult<DbTransaction> TransactionStarting(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result
    )
    {
        Tell(connection);
        return result;
    }

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default
    )
    {
        await TellAsync(connection, cancellationToken);
        return result;
    }

    public async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        var connection = command.Connection!;
        if (!untold.TryGetValue(connection, out var region))
            return result;
        // A save counts the results of its statements.
        if (eventData.CommandSource == CommandSource.SaveChanges)
        {
            await TellAsync(connection, cancellationToken);
            return result;
        }
        command.CommandText = Statement(region) + command.CommandText;
        var reader = await command.ExecuteReaderAsync(cancellationToken);
        untold.Remove(connection);
        await reader.NextResultAsync(cancellationToken);
        return InterceptionResult<DbDataReader>.SuppressWithResult(reader);
    }

    public async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        await TellAsync(command.Connection!, cancellationToken);
        return result;
    }

    public async ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<object> result,
        CancellationToken cancellationToken = default
    )
    {
        await TellAsync(command.Connection!, cancellationToken);
        return result;
    }

    public InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result
    )
    {
        Tell(command.Connection!);
        return result;
    }

    public InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Tell(command.Connection!);
        return result;
    }

    public InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        Tell(command.Connection!);
        return result;
    }
}
