using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Orientir.Core.Methodologies;

/// <summary>
/// Methodologies this process has read, with their trees. A hash names the text of a package, so that what was read under it holds for
/// every edition, region and database that has it: the text leaves the database once.
/// </summary>
public static class KeptMethodologies
{
    // Few are in use at once: the editions of a region's campaigns of the last years.
    private const int MostKept = 64;
    private static readonly MemoryCache Kept = new(
        Options.Create(new MemoryCacheOptions { SizeLimit = MostKept, CompactionPercentage = 0.25 })
    );

    /// <summary>The methodology of the one edition a query finds; null where it finds none.</summary>
    public static async Task<Methodology?> FindAsync(IQueryable<MethodologyEdition> edition, CancellationToken cancel = default) =>
        await edition.Select(row => row.Hash).SingleOrDefaultAsync(cancel) is { } hash ? await ReadAsync(edition, hash, cancel) : null;

    /// <summary>The methodology of the one edition a query finds.</summary>
    public static async Task<Methodology> ReadAsync(IQueryable<MethodologyEdition> edition, CancellationToken cancel = default) =>
        await ReadAsync(edition, await edition.Select(row => row.Hash).SingleAsync(cancel), cancel);

    /// <summary>
    /// The methodology with a hash that a query of the caller's has already brought: asks the database only where it was not read yet.
    /// </summary>
    /// <param name="editions">Where its text is found.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="cancel">Stops.</param>
    public static async ValueTask<Methodology> ReadAsync(
        IQueryable<MethodologyEdition> editions,
        string hash,
        CancellationToken cancel = default
    ) =>
        Kept.TryGetValue(hash, out Methodology? known)
            ? known!
            : Of(await editions.AsNoTracking().Where(row => row.Hash == hash).OrderBy(row => row.Id).FirstAsync(cancel));

    /// <summary>The methodologies of the editions a query finds, by their keys, in the order of the query.</summary>
    public static async Task<IReadOnlyDictionary<int, Methodology>> ReadAllAsync(
        IQueryable<MethodologyEdition> editions,
        CancellationToken cancel = default
    )
    {
        var hashes = await editions.Select(row => new { row.Id, row.Hash }).ToListAsync(cancel);
        var read = new OrderedDictionary<int, Methodology>(hashes.Count);
        foreach (var row in hashes)
            read.Add(row.Id, await ReadAsync(editions, row.Hash, cancel));
        return read;
    }

    /// <summary>The methodology of an edition at hand.</summary>
    internal static Methodology Of(MethodologyEdition edition) =>
        Of(edition.Hash, () => System.Text.Encoding.UTF8.GetBytes(edition.Json), $"{edition.PackageId}.json");

    /// <summary>The methodology with a hash, read from its text where it was not read yet.</summary>
    /// <param name="hash">SHA-256 of the text, hex.</param>
    /// <param name="text">Gives the text.</param>
    /// <param name="file">What faults call it.</param>
    internal static Methodology Of(string hash, Func<byte[]> text, string file)
    {
        if (Kept.TryGetValue(hash, out Methodology? known))
            return known!;
        var read = new ReadMethodology().ReadKept(text(), hash, file);
        using var entry = Kept.CreateEntry(hash);
        (entry.Value, entry.Size) = (read, 1);
        return read;
    }
}
