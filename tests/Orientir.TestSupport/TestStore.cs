using Microsoft.Data.Sqlite;
using Npgsql;
using Orientir.Data;
using Orientir.Data.Files;

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
    private readonly string folder;
    private readonly bool isPostgres;

    private TestStore(string connection, string folder)
    {
        Connection = connection;
        FilesFolder = Path.Combine(folder, "files");
        Store = new Store(connection, new FolderFiles(FilesFolder, TimeProvider.System));
        this.folder = folder;
        isPostgres = Store.IsPostgres;
    }

    public Store Store { get; }

    /// <summary>What another process opens it by.</summary>
    public string Connection { get; }

    /// <summary>Where its files lie, for another process.</summary>
    public string FilesFolder { get; }

    public static TestStore Empty(Database database)
    {
        var own = NewFolder();
        return new(database == Database.Postgres ? PostgresCluster.NewDatabase() : Path.Combine(own, "orientir.db"), own);
    }

    private static string NewFolder()
    {
        var own = Path.Combine(Path.GetTempPath(), $"orientir-{Environment.ProcessId}-{Interlocked.Increment(ref files)}");
        Directory.CreateDirectory(own);
        return own;
    }

    /// <summary>A store with the tables: a copy of one that was migrated once for all tests.</summary>
    public static async Task<TestStore> MigratedAsync(Database database) => (await Migrated[database].Value)();

    /// <summary>Ends the use of this store; gives what makes copies of it.</summary>
    public Func<TestStore> Original()
    {
        if (isPostgres)
        {
            NpgsqlConnection.ClearAllPools();
            Dispose();
            return () => new(PostgresCluster.NewDatabase(Connection), NewFolder());
        }
        SqliteConnection.ClearAllPools();
        // A site may not have let go of it yet: what stands in its log belongs to it.
        using (
            var own = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Connection, Pooling = false }.ConnectionString)
        )
        {
            own.Open();
            using var command = own.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }
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
        // Hundreds of databases stand on one server of tests: what a test leaves open would be missing to those after it.
        if (isPostgres)
        {
            using var pooled = new NpgsqlConnection(Store.Connection);
            NpgsqlConnection.ClearPool(pooled);
        }
        else
        {
            SqliteConnection.ClearAllPools();
        }
        Directory.Delete(folder, recursive: true);
    }
}
