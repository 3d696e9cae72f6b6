using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Submissions;

namespace Orientir.Core.Evidence;

/// <summary>A change of evidence.</summary>
/// <param name="CampaignSubjectId">Whose submission.</param>
/// <param name="EvidenceId">Which.</param>
/// <param name="Version">Version the editor saw.</param>
/// <param name="Fields">What it says now; its kind stays.</param>
/// <param name="Places">Where it serves now, at least one place.</param>
public sealed record EvidenceChange(int CampaignSubjectId, int EvidenceId, long Version, EvidenceFields Fields, IReadOnlyList<PlaceOfEvidence> Places);

/// <summary>Changes what evidence says or where it serves.</summary>
public sealed class EditEvidence(OrientirContext context, TimeProvider time)
{
    /// <summary>Changes it.</summary>
    /// <exception cref="RefusedException">It may not be changed now, somebody else did meanwhile, or what it says is wrong.</exception>
    public async Task RunAsync(Actor actor, EvidenceChange input, CancellationToken cancel = default)
    {
        var at = await SubmissionAtHand.LoadAsync(context, time, actor, input.CampaignSubjectId, cancel);
        await using var transaction = await at.HoldAsync(context, cancel);
        var (item, before) = await RemoveEvidence.FindAsync(context, at, input.EvidenceId, cancel);
        if (item.Version != input.Version)
            throw RefusedException.Conflict($"Это подтверждение только что изменил другой человек. Сейчас в нём: {before}. Проверьте и повторите, если нужно.");
        if (item.Kind != input.Fields.Kind)
            throw RefusedException.Invalid(new FieldError(nameof(EvidenceFields.Kind), "Вид подтверждения не меняется: удалите его и добавьте новое."));
        var fields = input.Fields.Checked(fileStays: true);
        List<PlaceOfEvidence> old = [.. item.Places.Select(place => new PlaceOfEvidence(place.Uid, place.ItemId))];
        AddEvidence.CheckPlaces(at, [.. old.Union(input.Places)]);
        if (input.Places.Count == 0) AddEvidence.CheckPlaces(at, []);
        (item.Url, item.Title) = (fields.Url, fields.Title);
        (item.DocumentKind, item.DocumentNumber, item.DocumentDate) = (fields.DocumentKind, fields.DocumentNumber, fields.DocumentDate);
        if (fields.File is not null) item.FileId = await AddEvidence.StoreAsync(context, at, fields.File, cancel);
        AddEvidence.SetPlaces(item, at, input.Places);
        context.Entry(item).State = EntityState.Modified;
        AddEvidence.Record(context, time, at, "evidence.edit", item.Id, [.. old.Union(input.Places)], before, AddEvidence.Said(fields));
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
