using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;

namespace Orientir.Core.Reviews;

/// <summary>A field of a mark that is saved by itself.</summary>
public enum MarkField
{
    /// <summary>The value as the scale writes it, NA or н/п for «не применимо».</summary>
    Value,

    /// <summary>Comment of the expert.</summary>
    Comment,
}

/// <summary>A change of one field of a mark.</summary>
/// <param name="Key">Made by the browser, once a change: the same change sent again is not made again.</param>
/// <param name="Uid">The node.</param>
/// <param name="Field">The field.</param>
/// <param name="Base">What the editor saw in the field before; empty for nothing.</param>
/// <param name="Value">What it is to be; empty for nothing.</param>
public sealed record MarkPatch(string Key, string Uid, MarkField Field, string Base, string Value);

/// <summary>Changes of the marks of one subject.</summary>
/// <param name="CampaignSubjectId">The subject.</param>
/// <param name="Expert">Whose marks; an expert saves its own whatever stands here. Empty is the one unnamed expert.</param>
/// <param name="Patches">In the order they were made.</param>
public sealed record MarkPatches(int CampaignSubjectId, string Expert, IReadOnlyList<MarkPatch> Patches);

/// <summary>
/// Saves marks field by field: by an expert of the subjects assigned to it, by an operator of any. As of answers, a change rests on what
/// its editor saw: where the field holds something else by now it is a conflict, and nothing is overwritten.
/// </summary>
public sealed class SaveMarks(OrientirContext context, TimeProvider time)
{
    private const string Kind = "mark";
    private const string Saved = "mark.save";
    private const int MostPatches = 2_000;

    /// <summary>Saves what can be saved; each change has its own outcome, in the order given.</summary>
    /// <exception cref="RefusedException">No such subject, not allowed, or not at this stage.</exception>
    public async Task<IReadOnlyList<PatchResult>> RunAsync(Actor actor, MarkPatches input, CancellationToken cancel = default)
    {
        if (
            input.Patches.Count > MostPatches
            || input.Patches.Any(patch => patch.Key.Length is 0 or > AcceptedPatch.LongestKey)
            || input.Expert.Length > ExpertName.Longest
        )
            throw new RefusedException(RefusalKind.Invalid, "Изменения переданы в неверном виде. Обновите страницу и повторите.");
        var subject =
            await new Visible(context, actor, time)
                .CampaignSubjectsOnceFor(Ability.Mark)
                .AsNoTracking()
                .SingleOrDefaultAsync(row => row.Id == input.CampaignSubjectId, cancel)
            ?? throw RefusedException.NotFound("Объект");
        // Marks of a campaign are saved one after another, none once review is over; a run waits for those on their way.
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        var campaign = await HeldCampaign.ReadAsync(context, subject.CampaignId, cancel);
        var now = time.GetUtcNow().UtcDateTime;
        Permissions.Require(actor, Ability.Mark, subject.TerritoryId, campaign.StateAt(now));
        var methodology = await KeptMethodologies.ReadAsync(
            context.Methodologies.Where(row => row.Id == campaign.MethodologyEditionId),
            cancel
        );
        var expert = await ExpertName.InCampaignAsync(context, actor, campaign.Id, input.Expert, cancel);
        var uids = input.Patches.Select(patch => patch.Uid).Distinct().ToList();
        var marks = await context
            .Marks.Where(row => row.CampaignSubjectId == subject.Id && row.Expert == expert && uids.Contains(row.Uid))
            .ToDictionaryAsync(row => row.Uid, StringComparer.Ordinal, cancel);
        var before = marks.ToDictionary(pair => pair.Key, pair => (pair.Value.Value, pair.Value.Comment), StringComparer.Ordinal);
        var values = new MarkValues(methodology, ValuePlace.MarkField);
        var results = await AcceptedPatches.MakeAsync(
            context,
            subject,
            now,
            input.Patches,
            // Of one's own changes: nobody is answered what another was.
            patch => string.Create(CultureInfo.InvariantCulture, $"{subject.Id}:mark:{actor.UserId}:{patch.Key}"),
            MakeAsync,
            mayRepeat: true,
            cancel
        );
        if (!context.ChangeTracker.HasChanges())
            return results;
        var trail = new AuditTrail(context, time);
        await trail.SaveNewAsync(
            () =>
            {
                foreach (var mark in marks.Values)
                    if ((mark.Value, mark.Comment) != before.GetValueOrDefault(mark.Uid))
                        trail.Add(
                            actor,
                            Saved,
                            Kind,
                            mark.Id,
                            before.TryGetValue(mark.Uid, out var old) ? new { value = old.Value, comment = old.Comment } : null,
                            new { value = mark.Value, comment = mark.Comment },
                            subject.Id,
                            mark.Uid
                        );
            },
            cancel
        );
        await transaction.CommitAsync(cancel);
        return results;

        async Task<PatchResult> MakeAsync(MarkPatch patch)
        {
            var mark = marks.GetValueOrDefault(patch.Uid);
            var current = (patch.Field == MarkField.Value ? mark?.Value : mark?.Comment) ?? "";
            if (Fault(patch, methodology, values, out var value) is { } fault)
                return new(patch.Key, PatchOutcome.Refused, current, null, null, fault);
            if (current == value)
                return new(patch.Key, PatchOutcome.Saved, value, null, now, null);
            // What was typed before is the same base however its number was written.
            if (
                AnswerText.Normal(current) != AnswerText.Normal(patch.Base)
                && (Fault(patch with { Value = patch.Base }, methodology, values, out var kept) is not null || current != kept)
            )
                return PatchResult.Conflict(patch.Key, current, actor, mark is null ? null : await LastAsync(mark, patch.Field, cancel));
            if (mark is null)
            {
                mark = new Mark
                {
                    RegionId = subject.RegionId,
                    CampaignSubjectId = subject.Id,
                    Uid = patch.Uid,
                    Expert = expert,
                };
                context.Marks.Add(mark);
                marks.Add(patch.Uid, mark);
            }
            mark.Change(
                patch.Field == MarkField.Value ? value : mark.Value,
                patch.Field == MarkField.Comment ? value : mark.Comment,
                actor.UserId,
                now,
                ExpertName.AccountOf(actor)
            );
            return new(patch.Key, PatchOutcome.Saved, value, null, now, null);
        }
    }

