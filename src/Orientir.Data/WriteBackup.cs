using System.Data;
using System.Data.Common;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Orientir.Core;
using Orientir.Core.Files;
using Orientir.Core.Office;

namespace Orientir.Data;

/// <summary>What a backup holds, or what was restored.</summary>
/// <param name="Tables">Tables.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Files">Different files that are there and whole.</param>
/// <param name="Bytes">Their length altogether.</param>
/// <param name="Missing">Files that rows tell of and that were not there, not whole, or could not be read.</param>
public sealed record BackupCounts(int Tables, long Rows, int Files, long Bytes, int Missing)
{
    /// <summary>Where the damaged database was put that was replaced; null where it was none.</summary>
    public string? SetAside { get; init; }

    /// <summary>Files kept in the store of files that nothing in what was restored tells of: of later, or of another site.</summary>
    public int Unknown { get; init; }

    /// <summary>Whether the store of files is marked as of what was restored, so that those files are taken for forgotten.</summary>
    public bool IsOwn { get; init; }

    /// <summary>What was applied to rows of an older schema, in words; null where they are of the program's.</summary>
    public string? Upgraded { get; init; }

    /// <summary>Letters that waited in what was restored, and go out only when somebody sends them again.</summary>
    public int Held { get; init; }
}

/// <summary>
/// Writes everything stored into one file while the site runs: one snapshot of the rows, no writer waits for it. The files of the snapshot
/// can't change, and what comes meanwhile belongs to the next backup.
/// </summary>
public sealed class WriteBackup(Store store, TimeProvider clock)
{
    /// <summary>Writes the file aside, reads it back and proves it, and only then puts it in its place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="withFiles">Whether the bytes of files go along; without them the backup only refers to the store of files.</param>
    /// <param name="cancel">Stops; nothing is left behind.</param>
    /// <exception cref="InputException">There is no store, its schema is not this program's, or the file cannot be written, is one of
    /// the store itself, or holds a copy with more files than there are now.</exception>
    /// <exception cref="FileStoreException">The store of files is not there: without it no copy is written.</exception>
    public BackupCounts Run(string path, bool withFiles = true, CancellationToken cancel = default) => Run(path, withFiles, null, cancel);

    /// <summary>The same, telling how many tables of how many are written.</summary>
    internal BackupCounts Run(string path, bool withFiles, Action<int, int>? tell, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new InputException([new(path, "имя файла пусто", "укажите, куда записать копию: orientir backup ФАЙЛ")]);
        if (store.Owns(path))
            throw new InputException([
                new(path, "это файл самой базы данных или её хранилища", "укажите для копии другое имя, лучше на другом диске"),
            ]);
        if (FolderProbe.OfParent(Path.GetDirectoryName(Path.GetFullPath(path)) ?? path) is { } nowhere)
            throw new InputException([new(path, nowhere.Found, nowhere.Remedy)]);
        (BackupManifest Manifest, long Bytes)? written = null;
        OutputFile.Write(
            path,
            stream =>
            {
                using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
                    written = WriteAsync(zip, withFiles, tell, cancel).GetAwaiter().GetResult();
                if (!stream.CanSeek)
                    return; // a pipe cannot be read back
                KeepFuller(path, written.Value.Manifest.Files!.Missing.Count);
                stream.Flush();
                stream.Position = 0;
                using var proof = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
                BackupManifest.Verify(proof, path, cancel);
            },
            isPrivate: true
        );
        var (manifest, bytes) = written!.Value;
        var missing = manifest.Files!.Missing.Count;
        return new(manifest.Tables.Count, manifest.Tables.Sum(table => table.Rows), manifest.Files.Count - missing, bytes, missing);
    }

    /// <summary>A copy may be the only place where a lost file still is: one that lacks more files does not take its name.</summary>
    private static void KeepFuller(string path, int missing)
    {
        if (
            missing > 0
            && BackupManifest.TryRead(path) is { Files: null or { Included: true } } before
            && (before.Files?.Missing.Count ?? 0) < missing
        )
            throw new InputException([
                new(
                    path,
                    $"в хранилище не хватает {Russian.Count(missing, "файла", "файлов", "файлов")}, а в прежней копии по этому имени "
                        + "их больше: она оставлена, новая не записана",
                    "укажите для новой копии другое имя; утраченные файлы возвращает restore прежней копии"
                ),
            ]);
    }

