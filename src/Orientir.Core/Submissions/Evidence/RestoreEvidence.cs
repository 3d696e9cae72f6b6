using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Evidence;

namespace Orientir.Core.Submissions;

/// <summary>A removal to be undone.</summary>
/// <param name="CampaignSubjectId">Whose submission.</param>
/// <param name="EvidenceId">Which evidence.</param>
/// <param name="Places">The places it was removed from.</param>
public sealed record EvidenceReturn(int CampaignSubjectId, int EvidenceId, IReadOnlyList<PlaceOfEvidence> Places);

/// <summary>Undoes a removal of evidence.</summary>
public sealed class RestoreEvidence(OrientirContext context, TimeProvider time)
{
    /// <summary>Puts it back; what is there already stays.</summary>
    /// <exception cref="RefusedException">It was not removed from there, or the place may not be changed now.</exception>
    public async Task RunAsync(Actor actor, EvidenceReturn input, CancellationToken cancel = default)
    {
        var at = await SubmissionContext.LoadAsync(context, time, actor, input.CampaignSubjectId, cancel);
        await using var transaction = await at.HoldAsync(context, cancel);
        var (item, said) = await RemoveEvidence.FindAsync(context, at, input.EvidenceId, cancel);
        List<PlaceOfEvidence> now = [.. item.Places.Select(place => new PlaceOfEvidence(place.Uid, place.ItemId))];
        var back = input.Places.Except(now).ToList();
        if (back.Count == 0)
            return;
        AddEvidence.CheckPlaces(at, back);
        var left = await context
            .AuditEntries.Where(entry =>
                entry.ObjectKind == "evidence"
                && entry.ObjectId == item.Id
                && entry.CampaignSubjectId == at.Subject.Id
                && (entry.Action == RemoveEvidence.Action || entry.Action == RemoveEvidence.Action + AuditEntry.OnBehalf)
            )
            .Select(entry => entry.Place!)
            .ToListAsync(cancel);
        if (!back.TrueForAll(place => left.Contains(place.ToString())))
            throw RefusedException.NotFound("Подтверждение", "о");
        AddEvidence.SetPlaces(context, item, at, [.. now, .. back]);
        AddEvidence.Record(context, time, at, "evidence.restore", item.Id, back, null, said);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
