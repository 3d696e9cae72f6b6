using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orientir.Core;
using Orientir.Data.Files;

namespace Orientir.Data;

/// <summary>
/// A table of a backup: its columns, how many rows, SHA-256 of its lines, and the last key ever given out (0 where keys are not numbered).
/// </summary>
internal sealed record BackedUpTable(StoredTable Table, long Rows, string Hash, long LastId);

/// <summary>The files of a backup.</summary>
/// <param name="Included">Whether their bytes are in the backup; otherwise it only refers to them.</param>
/// <param name="Count">Different files.</param>
/// <param name="Bytes">Their length altogether.</param>
/// <param name="Missing">Hashes of files the store had not, or not whole, when the backup was written.</param>
internal sealed record BackedUpFiles(bool Included, int Count, long Bytes, IReadOnlyList<string> Missing);

/// <summary>
/// What a backup holds, «manifest.json» in its zip. Beside it stand «tables/NAME.jsonl» for every table and «files/ab/cdef…» for every
/// file, by its hash. The same for both databases, so that what was kept in SQLite can go on in PostgreSQL.
/// </summary>
/// <param name="Schema">The schema the rows are of.</param>
/// <param name="At">UTC; when it was written.</param>
/// <param name="Tables">The tables.</param>
/// <param name="Files">The files; null in a backup of the first format, where the bytes stand in the rows.</param>
internal sealed partial record BackupManifest(int Schema, DateTime At, IReadOnlyList<BackedUpTable> Tables, BackedUpFiles? Files)
{
    private const string Format = "orientir-backup/2";
    private const string FormatWithoutFiles = "orientir-backup/1";
    private const string Entry = "manifest.json";
    private const string FilesFolder = "files/";

    public static string EntryOf(StoredTable table) => $"tables/{table.Name}.jsonl";

    public static string EntryOf(string hash) => FilesFolder + FileKey.Of(hash);

    /// <summary>The files in an archive that are whole, with their hashes.</summary>
    public IEnumerable<(ZipArchiveEntry Entry, string Hash)> FilesOf(ZipArchive zip) =>
        zip
            .Entries.Where(entry => entry.FullName.StartsWith(FilesFolder, StringComparison.Ordinal))
            .Select(entry => (entry, entry.FullName[FilesFolder.Length..].Replace("/", "", StringComparison.Ordinal)))
            .Select(file => FileHash().IsMatch(file.Item2) ? file : throw new InvalidDataException($"No hash: {file.Item2}"))
            .Where(file => Files?.Missing.Contains(file.Item2) != true);

