using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Files;

/// <summary>What a collection removed.</summary>
/// <param name="Rows">Rows nothing referred to.</param>
/// <param name="Files">Kept bytes no row told of.</param>
/// <param name="Leftovers">Half-written files of killed processes, and objects whose place others took.</param>
public sealed record CollectedFiles(int Rows, int Files, int Leftovers);

/// <summary>
/// Removes files nothing refers to, after <see cref="Grace"/>: the only deletion of files there is. May run beside sites, beside another
/// collection, and be killed anywhere.
/// </summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="files">The store of the bytes.</param>
/// <param name="time">The clock.</param>
/// <param name="markOf">The mark of the database: what another one tells of is not removed for not being told of here.</param>
public sealed class CollectFiles(
    Func<OrientirContext> open,
    IFileStore files,
    TimeProvider time,
    Func<CancellationToken, Task<string>> markOf
)
{
    /// <summary>The mark of a store into which a copy was restored beside files of somebody who had not said so.</summary>
    public const string Nobodys = "-";

    /// <summary>How long what nothing refers to is kept all the same: a mistake is noticed, an older back-up is put back.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(7);

    /// <summary>How long a file half written is taken to be at work.</summary>
    public static readonly TimeSpan Unfinished = TimeSpan.FromDays(1);

    /// <summary>Collects.</summary>
    /// <exception cref="FileStoreException">The store of files can't be read or written now, or is of another database.</exception>
    public async Task<CollectedFiles> RunAsync(CancellationToken cancel = default)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var context = open();
        context.AllRegions = true;
        if (!await OwnsAsync(cancel))
            return new(await CollectRowsAsync(context, now, cancel), 0, await files.RemoveLeftoversAsync(now - Unfinished, cancel));
        // Bytes go with the next collection after their row: a back-up under way tells of the files its snapshot had rows of.
        var removed = 0;
        await foreach (var batch in files.ListAsync(cancel).Chunk(500).WithCancellation(cancel))
        {
            // Asked after the bytes were seen: bytes are kept before their row, and a row added since keeps its bytes by their time.
            var known = await context.StoredFiles.Where(row => batch.Contains(row.Hash)).Select(row => row.Hash).ToListAsync(cancel);
            foreach (var hash in batch.Except(known, StringComparer.Ordinal))
                if (await files.RemoveAsync(hash, now - Grace, cancel))
                    removed++;
        }
        var rows = await CollectRowsAsync(context, now, cancel);
        return new(rows, removed, await files.RemoveLeftoversAsync(now - Unfinished, cancel));
    }

    // What nothing here tells of is removed where the store is marked as this database's: see ClaimFiles.
    private async Task<bool> OwnsAsync(CancellationToken cancel) =>
        await files.OwnerAsync(cancel) is { } owner
        && (
            owner == await markOf(cancel)
                ? true
                : throw new FileStoreException(
                    "Ненужные файлы не убираются: хранилище отмечено другой базой данных, и это могут быть её файлы. Если хранилищем "
                        + "пользуется только эта база, выполните orientir files own; иначе укажите ей своё: ORIENTIR_FILES.",
                    files.Place
                )
        );

    private static async Task<int> CollectRowsAsync(OrientirContext context, DateTime now, CancellationToken cancel)
    {
        // The foreign keys refuse a deletion that came too late.
        var unused = UnusedFiles.Condition(context);
        var notice = "UPDATE stored_files SET \"UnusedSince\" = {0} WHERE \"UnusedSince\" IS NULL AND " + unused;
        var forget = "UPDATE stored_files SET \"UnusedSince\" = NULL WHERE \"UnusedSince\" IS NOT NULL AND NOT (" + unused + ")";
        var delete = "DELETE FROM stored_files WHERE \"UnusedSince\" < {0} AND " + unused;
        await context.Database.ExecuteSqlRawAsync(forget, cancel);
        await context.Database.ExecuteSqlRawAsync(notice, [now], cancel);
        return await context.Database.ExecuteSqlRawAsync(delete, [now - Grace], cancel);
    }
}
