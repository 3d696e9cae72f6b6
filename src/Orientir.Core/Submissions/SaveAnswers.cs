using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;

namespace Orientir.Core.Submissions;

/// <summary>A field of an answer that is saved by itself.</summary>
public enum AnswerField
{
    /// <summary>The value as the scale writes it; of an item 0 or 1.</summary>
    Value,

    /// <summary>Comment of the subject.</summary>
    Comment,

    /// <summary>«Документа нет»: 1 or empty.</summary>
    NoDocument,

    /// <summary>«Не применимо»: 1 or empty.</summary>
    NotApplicable,

    /// <summary>Question to the operator.</summary>
    Question,

    /// <summary>The operator's reply.</summary>
    Reply,
}

/// <summary>A change of one field.</summary>
/// <param name="Key">Made by the browser, once a change: the same change sent again is not made again.</param>
/// <param name="Uid">Uid of the leaf.</param>
/// <param name="ItemId">Item of a checklist or components scale; empty for the leaf itself.</param>
/// <param name="Field">The field.</param>
/// <param name="Base">What the editor saw in the field before: the version the change rests on. Empty for nothing.</param>
/// <param name="Value">What it is to be; empty for nothing.</param>
public sealed record AnswerPatch(string Key, string Uid, string ItemId, AnswerField Field, string Base, string Value);

/// <summary>What became of a change.</summary>
public enum PatchOutcome
{
    /// <summary>Saved, or already so.</summary>
    Saved,

    /// <summary>Somebody else changed the field meanwhile: both values are given, nothing was overwritten.</summary>
    Conflict,

    /// <summary>Not allowed now, or the value is none of the scale.</summary>
    Refused,
}

/// <summary>The answer to one change.</summary>
/// <param name="Key">Key of the change.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Current">What the field holds now.</param>
/// <param name="By">On a conflict, who set it.</param>
/// <param name="At">UTC of the saving; on a conflict, of the other's.</param>
/// <param name="Message">On a refusal or a conflict, what happened and what to do, in Russian.</param>
public sealed record PatchResult(string Key, PatchOutcome Outcome, string Current, string? By, DateTime? At, string? Message);

/// <summary>Changes of one submission.</summary>
/// <param name="CampaignSubjectId">Whose submission.</param>
/// <param name="Patches">In the order they were made.</param>
public sealed record AnswerPatches(int CampaignSubjectId, IReadOnlyList<AnswerPatch> Patches);

/// <summary>
/// Saves answers field by field. A change rests on what its editor saw in the field: where the field holds something else by
/// now, and not what is to be written anyway, it is a conflict; other fields of the answer never are.
/// </summary>
public sealed class SaveAnswers(OrientirContext context, TimeProvider time)
{
    internal const int LongestText = 20_000;
    private const int LongestKey = 100;
    private const int MostPatches = 2_000;

    /// <summary>Saves what can be saved; each change has its own outcome, in the order given.</summary>
    /// <exception cref="RefusedException">The submission is not the actor's to see, or the list of changes is no such list.</exception>
    public async Task<IReadOnlyList<PatchResult>> RunAsync(Actor actor, AnswerPatches input, CancellationToken cancel = default)
    {
        if (input.Patches.Count > MostPatches || input.Patches.Any(patch => patch.Key.Length is 0 or > LongestKey))
            throw new RefusedException(RefusalKind.Invalid, "Изменения переданы в неверном виде. Обновите страницу и повторите.");
        var at = await SubmissionContext.LoadAsync(context, time, actor, input.CampaignSubjectId, cancel);
        if (
            !Permissions.Allows(actor, Ability.Answer, at.Subject.TerritoryId)
            && !Permissions.Allows(actor, Ability.Return, at.Subject.TerritoryId)
        )
            throw RefusedException.Forbidden("Вы можете читать эту анкету, но не заполнять её.");
        await using var transaction = await at.HoldAsync(context, cancel);
        var results = await ApplyAsync(context, time, at, input.Patches, cancel);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return results;
    }

