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
/// <param name="Key">Names the change in the answer.</param>
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
    private const int MostPatches = 2_000;
    private const int MostRaces = 10;

    /// <summary>Saves what can be saved; each change has its own outcome, in the order given.</summary>
    /// <exception cref="RefusedException">No such subject, not allowed, or not at this stage.</exception>
    public async Task<IReadOnlyList<PatchResult>> RunAsync(Actor actor, MarkPatches input, CancellationToken cancel = default)
    {
        if (input.Patches.Count > MostPatches || input.Expert.Length > ExpertName.Longest)
            throw new RefusedException(RefusalKind.Invalid, "Изменения переданы в неверном виде. Обновите страницу и повторите.");
        var subject =
            await new Visible(context, actor, time)
                .CampaignSubjectsOnceFor(Ability.Mark)
                .AsNoTracking()
                .SingleOrDefaultAsync(row => row.Id == input.CampaignSubjectId, cancel)
            ?? throw RefusedException.NotFound("Объект");
        var campaign = await context
            .Campaigns.AsNoTracking()
            .Include(row => row.Decisions)
            .SingleAsync(row => row.Id == subject.CampaignId, cancel);
        Permissions.Require(actor, Ability.Mark, subject.TerritoryId, campaign.StateAt(time.GetUtcNow().UtcDateTime));
        var methodology = await KeptMethodologies.ReadAsync(
            context.Methodologies.Where(row => row.Id == campaign.MethodologyEditionId),
            cancel
        );
        var expert = await ExpertName.InCampaignAsync(context, actor, subject.CampaignId, input.Expert, cancel);
        for (var race = 1; ; race++)
        {
            try
            {
                return await ApplyAsync(actor, input, subject.RegionId, expert, methodology, cancel);
            }
            catch (DbUpdateConcurrencyException) when (race < MostRaces)
            {
                // Another save came first: read again, so that the changes are compared with its values.
                context.ChangeTracker.Clear();
            }
        }
    }

    private async Task<IReadOnlyList<PatchResult>> ApplyAsync(
        Actor actor,
        MarkPatches input,
        int region,
        string expert,
        Methodology methodology,
        CancellationToken cancel
    )
    {
        var now = time.GetUtcNow().UtcDateTime;
        var uids = input.Patches.Select(patch => patch.Uid).Distinct().ToList();
        var marks = await context
            .Marks.Where(row => row.CampaignSubjectId == input.CampaignSubjectId && row.Expert == expert && uids.Contains(row.Uid))
            .ToDictionaryAsync(row => row.Uid, StringComparer.Ordinal, cancel);
        var before = marks.ToDictionary(pair => pair.Key, pair => (pair.Value.Value, pair.Value.Comment), StringComparer.Ordinal);
        var values = new MarkValues(methodology);
        var results = new List<PatchResult>(input.Patches.Count);
        foreach (var patch in input.Patches)
        {
            marks.TryGetValue(patch.Uid, out var mark);
            var current = (patch.Field == MarkField.Value ? mark?.Value : mark?.Comment) ?? "";
            if (Fault(patch, methodology, values, out var value) is { } fault)
            {
                results.Add(new(patch.Key, PatchOutcome.Refused, current, null, null, fault));
                continue;
            }
            if (current != value)
            {
                if (AnswerText.Normal(current) != AnswerText.Normal(patch.Base))
                {
                    var who = mark is null
                        ? null
                        : await context
                            .Users.Where(user => user.Id == mark.ChangedBy)
                            .Select(user => user.DisplayName)
                            .SingleOrDefaultAsync(cancel);
                    results.Add(
                        new(
                            patch.Key,
                            PatchOutcome.Conflict,
                            current,
                            who,
                            mark?.ChangedAt,
                            "Пока вы работали, эту оценку изменил другой человек. Сравните значения и выберите нужное."
                        )
                    );
                    continue;
                }
                if (mark is null)
                {
                    context.Marks.Add(
                        mark = new Mark
                        {
                            RegionId = region,
                            CampaignSubjectId = input.CampaignSubjectId,
                            Uid = patch.Uid,
                            Expert = expert,
                        }
                    );
                    marks.Add(patch.Uid, mark);
                }
                mark.Change(
                    patch.Field == MarkField.Value ? value : mark.Value,
                    patch.Field == MarkField.Comment ? value : mark.Comment,
                    actor.UserId,
                    now,
                    ExpertName.AccountOf(actor)
                );
            }
            results.Add(new(patch.Key, PatchOutcome.Saved, value, null, now, null));
        }
        var changed = marks.Values.Where(mark => (mark.Value, mark.Comment) != before.GetValueOrDefault(mark.Uid)).ToList();
        if (changed.Count == 0)
            return results;
        var trail = new AuditTrail(context, time);
        await trail.SaveNewAsync(
            () =>
            {
                foreach (var mark in changed)
                    trail.Add(
                        actor,
                        "mark.save",
                        "mark",
                        mark.Id,
                        before.TryGetValue(mark.Uid, out var old) ? new { value = old.Value, comment = old.Comment } : null,
                        new { value = mark.Value, comment = mark.Comment },
                        input.CampaignSubjectId,
                        mark.Uid
                    );
            },
            cancel
        );
        return results;
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
