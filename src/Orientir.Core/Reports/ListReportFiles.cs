using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Reports;

/// <summary>Lists the files that are report packages: the site made them, nobody has them to upload.</summary>
/// <param name="open">Opens a context of its own.</param>
public sealed class ListReportFiles(Func<OrientirContext> open)
{
    /// <summary>Gives their hashes, of all regions.</summary>
    public async Task<IReadOnlySet<string>> RunAsync(CancellationToken cancel = default)
    {
        await using var context = open();
        context.AllRegions = true;
        var hashes = await context
            .StoredFiles.Where(row => context.ReportPackages.Any(package => package.FileId == row.Id))
            .Select(row => row.Hash)
            .ToListAsync(cancel);
        return hashes.ToHashSet(StringComparer.Ordinal);
    }
}
