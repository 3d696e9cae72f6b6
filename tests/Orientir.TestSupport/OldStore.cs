using System.IO.Compression;
using System.Text;
using Npgsql;

namespace Orientir.TestSupport;

/// <summary>The store of commit 198a866 (Fixtures/198a866): what has to be brought to the newest schema without losing anything.</summary>
internal static class OldStore
{
    private const string Folder = "Orientir.TestSupport.Fixtures._198a866.";

    /// <summary>A copy of it, not migrated.</summary>
    public static TestStore Make(Database database)
    {
        var store = TestStore.Empty(database);
        if (database == Database.Sqlite)
        {
            File.WriteAllBytes(store.Connection, Unpacked("orientir.db.gz"));
            return store;
        }
        // The dump sets the search path of its session: that connection goes back to no pool.
        using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(store.Connection) { Pooling = false }.ConnectionString
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Encoding.UTF8.GetString(Unpacked("postgres.sql.gz"));
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
        return store;
    }

    /// <summary>The backup its program wrote of it.</summary>
    public static Stream Backup() => Open("backup.zip");

    /// <summary>A file of what its program showed: «N.json», «N.bounds.csv» of run N.</summary>
    public static string Shown(string name)
    {
        using var zip = new ZipArchive(Open("shown.zip"));
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>By run: SHA-256 of the body of its outputs as they were first kept.</summary>
    public static IReadOnlyDictionary<int, string> Outputs()
    {
        using var reader = new StreamReader(Open("outputs.sha256"));
        return reader
            .ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(parts => int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts => parts[1]);
    }

    private static byte[] Unpacked(string name)
    {
        using var gzip = new GZipStream(Open(name), CompressionMode.Decompress);
        using var content = new MemoryStream();
        gzip.CopyTo(content);
        return content.ToArray();
    }

    private static Stream Open(string name) => typeof(OldStore).Assembly.GetManifestResourceStream(Folder + name)!;
}
