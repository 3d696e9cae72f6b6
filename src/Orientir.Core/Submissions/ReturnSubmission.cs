using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Submissions;

/// <summary>A return.</summary>
/// <param name="CampaignSubjectId">Whose submission.</param>
/// <param name="Uids">Uids of the indicators that are opened again, at least one.</param>
/// <param name="Note">What is to be done, for the subject; may be left out where each indicator has a note of its own.</param>
/// <param name="Notes">What is to be done at single indicators, by uid: each of them is opened. Null for none.</param>
public sealed record SubmissionReturn(
    int CampaignSubjectId,
    IReadOnlyList<string> Uids,
    string Note,
    IReadOnlyDictionary<string, string>? Notes = null
);

/// <summary>Returns a sent submission: chosen indicators may be changed again, the others stay as they were sent.</summary>
public sealed class ReturnSubmission(OrientirContext context, TimeProvider time)
{
    private const int LongestNote = 5_000;

    /// <summary>Returns it.</summary>
    /// <exception cref="RefusedException">It is not sent, or indicators or note are missing.</exception>
    public async Task RunAsync(Actor actor, SubmissionReturn input, CancellationToken cancel = default)
    {
        var at = await SubmissionContext.LoadAsync(context, time, actor, input.CampaignSubjectId, cancel);
        Permissions.Require(actor, Ability.Return, at.Subject.TerritoryId, at.CampaignState);
        var note = AnswerText.Normal(input.Note);
        var notes = (input.Notes ?? new Dictionary<string, string>(StringComparer.Ordinal))
            .Select(one => KeyValuePair.Create(one.Key, AnswerText.Normal(one.Value)))
            .Where(one => one.Value.Length > 0)
            .ToDictionary(StringComparer.Ordinal);
        var uids = input.Uids.Union(notes.Keys).ToList();
        var errors = new List<FieldError>();
        if (uids.Count == 0)
            errors.Add(new(nameof(SubmissionReturn.Uids), "Отметьте показатели, которые нужно исправить."));
        if (
            uids.Exists(uid =>
                !at.TryFind(uid, out var node, out _) || node is not { Scale: not null, Source: Methodologies.AnswerSource.Subject }
            )
        )
            errors.Add(new(nameof(SubmissionReturn.Uids), "Вернуть можно только показатели, на которые отвечает сам объект оценки."));
        if (note.Length == 0 && (uids.Count == 0 || uids.Exists(uid => !notes.ContainsKey(uid))))
            errors.Add(
                new(nameof(SubmissionReturn.Note), "Напишите, что нужно исправить: здесь для всей анкеты или у каждого показателя.")
            );
        if (notes.Values.Append(note).Any(text => text.Length > LongestNote))
            errors.Add(new(nameof(SubmissionReturn.Note), $"Пояснение длиннее {Russian.Number(LongestNote)} знаков. Сократите его."));
        if (errors.Count > 0)
            throw RefusedException.Invalid(errors);

        await using var transaction = await at.HoldAsync(context, cancel);
        at.Submission!.Return(uids, note, notes);
        new AuditTrail(context, time).Add(
            actor,
            "submission.return",
            "submission",
            at.Submission.Id,
            nameof(SubmissionState.Sent),
            notes.Count == 0
                ? new { uids, note }
                : new
                {
                    uids,
                    note,
                    notes = notes.Select(one => $"{one.Key}: {one.Value}"),
                },
            at.Subject.Id
        );
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
