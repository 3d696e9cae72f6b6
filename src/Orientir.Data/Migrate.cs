using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Orientir.Data.Migrations;

namespace Orientir.Data;

/// <summary>
/// Brings a store to the newest schema: the numbered migrations in Migrations/, each in a transaction of its own, under a lock
/// that lets processes starting together wait for one another and dies with its process. A migration is a script and, where SQL
/// does not suffice, a step in C# after it. Both see the rows of every region.
/// </summary>
public sealed class Migrate
{
    /// <summary>What the migrations of these numbers do after their scripts.</summary>
    private static readonly Dictionary<int, MigrationStep> Steps = new() { [2] = KeepResults.RunAsync, [5] = MoveFilesOut.RunAsync };

    private readonly Store store;
    private readonly IReadOnlyList<Migration> migrations;

    /// <summary>Migrates a store by the program's migrations.</summary>
    public Migrate(Store store)
        : this(store, Written(store)) { }

    /// <summary>Migrates a store by given migrations, ascending by number.</summary>
    internal Migrate(Store store, IReadOnlyList<Migration> migrations) => (this.store, this.migrations) = (store, migrations);

    private const long PostgresLock = 0x0E1E_4717;
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(2);

    /// <summary>Applies what is missing. With nothing to do it is one query, without the lock.</summary>
    /// <exception cref="InvalidOperationException">The store was made by a newer program.</exception>
    public Task RunAsync(CancellationToken cancel = default) => RunAsync(Newest, cancel);

    /// <summary>The number of the newest migration.</summary>
    internal int Newest => migrations[^1].Number;

    /// <summary>Applies what is missing up to a migration.</summary>
    internal async Task RunAsync(int upTo, CancellationToken cancel)
    {
        if (await MissingAsync(upTo, cancel) is [])
            return;
        await using var held = (store.IsPostgres ? await LockPostgresAsync(cancel) : await LockFileAsync(cancel));
        foreach (var migration in await MissingAsync(upTo, cancel))
        {
            await using var context = store.Open();
            await context.Database.OpenConnectionAsync(cancel);
            var connection = context.Database.GetDbConnection();
            // Readers and the writer do not stand in each other's way; the setting is kept in the file. A table that is made anew under
            // its name must not take along the rows that refer to it: https://www.sqlite.org/lang_altertable.html#otheralter
            if (!store.IsPostgres)
                await ExecuteAsync(connection, null, "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = OFF", cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await ApplyAsync(connection, transaction, migration, cancel);
            if (!store.IsPostgres)
                await ProveReferencesAsync(connection, transaction, migration, cancel);
            await transaction.CommitAsync(cancel);
        }
    }

    /// <summary>Applies the migrations after one number up to another within a transaction of the caller's.</summary>
    internal async Task ApplyAsync(DbConnection connection, DbTransaction transaction, int after, int upTo, CancellationToken cancel)
    {
        foreach (var migration in migrations.Where(migration => migration.Number > after && migration.Number <= upTo))
            await ApplyAsync(connection, transaction, migration, cancel);
    }

    private async Task ApplyAsync(DbConnection connection, DbTransaction transaction, Migration migration, CancellationToken cancel)
    {
        if (store.IsPostgres)
            await ExecuteAsync(connection, transaction, "SELECT set_config('orientir.region', '*', true)", cancel);
        await ExecuteAsync(connection, transaction, migration.Sql, cancel);
        if (migration.Step is { } step)
            await step(new(store, connection, transaction), cancel);
        await ExecuteAsync(
            connection,
            transaction,
            string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_versions VALUES ({migration.Number}, '{migration.Name}')"),
            cancel
        );
    }

    private static async Task ProveReferencesAsync(
        DbConnection connection,
        DbTransaction transaction,
        Migration migration,
        CancellationToken cancel
    )
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "PRAGMA foreign_key_check";
        if (await command.ExecuteScalarAsync(cancel) is string table)
            throw new InvalidOperationException($"Migration {migration.Name} leaves rows of {table} that refer to nothing.");
    }

    private async Task<IReadOnlyList<Migration>> MissingAsync(int upTo, CancellationToken cancel)
    {
        var applied = await AppliedAsync(cancel);
        if (applied > Newest)
            throw new InvalidOperationException(
                $"База данных новее программы: её схема — {applied}, программа знает {Newest}. Установите новую версию программы."
            );
        return [.. migrations.Where(migration => migration.Number > applied && migration.Number <= upTo)];
    }

    /// <summary>The program's migrations for the kind of a store, ascending.</summary>
    internal static IReadOnlyList<Migration> Written(Store store)
    {
        var ending = store.IsPostgres ? ".postgres.sql" : ".sqlite.sql";
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.EndsWith(ending, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    var title = name[..^ending.Length].Split('/')[^1];
                    var number = int.Parse(title[..4], CultureInfo.InvariantCulture);
                    return new Migration(number, title, reader.ReadToEnd(), Steps.GetValueOrDefault(number));
                }),
        ];
    }

    /// <summary>The number of the newest migration applied; 0 for an empty store.</summary>
    internal async Task<int> AppliedAsync(CancellationToken cancel)
    {
        if (store.File is { } file && !File.Exists(file))
            return 0;
        await using var context = store.Open();
        await context.Database.OpenConnectionAsync(cancel);
        var connection = context.Database.GetDbConnection();
        var there = store.IsPostgres
            ? "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'schema_versions'"
            : "SELECT count(*) FROM sqlite_master WHERE name = 'schema_versions'";
        if (await ScalarAsync(connection, there, cancel) == 0)
            return 0;
        return await ScalarAsync(connection, "SELECT coalesce(max(number), 0) FROM schema_versions", cancel);
    }

    private static async Task<int> ScalarAsync(DbConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancel), CultureInfo.InvariantCulture);
    }

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>An advisory lock on a connection of its own, outside the pool: closed with the process, whatever ends it.</summary>
    private async Task<IAsyncDisposable> LockPostgresAsync(CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(store.Connection) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(@lock)", connection)
        {
            CommandTimeout = (int)LockPatience.TotalSeconds,
        };
        command.Parameters.AddWithValue("lock", PostgresLock);
        await command.ExecuteNonQueryAsync(cancel);
        return connection;
    }

    /// <summary>A file beside the database held open alone: the system lets go of it when the process ends.</summary>
    private async Task<IAsyncDisposable> LockFileAsync(CancellationToken cancel)
    {
        var path = store.File + ".migrating";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(50))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < LockPatience)
            {
                await Task.Delay(50, cancel);
            }
        }
    }
}
