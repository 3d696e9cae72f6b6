using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Orientir.Core;
using Orientir.Core.Files;
using Orientir.Data.Files;

namespace Orientir.Data;

/// <summary>Where everything is kept: PostgreSQL or a SQLite file, as <see cref="StoreAddress"/> understands a text.</summary>
public sealed class Store
{
    private readonly DbContextOptions options;

    // As the place was once called: the mark of the back-ups there are must not change.
    private readonly string markedPlace;

    /// <summary>Names the store; nothing is opened yet.</summary>
    /// <param name="connection">What ORIENTIR_DATABASE may hold.</param>
    /// <param name="files">Where the bytes of files lie; without it the folder «files» beside the SQLite file, or data/files of the
    /// working folder.</param>
    /// <param name="temporary">Where it writes what is needed for a while; without it the folder «temp» beside the SQLite file or the
    /// files.</param>
    /// <exception cref="InputException">The text names no database.</exception>
    public Store(string connection, IFileStore? files = null, TemporaryFolder? temporary = null)
        : this(connection, TimeProvider.System, files is null ? null : _ => files, temporary) { }

    private Store(string connection, TimeProvider own, Func<TimeProvider, IFileStore>? files, TemporaryFolder? temporary)
    {
        Time = new(this, own);
        var address = StoreAddress.Of(connection);
        if (address.Postgres is { } postgres)
        {
            Connection = postgres.ConnectionString;
            var database = postgres.Database ?? postgres.Username;
            Place = string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {HostOf(postgres)}/{database}");
            markedPlace = $"PostgreSQL {postgres.Host}/{database}";
            options = Intercepted(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(Connection), new PostgresRegion()).Options;
        }
        else
        {
            File = Place = markedPlace = address.File!;
            // Nothing but a migration makes a file: where it is gone, that is said.
            Connection = new SqliteConnectionStringBuilder
            {
                DataSource = File,
                ForeignKeys = true,
                Mode = SqliteOpenMode.ReadWrite,
            }.ConnectionString;
            options = Intercepted(new DbContextOptionsBuilder<SqliteContext>().UseSqlite(Connection), new SqliteWriter(this)).Options;
        }
        Files = files?.Invoke(Time) ?? new FolderFiles(Path.Combine(Path.GetDirectoryName(File) ?? "data", "files"), Time);
        Temporary = temporary ?? new(TemporaryBeside(File ?? (Files as FolderFiles)?.Folder));
    }

    // Several servers name their ports themselves.
    private static string HostOf(NpgsqlConnectionStringBuilder postgres) =>
        postgres.Host!.Contains(',', StringComparison.Ordinal) ? postgres.Host
        : System.Net.IPAddress.TryParse(postgres.Host, out var address) ? $"{new System.Net.IPEndPoint(address, postgres.Port)}"
        : string.Create(CultureInfo.InvariantCulture, $"{postgres.Host}:{postgres.Port}");

    private static string TemporaryBeside(string? place) => Path.Combine(Path.GetDirectoryName(place) ?? "data", "temp");

    private DbContextOptionsBuilder<TContext> Intercepted<TContext>(DbContextOptionsBuilder<TContext> builder, IInterceptor own)
        where TContext : DbContext =>
        builder.AddInterceptors(own, new StorableText(), new CommittedJobs(() => JobsCommitted?.Invoke(this, EventArgs.Empty)));

    /// <summary>The store named by the environment.</summary>
    /// <exception cref="InputException">A setting is wrong.</exception>
    public static Store Configured() => Configured(Environment.GetEnvironmentVariable);

    /// <summary>
    /// The store named by ORIENTIR_DATABASE, without it the SQLite file data/orientir.db of the working folder; its files in
    /// ORIENTIR_FILES, a folder or the address of S3-compatible storage. From here on the process makes files only its own user reads.
    /// </summary>
    /// <exception cref="InputException">A setting is wrong.</exception>
    public static Store Configured(Func<string, string?> setting) => Configured(setting, TimeProvider.System);

