using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Territories;

/// <summary>Takes a territory back into use, with the subjects archived beside it.</summary>
public sealed class RestoreTerritory(OrientirContext context, TimeProvider time)
{
    /// <summary>Takes it back; in use already, nothing happens.</summary>
    /// <exception cref="RefusedException">No right, or the territory above is archived itself.</exception>
    public async Task RunAsync(Actor actor, int territoryId, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageTerritories);
        var territory =
            await context.Territories.SingleOrDefaultAsync(row => row.Id == territoryId, cancel)
            ?? throw RefusedException.NotFound("Территория", "а");
        if (territory.ArchivedAt is not { } at)
            return;
        if (await context.Territories.AnyAsync(row => row.Id == territory.ParentId && row.ArchivedAt != null, cancel))
            throw RefusedException.Conflict("Территория выше тоже в архиве: сначала верните её.");
        if (
            NamesTold.Clash(
                await context.Territories.Where(row => row.ParentId == territory.ParentId).ToListAsync(cancel),
                territory,
                territory.Kind,
                territory.ParentId,
                territory.OtherNames.Prepend(territory.Name)
            )
            is var (_, other)
        )
            throw RefusedException.Conflict(
                $"Рядом уже действует {Russian.Quote(other.Name)}, и по имени их не отличить: сначала переименуйте её."
            );
        foreach (
            var subject in await context.Subjects.Where(row => row.TerritoryId == territory.Id && row.ArchivedAt == at).ToListAsync(cancel)
        )
            subject.Restore();
        territory.Restore();
        new AuditTrail(context, time).Add(
            actor,
            "territory.restore",
            "territory",
            territory.Id,
            null,
            new { territory.Code, territory.Name }
        );
        await context.SaveChangesAsync(cancel);
    }
}
