using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Evidence;
using Orientir.Core.Files;

namespace Orientir.Core.Submissions;

/// <summary>New evidence.</summary>
/// <param name="CampaignSubjectId">Whose submission.</param>
/// <param name="Key">Made by the browser or the page, once an addition: sent again, nothing is added again.</param>
/// <param name="Fields">What it says.</param>
/// <param name="Places">Where it serves, at least one place.</param>
public sealed record NewEvidence(int CampaignSubjectId, string Key, EvidenceFields Fields, IReadOnlyList<PlaceOfEvidence> Places);

/// <summary>Adds a link, a file or requisites behind answers.</summary>
/// <param name="context">The store.</param>
/// <param name="files">Where bytes lie.</param>
/// <param name="time">The clock.</param>
/// <param name="room">How much room files may take; null for the usual.</param>
public sealed class AddEvidence(OrientirContext context, IFileStore files, TimeProvider time, EvidenceRoom? room = null)
{
    /// <summary>Adds it and gives its key.</summary>
    /// <exception cref="RefusedException">It may not be added there now, or what it says is wrong.</exception>
    /// <exception cref="FileStoreException">The file can't be kept now.</exception>
    public async Task<int> RunAsync(Actor actor, NewEvidence input, CancellationToken cancel = default)
    {
        if (input.Key.Length is 0 or > AcceptedPatch.LongestKey)
            throw new RefusedException(RefusalKind.Invalid, "Форма передана в неверном виде. Обновите страницу и повторите.");
        var fields = input.Fields.Checked(fileStays: false);
        var at = await SubmissionContext.LoadAsync(context, time, actor, input.CampaignSubjectId, cancel);
        // Before anything is kept or written: what is refused takes no room. What was added before is told again, whatever became of it.
        if (await BeforeAsync(at, input.Key, cancel) is { } again)
            return again;
        var placing = new EvidencePlacing(context, time, at);
        EvidencePlacing.Require(input.Places);
        placing.Check(input.Places);
        var usual = room ?? EvidenceRoom.Usual;
        await usual.RequireAsync(context, at, fields.File, cancel);
        var content = await EvidencePlacing.KeepAsync(files, fields.File, cancel);
        await using var transaction = await at.HoldAsync(context, cancel);
        if (await BeforeAsync(at, input.Key, cancel) is { } before)
            return before;
        // Of several that came at once each found room.
        await usual.RequireAsync(context, at, fields.File, cancel);
        var item = await placing.PlaceAsync(fields, content, input.Places, cancel);
        context.AcceptedPatches.Add(
            new AcceptedPatch
            {
                Id = KeyOf(at, input.Key),
                RegionId = at.Subject.RegionId,
                CampaignSubjectId = at.Subject.Id,
                At = at.Now,
                Response = item.Id.ToString(CultureInfo.InvariantCulture),
            }
        );
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return item.Id;
    }

    private static string KeyOf(SubmissionContext at, string key) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.Submission!.Id}:evidence:{key}");

    private async Task<int?> BeforeAsync(SubmissionContext at, string given, CancellationToken cancel)
    {
        if (at.Submission is null)
            return null;
        var key = KeyOf(at, given);
        var accepted = await context.AcceptedPatches.AsNoTracking().SingleOrDefaultAsync(row => row.Id == key, cancel);
        return accepted is null ? null : int.Parse(accepted.Response, CultureInfo.InvariantCulture);
    }
}
