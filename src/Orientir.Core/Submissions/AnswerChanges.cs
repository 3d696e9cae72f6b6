using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Methodologies;

namespace Orientir.Core.Submissions;

/// <summary>
/// What becomes of changes of answers in a submission that is held: the one rule for the browser's queue, plain forms and Excel forms.
/// </summary>
internal sealed class AnswerChanges(OrientirContext context, TimeProvider time, SubmissionContext at)
{
    private readonly MarkValues values = new(at.Methodology, ValuePlace.AnswerField);
    private readonly AuditTrail audit = new(context, time);

    /// <summary>Makes the changes; the caller saves.</summary>
    /// <param name="patches">In the order they were made.</param>
    /// <param name="answers">The answers at their indicators; those made newly are added. What changes is tracked.</param>
    /// <param name="mayRepeat">Whether it is asked which changes were accepted before. Where not, a change sent again is late: its key is
    /// taken.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<IReadOnlyList<PatchResult>> MakeAsync(
        IReadOnlyList<AnswerPatch> patches,
        List<Answer> answers,
        bool mayRepeat,
        CancellationToken cancel
    )
    {
        var byPlace = answers.ToDictionary(row => (row.Uid, row.ItemId));
        return await AcceptedPatches.MakeAsync(
            context,
            at.Subject,
            at.Now,
            patches,
            patch => string.Create(CultureInfo.InvariantCulture, $"{at.Submission!.Id}:answer:{patch.Key}"),
            patch => MakeAsync(patch, byPlace, answers, cancel),
            mayRepeat,
            cancel
        );
    }

    private async Task<PatchResult> MakeAsync(
        AnswerPatch patch,
        Dictionary<(string, string), Answer> byPlace,
        List<Answer> answers,
        CancellationToken cancel
    )
    {
        byPlace.TryGetValue((patch.Uid, patch.ItemId), out var answer);
        var isChoice =
            patch.Field == AnswerField.Value && at.TryFind(patch.Uid, out var asked, out _) && AnswerChoice.IsAt(asked, patch.ItemId);
        var current = CurrentOf(patch, answer);
        if (RefusalOf(patch, current, out var node, out var value) is { } refusal)
            return refusal;
        if (current == value)
            return new(patch.Key, PatchOutcome.Saved, current, null, at.Now, null);
        // What was typed before is the same base however its number was written.
        if (
            AnswerText.Normal(current) != AnswerText.Normal(patch.Base)
            && current != AnswerText.AsKept(patch.Field, patch.ItemId, AnswerText.Normal(patch.Base))
        )
            return await ConflictAsync(patch, current, cancel);
        var whyNot =
            isChoice && !AnswerChoice.Claims(node, patch.ItemId, value)
                ? null
                : AnswerChoice.WhyNotBeside(
                    node,
                    patch with
                    {
                        Value = value,
                    },
                    item => isChoice && item == patch.ItemId ? null : byPlace.GetValueOrDefault((patch.Uid, item))
                );
        if (whyNot is not null)
            return new(patch.Key, PatchOutcome.Refused, current, null, null, whyNot);
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
            byPlace.Add((patch.Uid, patch.ItemId), answer);
            answers.Add(answer);
        }
        else if (context.Entry(answer).State == EntityState.Detached)
            context.Attach(answer);
        foreach (var (field, becomes) in isChoice ? AnswerChoice.FieldsOf(value) : [(patch.Field, value)])
        {
            var was = answer.ValueAt(field);
            if (was == becomes)
                continue;
            answer.Change(field, becomes, at.Actor.UserId, at.Now);
            audit.Add(
                at.Actor,
                AnswerText.ActionOf(field)
                    + (at.IsOnBehalf && field != AnswerField.Reply && node.Source == AnswerSource.Subject ? AuditEntry.OnBehalf : ""),
                "submission",
                at.Submission!.Id,
                was.Length == 0 ? null : was,
                becomes.Length == 0 ? null : becomes,
                at.Subject.Id,
                AnswerText.PlaceOf(patch.Uid, patch.ItemId)
            );
        }
        return new(patch.Key, PatchOutcome.Saved, value, null, at.Now, null);
    }

    /// <summary>
    /// The refusals of changes of a submission there is not yet, where none of them can be made: it is not begun for them. Null where one
    /// can.
    /// </summary>
    public IReadOnlyList<PatchResult>? RefusalsOfAll(IReadOnlyList<AnswerPatch> patches)
    {
        var refusals = patches.Select(patch => RefusalOf(patch, "", out _, out _)).OfType<PatchResult>().ToList();
        return refusals.Count == patches.Count ? refusals : null;
    }

    // Where one is chosen of several, the field of the value stands for all of them.
    private string CurrentOf(AnswerPatch patch, Answer? answer) =>
        patch.Field == AnswerField.Value && at.TryFind(patch.Uid, out var node, out _) && AnswerChoice.IsAt(node, patch.ItemId)
            ? AnswerChoice.Of(node, patch.ItemId, answer)
            : answer?.ValueAt(patch.Field) ?? "";

    /// <summary>Why a change is not made, whatever the field holds; null where it can be.</summary>
    private PatchResult? RefusalOf(AnswerPatch patch, string current, out Node node, out string value)
    {
        value = "";
        if (
            !at.TryFind(patch.Uid, out node, out var direction)
            || node.Scale is null
            || (patch.ItemId.Length > 0 && !node.Items.Any(item => item.Id == patch.ItemId))
        )
            return Refused("", "В методике нет такого показателя. Обновите страницу.");
        if (!at.Sees(direction))
            return Refused("", at.WhyLocked(node, direction) ?? "");
        var locked =
            patch.Field == AnswerField.Reply ? WhyNoReply()
            : patch.Field == AnswerField.Question
            && Permissions.Allows(at.Actor, Ability.Answer, at.Subject.TerritoryId, at.CampaignState, direction.Uid)
                ? null
            : patch.Field == AnswerField.Value && !AnswerState.AsksValue(node, at.Campaign.SelfAssessment)
                ? "Самооценка в этом мониторинге не запрашивается. Дайте подтверждение или отметьте «документа нет»."
            : at.WhyLocked(node, direction);
        return (locked ?? Fault(patch, node, out value)) is { } why ? Refused(current, why) : null;

        PatchResult Refused(string now, string message) => new(patch.Key, PatchOutcome.Refused, now, null, null, message);
    }

    private string? WhyNoReply() =>
        Permissions.Allows(at.Actor, Ability.Return, at.Subject.TerritoryId, at.CampaignState)
            ? null
            : "На вопросы отвечает оператор региона, пока идут сбор и экспертиза.";

    private async Task<PatchResult> ConflictAsync(AnswerPatch patch, string current, CancellationToken cancel)
    {
        var place = AnswerText.PlaceOf(patch.Uid, patch.ItemId);
        var fields = patch.Field == AnswerField.Value ? AnswerChoice.FieldsOf("").Select(one => one.Field) : [patch.Field];
        var actions = fields.Select(AnswerText.ActionOf).SelectMany(action => new[] { action, action + AuditEntry.OnBehalf }).ToList();
        var last = await audit.LastAsync(
            entry => entry.CampaignSubjectId == at.Subject.Id && entry.Place == place && actions.Contains(entry.Action),
            cancel
        );
        return PatchResult.Conflict(patch.Key, current, at.Actor, last);
    }

    private string? Fault(AnswerPatch patch, Node node, out string value)
    {
        value = AnswerText.Normal(patch.Value);
        switch (patch.Field)
        {
            case AnswerField.Comment or AnswerField.Question or AnswerField.Reply:
                return value.Length <= AnswerText.Longest
                    ? null
                    : $"Текст длиннее {Russian.Number(AnswerText.Longest)} знаков. Сократите его или приложите файлом.";
            case AnswerField.NoDocument or AnswerField.NotApplicable:
                return value is "" or "1" ? null : "Отметка бывает поставлена или снята.";
        }
        if (value.Length == 0 || (AnswerChoice.IsNegative(value) && AnswerChoice.IsAt(node, patch.ItemId)))
            return null;
        // An item is claimed or not; whether it is confirmed the experts say.
        if (patch.ItemId.Length > 0)
            return value is "0" or "1" ? null : "Пункт бывает отмечен (1) или нет (0).";
        var index = at.Methodology.Tree.IndexOf(node);
        if (!values.TryRead(value, index, out var number, out var found) || double.IsNaN(number))
            return $"{Russian.Capital(found.Length > 0 ? found : "«не применимо» отмечается отдельно")}. Допустимо: "
                + $"{values.AllowedAt(index)}.";
        value = AnswerText.AsKept(patch.Field, patch.ItemId, value);
        return null;
    }
}
