using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Evidence;
using Orientir.Core.Files;

namespace Orientir.Core.Submissions;

/// <summary>A change of evidence.</summary>
/// <param name="CampaignSubjectId">Whose submission.</param>
/// <param name="EvidenceId">Which.</param>
/// <param name="Version">Version the editor saw.</param>
/// <param name="Fields">What it says now; its kind stays.</param>
/// <param name="Places">Where it serves now, at least one place.</param>
public sealed record EvidenceChange(
    int CampaignSubjectId,
    int EvidenceId,
    long Version,
    EvidenceFields Fields,
    IReadOnlyList<PlaceOfEvidence> Places
);

/// <summary>Changes what evidence says or where it serves.</summary>
/// <param name="context">The store.</param>
/// <param name="files">Where bytes lie.</param>
/// <param name="time">The clock.</param>
/// <param name="room">How much room files may take; null for the usual.</param>
public sealed class EditEvidence(OrientirContext context, IFileStore files, TimeProvider time, EvidenceRoom? room = null)
{
    /// <summary>Changes it.</summary>
    /// <exception cref="RefusedException">It may not be changed now, somebody else did meanwhile, or what it says is wrong.</exception>
    /// <exception cref="FileStoreException">The file can't be kept now.</exception>
    public async Task RunAsync(Actor actor, EvidenceChange input, CancellationToken cancel = default)
    {
        var at = await SubmissionContext.LoadAsync(context, time, actor, input.CampaignSubjectId, cancel);
        var keptDate = at.Submission is { Id: var held }
            ? await context
                .EvidenceItems.Where(row => row.Id == input.EvidenceId && row.SubmissionId == held)
                .Select(row => row.DocumentDate)
                .SingleOrDefaultAsync(cancel)
            : null;
        var fields = input.Fields.Checked(fileStays: true, keptDate);
        var placing = new EvidencePlacing(context, time, at);
        var usual = room ?? EvidenceRoom.Usual;
        if (fields.File is not null)
        {
            // Before the file is kept: what is refused takes no room.
            if (
                at.Submission is not { Id: var own }
                || !await context.EvidenceItems.AnyAsync(row => row.Id == input.EvidenceId && row.SubmissionId == own, cancel)
            )
                throw RefusedException.NotFound("Подтверждение", "о");
            placing.Check(input.Places);
            await usual.RequireAsync(context, at, fields.File, cancel);
        }
        var content = await EvidencePlacing.KeepAsync(files, fields.File, cancel);
        await using var transaction = await at.HoldAsync(context, cancel);
        var (item, before) = await placing.FindAsync(input.EvidenceId, cancel);
        if (item.Version != input.Version)
            throw RefusedException.Conflict(await WhoseAsync(at, item.Id, cancel));
        if (item.Kind != input.Fields.Kind)
            throw RefusedException.Invalid(
                new FieldError(nameof(EvidenceFields.Kind), "Вид подтверждения не меняется: удалите его и добавьте новое.")
            );
        EvidencePlacing.Require(input.Places);
        var old = item.Serves;
        var saysTheSame =
            fields.File is null
            && (fields.Url, fields.Title, fields.DocumentKind, fields.DocumentNumber, fields.DocumentDate)
                == (item.Url, item.Title, item.DocumentKind, item.DocumentNumber, item.DocumentDate);
        // What it says is changed everywhere it serves; where else it serves is the matter of those places alone.
        List<PlaceOfEvidence> touched =
        [
            .. saysTheSame ? old.Except(input.Places).Union(input.Places.Except(old)) : old.Union(input.Places),
        ];
        if (touched.Count == 0)
            return;
        placing.Check(touched);
        await usual.RequireAsync(context, at, fields.File, cancel);
        item.Say(fields);
        if (await placing.StoreAsync(fields.File, content, cancel) is { } file)
            item.Show(file);
        item.ServeAt(input.Places, at.Now);
        placing.Record("evidence.edit", item.Id, touched, before, fields.Line);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task<string> WhoseAsync(SubmissionContext at, int id, CancellationToken cancel)
    {
        var last = await new AuditTrail(context, time).LastAsync(
            entry => entry.ObjectKind == "evidence" && entry.ObjectId == id && entry.CampaignSubjectId == at.Subject.Id,
            cancel
        );
        return "Пока вы правили, подтверждение изменил другой "
            + $"человек{(last is var (_, who, moment) ? $": {who}, {new RegionTime(at.Region.TimeZone).Moment(moment)}" : "")}. "
            + "Сравните и сохраните ещё раз, если нужно ваше.";
    }
}
