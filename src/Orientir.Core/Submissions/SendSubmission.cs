using System.Security.Cryptography;
using System.Text.Json;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Submissions;

/// <summary>Sends a submission for review.</summary>
public sealed class SendSubmission(OrientirContext context, TimeProvider time)
{
    /// <summary>Sends it; one sent already gives the same receipt again.</summary>
    /// <exception cref="RefusedException">The actor may not send, the time is over, or there is nothing to send.</exception>
    public async Task<Receipt> RunAsync(Actor actor, int campaignSubjectId, CancellationToken cancel = default)
    {
        var at = await SubmissionContext.LoadAsync(context, time, actor, campaignSubjectId, cancel);
        Permissions.Require(actor, Ability.Send, at.Subject.TerritoryId);
        await using var transaction = await at.HoldAsync(context, cancel);
        var submission = at.Submission!;
        if (submission.State == SubmissionState.Sent)
            return Receipt.Of(at)!;
        if (at.WhyNotSent is { } locked)
            throw RefusedException.Conflict(locked);
        var form = await SubmissionContents.FormAsync(context, at, cancel);
        if (form.IsEmpty)
            throw new RefusedException(
                RefusalKind.Invalid,
                "Анкета пуста: нет ни одного ответа и ни одного подтверждения. Заполните хотя бы одно направление."
            );
        var old = submission.State;
        submission.Send(at.Now, HashOf(form));
        var receipt = Receipt.Of(at)!;
        new AuditTrail(context, time).Add(
            actor,
            "submission.send" + (at.IsOnBehalf ? AuditEntry.OnBehalf : ""),
            "submission",
            submission.Id,
            old.ToString(),
            receipt,
            at.Subject.Id
        );
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return receipt;
    }

    /// <summary>SHA-256 of what is sent, in one canonical notation: any change of any answer or evidence changes it.</summary>
    private static string HashOf(SubmissionForm form)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (
                var answer in form
                    .Answers.OrderBy(answer => answer.Uid, StringComparer.Ordinal)
                    .ThenBy(answer => answer.ItemId, StringComparer.Ordinal)
            )
                Texts(
                    json,
                    answer.Uid,
                    answer.ItemId,
                    answer.Value,
                    answer.Comment,
                    answer.NoDocument ? "1" : null,
                    answer.NotApplicable ? "1" : null
                );
            foreach (var evidence in form.Evidence)
                Texts(
                    json,
                    [
                        evidence.Item.Kind.ToString(),
                        evidence.Line,
                        evidence.FileHash,
                        .. evidence.Item.Places.Select(place => AnswerText.PlaceOf(place.Uid, place.ItemId)).Order(StringComparer.Ordinal),
                    ]
                );
            json.WriteEndArray();
        }
        return Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()));

        static void Texts(Utf8JsonWriter json, params ReadOnlySpan<string?> texts)
        {
            json.WriteStartArray();
            foreach (var text in texts)
                json.WriteStringValue(text);
            json.WriteEndArray();
        }
    }
}
