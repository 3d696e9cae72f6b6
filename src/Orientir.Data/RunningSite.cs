using Npgsql;
using Orientir.Core;
using Orientir.Core.Office;
using Orientir.Data.Jobs;

namespace Orientir.Data;

/// <summary>Whether a SQLite file is made where there is none.</summary>
public enum NewStore
{
    /// <summary>It is not: who looks into a store expects one.</summary>
    Refused,

    /// <summary>It is, in a folder without anything: the first start of a site.</summary>
    InAnEmptyFolder,

    /// <summary>It is, unless something of one of its name lies there: somebody asks for a new one.</summary>
    AskedFor,
}

/// <summary>
/// The sign that a site works on a store: held shared by every site, taken alone by a restoration and by a migration, which would take away
/// what a site of an earlier program reads. The system lets go of it with the process, whatever ends it.
/// </summary>
public static class RunningSite
{
    internal const long PostgresLock = 0x0E1E_517E;

    // A file another process has just made is not locked yet.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private const int Looks = 10;

    /// <summary>Says that a site runs, until disposed.</summary>
    /// <exception cref="InputException">The store is being restored, or can't be reached.</exception>
    public static async Task<IAsyncDisposable> HoldAsync(Store store, CancellationToken cancel = default)
    {
        if (store.File is not { } file)
            return await ShareAsync(store, cancel) ?? throw BeingRestored(store);
        var held = await ShareFileAsync(store, cancel);
        try
        {
            RestoreIntoSqlite.RemoveLeftovers(store);
            return held;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await held.DisposeAsync();
            throw Refused(
                store,
                new(
                    $"не удаляется то, что осталось от прерванного восстановления ({RestoreIntoSqlite.LeftoversOf(file)}): "
                        + DiskFault.Of(fault),
                    "удалите это сами и запустите снова"
                )
            );
        }
    }

