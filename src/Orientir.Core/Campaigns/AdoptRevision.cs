using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Methodologies;

namespace Orientir.Core.Campaigns;

/// <summary>A revision to be adopted by a campaign.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="MethodologyEditionId">The later published revision of the same edition.</param>
/// <param name="Reason">Why, for the record.</param>
public sealed record RevisionAdoption(int CampaignId, int MethodologyEditionId, string Reason);

/// <summary>Lets a campaign adopt a later revision of its edition, which is proven to change texts only; on record.</summary>
public sealed class AdoptRevision(OrientirContext context, TimeProvider time)
{
    /// <summary>Adopts it.</summary>
    /// <exception cref="InputException">The revision changes more than texts: every difference.</exception>
    /// <exception cref="RefusedException">No right, not at this stage, or no revision of its edition.</exception>
    public async Task RunAsync(Actor actor, RevisionAdoption input, CancellationToken cancel = default)
    {
        var campaign =
            await context.Campaigns.Include(row => row.Decisions).SingleOrDefaultAsync(row => row.Id == input.CampaignId, cancel)
            ?? throw RefusedException.NotFound("Мониторинг");
        Permissions.Require(actor, Ability.ManageCampaigns, null, campaign.StateAt(time.GetUtcNow().UtcDateTime));
        var current = await context.Methodologies.SingleAsync(row => row.Id == campaign.MethodologyEditionId, cancel);
        var revised =
            await context.Methodologies.SingleOrDefaultAsync(
                row =>
                    row.Id == input.MethodologyEditionId
                    && row.PublishedAt != null
                    && row.PackageId == current.PackageId
                    && row.Edition == current.Edition,
                cancel
            ) ?? throw RefusedException.NotFound("Опубликованная редакция этой методики", "а");
        if (revised.Revision <= current.Revision)
            throw RefusedException.Conflict($"Мониторинг уже идёт по редакции {current.Revision}: выберите более новую.");
        if (input.Reason.Trim().Length is 0 or > 1000)
            throw RefusedException.Invalid(
                new FieldError(nameof(input.Reason), "Впишите, зачем принимается новая редакция: это останется в журнале.")
            );
        CheckRevision.RequireTextsOnly(current, revised.Read(), $"{revised.PackageId}.json");
        campaign.Adopt(revised);
        new AuditTrail(context, time).Add(
            actor,
            "campaign.adopt-revision",
            "campaign",
            campaign.Id,
            new { current.Revision, current.Hash },
            new
            {
                revised.Revision,
                revised.Hash,
                Reason = input.Reason.Trim(),
            }
        );
        await context.SaveChangesAsync(cancel);
    }
}
