using Npgsql;
using Orientir.Core;

namespace Orientir.Data;

/// <summary>
/// The sign that a site works on a store: held shared by every site, taken alone by a restoration. The system lets go of it with the
/// process, whatever ends it.
/// </summary>
public static class RunningSite
{
    private const long PostgresLock = 0x0E1E_517E;

    /// <summary>Says that a site runs, until disposed.</summary>
    /// <exception cref="InputException">The store is being restored.</exception>
    public static async Task<IAsyncDisposable> HoldAsync(Store store, CancellationToken cancel = default)
    {
        if (store.File is not null)
        {
            try
            {
                // Reading with shared reading is what the system locks as shared.
                Directory.CreateDirectory(Path.GetDirectoryName(LockFile(store))!);
                return new FileStream(LockFile(store), FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
            }
            catch (IOException)
            {
                throw BeingRestored(store);
            }
        }
        var connection = Unpooled(store);
        await connection.OpenAsync(cancel);
        if (await AskAsync(connection, "SELECT pg_try_advisory_lock_shared(@lock)", cancel))
            return connection;
        await connection.DisposeAsync();
        throw BeingRestored(store);
    }

    /// <summary>
    /// Holds the store as a site does and brings it to the newest schema: a restoration must not begin under whoever writes.
    /// </summary>
    /// <exception cref="InputException">The store is being restored.</exception>
    public static async Task<IAsyncDisposable> BeginAsync(Store store, CancellationToken cancel = default)
    {
        var running = await HoldAsync(store, cancel);
        await new Migrate(store).RunAsync(cancel);
        return running;
    }

    /// <summary>Takes a SQLite store alone.</summary>
    internal static FileStream TakeFile(Store store)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(LockFile(store))!);
            return new FileStream(LockFile(store), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw AtWork(store);
        }
    }

    /// <summary>
    /// A connection of its own that has the PostgreSQL store alone; another session of the database, site or not, is in the way.
    /// </summary>
    internal static async Task<NpgsqlConnection> TakePostgresAsync(Store store, CancellationToken cancel)
    {
        var connection = Unpooled(store);
        await connection.OpenAsync(cancel);
        // A site that lost its connection for a moment has lost the lock too: its other sessions still tell of it.
        if (
            await AskAsync(connection, "SELECT pg_try_advisory_lock(@lock)", cancel)
            && await AskAsync(
                connection,
                "SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND "
                    + "backend_type = 'client backend' AND @lock > 0",
                cancel
            )
        )
            return connection;
        await connection.DisposeAsync();
        throw AtWork(store);
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string question, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(question, connection);
        command.Parameters.AddWithValue("lock", PostgresLock);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static NpgsqlConnection Unpooled(Store store) =>
        new(new NpgsqlConnectionStringBuilder(store.Connection) { Pooling = false, KeepAlive = 30 }.ConnectionString);

    private static string LockFile(Store store) => store.File + ".running";

    private static InputException AtWork(Store store) =>
        new([
            new(
                store.Place,
                "с базой данных работает сайт или другая программа",
                "остановите сайт, закройте другие подключения и повторите"
            ),
        ]);

    private static InputException BeingRestored(Store store) =>
        new([new(store.Place, "база данных восстанавливается из копии", "дождитесь конца восстановления и запустите сайт снова")]);
}
