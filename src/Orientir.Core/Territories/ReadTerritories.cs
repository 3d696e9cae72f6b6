using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Territories;

/// <summary>Reads the tree of territories.</summary>
public sealed class ReadTerritories(Visible visible)
{
    /// <summary>The tree as far as it is seen.</summary>
    public async Task<TerritoryTree> RunAsync(CancellationToken cancel = default)
    {
        var rows = await visible
            .Territories.Select(row => new TerritoryRow(
                row.Id,
                row.ParentId,
                row.Code,
                row.Kind,
                row.Name,
                row.FoldedName,
                row.Aliases.Select(alias => alias.FoldedName).ToList(),
                row.Oktmo,
                row.ArchivedAt != null,
                row.Contacts.Any(contact => contact.Email != null)
            ))
            .ToListAsync(cancel);
        var subjects = await visible
            .Subjects.Where(row => row.ArchivedAt == null)
            .GroupBy(row => row.TerritoryId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Key, row => row.Count, cancel);
        // By code points, the same on every database.
        return new([.. rows.OrderBy(row => row.FoldedName, StringComparer.Ordinal).ThenBy(row => row.Id)], subjects);
    }
}
