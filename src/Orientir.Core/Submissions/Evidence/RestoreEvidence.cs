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
        // Nothing is begun for what is not there.
        if (at.Submission is null)
            throw RefusedException.NotFound("Подтверждение", "о");
        await using var transaction = await at.HoldAsync(context, cancel);
        var placing = new EvidencePlacing(context, time, at);
        var (item, said) = await placing.FindAsync(input.EvidenceId, cancel);
        var back = input.Places.Except(item.Serves).ToList();
        if (back.Count == 0)
            return;
        placing.Check(back);
        var left = await context
            .AuditEntries.Where(entry =>
                entry.ObjectKind == "evidence"
                && entry.ObjectId == item.Id
                && entry.CampaignSubjectId == at.Subject.Id
                && (entry.Action == EvidencePlacing.Removal || entry.Action == EvidencePlacing.Removal + AuditEntry.OnBehalf)
            )
            .Select(entry => entry.Place!)
            .ToListAsync(cancel);
        if (!back.TrueForAll(place => left.Contains(place.ToString())))
            throw RefusedException.NotFound("Подтверждение", "о");
        item.ServeAt([.. item.Serves, .. back], at.Now);
        placing.Record("evidence.restore", item.Id, back, null, said);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
