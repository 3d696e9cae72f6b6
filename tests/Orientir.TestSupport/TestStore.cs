using Microsoft.Data.Sqlite;
using Npgsql;
using Orientir.Data;

namespace Orientir.TestSupport;

/// <summary>The two databases every store test runs on.</summary>
public enum Database
{
    Sqlite,
    Postgres,
}

/// <summary>A store of a test's own, gone afterwards.</summary>
internal sealed class TestStore : IDisposable
{
    private static readonly Dictionary<Database, Lazy<Task<Func<TestStore>>>> Migrated = Enum.GetValues<Database>()
        .ToDictionary(
            database => database,
            database => new Lazy<Task<Func<TestStore>>>(async () =>
            {
                var store = Empty(database);
                await new Migrate(store.Store).RunAsync(CancellationToken.None);
                return store.Original();
            })
        );

    private static int files;
    private readonly string? folder;

    private TestStore(string connection, string? folder)
    {
        (Connection, Store) = (connection, new Store(connection));
        this.folder = folder;
    }

    public Store Store { get; }

    /// <summary>What another process opens it by.</summary>
    public string Connection { get; }

    public static TestStore Empty(Database database)
    {
        if (database == Database.Postgres)
            return new(PostgresCluster.NewDatabase(), null);
        var own = Path.Combine(Path.GetTempPath(), $"orientir-{Environment.ProcessId}-{Interlocked.Increment(ref files)}");
        Directory.CreateDirectory(own);
        return new(Path.Combine(own, "orientir.db"), own);
    }

    /// <summary>A store with the tables: a copy of one that was migrated once for all tests.</summary>
    public static async Task<TestStore> MigratedAsync(Database database) => (await Migrated[database].Value)();

    /// <summary>Ends the use of this store; gives what makes copies of it.</summary>
    public Func<TestStore> Original()
    {
        if (folder is null)
        {
            NpgsqlConnection.ClearAllPools();
            return () => new(PostgresCluster.NewDatabase(Connection), null);
        }
        SqliteConnection.ClearAllPools();
        var content = File.ReadAllBytes(Connection);
        Dispose();
        return () =>
        {
            var copy = Empty(Database.Sqlite);
            File.WriteAllBytes(copy.Connection, content);
            return copy;
        };
    }

    public void Dispose()
    {
        if (folder is null)
            return;
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
