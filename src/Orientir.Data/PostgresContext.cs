using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Orientir.Data;

/// <summary>The store in PostgreSQL: for several nodes and regions.</summary>
public sealed class PostgresContext(DbContextOptions<PostgresContext> options) : OrientirContext(options)
{
    /// <inheritdoc/>
    protected override bool IsTaken(Exception fault) => fault is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <inheritdoc/>
    protected internal override async Task<IReadOnlyList<long>> TakeKeysAsync(string table, int count, CancellationToken cancel) =>
        await Database
            .SqlQuery<long>($"SELECT nextval(pg_get_serial_sequence({table}, 'Id')) AS \"Value\" FROM generate_series(1, {count})")
            .ToListAsync(cancel);
}

/// <summary>
/// Tells PostgreSQL the region of the context at each opening, so that row-level security holds even where a query forgot
/// its filter. The pool resets it when the connection goes back.
/// </summary>
internal sealed class PostgresRegion : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = Command(connection, eventData.Context);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = Command(connection, eventData.Context);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbCommand Command(DbConnection connection, DbContext? context)
    {
        var command = connection.CreateCommand();
        command.CommandText = "select set_config('orientir.region', @region, false)";
        var region = command.CreateParameter();
        region.ParameterName = "region";
        region.Value = context switch
        {
            OrientirContext { AllRegions: true } => "*",
            OrientirContext { RegionId: { } id } => id.ToString(CultureInfo.InvariantCulture),
            _ => "",
        };
        command.Parameters.Add(region);
        return command;
    }
}
