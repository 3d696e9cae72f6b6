using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Territories;

namespace Orientir.Core.Reviews;

/// <summary>A mark as somebody wants it to be.</summary>
/// <param name="CampaignSubjectId">The subject.</param>
/// <param name="Uid">The node.</param>
/// <param name="Expert">Whose mark; an expert saves its own whatever stands here. Empty is the one unnamed expert.</param>
/// <param name="Value">As the scale writes it, NA or н/п for «не применимо»; empty for none.</param>
/// <param name="Comment">Comment; empty for none.</param>
/// <param name="BaseVersion">Version of the mark that was changed; 0 where there was none.</param>
public sealed record MarkChange(int CampaignSubjectId, string Uid, string Expert, string? Value, string? Comment, long BaseVersion);

/// <summary>A mark as it is stored now.</summary>
public sealed record SavedMark(string? Value, string? Comment, long Version, DateTime ChangedAt);

/// <summary>Saves one mark: by an expert of the subjects assigned to it, by an operator of any.</summary>
public sealed class SaveMark(OrientirContext context, TimeProvider time)
{
    /// <summary>The longest comment, characters.</summary>
    public const int LongestComment = 4000;

    /// <summary>Saves. What is stored already is not saved again.</summary>
    /// <exception cref="RefusedException">No such subject or node, not allowed, no value of the scale, or somebody changed the mark meanwhile.</exception>
    public async Task<SavedMark> RunAsync(Actor actor, MarkChange change, CancellationToken cancel = default)
    {
        var subject = await new Visible(context, actor).CampaignSubjectsFor(Ability.Mark).AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == change.CampaignSubjectId, cancel).ConfigureAwait(false) ?? throw RefusedException.NotFound("Объект");
        var campaign = await context.Campaigns.AsNoTracking().Include(row => row.Decisions)
            .SingleAsync(row => row.Id == subject.CampaignId, cancel).ConfigureAwait(false);
        var now = time.GetUtcNow().UtcDateTime;
        Permissions.Require(actor, Ability.Mark, subject.TerritoryId, campaign.StateAt(now));
        var edition = await context.Methodologies.AsNoTracking().SingleAsync(row => row.Id == campaign.MethodologyEditionId, cancel).ConfigureAwait(false);
        var methodology = edition.Read();

        var value = ReadValue(methodology, change.Uid, change.Value);
        var comment = change.Comment?.Trim() is { Length: > 0 } text ? text : null;
        if (comment?.Length > LongestComment)
            throw RefusedException.Invalid(new FieldError(nameof(change.Comment), $"Комментарий длиннее {LongestComment} знаков: сократите его."));
        var expert = ExpertOf(actor, change.Expert);

        var mark = await context.Marks.SingleOrDefaultAsync(
            row => row.CampaignSubjectId == subject.Id && row.Uid == change.Uid && row.Expert == expert, cancel).ConfigureAwait(false);
        if (mark is not null && (mark.Value, mark.Comment) == (value, comment) || mark is null && value is null && comment is null)
            return new(value, comment, mark?.Version ?? 0, mark?.ChangedAt ?? now);
        if ((mark?.Version ?? 0) != change.BaseVersion) throw await OvertakenAsync(mark, value, cancel).ConfigureAwait(false);

        var old = mark is null ? null : new { value = mark.Value, comment = mark.Comment };
        if (mark is null)
            context.Marks.Add(mark = new Mark { RegionId = subject.RegionId, CampaignSubjectId = subject.Id, Uid = change.Uid, Expert = expert });
        (mark.Value, mark.Comment, mark.ChangedBy, mark.ChangedAt) = (value, comment, actor.UserId, now);
        var trail = new AuditTrail(context, time);
        try
        {
            await trail.SaveNewAsync(() => trail.Add(actor, "mark.save", "mark", mark.Id, old, new { value, comment }, subject.Id, change.Uid), cancel).ConfigureAwait(false);
        }
        catch (DbUpdateException)
        {
            // Another save was faster by a moment: its version, or its row, is there now.
            context.ChangeTracker.Clear();
            mark = await context.Marks.AsNoTracking().SingleOrDefaultAsync(
                row => row.CampaignSubjectId == subject.Id && row.Uid == change.Uid && row.Expert == expert, cancel).ConfigureAwait(false);
            throw await OvertakenAsync(mark, value, cancel).ConfigureAwait(false);
        }
        return new(mark.Value, mark.Comment, mark.Version, mark.ChangedAt);
    }

    /// <summary>Under whose name an actor marks: an expert under its own, an operator under any.</summary>
    internal static string ExpertOf(Actor actor, string wanted) => actor.Is(Role.Operator) ? wanted.Trim() : actor.Name;

    /// <summary>The value as it is stored: numbers with a decimal point, «NA», null for none.</summary>
    private static string? ReadValue(Methodology methodology, string uid, string? written)
    {
        var node = methodology.Nodes.TakeWhile(candidate => candidate.Uid != uid).Count();
        if (node == methodology.Nodes.Count) throw RefusedException.NotFound("Показатель");
        var text = written?.Trim() ?? "";
        if (text.Length == 0) return null;
        var values = new MarkValues(methodology);
        if (!values.TryRead(text, node, out var value, out var found))
            throw RefusedException.Invalid(new FieldError(nameof(MarkChange.Value), $"{methodology.Nodes[node].Code}: {found}; {values.AllowedAt(node)}."));
        return Canonical(text, value);
    }

    /// <summary>A value read from a text, as it is stored: the items named by a checklist stay named.</summary>
    internal static string Canonical(string text, double value) =>
        double.IsNaN(value) ? "NA" : WrittenNumber.TryParse(text, out _) ? value.ToString(System.Globalization.CultureInfo.InvariantCulture) : text;

    private async Task<RefusedException> OvertakenAsync(Mark? mark, string? mine, CancellationToken cancel)
    {
        if (mark is null) return RefusedException.Conflict("Эту оценку уже удалили. Обновите страницу.");
        var who = await context.Users.Where(user => user.Id == mark.ChangedBy).Select(user => user.DisplayName).SingleOrDefaultAsync(cancel).ConfigureAwait(false);
        var region = await context.Regions.SingleAsync(row => row.Id == mark.RegionId, cancel).ConfigureAwait(false);
        return RefusedException.Conflict(
            $"Эту оценку уже изменили: {new RegionTime(region).Moment(mark.ChangedAt)}{(who is null ? "" : $", {who}")}. "
            + $"Сейчас стоит «{mark.Value ?? "нет оценки"}», вы вводили «{mine ?? "нет оценки"}». Проверьте и сохраните ещё раз.");
    }
}
