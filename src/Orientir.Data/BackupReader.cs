using System.Data.Common;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;
using Orientir.Core;
using Orientir.Core.Files;

namespace Orientir.Data;

/// <summary>A back-up that is opened and proved whole: its rows, its files, and what is told of one that fits no database.</summary>
internal sealed class BackupReader : IDisposable
{
    // https://www.sqlite.org/rescode.html: rows that fit no table, break a rule of it, or are of another type.
    private const int SqliteError = 1;
    private const int SqliteConstraint = 19;
    private const int SqliteMismatch = 20;

    private readonly FileStream file;
    private readonly ZipArchive zip;
    private readonly string path;

    /// <summary>Opens a file and proves it.</summary>
    /// <exception cref="InputException">It is none, can't be read, or is damaged.</exception>
    public BackupReader(string path, CancellationToken cancel)
    {
        this.path = path;
        file = Open(path);
        try
        {
            zip = OpenZip(file, path);
            Manifest = BackupManifest.Verify(zip, path, cancel);
        }
        catch
        {
            zip?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>What it holds.</summary>
    public BackupManifest Manifest { get; }

    /// <summary>The rows of a table, a line each.</summary>
    public IEnumerable<string> Lines(StoredTable table)
    {
        using var reader = new StreamReader(zip.GetEntry(BackupManifest.EntryOf(table))!.Open(), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    /// <summary>
    /// Bytes before the rows that tell of them; where the rows are refused, the collection removes what nothing tells of.
    /// </summary>
    public async Task PutFilesAsync(IFileStore files, CancellationToken cancel)
    {
        foreach (var (entry, hash) in Manifest.FilesOf(zip))
        {
            await using var content = await entry.OpenAsync(cancel);
            if ((await files.PutAsync(content, cancel)).Hash != hash)
                throw BackupManifest.Damaged(path, $"файл {hash[..12]}… не сходится со своей контрольной суммой");
        }
    }

    /// <summary>Puts rows in: what they themselves can't be put in for is a damaged copy, and nothing else is.</summary>
    public async Task FillAsync(Func<Task> fill)
    {
        try
        {
            await fill();
        }
        catch (Exception fault)
            when (StoreFaults.Of(fault) is null
                && (
                    AreRowsWrong(fault)
                    || fault
                        is JsonException
                            or FormatException
                            or InvalidOperationException { InnerException: null }
                            or IndexOutOfRangeException
                            or InvalidDataException
                )
            )
        {
            throw BackupManifest.Damaged(path, $"строки не подходят к схеме ({fault.Message})");
        }
    }

    /// <summary>Proves that it leaves out no table of its schema, whose tables are made by now.</summary>
    public async Task RequireTablesAsync(Store store, DbConnection connection, DbTransaction transaction, CancellationToken cancel)
    {
        if (Manifest.Files is null)
            return; // the first format
        var made = new HashSet<string>(StringComparer.Ordinal);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            connection is NpgsqlConnection
                ? "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
                : "SELECT name FROM sqlite_master WHERE type = 'table'";
        await using (var reader = await command.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel))
                made.Add(reader.GetString(0));
        await using var context = store.Open();
        if (
            StoredTable
                .Of(context)
                .Select(table => table.Name)
                .FirstOrDefault(name => made.Contains(name) && Manifest.Tables.All(told => told.Table.Name != name)) is
            { } absent
        )
            throw BackupManifest.Damaged(path, $"нет таблицы {absent}");
    }

    /// <summary>Reads back what was written: the lines must be those of the backup to the byte.</summary>
    public async Task ProveAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancel)
    {
        foreach (var (table, rows, hash, _) in Manifest.Tables)
            if (await table.DumpAsync(connection, transaction, connection is NpgsqlConnection, Stream.Null, cancel) != (rows, hash))
                throw BackupManifest.Damaged(path, $"восстановленная таблица {table.Name} не сходится с копией");
    }

    /// <summary>
    /// Brings its rows from an older schema to the program's: a step that refuses them says why, and the copy is whole. Null where they are
    /// of the program's.
    /// </summary>
    public async Task<Upgrade?> UpgradeAsync(Migrate migrate, Func<Task> upgrade)
    {
        var (missing, begun) = (migrate.After(Manifest.Schema), Stopwatch.GetTimestamp());
        try
        {
            await upgrade();
            return missing.Count > 0 ? new(Manifest.Schema, missing, Stopwatch.GetElapsedTime(begun)) : null;
        }
        catch (Exception fault) when (fault is InvalidOperationException or InvalidDataException || AreRowsWrong(fault))
        {
            throw new InputException([
                new(
                    path,
                    $"копия цела, но её данные не переносятся в схему этой программы ({fault.Message})",
                    "восстановите её той версией программы, которой она снята, и сообщите разработчикам этот текст"
                ),
            ]);
        }
    }

    public void Dispose()
    {
        zip.Dispose();
        file.Dispose();
    }

    // https://www.postgresql.org/docs/current/errcodes-appendix.html: data exceptions, broken constraints, no such table or column.
    private static bool AreRowsWrong(Exception fault) =>
        fault
            is PostgresException
                {
                    SqlState: ['2', '2' or '3', ..] or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn
                }
                or SqliteException { SqliteErrorCode: SqliteError or SqliteConstraint or SqliteMismatch };

    private static FileStream Open(string path)
    {
        try
        {
            // A pipe is opened as soon as somebody writes into it, which may be never.
            if (SpecialFile.WordOf(path) is { } kind)
                throw new InputException([
                    new(path, $"это {kind}, а не файл: копию читают не подряд", "сохраните копию в файл и укажите его"),
                ]);
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException([new(path, "файл не открывается", "проверьте имя, папку и право на чтение")]);
        }
    }

    private static ZipArchive OpenZip(Stream file, string path)
    {
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (InvalidDataException)
        {
            throw IsBegun(file)
                ? new InputException([
                    new(
                        path,
                        "файл обрывается: копия записана или скопирована не до конца",
                        "возьмите другую копию или скопируйте эту заново"
                    ),
                ])
                : new InputException([new(path, "это не резервная копия Ориентира", "нужен файл, записанный командой backup")]);
        }
    }

    /// <summary>Whether an archive begins here: what it holds is told at its end.</summary>
    private static bool IsBegun(Stream file)
    {
        Span<byte> head = stackalloc byte[4];
        file.Position = 0;
        return file.Length == 0
            || file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual("PK\x03\x04"u8);
    }
}
