using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Evidence;

namespace Orientir.Core.Submissions;

/// <summary>A form to be imported.</summary>
/// <param name="CampaignSubjectId">Into whose submission.</param>
/// <param name="FileName">Name of the file.</param>
/// <param name="Content">Its bytes.</param>
public sealed record FilledForm(int CampaignSubjectId, string FileName, byte[] Content)
{
    /// <summary>Largest file taken, bytes: a form of a hundred directions is a tenth of it.</summary>
    public const int Largest = 2 << 20;

    /// <summary>Refuses what is no file of a form, by its size.</summary>
    /// <exception cref="RefusedException">It is empty or too large.</exception>
    internal void RequireSize()
    {
        if (Content.Length is 0 or > Largest)
            throw new RefusedException(
                RefusalKind.Invalid,
                Content.Length == 0 ? "Выберите файл формы." : $"Файл больше {Largest >> 20} МБ: это не форма анкеты."
            );
    }
}

/// <summary>What an import did.</summary>
/// <param name="Answers">Answers changed.</param>
/// <param name="Evidence">Evidence added.</param>
public sealed record ImportedForm(int Answers, int Evidence);

/// <summary>
/// Imports a filled Excel form: for the subject by its own people, or by the operator on its behalf, which goes on record.
/// </summary>
public sealed class ImportForm(OrientirContext context, TimeProvider time)
{
    /// <summary>Imports the file as a whole or not at all.</summary>
    /// <exception cref="InputException">It has faults: every one, by cell.</exception>
    /// <exception cref="RefusedException">It is another's form, or some of it may not be changed now.</exception>
    public async Task<ImportedForm> RunAsync(Actor actor, FilledForm input, CancellationToken cancel = default)
    {
        input.RequireSize();
        var at = await SubmissionContext.LoadAsync(context, time, actor, input.CampaignSubjectId, cancel);
        Permissions.Require(actor, Ability.Answer, at.Subject.TerritoryId, at.CampaignState);
        // Before anything is held: on SQLite everybody waits for who holds. What others change meanwhile is found by what was replaced.
        var form = await SubmissionContents.FormAsync(context, at, cancel);
        var reading = new ReadForm().Read(input.Content, input.FileName, form);
        if (reading.Errors.Count > 0)
            throw new InputException(reading.Errors);
        await using var transaction = await at.HoldAsync(context, cancel);
        var hash = EvidenceFields.HashOf(input.Content);
        // The key holds the submission's version: the same file imported once more later is another import.
        var patches = reading
            .Changes.Select(
                (change, number) =>
                    change.Patch with
                    {
                        Key = string.Create(CultureInfo.InvariantCulture, $"form:{hash[..16]}:{at.Submission!.Version}:{number}"),
                    }
            )
            .ToList();
        var answers = await context.Answers.Where(row => row.SubmissionId == at.Submission!.Id).ToListAsync(cancel);
        var results = await new AnswerChanges(context, time, at).MakeAsync(patches, answers, mayRepeat: true, cancel);
        for (var number = 0; number < results.Count; number++)
            if (results[number].Outcome != PatchOutcome.Saved)
                throw RefusedException.Conflict($"{reading.Changes[number].Cell}: {results[number].Message} Ничего не загружено.");
        foreach (var addition in reading.Additions)
            await new EvidencePlacing(context, time, at).PlaceAsync(
                addition.Fields.Checked(fileStays: false),
                content: null,
                addition.Places,
                cancel
            );
        new AuditTrail(context, time).Add(
            actor,
            "submission.import" + (at.IsOnBehalf ? AuditEntry.OnBehalf : ""),
            "submission",
            at.Submission!.Id,
            null,
            new
            {
                hash,
                answers = reading.Changes.Count,
                evidence = reading.Additions.Count,
            },
            at.Subject.Id
        );
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new(reading.Changes.Count, reading.Additions.Count);
    }
}
