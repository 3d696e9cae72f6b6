using Orientir.Data;

namespace Orientir.Core.Tests.TestData;

/// <summary>The two databases every store test runs on.</summary>
public enum Database
{
    Sqlite,
    Postgres,
}

/// <summary>An empty store of a test's own, gone afterwards.</summary>
internal sealed class TestStore : IDisposable
{
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
        if (database == Database.Postgres) return new(PostgresCluster.NewDatabase(), null);
        var own = Path.Combine(Path.GetTempPath(), $"orientir-{Environment.ProcessId}-{Interlocked.Increment(ref files)}");
        Directory.CreateDirectory(own);
        return new(Path.Combine(own, "orientir.db"), own);
    }

    public static async Task<TestStore> MigratedAsync(Database database)
    {
        var store = Empty(database);
        await new Migrate(store.Store).RunAsync(TestContext.Current.CancellationToken);
        return store;
    }

    public void Dispose()
    {
        if (folder is null) return;
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
