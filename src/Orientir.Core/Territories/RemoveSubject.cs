using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Territories;

/// <summary>Takes a subject out of use: deletes one that no campaign has, archives the rest.</summary>
public sealed class RemoveSubject(OrientirContext context, TimeProvider time)
{
    /// <summary>Removes it and says how.</summary>
    /// <exception cref="RefusedException">No right, or changed meanwhile.</exception>
    public async Task<RemovalOutcome> RunAsync(Actor actor, Removal input, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageTerritories);
        var subject =
            await context.Subjects.SingleOrDefaultAsync(row => row.Id == input.Id, cancel)
            ?? throw RefusedException.NotFound("Объект оценки");
        subject.RequireVersion(input.Version, inUse: true);
        var kept = await context.HoldsAnyAsync<Subject>([subject.Id], [], cancel);
        var audit = new AuditTrail(context, time);
        if (kept)
        {
            subject.Archive(time.GetUtcNow().UtcDateTime);
            audit.Add(actor, "subject.archive", "subject", subject.Id, null, new { subject.Code, subject.Kind });
        }
        else
        {
            context.Subjects.Remove(subject);
            audit.Add(
                actor,
                "subject.delete",
                "subject",
                subject.Id,
                new
                {
                    subject.Code,
                    subject.Kind,
                    subject.TerritoryId,
                }
            );
        }
        await context.SaveChangesAsync(cancel);
        return kept ? RemovalOutcome.Archived : RemovalOutcome.Deleted;
    }
}