    /// <summary>Makes the changes in the context of a submission already held; the caller saves.</summary>
    internal static async Task<IReadOnlyList<PatchResult>> ApplyAsync(
        OrientirContext context,
        TimeProvider time,
        SubmissionContext at,
        IReadOnlyList<AnswerPatch> patches,
        CancellationToken cancel
    )
    {
        var submission = at.Submission!;
        var keys = patches.Select(patch => KeyOf(submission, patch)).ToList();
        var accepted = await context
            .AcceptedPatches.Where(row => keys.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, StringComparer.Ordinal, cancel);
        var uids = patches.Select(patch => patch.Uid).Distinct().ToList();
        var answers = (
            await context.Answers.Where(row => row.SubmissionId == submission.Id && uids.Contains(row.Uid)).ToListAsync(cancel)
        ).ToDictionary(row => (row.Uid, row.ItemId));
        var values = new MarkValues(at.Methodology);
        var audit = new AuditTrail(context, time);
        var results = new List<PatchResult>(patches.Count);
        foreach (var patch in patches)
        {
            var key = KeyOf(submission, patch);
            if (accepted.TryGetValue(key, out var before))
            {
                results.Add(JsonSerializer.Deserialize<PatchResult>(before.Response)!);
                continue;
            }
            var result = await MakeAsync(context, at, patch, answers, values, audit, cancel);
            // A refusal changes nothing and may be lifted: it is asked anew. What was saved or found in conflict is repeated as it was.
            if (result.Outcome != PatchOutcome.Refused)
            {
                var record = new AcceptedPatch
                {
                    Id = key,
                    RegionId = submission.RegionId,
                    SubmissionId = submission.Id,
                    At = at.Now,
                    Response = JsonSerializer.Serialize(result),
                };
                context.AcceptedPatches.Add(record);
                accepted.Add(key, record);
            }
            results.Add(result);
        }
        return results;
    }

    private static string KeyOf(Submission submission, AnswerPatch patch) =>
        string.Create(CultureInfo.InvariantCulture, $"{submission.Id}:{patch.Key}");

    private static async Task<PatchResult> MakeAsync(
        OrientirContext context,
        SubmissionContext at,
        AnswerPatch patch,
        Dictionary<(string, string), Answer> answers,
        MarkValues values,
        AuditTrail audit,
        CancellationToken cancel
    )
    {
        if (
            !at.TryFind(patch.Uid, out var node, out var direction)
            || node.Scale is null
            || (patch.ItemId.Length > 0 && node.Items.All(item => item.Id != patch.ItemId))
        )
            return Refused("", "В методике нет такого показателя. Обновите страницу.");
        if (!at.Sees(direction))
            return Refused("", at.WhyLocked(node, direction) ?? "");
        answers.TryGetValue((patch.Uid, patch.ItemId), out var answer);
        var current = answer is null ? "" : Read(answer, patch.Field);
        var locked =
            patch.Field == AnswerField.Reply ? WhyNoReply(at)
            : patch.Field == AnswerField.Question
            && Permissions.Allows(at.Actor, Ability.Answer, at.Subject.TerritoryId, at.CampaignState, direction.Uid)
                ? null
            : patch.Field == AnswerField.Value && !AnswerState.AsksValue(node, at.Campaign.SelfAssessment)
                ? "Самооценка в этом мониторинге не запрашивается. Дайте подтверждение или отметьте «документа нет»."
            : at.WhyLocked(node, direction);
        if (locked is not null)
            return Refused(current, locked);
        if (Fault(at, patch, node, values, out var value) is { } fault)
            return Refused(current, fault);
        if (current == value)
            return new(patch.Key, PatchOutcome.Saved, current, null, at.Now, null);
        // What was typed before is the same base however its number was written.
        if (current != Normal(patch.Base) && current != AsKept(patch.Field, patch.ItemId, Normal(patch.Base)))
            return await ConflictAsync(audit, at, patch, current, cancel);
        if (answer is null)
        {
            answer = new Answer
            {
                RegionId = at.Subject.RegionId,
                SubmissionId = at.Submission!.Id,
                Uid = patch.Uid,
                ItemId = patch.ItemId,
            };
            context.Answers.Add(answer);
            answers.Add((patch.Uid, patch.ItemId), answer);
        }
        Write(answer, patch.Field, value);
        (answer.ChangedBy, answer.ChangedAt) = (at.Actor.UserId, at.Now);
        audit.Add(
            at.Actor,
            ActionOf(patch.Field) + (at.IsOnBehalf && Own(patch.Field) && node.Source == AnswerSource.Subject ? OnBehalf : ""),
            "submission",
            at.Submission!.Id,
            current.Length == 0 ? null : current,
            value.Length == 0 ? null : value,
            at.Subject.Id,
            PlaceOf(patch.Uid, patch.ItemId)
        );
        return new(patch.Key, PatchOutcome.Saved, value, null, at.Now, null);

        PatchResult Refused(string now, string message) => new(patch.Key, PatchOutcome.Refused, now, null, null, message);
    }

    /// <summary>Ending of the action of a change the operator made for the subject.</summary>
    public const string OnBehalf = ".on-behalf";

