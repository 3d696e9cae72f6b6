using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Orientir.Core;
using Orientir.Core.Office;
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
    private static readonly Dictionary<int, MigrationStep> Steps = new()
    {
        [2] = KeepResults.RunAsync,
        [5] = MoveFilesOut.RunAsync,
        [28] = FoldLookAlikes.RunAsync,
    };

    private readonly Store store;
    private readonly IReadOnlyList<Migration> migrations;

    // Whether these are all migrations of the program, after which the store must have every table and column of the model.
    private readonly bool isWhole;

    /// <summary>Migrates a store by the program's migrations.</summary>
    public Migrate(Store store)
        : this(store, Written(store)) => isWhole = true;

    /// <summary>Migrates a store by given migrations, ascending by number.</summary>
    internal Migrate(Store store, IReadOnlyList<Migration> migrations) => (this.store, this.migrations) = (store, migrations);

    /// <summary>From this number on a store knows the hashes of the scripts it was made by.</summary>
    private const int HashesKept = 14;

    private const long PostgresLock = 0x0E1E_4717;

    /// <summary>Ending of the file that is held while a SQLite file is migrated.</summary>
    internal const string LockEnding = ".migrating";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private const int LooksUntilToldAgain = 600;

    /// <summary>Applies what is missing. With nothing to do it is one query, without the lock.</summary>
    /// <exception cref="InputException">The store was made by a newer program.</exception>
    public Task RunAsync(CancellationToken cancel = default) => RunAsync(Newest, cancel);

    /// <summary>The number of the newest migration.</summary>
    internal int Newest => migrations[^1].Number;

    /// <summary>Applies what is missing up to a migration.</summary>
    internal Task RunAsync(int upTo, CancellationToken cancel) => RunAsync(upTo, alone: null, tell: null, cancel);

    /// <summary>The same, with nobody else on the store while anything is applied.</summary>
    /// <param name="upTo">The migration.</param>
    /// <param name="alone">Takes the store alone; asked only where something is missing, by one program of those starting together.</param>
    /// <param name="tell">Told, in Russian, that another program is at it and is waited for, from what to what a store is brought, and what
    /// was applied to it.</param>
    /// <param name="cancel">Stops.</param>
    internal async Task RunAsync(
        int upTo,
        Func<CancellationToken, Task<IAsyncDisposable>>? alone,
        Action<string>? tell,
        CancellationToken cancel
    )
    {
        if (await MissingAsync(upTo, cancel) is [])
            return;
        await using var held = await LockAsync(tell, cancel);
        if (await MissingAsync(upTo, cancel) is [])
            return;
        await using (alone is null ? null : await alone(cancel))
        {
            var (before, begun) = (await AppliedAsync(cancel), Stopwatch.GetTimestamp());
            // An empty file is an empty database.
            if (store.File is { } file && !File.Exists(file))
                await File.WriteAllBytesAsync(file, [], cancel);
            var missing = await MissingAsync(upTo, cancel);
            if (before > 0)
                tell?.Invoke($"Обновляю базу данных ({store.Place}): была схема {before}, станет {upTo}. Дождитесь конца.");
            foreach (var migration in missing)
            {
                await using var context = store.Open();
                await context.Database.OpenConnectionAsync(cancel);
                var connection = context.Database.GetDbConnection();
                // Readers and the writer do not stand in each other's way; the setting is kept in the file. A table that is made anew under
                // its name must not take along the rows that refer to it: https://www.sqlite.org/lang_altertable.html#otheralter
                if (!store.IsPostgres)
                    await ExecuteAsync(connection, null, "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = OFF", cancel);
                await using var transaction = await connection.BeginTransactionAsync(cancel);
                await ApplyAsync(connection, transaction, migration, tell, cancel);
                if (!store.IsPostgres)
                    await ProveReferencesAsync(connection, transaction, cancel);
                await transaction.CommitAsync(cancel);
            }
            if (before > 0)
                tell?.Invoke($"База данных ({store.Place}) обновлена {new Upgrade(before, missing, Stopwatch.GetElapsedTime(begun))}.");
        }
        if (isWhole && upTo == Newest && await new SchemaGaps(store).RunAsync(cancel) is [var gap, ..] gaps)
            throw Refused(
                $"в базе нет того, что нужно программе: {gap}{(gaps.Count > 1 ? " и другого" : "")}",
                "её начала промежуточная сборка программы: перенесите данные той сборкой (backup) и восстановите этой (restore)"
            );
    }

    /// <summary>Applies the migrations after one number up to another within a transaction of the caller's.</summary>
    internal async Task ApplyAsync(DbConnection connection, DbTransaction transaction, int after, int upTo, CancellationToken cancel)
    {
        foreach (var migration in After(after).Where(migration => migration.Number <= upTo))
            await ApplyAsync(connection, transaction, migration, tell: null, cancel);
    }

    /// <summary>The migrations after a number, ascending.</summary>
    internal IReadOnlyList<Migration> After(int number) => [.. migrations.Where(migration => migration.Number > number)];

    private async Task ApplyAsync(
        DbConnection connection,
        DbTransaction transaction,
        Migration migration,
        Action<string>? tell,
        CancellationToken cancel
    )
    {
        if (store.IsPostgres)
            await ExecuteAsync(connection, transaction, "SELECT set_config('orientir.region', '*', true)", cancel);
        await ExecuteAsync(connection, transaction, migration.Sql, cancel);
        if (migration.Step is { } step)
            await step(new(store, connection, transaction, tell), cancel);
        await ExecuteAsync(
            connection,
            transaction,
            string.Create(
                CultureInfo.InvariantCulture,
                $"INSERT INTO schema_versions (number, name) VALUES ({migration.Number}, '{migration.Name}')"
            ),
            cancel
        );
        if (migration.Number < HashesKept)
            return;
        foreach (var one in migrations.Where(one => one.Number <= migration.Number))
            await ExecuteAsync(
                connection,
                transaction,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"UPDATE schema_versions SET hash = '{one.Hash}' WHERE number = {one.Number} AND hash IS NULL"
                ),
                cancel
            );
    }

    private const int MostLoose = 20;

    /// <summary>Rows that refer to nothing, each by its name: they were so before, or the migration made them so.</summary>
    private async Task ProveReferencesAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """SELECT DISTINCT "table", rowid, "parent" FROM pragma_foreign_key_check ORDER BY 1, 2, 3""";
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var loose = new List<InputError>();
        while (loose.Count < MostLoose && await reader.ReadAsync(cancel))
            loose.Add(
                new(
                    store.Place,
                    $"строка № {reader.GetInt64(1).ToString(CultureInfo.InvariantCulture)} таблицы {reader.GetString(0)} ссылается на "
                        + $"строку таблицы {reader.GetString(2)}, которой нет",
                    "восстановите базу из резервной копии, в которой она есть, или удалите эту строку; база осталась прежней версии"
                )
            );
        if (loose.Count > 0)
            throw new InputException(loose);
    }

    /// <summary>Refuses a store of another schema than the program's: for who reads it and changes nothing.</summary>
    /// <param name="older">What to do with a store of an older schema.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="InputException">It is of another schema, or there is none.</exception>
    internal async Task RequireNewestAsync(string older, CancellationToken cancel)
    {
        var applied = await AppliedAsync(cancel);
        if (applied == 0)
            throw Refused("базы данных нет или она пуста", "проверьте ORIENTIR_DATABASE или запустите сайт");
        if (applied < Newest)
            throw Refused($"схема базы данных {applied}, а программа знает {Newest}", older);
        await MissingAsync(Newest, cancel);
    }

    /// <summary>Whether the store has what the program needs.</summary>
    internal async Task<bool> IsNewestAsync(CancellationToken cancel) => await MissingAsync(Newest, cancel) is [];

    private async Task<IReadOnlyList<Migration>> MissingAsync(int upTo, CancellationToken cancel)
    {
        var applied = await ReadAsync(cancel);
        var newest = applied.Count > 0 ? applied[^1].Number : 0;
        if (newest > Newest)
            throw Refused($"база данных новее программы: её схема {newest}, программа знает {Newest}", "установите новую версию программы");
        // A script that was changed after it ran has not run.
        foreach (var (number, name, hash) in applied)
            if (
                migrations.FirstOrDefault(one => one.Number == number) is { } known
                && (known.Name != name || (hash ?? known.Hash) != known.Hash)
            )
                throw Refused(
                    $"база сделана другой сборкой программы: её миграция {name} отличается от миграции {known.Name} этой программы",
                    "возьмите ту сборку, которой база сделана, снимите копию (backup) и восстановите её этой программой (restore)"
                );
        // Migrations come in the order of their numbers: one below the newest would never be applied.
        var numbers = applied.Select(one => one.Number).ToHashSet();
        if (migrations.FirstOrDefault(one => one.Number < newest && !numbers.Contains(one.Number)) is { } passedOver)
            throw Refused(
                $"в базе нет миграции {passedOver.Name}, хотя есть более новые",
                "её начала промежуточная сборка программы: перенесите данные той сборкой (backup) и восстановите этой (restore)"
            );
        return [.. migrations.Where(migration => migration.Number > newest && migration.Number <= upTo)];
    }

    private InputException Refused(string found, string allowed) => new([new(store.Place, found, allowed)]);

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
    internal async Task<int> AppliedAsync(CancellationToken cancel) => (await ReadAsync(cancel)) is [.., var newest] ? newest.Number : 0;

    /// <summary>The migrations applied, ascending; the hash is null where the store knows none.</summary>
    private async Task<IReadOnlyList<(int Number, string Name, string? Hash)>> ReadAsync(CancellationToken cancel)
    {
        var applied = new List<(int, string, string?)>();
        if (store.File is { } file && !File.Exists(file))
            return applied;
        await using var context = store.Open();
        await context.Database.OpenConnectionAsync(cancel);
        var connection = context.Database.GetDbConnection();
        var there = store.IsPostgres
            ? "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'schema_versions'"
            : "SELECT count(*) FROM sqlite_master WHERE name = 'schema_versions'";
        if (await ScalarAsync(connection, there, cancel) == 0)
            return applied;
        await using var command = connection.CreateCommand();
        // Before migration 14 there is no hash, and PostgreSQL plans no query anew whose columns have become others.
        command.CommandText = store.IsPostgres
            ? "SELECT number, name, to_jsonb(v) ->> 'hash' FROM schema_versions v ORDER BY number"
            : "SELECT * FROM schema_versions ORDER BY number";
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            applied.Add(
                (
                    Convert.ToInt32(reader.GetValue(0), CultureInfo.InvariantCulture),
                    reader.GetString(1),
                    reader.FieldCount > 2 && !await reader.IsDBNullAsync(2, cancel) ? reader.GetString(2) : null
                )
            );
        return applied;
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
        // A script takes as long as the database is large: ended by the clock it would be begun and ended at every start.
        (command.Transaction, command.CommandTimeout, command.CommandText) = (transaction, 0, sql);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Waits for whoever is at it, as long as it takes: the system lets go of the lock with the process.</summary>
    private async Task<IAsyncDisposable> LockAsync(Action<string>? tell, CancellationToken cancel)
    {
        for (var look = 0; ; look++)
        {
            if ((store.IsPostgres ? await TryLockPostgresAsync(cancel) : TryLockFile()) is { } held)
                return held;
            if (look % LooksUntilToldAgain == 0)
                tell?.Invoke($"Базу данных ({store.Place}) обновляет другая программа: ждём, пока она закончит.");
            await Task.Delay(Pause, cancel);
        }
    }

    /// <summary>An advisory lock on a connection of its own, outside the pool: closed with the process, whatever ends it.</summary>
    private async Task<IAsyncDisposable?> TryLockPostgresAsync(CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(store.Connection) { Pooling = false, KeepAlive = 30 }.ConnectionString
        );
        try
        {
            await connection.OpenAsync(cancel);
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(@lock)", connection);
            command.Parameters.AddWithValue("lock", PostgresLock);
            if ((bool)(await command.ExecuteScalarAsync(cancel))!)
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

    /// <summary>A file beside the database held open alone: the system lets go of it when the process ends.</summary>
    private FileStream? TryLockFile()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(store.File)!);
        try
        {
            return new FileStream(store.File + LockEnding, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (DiskFault.IsHeld(fault))
        {
            return null;
        }
    }
}
