using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Evidence;

namespace Orientir.Core.Submissions;

/// <summary>A removal.</summary>
/// <param name="CampaignSubjectId">Whose submission.</param>
/// <param name="EvidenceId">Which evidence.</param>
/// <param name="Place">The place it no longer serves; null removes it everywhere.</param>
public sealed record EvidenceRemoval(int CampaignSubjectId, int EvidenceId, PlaceOfEvidence? Place = null);

/// <summary>Removes evidence, from one place or from all; <see cref="RestoreEvidence"/> undoes it.</summary>
public sealed class RemoveEvidence(OrientirContext context, TimeProvider time)
{
    /// <summary>Removes it and gives the places it served; none where it is gone already.</summary>
    /// <exception cref="RefusedException">It may not be removed now.</exception>
    public async Task<IReadOnlyList<PlaceOfEvidence>> RunAsync(Actor actor, EvidenceRemoval input, CancellationToken cancel = default)
    {
        var at = await SubmissionContext.LoadAsync(context, time, actor, input.CampaignSubjectId, cancel);
        // Nothing is begun for what is not there.
        if (at.Submission is null)
            return [];
        await using var transaction = await at.HoldAsync(context, cancel);
        if (!await context.EvidenceItems.AnyAsync(row => row.Id == input.EvidenceId && row.SubmissionId == at.Submission!.Id, cancel))
            return [];
        var placing = new EvidencePlacing(context, time, at);
        var (item, before) = await placing.FindAsync(input.EvidenceId, cancel);
        var leaving = item.Serves.Where(place => input.Place is null || place == input.Place).ToList();
        if (leaving.Count == 0)
            return [];
        placing.Check(leaving);
        item.ServeAt([.. item.Serves.Except(leaving)], at.Now);
        placing.Record(EvidencePlacing.Removal, item.Id, leaving, before, null);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return leaving;
    }
}
