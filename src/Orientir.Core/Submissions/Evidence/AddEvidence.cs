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
public sealed class AddEvidence(OrientirContext context, IFileStore files, TimeProvider time)
{
    /// <summary>Adds it and gives its key.</summary>
    /// <exception cref="RefusedException">It may not be added there now, or what it says is wrong.</exception>
    /// <exception cref="FileStoreException">The file can't be kept now.</exception>
    public async Task<int> RunAsync(Actor actor, NewEvidence input, CancellationToken cancel = default)
    {
        var fields = input.Fields.Checked(fileStays: false);
        var at = await SubmissionContext.LoadAsync(context, time, actor, input.CampaignSubjectId, cancel);
        var content = await EvidencePlacing.KeepAsync(files, fields.File, cancel);
        await using var transaction = await at.HoldAsync(context, cancel);
        var key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{at.Submission!.Id}:evidence:{input.Key}");
        if (input.Key.Length is 0 or > 100)
            throw new RefusedException(RefusalKind.Invalid, "Форма передана в неверном виде. Обновите страницу и повторите.");
        if (await context.AcceptedPatches.SingleOrDefaultAsync(row => row.Id == key, cancel) is { } before)
            return int.Parse(before.Response, System.Globalization.CultureInfo.InvariantCulture);
        var item = await new EvidencePlacing(context, time, at).PlaceAsync(fields, content, input.Places, cancel);
        context.AcceptedPatches.Add(
            new AcceptedPatch
            {
                Id = key,
                RegionId = at.Subject.RegionId,
                SubmissionId = at.Submission.Id,
                At = at.Now,
                Response = item.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            }
        );
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return item.Id;
    }
}
