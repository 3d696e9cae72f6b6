using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;
using Orientir.Core.Evidence;
using Orientir.Core.Files;

namespace Orientir.Core.Submissions;

/// <summary>
/// Evidence in a submission that is held: where it may stand, what is one evidence and what goes on record. The one rule for pages, the
/// browser's queue and Excel forms.
/// </summary>
internal sealed class EvidencePlacing(OrientirContext context, TimeProvider time, SubmissionContext at)
{
    /// <summary>The action of a removal: what it took from where can be put back.</summary>
    public const string Removal = "evidence.remove";

    /// <summary>Adds evidence, already cleaned, to a submission already held.</summary>
    public async Task<EvidenceItem> PlaceAsync(
        EvidenceFields fields,
        FileContent? content,
        IReadOnlyList<PlaceOfEvidence> places,
        CancellationToken cancel
    )
    {
        Require(places);
        Check(places);
        return await JoinAsync(fields, content, places, cancel) ?? await AddAsync(fields, content, places, cancel);
    }

    /// <summary>
    /// The same address, file or document under the same title is one evidence: given at another place, it serves there too. Null for what
    /// is new.
    /// </summary>
    private async Task<EvidenceItem?> JoinAsync(
        EvidenceFields fields,
        FileContent? content,
        IReadOnlyList<PlaceOfEvidence> places,
        CancellationToken cancel
    )
    {
        var (file, hash) = (fields.File?.Name, content?.Hash);
        var known = await context
            .EvidenceItems.OrderBy(row => row.Id)
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
        var added = places.Except(known.Serves).ToList();
        if (added.Count == 0)
            return known;
        known.ServeAt([.. known.Serves, .. added], at.Now);
        Record("evidence.add", known.Id, added, null, EvidenceLine.Of(known, file));
        return known;
    }

    private async Task<EvidenceItem> AddAsync(
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
        };
        item.Say(fields);
        if (await StoreAsync(fields.File, content, cancel) is { } file)
            item.Show(file);
        item.ServeAt(places, at.Now);
        context.EvidenceItems.Add(item);
        await new AuditTrail(context, time).SaveNewAsync(() => Record("evidence.add", item.Id, places, null, fields.Line), cancel);
        return item;
    }

    /// <summary>Keeps the bytes of a file, before any row tells of them; null where none is given.</summary>
    public static async Task<FileContent?> KeepAsync(IFileStore files, GivenFile? file, CancellationToken cancel)
    {
        if (file is null)
            return null;
        file.Content.Position = 0;
        return await files.PutAsync(file.Content, cancel);
    }

    /// <summary>Adds the row of a file whose bytes are kept; null where none is given.</summary>
    public async Task<int?> StoreAsync(GivenFile? file, FileContent? content, CancellationToken cancel)
    {
        if (file is null || content is null)
            return null;
        var stored = StoredFile.Of(at.Subject.RegionId, file.Name, content);
        context.StoredFiles.Add(stored);
        await context.SaveChangesAsync(cancel);
        return stored.Id;
    }

    /// <summary>Evidence serves somewhere.</summary>
    public static void Require(IReadOnlyList<PlaceOfEvidence> places)
    {
        if (places.Count == 0)
            throw RefusedException.Invalid(
                new FieldError(nameof(NewEvidence.Places), "Выберите хотя бы один показатель, к которому относится подтверждение.")
            );
    }

    /// <summary>Evidence serves leaves, their items and whole directions, all of them open to the actor now.</summary>
    public void Check(IReadOnlyList<PlaceOfEvidence> places)
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

    /// <summary>Records what was done at places.</summary>
    public void Record(string action, int id, IReadOnlyList<PlaceOfEvidence> places, object? old, object? now)
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

    /// <summary>Evidence of the submission by its key, and what it says in one line.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public async Task<(EvidenceItem Item, string Line)> FindAsync(int id, CancellationToken cancel)
    {
        var item =
            await context.EvidenceItems.SingleOrDefaultAsync(row => row.Id == id && row.SubmissionId == at.Submission!.Id, cancel)
            ?? throw RefusedException.NotFound("Подтверждение", "о");
        var file = await context.StoredFiles.Where(row => row.Id == item.FileId).Select(row => row.Name).SingleOrDefaultAsync(cancel);
        return (item, EvidenceLine.Of(item, file));
    }
}
