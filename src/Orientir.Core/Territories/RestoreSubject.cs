using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Territories;

/// <summary>Takes a subject back into use.</summary>
public sealed class RestoreSubject(OrientirContext context, TimeProvider time)
{
    /// <summary>Takes it back; in use already, nothing happens.</summary>
    /// <exception cref="RefusedException">No right, or its territory is archived.</exception>
    public async Task RunAsync(Actor actor, int subjectId, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageTerritories);
        var subject =
            await context.Subjects.SingleOrDefaultAsync(row => row.Id == subjectId, cancel)
            ?? throw RefusedException.NotFound("Объект оценки");
        if (subject.ArchivedAt is null)
            return;
        if (await context.Territories.AnyAsync(row => row.Id == subject.TerritoryId && row.ArchivedAt != null, cancel))
            throw RefusedException.Conflict("Территория этого объекта тоже в архиве: сначала верните её.");
        subject.Restore();
        new AuditTrail(context, time).Add(actor, "subject.restore", "subject", subject.Id, null, new { subject.Code, subject.Kind });
        await context.SaveChangesAsync(cancel);
    }
}
