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
        await using var transaction = await at.HoldAsync(context, cancel);
        if (!await context.EvidenceItems.AnyAsync(row => row.Id == input.EvidenceId && row.SubmissionId == at.Submission!.Id, cancel))
            return [];
        var (item, before) = await FindAsync(context, at, input.EvidenceId, cancel);
        List<PlaceOfEvidence> places = [.. item.Places.Select(place => new PlaceOfEvidence(place.Uid, place.ItemId))];
        var leaving = input.Place is { } one ? places.Where(place => place == one).ToList() : places;
        if (leaving.Count == 0)
            return [];
        AddEvidence.CheckPlaces(at, leaving);
        AddEvidence.SetPlaces(context, item, at, [.. places.Except(leaving)]);
        AddEvidence.Record(context, time, at, Action, item.Id, leaving, before, null);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return leaving;
    }

    internal const string Action = "evidence.remove";

    internal static async Task<(EvidenceItem Item, string DisplayText)> FindAsync(
        OrientirContext context,
        SubmissionContext at,
        int id,
        CancellationToken cancel
    )
    {
        var item =
            await context
                .EvidenceItems.Include(row => row.Places)
                .SingleOrDefaultAsync(row => row.Id == id && row.SubmissionId == at.Submission!.Id, cancel)
            ?? throw RefusedException.NotFound("Подтверждение", "о");
        var file = await context.StoredFiles.Where(row => row.Id == item.FileId).Select(row => row.Name).SingleOrDefaultAsync(cancel);
        return (item, EvidenceLine.Of(item, file));
    }
}
