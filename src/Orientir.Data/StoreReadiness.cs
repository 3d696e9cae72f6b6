using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Orientir.Data;

/// <summary>
/// Whether a site can do its work now: the database gives a row and takes one, by a connection of its own that has read nothing before.
/// Anybody may ask, so one answer serves all who ask within a second.
/// </summary>
public sealed class StoreReadiness(Store store, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);
    private const int Seconds = 5;

    // What is asked below fits into the log there is; what people save does not.
    private const long LeastRoom = 1 << 20;

    private readonly SemaphoreSlim one = new(1);
    private StoreFault? last;
    private long? at;

    /// <summary>What is wrong; null where nothing is.</summary>
    public async Task<StoreFault?> AskAsync(CancellationToken cancel = default)
    {
        await one.WaitAsync(cancel);
        try
        {
            if (at is { } then && time.GetElapsedTime(then) < Kept)
                return last;
            last = store.Guard?.Fault() ?? await TryAsync(cancel);
            at = time.GetTimestamp();
            return last;
        }
        finally
        {
            one.Release();
        }
    }

    private async Task<StoreFault?> TryAsync(CancellationToken cancel)
    {
        try
        {
            if (store.File is { } file && new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(file))!).AvailableFreeSpace < LeastRoom)
                return StoreFaults.NoRoom;
            await using DbConnection connection = store.IsPostgres
                ? new NpgsqlConnection(store.Connection)
                : new SqliteConnection(
                    new SqliteConnectionStringBuilder(store.Connection) { Pooling = false, DefaultTimeout = Seconds }.ConnectionString
                );
            await connection.OpenAsync(cancel);
            await using var command = connection.CreateCommand();
            command.CommandTimeout = Seconds;
            command.CommandText = "UPDATE schema_versions SET name = name WHERE number = (SELECT max(number) FROM schema_versions)";
            return await command.ExecuteNonQueryAsync(cancel) == 1
                ? null
                : new("в базе нет таблиц программы", "проверьте ORIENTIR_DATABASE");
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is 5 or 6)
        {
            // Another connection is writing, so the store can be written to.
            return null;
        }
        catch (Exception fault) when (fault is DbException or StoreFaultException || StoreFaults.Of(fault) is not null)
        {
            return StoreFaults.Of(fault) ?? new("база данных не отвечает как должна", "проверьте её командой orientir doctor");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();
}
