using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Methodologies;

/// <summary>A package to be taken into the region's list.</summary>
/// <param name="Content">The file's bytes.</param>
/// <param name="File">Its name, for messages.</param>
public sealed record MethodologyUpload(ReadOnlyMemory<byte> Content, string File);

/// <summary>
/// Takes a package into the region's list as a draft. A draft of the same edition and revision is replaced; what is published
/// stays as it is, and a later revision of a published edition must change texts only.
/// </summary>
public sealed class ImportMethodology(OrientirContext context, TimeProvider time)
{
    /// <summary>Largest package taken, bytes.</summary>
    public const int LargestFile = 8 << 20;

    /// <summary>Imports the package and gives the key of its row.</summary>
    /// <exception cref="InputException">The package has faults: every one, at its node.</exception>
    /// <exception cref="RefusedException">No right; or another package is published under this edition and revision.</exception>
    public async Task<int> RunAsync(Actor actor, MethodologyUpload upload, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageMethodologies);
        if (upload.Content.Length > LargestFile)
            throw new InputException([
                new(upload.File, "файл больше 8 МБ", "это не пакет методики: выберите файл JSON, который выгрузил Ориентир"),
            ]);
        var methodology = new ReadMethodology().Read(upload.Content, upload.File);
        var fresh = MethodologyEdition.Of(actor.RegionId!.Value, methodology);
        var same = await context
            .Methodologies.Where(row => row.PackageId == fresh.PackageId && row.Edition == fresh.Edition)
            .OrderBy(row => row.Revision)
            .ToListAsync(cancel);
        var old = same.Find(row => row.Revision == fresh.Revision);
        if (old?.Hash == fresh.Hash)
            return old.Id;
        if (old?.PublishedAt is not null)
            throw RefusedException.Conflict(
                $"Издание {fresh.Edition}, редакция {fresh.Revision} этой методики уже опубликованы и больше не меняются. "
                    + "Если правятся только тексты, увеличьте номер редакции («revision»); если структура — номер издания («edition»)."
            );
        CheckRevision.RequireTextsOnly(
            same.FindAll(row => row.PublishedAt is not null && row.Revision < fresh.Revision).MaxBy(row => row.Revision),
            methodology,
            upload.File
        );
        if (old is not null)
        {
            if (await context.HoldsAnyAsync<MethodologyEdition>([old.Id], [], cancel))
                throw RefusedException.Conflict(
                    "По этому черновику уже готовится мониторинг. Выберите в нём другую методику и загрузите пакет снова."
                );
            context.Methodologies.Remove(old);
        }
        var audit = new AuditTrail(context, time);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await context.SaveChangesAsync(cancel);
        context.Methodologies.Add(fresh);
        await audit.SaveNewAsync(
            () =>
                audit.Add(
                    actor,
                    old is null ? "methodology.import" : "methodology.replace",
                    "methodology",
                    fresh.Id,
                    old is null ? null : new { old.Id, old.Hash },
                    new
                    {
                        fresh.PackageId,
                        fresh.Edition,
                        fresh.Revision,
                        fresh.Hash,
                    }
                ),
            cancel
        );
        await transaction.CommitAsync(cancel);
        return fresh.Id;
    }
}