    public void Write(ZipArchive zip)
    {
        using var stream = zip.CreateEntry(Entry).Open();
        using var json = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("schema", Schema);
        json.WriteString("at", At);
        json.WriteStartArray("tables");
        foreach (var (table, rows, hash, lastId) in Tables)
        {
            json.WriteStartObject();
            json.WriteString("name", table.Name);
            json.WriteNumber("rows", rows);
            json.WriteString("sha256", hash);
            json.WriteNumber("lastId", lastId);
            json.WriteStartArray("columns");
            foreach (var column in table.Columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                json.WriteString("kind", column.Kind);
                if (column.Key)
                    json.WriteBoolean("key", true);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (Files is { } files)
        {
            json.WriteStartObject("files");
            json.WriteBoolean("included", files.Included);
            json.WriteNumber("count", files.Count);
            json.WriteNumber("bytes", files.Bytes);
            json.WriteStartArray("missing");
            foreach (var hash in files.Missing)
                json.WriteStringValue(hash);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>Reads the manifest and proves every table of the archive by its rows and its hash, and every file by its hash.</summary>
    /// <exception cref="InputException">No backup, or a damaged one.</exception>
    public static BackupManifest Verify(ZipArchive zip, string file, CancellationToken cancel)
    {
        try
        {
            var manifest = Read(zip, file);
            foreach (var (table, rows, hash, _) in manifest.Tables)
            {
                var entry = zip.GetEntry(EntryOf(table)) ?? throw Damaged(file, $"нет таблицы {table.Name}");
                using var stream = entry.Open();
                using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var buffer = new byte[1 << 16];
                var lines = 0L;
                for (int read; (read = stream.Read(buffer)) > 0; )
                {
                    cancel.ThrowIfCancellationRequested();
                    sha.AppendData(buffer, 0, read);
                    lines += buffer.AsSpan(0, read).Count((byte)'\n');
                }
                if (lines != rows)
                    throw Damaged(file, $"в таблице {table.Name} строк {lines}, а должно быть {rows}");
                if (Convert.ToHexStringLower(sha.GetHashAndReset()) != hash)
                    throw Damaged(file, $"таблица {table.Name} не сходится со своей контрольной суммой");
            }
            var files = 0;
            foreach (var (entry, hash) in manifest.FilesOf(zip))
            {
                cancel.ThrowIfCancellationRequested();
                using var stream = entry.Open();
                if (Convert.ToHexStringLower(SHA256.HashData(stream)) != hash)
                    throw Damaged(file, $"файл {hash[..12]}… не сходится со своей контрольной суммой");
                files++;
            }
            if (manifest.Files is { Included: true } told && files != told.Count - told.Missing.Count)
                throw Damaged(file, $"файлов {files}, а должно быть {told.Count - told.Missing.Count}");
            return manifest;
        }
        catch (Exception fault)
            when (fault is InvalidDataException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Damaged(file, "архив не читается");
        }
    }

    /// <summary>The manifest of a file, its archive unproved; null where it is no back-up that can be read.</summary>
    public static BackupManifest? TryRead(string file)
    {
        try
        {
            using var zip = ZipFile.OpenRead(file);
            return Read(zip, file);
        }
        catch (Exception fault)
            when (fault
                    is IOException
                        or UnauthorizedAccessException
                        or InputException
                        or InvalidDataException
                        or JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
            )
        {
            return null;
        }
    }

    private static BackupManifest Read(ZipArchive zip, string file)
    {
        var entry =
            zip.GetEntry(Entry)
            ?? throw new InputException([new(file, "это не резервная копия Ориентира", "нужен файл, записанный командой backup")]);
        using var stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        // It proves everything else, and nothing but the archive proves it: .NET reads past a wrong sum.
        if (Crc32.HashToUInt32(bytes.Span) != entry.Crc32)
            throw Damaged(file, "оглавление не сходится со своей контрольной суммой");
        using var json = JsonDocument.Parse(bytes);
        var root = json.RootElement;
        if (root.GetProperty("format").GetString() is var format && format is not (Format or FormatWithoutFiles))
            throw new InputException([
                new(file, $"неизвестный вид копии «{format}»", $"эта программа читает «{Format}»; установите программу новее"),
            ]);
        return new(
            root.GetProperty("schema").GetInt32(),
            root.GetProperty("at").GetDateTime(),
            [
                .. root.GetProperty("tables")
                    .EnumerateArray()
                    .Select(table => new BackedUpTable(
                        new StoredTable(
                            NameOf(table, file),
                            [
                                .. table
                                    .GetProperty("columns")
                                    .EnumerateArray()
                                    .Select(column => new StoredColumn(
                                        NameOf(column, file),
                                        column.GetProperty("kind").GetString() is { } kind && StoredTable.Kinds.Contains(kind)
                                            ? kind
                                            : throw Damaged(file, "неизвестный вид столбца"),
                                        column.TryGetProperty("key", out var key) && key.GetBoolean()
                                    )),
                            ]
                        ),
                        table.GetProperty("rows").GetInt64(),
                        table.GetProperty("sha256").GetString()!,
                        table.GetProperty("lastId").GetInt64() is >= 0 and var last ? last : throw Damaged(file, "недопустимый номер")
                    )),
            ],
            root.TryGetProperty("files", out var files)
                ? new(
                    files.GetProperty("included").GetBoolean(),
                    files.GetProperty("count").GetInt32(),
                    files.GetProperty("bytes").GetInt64(),
                    [.. files.GetProperty("missing").EnumerateArray().Select(hash => hash.GetString()!)]
                )
                : null
        );
    }

    // A name goes into a statement.
    private static string NameOf(JsonElement named, string file) =>
        named.GetProperty("name").GetString() is { } name && PlainName().IsMatch(name)
            ? name
            : throw Damaged(file, "недопустимое имя таблицы или столбца");

    public static InputException Damaged(string file, string found) =>
        new([new(file, $"резервная копия повреждена: {found}", "возьмите другую копию; база не изменена")]);

    [GeneratedRegex("^[A-Za-z_]{1,63}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainName();

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileHash();
}
