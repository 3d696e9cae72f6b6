using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
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
        var content = await KeepAsync(files, fields.File, cancel);
        await using var transaction = await at.HoldAsync(context, cancel);
        var key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{at.Submission!.Id}:evidence:{input.Key}");
        if (input.Key.Length is 0 or > 100)
            throw new RefusedException(RefusalKind.Invalid, "Форма передана в неверном виде. Обновите страницу и повторите.");
        if (await context.AcceptedPatches.SingleOrDefaultAsync(row => row.Id == key, cancel) is { } before)
            return int.Parse(before.Response, System.Globalization.CultureInfo.InvariantCulture);
        var item = await PlaceAsync(context, time, at, fields, content, input.Places, cancel);
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

    /// <summary>Adds evidence, already cleaned, to a submission already held.</summary>
    internal static async Task<EvidenceItem> PlaceAsync(
        OrientirContext context,
        TimeProvider time,
        SubmissionContext at,
        EvidenceFields fields,
        FileContent? content,
        IReadOnlyList<PlaceOfEvidence> places,
        CancellationToken cancel
    )
    {
        RequirePlace(places);
        CheckPlaces(at, places);
        return await JoinAsync(context, time, at, fields, content, places, cancel)
            ?? await AddAsync(context, time, at, fields, content, places, cancel);
    }

    /// <summary>The same address, file or document under the same title is one evidence: given at another place, it serves there too. Null for what is new.</summary>
    private static async Task<EvidenceItem?> JoinAsync(
        OrientirContext context,
        TimeProvider time,
        SubmissionContext at,
        EvidenceFields fields,
        FileContent? content,
        IReadOnlyList<PlaceOfEvidence> places,
        CancellationToken cancel
    )
    {
        var (file, hash) = (fields.File?.Name, content?.Hash);
        var known = await context
            .EvidenceItems.Include(row => row.Places)
            .OrderBy(row => row.Id)
            .FirstOrDefaultAsync(
                row =>
                    row.SubmissionId == at.Submission!.Id
                    && row.Kind == fields.Kind
                    && row.Places.Count > 0
                    && (fields.Title == null || row.Title == fields.Title)
                    && row.Url == fields.Url
                    && row.DocumentKind == fields.DocumentKind
                    && row.DocumentNumber == fields.DocumentNumber
                    && row.DocumentDate == fields.DocumentDate
                    && (
                        hash == null
                        || context.StoredFiles.Any(stored => stored.Id == row.FileId && stored.Name == file && stored.Hash == hash)
                    ),
                cancel
            );
        if (known is null)
            return null;
        List<PlaceOfEvidence> now = [.. known.Places.Select(place => new PlaceOfEvidence(place.Uid, place.ItemId))];
        var added = places.Except(now).ToList();
        if (added.Count == 0)
            return known;
        SetPlaces(context, known, at, [.. now, .. added]);
        Record(context, time, at, "evidence.add", known.Id, added, null, EvidenceLine.Of(known, file));
        return known;
    }

    private static async Task<EvidenceItem> AddAsync(
        OrientirContext context,
        TimeProvider time,
        SubmissionContext at,
        EvidenceFields fields,
        FileContent? content,
        IReadOnlyList<PlaceOfEvidence> places,
        CancellationToken cancel
    )
    {
        var item = new EvidenceItem
        {
            RegionId = at.Subject.RegionId,
            SubmissionId = at.Submission!.Id,
            Kind = fields.Kind,
            Url = fields.Url,
            Title = fields.Title,
            DocumentKind = fields.DocumentKind,
            DocumentNumber = fields.DocumentNumber,
            DocumentDate = fields.DocumentDate,
            FileId = await StoreAsync(context, at, fields.File, content, cancel),
        };
        SetPlaces(context, item, at, places);
        context.EvidenceItems.Add(item);
        await new AuditTrail(context, time).SaveNewAsync(
            () => Record(context, time, at, "evidence.add", item.Id, places, null, fields.DisplayText),
            cancel
        );
        return item;
    }

    /// <summary>Keeps the bytes of a file, before any row tells of them; null where none is given.</summary>
    internal static async Task<FileContent?> KeepAsync(IFileStore files, GivenFile? file, CancellationToken cancel)
    {
        if (file is null)
            return null;
        file.Content.Position = 0;
        return await files.PutAsync(file.Content, cancel);
    }

    /// <summary>Adds the row of a file whose bytes are kept; null where none is given.</summary>
    internal static async Task<int?> StoreAsync(
        OrientirContext context,
        SubmissionContext at,
        GivenFile? file,
        FileContent? content,
        CancellationToken cancel
    )
    {
        if (file is null || content is null)
            return null;
        var stored = StoredFile.Of(at.Subject.RegionId, file.Name, content);
        context.StoredFiles.Add(stored);
        await context.SaveChangesAsync(cancel);
        return stored.Id;
    }

    internal static void SetPlaces(OrientirContext context, EvidenceItem item, SubmissionContext at, IReadOnlyList<PlaceOfEvidence> places)
    {
        // Where it serves is a part of it: who edits an older version is told.
        if (item.Id != 0)
            context.Entry(item).State = EntityState.Modified;
        item.Places.RemoveAll(place => !places.Contains(new(place.Uid, place.ItemId)));
        foreach (var place in places.Distinct())
            if (!item.Places.Exists(one => one.Uid == place.Uid && one.ItemId == place.ItemId))
                item.Places.Add(
                    new()
                    {
                        RegionId = at.Subject.RegionId,
                        EvidenceItemId = item.Id,
                        Uid = place.Uid,
                        ItemId = place.ItemId,
                    }
                );
    }

    internal static void RequirePlace(IReadOnlyList<PlaceOfEvidence> places)
    {
        if (places.Count == 0)
            throw RefusedException.Invalid(
                new FieldError(nameof(NewEvidence.Places), "Выберите хотя бы один показатель, к которому относится подтверждение.")
            );
    }

    /// <summary>Evidence serves leaves, their items and whole directions, all of them open to the actor now.</summary>
    internal static void CheckPlaces(SubmissionContext at, IReadOnlyList<PlaceOfEvidence> places)
    {
        foreach (var place in places)
        {
            if (
                !at.TryFind(place.Uid, out var node, out var direction)
                || (node.Scale is null && node != direction)
                || (place.ItemId.Length > 0 && node.Items.All(item => item.Id != place.ItemId))
            )
                throw RefusedException.Invalid(
                    new FieldError(nameof(NewEvidence.Places), $"В методике нет места «{place}». Обновите страницу.")
                );
            if (at.WhyLocked(node, direction) is { } locked)
                throw RefusedException.Conflict(locked);
        }
    }

    internal static void Record(
        OrientirContext context,
        TimeProvider time,
        SubmissionContext at,
        string action,
        int id,
        IReadOnlyList<PlaceOfEvidence> places,
        object? old,
        object? now
    )
    {
        var audit = new AuditTrail(context, time);
        // An entry per place: the history of an indicator is read by its place.
        foreach (var place in places.Distinct())
            audit.Add(
                at.Actor,
                action + (at.IsOnBehalf ? AuditEntry.OnBehalf : ""),
                "evidence",
                id,
                old,
                now,
                at.Subject.Id,
                place.ToString()
            );
    }
}
