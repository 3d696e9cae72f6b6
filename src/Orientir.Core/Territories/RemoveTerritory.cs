using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Territories;

/// <summary>A territory or a subject to be taken out of use.</summary>
/// <param name="Id">Key.</param>
/// <param name="Version">Version the page showed.</param>
public sealed record Removal(int Id, long Version);

/// <summary>What became of it.</summary>
public enum RemovalOutcome
{
    /// <summary>Nothing referred to it: it is gone.</summary>
    Deleted,

    /// <summary>Campaigns or accounts refer to it: it is kept, out of use.</summary>
    Archived,
}

/// <summary>Takes a territory with its subjects out of use: deletes what nothing refers to, archives the rest.</summary>
public sealed class RemoveTerritory(OrientirContext context, TimeProvider time)
{
    /// <summary>Removes it and says how.</summary>
    /// <exception cref="RefusedException">No right, changed meanwhile, or territories in use below.</exception>
    public async Task<RemovalOutcome> RunAsync(Actor actor, Removal input, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageTerritories);
        var territory =
            await context.Territories.SingleOrDefaultAsync(row => row.Id == input.Id, cancel)
            ?? throw RefusedException.NotFound("Территория", "а");
        territory.RequireVersion(input.Version, inUse: true);
        var below = await context
            .Territories.Where(row => row.ParentId == territory.Id && row.ArchivedAt == null)
            .OrderBy(row => row.FoldedName)
            .Select(row => row.Name)
            .ToListAsync(cancel);
        if (below.Count > 0)
            throw RefusedException.Conflict(
                $"Ниже есть действующие территории: {Russian.List(below, 3)}. Сначала перенесите или уберите их."
            );
        var subjects = await context.Subjects.Where(row => row.TerritoryId == territory.Id).ToListAsync(cancel);
        var kept =
            await context.HoldsAnyAsync<Territory>([territory.Id], [typeof(Subject)], cancel)
            || await context.HoldsAnyAsync<Subject>(subjects.Select(row => row.Id), [], cancel);
        var audit = new AuditTrail(context, time);
        if (kept)
        {
            var now = time.GetUtcNow().UtcDateTime;
            territory.Archive(now);
            foreach (var subject in subjects)
                subject.Archive(now);
            audit.Add(actor, "territory.archive", "territory", territory.Id, null, new { territory.Code, territory.Name });
        }
        else
        {
            context.Subjects.RemoveRange(subjects);
            context.Territories.Remove(territory);
            audit.Add(
                actor,
                "territory.delete",
                "territory",
                territory.Id,
                new
                {
                    territory.Code,
                    territory.Kind,
                    territory.Name,
                    Subjects = subjects.ConvertAll(row => row.Code),
                }
            );
        }
        await context.SaveChangesAsync(cancel);
        return kept ? RemovalOutcome.Archived : RemovalOutcome.Deleted;
    }
}