    internal static string ActionOf(AnswerField field) => "answer." + field.ToString().ToLowerInvariant();

    /// <summary>«1.1.4», or «1.1.4/act» of an item.</summary>
    internal static string PlaceOf(string uid, string itemId) => itemId.Length == 0 ? uid : uid + "/" + itemId;

    private static bool Own(AnswerField field) => field is not AnswerField.Reply;

    private static string? WhyNoReply(SubmissionContext at) =>
        Permissions.Allows(at.Actor, Ability.Return, at.Subject.TerritoryId, at.CampaignState)
            ? null
            : "На вопросы отвечает оператор региона, пока идут сбор и экспертиза.";

    private static async Task<PatchResult> ConflictAsync(
        AuditTrail audit,
        SubmissionContext at,
        AnswerPatch patch,
        string current,
        CancellationToken cancel
    )
    {
        var place = PlaceOf(patch.Uid, patch.ItemId);
        var action = ActionOf(patch.Field);
        var last = await audit.LastAsync(
            entry =>
                entry.CampaignSubjectId == at.Subject.Id
                && entry.Place == place
                && (entry.Action == action || entry.Action == action + OnBehalf),
            cancel
        );
        return new(
            patch.Key,
            PatchOutcome.Conflict,
            current,
            last?.Who,
            last?.At,
            last?.UserId == at.Actor.UserId
                ? "Вы изменили это поле в другом окне или на другом устройстве. Сравните значения и выберите нужное."
                : "Пока вы заполняли это поле, его изменил другой человек. Сравните значения и выберите нужное."
        );
    }

    private static string? Fault(SubmissionContext at, AnswerPatch patch, Node node, MarkValues values, out string value)
    {
        value = Normal(patch.Value);
        switch (patch.Field)
        {
            case AnswerField.Comment or AnswerField.Question or AnswerField.Reply:
                return value.Length <= LongestText
                    ? null
                    : $"Текст длиннее {Russian.Number(LongestText)} знаков. Сократите его или приложите файлом.";
            case AnswerField.NoDocument or AnswerField.NotApplicable:
                return value is "" or "1" ? null : "Отметка бывает поставлена или снята.";
        }
        if (value.Length == 0)
            return null;
        // An item is claimed or not; whether it is confirmed the experts say.
        if (patch.ItemId.Length > 0)
            return value is "0" or "1" ? null : "Пункт бывает отмечен (1) или нет (0).";
        var index = at.Methodology.Tree.IndexOf(node);
        if (!values.TryRead(value, index, out var number, out var found) || double.IsNaN(number))
            return $"{Russian.Capital(found.Length > 0 ? found : "«не применимо» отмечается отдельно")}. Допустимо: {values.AllowedAt(index)}.";
        value = AsKept(patch.Field, patch.ItemId, value);
        return null;
    }

    // One notation of one number, so that equal answers are equal texts; ids of items stay as they are.
    private static string AsKept(AnswerField field, string itemId, string value) =>
        field == AnswerField.Value && itemId.Length == 0 && Office.WrittenNumber.TryParse(value, out var written)
            ? written.ToString(CultureInfo.InvariantCulture)
            : value;

    /// <summary>Line ends as one, no blanks at the ends: what a browser's form adds is no change.</summary>
    internal static string Normal(string? text) => (text ?? "").ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal).Trim();

    /// <summary>What a field holds, as patches write it.</summary>
    internal static string Read(Answer answer, AnswerField field) =>
        field switch
        {
            AnswerField.Value => answer.Value ?? "",
            AnswerField.Comment => answer.Comment ?? "",
            AnswerField.NoDocument => answer.NoDocument ? "1" : "",
            AnswerField.NotApplicable => answer.NotApplicable ? "1" : "",
            AnswerField.Question => answer.Question ?? "",
            AnswerField.Reply => answer.Reply ?? "",
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Not a field of an answer."),
        };

    private static void Write(Answer answer, AnswerField field, string value)
    {
        var text = value.Length == 0 ? null : value;
        switch (field)
        {
            case AnswerField.Value:
                answer.Value = text;
                break;
            case AnswerField.Comment:
                answer.Comment = text;
                break;
            case AnswerField.NoDocument:
                answer.NoDocument = text is not null;
                break;
            case AnswerField.NotApplicable:
                answer.NotApplicable = text is not null;
                break;
            case AnswerField.Question:
                answer.Question = text;
                break;
            case AnswerField.Reply:
                answer.Reply = text;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(field), field, "Not a field of an answer.");
        }
    }
}