    /// <summary>The same, by a clock of this process.</summary>
    internal static Store Configured(Func<string, string?> setting, TimeProvider own)
    {
        PrivateFiles.Begin();
        var connection =
            setting(StoreAddress.Setting) is { } named && named.Trim().Length > 0 ? named : Path.Combine("data", "orientir.db");
        return setting("ORIENTIR_FILES")?.Trim() switch
        {
            null or "" => new(connection, own, null, null),
            var address when address.Contains("://", StringComparison.Ordinal) => OnS3(connection, own, S3Address.Of(address, setting)),
            ['~', ..] or [.., ';'] => throw new InputException([
                new("ORIENTIR_FILES", "это не папка и не адрес хранилища S3", "укажите путь к папке целиком или https://СЕРВЕР/КОРЗИНА"),
            ]),
            var folder => new(connection, own, time => new FolderFiles(folder, time), null),
        };
    }

    private static Store OnS3(string connection, TimeProvider own, S3Address address)
    {
        var temporary = new TemporaryFolder(TemporaryBeside(StoreAddress.Of(connection).File));
        return new(connection, own, time => new S3Files(address, time, temporary), temporary);
    }

    /// <summary>The time of the database: whoever works on it goes by it, in rows and files alike.</summary>
    public DatabaseTime Time { get; }

    /// <summary>Where the bytes of files lie.</summary>
    public IFileStore Files { get; }

    /// <summary>Where what is needed for a while is written.</summary>
    public TemporaryFolder Temporary { get; }

    /// <summary>Whether it is PostgreSQL; SQLite otherwise.</summary>
    public bool IsPostgres => File is null;

    /// <summary>The SQLite file; null for PostgreSQL.</summary>
    public string? File { get; }

    /// <summary>How messages call it; never with a password.</summary>
    public string Place { get; }

    internal string Connection { get; }

    /// <summary>The SQLite file as this process began to work with it; null for PostgreSQL and before.</summary>
    internal DatabaseFileGuard? Guard { get; set; }

    /// <summary>Jobs have been added through this store and committed.</summary>
    internal event EventHandler? JobsCommitted;

    private static readonly string[] Companions = ["", "-wal", "-shm", "-journal", ".running", ".migrating", ".jobs", ".triggers"];

    /// <summary>Whether a path is a file of the store itself: writing there would destroy it under whoever works on it.</summary>
    internal bool Owns(string path)
    {
        var target = RealPath.Of(path);
        return File is { } file && Companions.Any(ending => target == RealPath.Of(file + ending))
            || Files is FolderFiles { Folder: var folder }
                && target.StartsWith(RealPath.Of(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    internal const int MarkLength = 8;

    /// <summary>
    /// Eight hex digits that tell this installation from others that write into the same folder: of the first of its keys, which is made by
    /// chance at its first start, and of its place, which a copy of it does not share.
    /// </summary>
    public async Task<string> MarkAsync(CancellationToken cancel) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{await FirstKeyAsync(cancel)}\n{markedPlace}")))[..MarkLength];

    private async Task<string?> FirstKeyAsync(CancellationToken cancel)
    {
        await using var context = Open();
        await context.Database.OpenConnectionAsync(cancel);
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = """SELECT "Name" FROM protection_keys ORDER BY "Id" LIMIT 1""";
        return await command.ExecuteScalarAsync(cancel) as string;
    }

    /// <summary>Marks the store of files as this database's where it is its own and nobody has marked it: when a site starts.</summary>
    public async Task ClaimFilesAsync(CancellationToken cancel = default)
    {
        // Before its first key is made the database has no mark that would stay.
        if (await FirstKeyAsync(cancel) is not null)
            await new ClaimFiles(Open, Files, MarkAsync).RunAsync(cancel);
    }

    /// <summary>Marks the store of files as this database's: what it does not tell of is nobody's.</summary>
    public async Task OwnFilesAsync(CancellationToken cancel = default) => await Files.OwnAsync(await MarkAsync(cancel), cancel);

    /// <summary>A context of its own unit of work.</summary>
    public OrientirContext Open() =>
        IsPostgres
            ? new PostgresContext((DbContextOptions<PostgresContext>)options)
            : new SqliteContext((DbContextOptions<SqliteContext>)options);
}
