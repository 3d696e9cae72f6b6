using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Files;

/// <summary>What is wrong with a file a row tells of.</summary>
public enum FileFault
{
    /// <summary>There are no such bytes.</summary>
    Missing,

    /// <summary>The bytes are others than were kept.</summary>
    Damaged,

    /// <summary>The bytes are there and can't be read: no right to them, or a damaged disk.</summary>
    Unreadable,
}

/// <summary>A file with a fault, and the names its owners know it by.</summary>
public sealed record FaultyFile(string Hash, FileFault Fault, IReadOnlyList<string> Names);

/// <summary>What a check found.</summary>
/// <param name="Files">Different files that rows tell of.</param>
/// <param name="Bytes">Their length altogether.</param>
/// <param name="Faulty">Those with a fault.</param>
/// <param name="Orphans">Files kept that no row tells of: the collection removes them.</param>
public sealed record FilesCheck(int Files, long Bytes, IReadOnlyList<FaultyFile> Faulty, int Orphans);

/// <summary>Reads every file rows tell of and compares its bytes with their hash.</summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="files">The store of the bytes.</param>
public sealed class CheckFiles(Func<OrientirContext> open, IFileStore files)
{
    /// <summary>Checks.</summary>
    /// <exception cref="FileStoreException">The store of files can't be read now.</exception>
    public async Task<FilesCheck> RunAsync(CancellationToken cancel = default)
    {
        await using var context = open();
        context.AllRegions = true;
        var rows = await context
            .StoredFiles.AsNoTracking()
            .Select(row => new
            {
                row.Hash,
                row.Length,
                row.Name,
            })
            .ToListAsync(cancel);
        var (faulty, bytes) = (new List<FaultyFile>(), 0L);
        var known = rows.GroupBy(row => row.Hash, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        foreach (var group in known)
        {
            var length = group.First().Length;
            bytes += length;
            if (await FaultOfAsync(group.Key, length, cancel) is { } fault)
                faulty.Add(new(group.Key, fault, [.. group.Select(row => row.Name).Distinct(StringComparer.Ordinal)]));
        }
        var told = known.Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        var orphans = 0;
        await foreach (var hash in files.ListAsync(cancel))
            if (!told.Contains(hash))
                orphans++;
        return new(known.Count, bytes, faulty, orphans);
    }

    private async Task<FileFault?> FaultOfAsync(string hash, long length, CancellationToken cancel)
    {
        try
        {
            await using var content = await files.OpenAsync(hash, cancel);
            if (content is not null)
                return content.Length == length && Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel)) == hash
                    ? null
                    : FileFault.Damaged;
        }
        catch (FileStoreException)
        {
            // One file that can't be read must not keep the others from being looked at; a store that can't be is another matter.
            await files.ProveThereAsync(cancel);
            return FileFault.Unreadable;
        }
        await files.ProveThereAsync(cancel);
        return FileFault.Missing;
    }
}