    private static async Task<FileStream> ShareFileAsync(Store store, CancellationToken cancel)
    {
        for (var look = 1; ; look++)
        {
            try
            {
                // Reading with shared reading is what the system locks as shared.
                Directory.CreateDirectory(Path.GetDirectoryName(LockFile(store))!);
                return new FileStream(LockFile(store), FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
            }
            catch (Exception fault) when (StoreFaults.OfFiles(fault, Path.GetDirectoryName(store.File)!) is { } known)
            {
                throw Refused(store, known);
            }
            catch (IOException)
            {
                if (look == Looks)
                    throw BeingRestored(store);
                await Task.Delay(Pause, cancel);
            }
        }
    }

    /// <summary>A session that holds the sign in PostgreSQL; null where a restoration has the store.</summary>
    private static async Task<NpgsqlConnection?> ShareAsync(Store store, CancellationToken cancel)
    {
        var connection = Unpooled(store);
        try
        {
            await connection.OpenAsync(cancel);
            for (var look = 0; look < Looks; look++)
            {
                if (await AskAsync(connection, "SELECT pg_try_advisory_lock_shared(@lock)", cancel))
                    return connection;
                // Who has just migrated lets go of it a moment after the last migration is there.
                await Task.Delay(Pause, cancel);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    /// <summary>
    /// Brings the store to the newest schema and holds it as a site does: a restoration must not begin under whoever writes. Of several
    /// programs that begin together one migrates, and the others wait for it.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="made">Whether a SQLite file may be made where there is none.</param>
    /// <param name="tell">Told, in Russian, that another program is waited for, and from what to what a store is brought by what.</param>
    /// <param name="lost">Told that a restoration has begun, or was made, since the server ended the session that holds a PostgreSQL store:
    /// what works on must stop.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="InputException">The store is being restored, is not there, can't be used, or is to be migrated while a site of an
    /// earlier program works on it.</exception>
    public static Task<IAsyncDisposable> BeginAsync(
        Store store,
        NewStore made = NewStore.Refused,
        Action<string>? tell = null,
        Action? lost = null,
        CancellationToken cancel = default
    ) =>
        OpenAsync(
            store,
            made,
            async migrate =>
            {
                while (true)
                {
                    await migrate.RunAsync(migrate.Newest, stop => TakeToMigrateAsync(store, stop), tell, cancel);
                    var running = await HoldAsync(store, cancel);
                    // Whoever restored in between may have been of an earlier program.
                    if (await migrate.IsNewestAsync(cancel))
                        return running is NpgsqlConnection held
                            ? await PostgresSign.WatchAsync(held, stop => ShareAsync(store, stop), lost ?? (() => { }), cancel)
                            : running;
                    await running.DisposeAsync();
                }
            }
        );

    /// <summary>Holds a store of the program's schema as a site does, and changes nothing: for who only reads.</summary>
    /// <exception cref="InputException">The store is being restored, is not there, can't be used, or is of another schema.</exception>
    public static Task<IAsyncDisposable> LookAsync(Store store, CancellationToken cancel = default) =>
        OpenAsync(
            store,
            NewStore.Refused,
            async migrate =>
            {
                await migrate.RequireNewestAsync("возьмите программу прежней версии или один раз запустите сайт этой", cancel);
                return await HoldAsync(store, cancel);
            }
        );

    private static async Task<IAsyncDisposable> OpenAsync(Store store, NewStore made, Func<Migrate, Task<IAsyncDisposable>> hold)
    {
        IAsyncDisposable? running = null;
        try
        {
            ProveThere(store, made);
            running = await hold(new(store));
            if (store.File is null)
                return running;
            return new Watched(store, running);
        }
        catch (Exception fault)
        {
            if (running is not null)
                await running.DisposeAsync();
            if (FaultOf(store, fault) is { } known)
                throw Refused(store, known);
            throw;
        }
    }

    private static StoreFault? FaultOf(Store store, Exception fault) =>
        fault is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege }
            ? new("у пользователя PostgreSQL нет права создавать таблицы", "сделайте его владельцем базы")
            : StoreFaults.Of(fault) ?? (store.File is { } file ? StoreFaults.OfFiles(fault, Path.GetDirectoryName(file)!) : null);

    /// <summary>
    /// A file that is not there may have been lost. It is made anew where somebody asks for a new one, and at the first start of a site;
    /// never beside what another left, which may hold all that is left of it.
    /// </summary>
    private static void ProveThere(Store store, NewStore made)
    {
        if (store.File is not { } file || (File.Exists(file) && !IsEmptied(file)))
            return;
        if (StoreFaults.ClosedTo(file) is { } closed)
            throw Refused(store, closed);
        var folder = Path.GetDirectoryName(file)!;
        var left = Directory.Exists(folder)
            ? Directory
                .EnumerateFileSystemEntries(folder)
                .Where(entry => made != NewStore.AskedFor || entry.StartsWith(file, StringComparison.Ordinal) && entry.Length > file.Length)
                .Where(entry => made != NewStore.AskedFor || entry[file.Length] is '-' or '.')
                .Where(entry => Path.GetFileName(entry) is not (['.', ..] or "lost+found"))
                .Select(entry => Path.GetFileName(entry))
                .Order(StringComparer.Ordinal)
                .ToList()
            : [];
        // Another one is beginning at this moment.
        if (made != NewStore.Refused && (left.Count == 0 || IsHeld(store)))
            return;
        throw Refused(
            store,
            left.Count == 0
                ? new("базы данных нет", "проверьте ORIENTIR_DATABASE; новую базу заводит account add или первый запуск сайта")
                : new(
                    $"файла базы нет, а в папке есть другое: {string.Join(", ", left.Take(5))}{(left.Count > 5 ? "…" : "")}",
                    made == NewStore.AskedFor
                        ? "если база пропала, верните её файл или восстановите копию: restore; если прежняя не нужна, уберите эти файлы"
                        : "если база пропала, верните её файл или восстановите копию: restore; если она новая, заведите её: account add"
                )
        );
    }

    /// <summary>An empty file is what a first start that was killed leaves, and what is left of a database somebody cut off.</summary>
    private static bool IsEmptied(string file) =>
        new FileInfo(file).Length == 0
        && (
            new FileInfo(file + "-wal") is { Exists: true, Length: > 0 }
            || File.Exists(file + RunningJobs.LockEnding)
            || File.Exists(file + RunningJobs.TriggersEnding)
        );

    private static bool IsHeld(Store store)
    {
        for (var look = 0; look < 2; look++)
        {
            if (IsHeld(LockFile(store)) || IsHeld(store.File + Migrate.LockEnding))
                return true;
            Thread.Sleep(Pause);
        }
        return false;
    }

    private static bool IsHeld(string file)
    {
        try
        {
            using var alone = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException fault)
        {
            return DiskFault.IsHeld(fault);
        }
    }

    /// <summary>
    /// Takes a store alone whose schema is older than the program. Programs of this one's time hold it only once it has the newest schema:
    /// whoever shares it is of an earlier time and would lose what it reads.
    /// </summary>
    private static async Task<IAsyncDisposable> TakeToMigrateAsync(Store store, CancellationToken cancel)
    {
        for (var look = 1; ; look++)
        {
            if (await TryTakeAsync(store, cancel) is { } alone)
                return alone;
            if (look == Looks)
                break;
            await Task.Delay(Pause, cancel);
        }
        // A restoration does not share it, and is told as what it is.
        await using (await HoldAsync(store, cancel))
            throw new InputException([
                new(
                    store.Place,
                    "базой пользуется работающий сайт более ранней программы, а её нужно обновить",
                    "остановите его и повторите: обновлять базу под ним нельзя"
                ),
            ]);
    }

    private static async Task<IAsyncDisposable?> TryTakeAsync(Store store, CancellationToken cancel)
    {
        if (store.File is not null)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(LockFile(store))!);
                return new FileStream(LockFile(store), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException fault) when (DiskFault.IsHeld(fault))
            {
                return null;
            }
        }
        var connection = Unpooled(store);
        try
        {
            await connection.OpenAsync(cancel);
            if (await AskAsync(connection, "SELECT pg_try_advisory_lock(@lock)", cancel))
                return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    private static InputException Refused(Store store, StoreFault fault) =>
        new([new($"{StoreAddress.Setting} ({store.Place})", fault.Found, fault.Remedy)]);

    /// <summary>A site at work on a SQLite file: the file is looked after as long.</summary>
    private sealed class Watched : IAsyncDisposable
    {
        private readonly Store store;
        private readonly IAsyncDisposable running;

        public Watched(Store store, IAsyncDisposable running)
        {
            (this.store, this.running) = (store, running);
            store.Guard = new(store);
        }

        public async ValueTask DisposeAsync()
        {
            var guard = store.Guard;
            store.Guard = null;
            guard?.Dispose();
            await running.DisposeAsync();
        }
    }

    /// <summary>Takes a SQLite store alone.</summary>
    internal static FileStream TakeFile(Store store)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(LockFile(store))!);
            return new FileStream(LockFile(store), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception fault) when (StoreFaults.OfFiles(fault, Path.GetDirectoryName(store.File)!) is { } known)
        {
            throw Refused(store, known);
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
        await LetSitesComeBackAsync(connection, cancel);
        // A site that lost its connection for a moment has lost the lock too: its other sessions still tell of it. A session that was just
        // closed the server counts a moment longer, with its lock.
        for (var look = 0; look < Looks; look++)
        {
            if (
                await AskAsync(connection, "SELECT pg_try_advisory_lock(@lock)", cancel)
                && await AskAsync(
                    connection,
                    """
                    SELECT count(*) = 0 FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND @lock > 0
                    """,
                    cancel
                )
            )
                return connection;
            await Task.Delay(Pause, cancel);
        }
        await connection.DisposeAsync();
        throw AtWork(store);
    }

    /// <summary>A server that has just started has forgotten who held what.</summary>
    private static async Task LetSitesComeBackAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT now() - pg_postmaster_start_time()", connection);
        var since = (TimeSpan)(await command.ExecuteScalarAsync(cancel))!;
        if (since < PostgresSign.TakenAgain)
            await Task.Delay(PostgresSign.TakenAgain - since, cancel);
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string question, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(question, connection);
        command.Parameters.AddWithValue("lock", PostgresLock);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static NpgsqlConnection Unpooled(Store store) =>
        new(new NpgsqlConnectionStringBuilder(store.Connection) { Pooling = false, KeepAlive = 30 }.ConnectionString);

    internal static void RemoveSign(Store store) => File.Delete(LockFile(store));

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
        new([
            new(
                store.Place,
                "база данных восстанавливается из копии или обновляется другой программой",
                "дождитесь, пока она закончит, и запустите снова"
            ),
        ]);
}