    // A mark knows who changed it last, which may have been its other field.
    private async Task<(int UserId, string? Who, DateTime At)> LastAsync(Mark mark, MarkField field, CancellationToken cancel)
    {
        var entries = await context
            .AuditEntries.AsNoTracking()
            .Where(entry => entry.ObjectKind == Kind && entry.ObjectId == mark.Id && entry.Action == Saved)
            .OrderByDescending(entry => entry.Id)
            .ToListAsync(cancel);
        var last = entries.Find(entry => TextIn(entry.Old) != TextIn(entry.New));
        var (user, at) = last is null ? (mark.ChangedBy, mark.ChangedAt) : (last.UserId, last.At);
        var who = await context.Users.Where(row => row.Id == user).Select(row => row.DisplayName).SingleOrDefaultAsync(cancel);
        return (user, who, at);

        string? TextIn(string? payload) =>
            payload is null
                ? null
                : JsonDocument.Parse(payload).RootElement.GetProperty(field == MarkField.Value ? "value" : "comment").GetString();
    }

    // The value as it is stored: numbers with a decimal point, «NA», empty for none.
    private static string? Fault(MarkPatch patch, Methodology methodology, MarkValues values, out string value)
    {
        value = AnswerText.Normal(patch.Value);
        if (methodology.Tree.IndexOf(patch.Uid) is not { } node)
            return "В методике нет такого показателя. Обновите страницу.";
        if (patch.Field == MarkField.Comment)
            return value.Length <= Mark.LongestComment
                ? null
                : $"Комментарий длиннее {Russian.Number(Mark.LongestComment)} знаков. Сократите его.";
        if (value.Length == 0)
            return null;
        if (!values.TryRead(value, node, out var number, out var found))
            return $"{methodology.Nodes[node].Code}: {found}. Допустимо: {values.AllowedAt(node)}.";
        value = MarkWords.Canonical(value, number);
        return null;
    }
}