    /// <summary>Gives the manifest and the length of the files that were there.</summary>
    private async Task<(BackupManifest Manifest, long Bytes)> WriteAsync(
        ZipArchive zip,
        bool withFiles,
        Action<int, int>? tell,
        CancellationToken cancel
    )
    {
        var migrate = new Migrate(store);
        await migrate.RequireNewestAsync("сделайте копию прежней версией программы или один раз запустите сайт этой версии", cancel);

        var (tables, files) = await WriteRowsAsync(zip, tell, cancel);
        var missing = withFiles ? await WriteFilesAsync(zip, files, cancel) : [];
        var manifest = new BackupManifest(
            migrate.Newest,
            clock.GetUtcNow().UtcDateTime,
            tables,
            new(withFiles, files.Count, files.Sum(file => file.Length), missing)
        );
        manifest.Write(zip);
        return (manifest, files.Where(file => !missing.Contains(file.Hash)).Sum(file => file.Length));
    }

    /// <summary>Writes the rows of one moment; gives the tables and the files those rows tell of.</summary>
    private async Task<(List<BackedUpTable> Tables, List<FileContent> Files)> WriteRowsAsync(
        ZipArchive zip,
        Action<int, int>? tell,
        CancellationToken cancel
    )
    {
        await using var context = store.Open();
        context.AllRegions = true;
        await context.Database.OpenConnectionAsync(cancel);
        var connection = context.Database.GetDbConnection();
        // A deferred transaction of SQLite reads one snapshot of the write-ahead log and holds up nobody.
        await using var transaction = connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);

        var tables = new List<BackedUpTable>();
        var stored = StoredTable.Of(context);
        foreach (var table in stored)
        {
            tell?.Invoke(tables.Count, stored.Count);
            var lines = zip.CreateEntry(BackupManifest.EntryOf(table), CompressionLevel.Fastest).Open();
            await using (lines)
            {
                var (rows, hash) = await table.DumpAsync(connection, transaction, store.IsPostgres, lines, cancel);
                tables.Add(new(table, rows, hash, await LastIdAsync(connection, transaction, table.Name, cancel)));
            }
        }
        return (tables, await FilesAsync(connection, transaction, cancel));
    }

    private static async Task<List<FileContent>> FilesAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """SELECT "Hash", max("Length") FROM stored_files GROUP BY "Hash" ORDER BY "Hash" """;
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var files = new List<FileContent>();
        while (await reader.ReadAsync(cancel))
            files.Add(new(reader.GetString(0), reader.GetInt64(1)));
        return files;
    }

    /// <summary>Writes the bytes of files. Gives the hashes of those not there, or not whole.</summary>
    private async Task<IReadOnlyList<string>> WriteFilesAsync(ZipArchive zip, List<FileContent> files, CancellationToken cancel)
    {
        var missing = new List<string>();
        foreach (var (hash, _) in files)
        {
            try
            {
                await using var content = await store.Files.OpenAsync(hash, cancel);
                if (content is not null && await WriteFileAsync(zip, hash, content, cancel))
                    continue;
                if (content is null)
                    await store.Files.ProveThereAsync(cancel);
            }
            catch (FileStoreException)
            {
                // One file may be lost; a store that is not there is a fault, and no copy.
                await store.Files.ProveThereAsync(cancel);
            }
            missing.Add(hash);
        }
        return missing;
    }

    /// <summary>Writes the bytes of a file, as they are: documents are packed already. Tells whether they were those of the hash.</summary>
    internal static async Task<bool> WriteFileAsync(ZipArchive zip, string hash, Stream content, CancellationToken cancel)
    {
        await using var entry = await zip.CreateEntry(BackupManifest.EntryOf(hash), CompressionLevel.NoCompression).OpenAsync(cancel);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0; )
        {
            sha.AppendData(buffer, 0, read);
            await entry.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        return Convert.ToHexStringLower(sha.GetHashAndReset()) == hash;
    }

    /// <summary>The last key given out: a key of a deleted row must not come back, the audit still names it.</summary>
    private async Task<long> LastIdAsync(DbConnection connection, DbTransaction transaction, string table, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = store.IsPostgres
            ? $"""
                SELECT s.last_value FROM pg_sequences s
                WHERE s.schemaname = current_schema() AND format('%I.%I', s.schemaname, s.sequencename) =
                    (SELECT pg_get_serial_sequence('{table}', c.column_name) FROM information_schema.columns c
                     WHERE c.table_schema = current_schema() AND c.table_name = '{table}' AND c.is_identity = 'YES')
                """
            : $"SELECT seq FROM sqlite_sequence WHERE name = '{table}'";
        var last = await command.ExecuteScalarAsync(cancel);
        return last is null or DBNull ? 0 : Convert.ToInt64(last, CultureInfo.InvariantCulture);
    }
}
