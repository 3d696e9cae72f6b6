using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Methodologies;

/// <summary>Publishes a draft: immutable from then on.</summary>
public sealed class PublishMethodology(OrientirContext context, TimeProvider time)
{
    /// <summary>Publishes it; published already, nothing happens.</summary>
    /// <exception cref="InputException">It breaks a rule of today, or is a revision of a published edition and changes more than
    /// texts.</exception>
    /// <exception cref="RefusedException">No right, or no such draft.</exception>
    public async Task RunAsync(Actor actor, int editionId, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageMethodologies);
        var edition =
            await context.Methodologies.SingleOrDefaultAsync(row => row.Id == editionId, cancel)
            ?? throw RefusedException.NotFound("Методика", "а");
        if (edition.PublishedAt is not null)
            return;
        var published = await context
            .Methodologies.Where(row => row.PackageId == edition.PackageId && row.Edition == edition.Edition && row.PublishedAt != null)
            .OrderByDescending(row => row.Revision)
            .FirstOrDefaultAsync(cancel);
        // A draft may have been taken by laxer rules; what is published from now on keeps those of today.
        var file = $"{edition.PackageId}.json";
        CheckRevision.RequireTextsOnly(published, new ReadMethodology().Read(Encoding.UTF8.GetBytes(edition.Json), file), file);
        edition.PublishedAt = time.GetUtcNow().UtcDateTime;
        new AuditTrail(context, time).Add(
            actor,
            "methodology.publish",
            "methodology",
            edition.Id,
            null,
            new
            {
                edition.PackageId,
                edition.Edition,
                edition.Revision,
                edition.Hash,
            }
        );
        await context.SaveChangesAsync(cancel);
    }
}
