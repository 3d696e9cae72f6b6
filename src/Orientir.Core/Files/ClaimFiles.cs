using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Files;

/// <summary>
/// Marks a store of files nobody has marked as this database's: where it holds a file the database tells of, or neither has any yet. Every
/// site does so when it starts, and nobody later: a copy of its database comes too late. An empty store is left where the database tells of
/// files: it may be a folder that is not mounted.
/// </summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="files">The store of the bytes.</param>
/// <param name="markOf">The mark of the database.</param>
public sealed class ClaimFiles(Func<OrientirContext> open, IFileStore files, Func<CancellationToken, Task<string>> markOf)
{
    /// <summary>Marks it.</summary>
    /// <exception cref="FileStoreException">The store of files can't be read or written now.</exception>
    public async Task RunAsync(CancellationToken cancel = default)
    {
        if (await files.OwnerAsync(cancel) is null && await IsOwnAsync(cancel))
            await files.OwnAsync(await markOf(cancel), cancel);
    }

    private async Task<bool> IsOwnAsync(CancellationToken cancel)
    {
        await using var context = open();
        context.AllRegions = true;
        if (!await context.StoredFiles.AnyAsync(cancel))
            return !await files.ListAsync(cancel).AnyAsync(cancel);
        await foreach (var batch in files.ListAsync(cancel).Chunk(500).WithCancellation(cancel))
            if (await context.StoredFiles.AnyAsync(row => batch.Contains(row.Hash), cancel))
                return true;
        return false;
    }
}
