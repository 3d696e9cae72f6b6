using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Orientir.Core;
using Orientir.Core.Files;

namespace Orientir.Data;

/// <summary>What was restored, beside the rows of the copy.</summary>
/// <param name="Held">Letters that waited in it, and are held.</param>
/// <param name="Upgrade">What was applied to its rows; null where they are of the program's schema.</param>
/// <param name="SetAside">Where the damaged database was put that was replaced; null where it was none.</param>
internal sealed record Restored(int Held, Upgrade? Upgrade, string? SetAside = null);

/// <summary>
/// Puts a backup into an empty store, or in the place of what a store holds, while no site runs. All or nothing: what was there stays
/// until what was restored has been read back and agrees with the backup row for row. Nothing restored goes out by itself: letters that
/// waited are held. Nobody is signed in to it.
/// </summary>
public sealed class RestoreBackup(Store store)
{
    /// <summary>Restores.</summary>
    /// <param name="path">The backup.</param>
    /// <param name="replace">Whether what the store holds may be lost.</param>
    /// <param name="cancel">Stops; the store stays as it was.</param>
    /// <exception cref="InputException">The backup is none or damaged, the store is not empty, or a site runs on it.</exception>
    public async Task<BackupCounts> RunAsync(string path, bool replace, CancellationToken cancel = default)
    {
        using var copy = new BackupReader(path, cancel);
        var (schema, newest) = (copy.Manifest.Schema, new Migrate(store).Newest);
        if (schema > newest || schema < 1)
            throw new InputException([new(path, $"схема копии {schema}, а программа знает {newest}", "установите новую версию программы")]);
        Restored restored;
        var isShared = await store.Files.OwnerAsync(cancel) is null && await store.Files.ListAsync(cancel).AnyAsync(cancel);
        try
        {
            restored = store.IsPostgres
                ? await new RestoreIntoPostgres(store).RunAsync(copy, replace, cancel)
                : await new RestoreIntoSqlite(store).RunAsync(copy, replace, cancel);
        }
        catch (Exception fault) when (FaultOf(fault) is { } known)
        {
            throw new InputException([new(store.Place, known.Found, known.Remedy)]);
        }
        // Whose files were there nobody has said: until somebody does, none is taken for forgotten.
        if (isShared)
            await store.Files.OwnAsync(CollectFiles.Nobodys, cancel);
        return await CountAsync(copy.Manifest, cancel) with
        {
            Upgraded = restored.Upgrade?.ToString(),
            Held = restored.Held,
            SetAside = restored.SetAside,
        };
    }

    /// <summary>What of the place, and not of the copy, kept it from being restored; null for whatever has been told already.</summary>
    private StoreFault? FaultOf(Exception fault) =>
        fault switch
        {
            InputException => null,
            // Without a right to the schema the server says that there is none.
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidSchemaName } => new(
                "у пользователя PostgreSQL нет нужного права",
                "сделайте его владельцем базы"
            ),
            _ => StoreFaults.Of(fault) ?? (store.File is { } file ? StoreFaults.OfFiles(fault, Path.GetDirectoryName(file)!) : null),
        };

    /// <summary>Counts what was restored, and what of the files in the store the rows tell of and do not tell of.</summary>
    private async Task<BackupCounts> CountAsync(BackupManifest manifest, CancellationToken cancel)
    {
        await using var context = store.Open();
        context.AllRegions = true;
        var files = await context
            .StoredFiles.GroupBy(row => row.Hash)
            .Select(group => new { group.Key, Length = group.Max(row => row.Length) })
            .ToListAsync(cancel);
        var (there, bytes) = (0, 0L);
        foreach (var file in files)
            if (await store.Files.LengthAsync(file.Key, cancel) == file.Length)
                (there, bytes) = (there + 1, bytes + file.Length);
        var told = files.Select(file => file.Key).ToHashSet(StringComparer.Ordinal);
        return new(manifest.Tables.Count, manifest.Tables.Sum(table => table.Rows), there, bytes, files.Count - there)
        {
            IsOwn = await store.Files.OwnerAsync(cancel) is { } owner && owner == await store.MarkAsync(cancel),
            Unknown = await store.Files.ListAsync(cancel).CountAsync(hash => !told.Contains(hash), cancel),
        };
    }

    internal static InputException NotEmpty(Store store) =>
        new([
            new(
                store.Place,
                "в базе данных уже есть данные",
                "укажите пустую базу или добавьте --replace: то, что в ней есть, будет потеряно"
            ),
        ]);

    // Every row of a store hangs on a region or on an account.
    internal static async Task<bool> AnyAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM regions)";
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancel), CultureInfo.InvariantCulture) > 0;
    }
}
