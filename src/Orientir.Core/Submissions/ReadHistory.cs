using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Submissions;

/// <summary>One change of a submission.</summary>
/// <param name="At">UTC.</param>
/// <param name="Who">Who; «пользователь другого региона» never appears: only the region's people act in it.</param>
/// <param name="Action">What was done, in words.</param>
/// <param name="OnBehalf">Whether the operator did it for the subject.</param>
/// <param name="Place">The indicator or item as people say it; null for the submission as a whole.</param>
/// <param name="Old">Before; empty for nothing.</param>
/// <param name="New">After; empty for nothing.</param>
public sealed record HistoryLine(DateTime At, string Who, string Action, bool OnBehalf, string? Place, string Old, string New);

/// <summary>Reads the history of a submission or of one place of it from the audit.</summary>
public sealed class ReadHistory(OrientirContext context, TimeProvider time)
{
    /// <summary>Changes read at once.</summary>
    public const int Most = 500;

    /// <summary>The newest changes first, 500 at most.</summary>
    /// <param name="actor">Who reads.</param>
    /// <param name="campaignSubjectId">Whose submission.</param>
    /// <param name="uid">A leaf or direction with its items; null for everything.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="RefusedException">It is not the actor's to see.</exception>
    public async Task<IReadOnlyList<HistoryLine>> RunAsync(
        Actor actor,
        int campaignSubjectId,
        string? uid,
        CancellationToken cancel = default
    )
    {
        var at = await SubmissionContext.LoadAsync(context, time, actor, campaignSubjectId, cancel);
        // Whose submission may be seen is asked above; of it an executor of named directions reads theirs and what concerns it as a whole.
        var entries = context
            .AuditEntries.AsNoTracking()
            .Where(entry =>
                entry.CampaignSubjectId == at.Subject.Id && (entry.ObjectKind == "submission" || entry.ObjectKind == "evidence")
            );
        if (uid is not null)
        {
            List<string> places = at.Sees(uid) && at.TryFind(uid, out var node, out _) ? PlacesOf(node) : [];
            entries = entries.Where(entry => places.Contains(entry.Place!));
        }
        else if (!at.SeesAll)
        {
            var places = at
                .Directions.SelectMany(direction => at.Methodology.Tree.LeavesOf(direction).Prepend(direction))
                .SelectMany(PlacesOf)
                .ToList();
            entries = entries.Where(entry => entry.Place == null || places.Contains(entry.Place));
        }
        var found = await entries.OrderByDescending(entry => entry.Id).Take(Most).ToListAsync(cancel);
        var ids = found.Select(entry => entry.UserId).Distinct().ToList();
        var names = await context
            .Users.Where(user => ids.Contains(user.Id))
            .ToDictionaryAsync(user => user.Id, user => user.DisplayName, cancel);
        return
        [
            .. found.Select(entry => new HistoryLine(
                entry.At,
                names.GetValueOrDefault(entry.UserId) ?? "",
                AuditWords.Of(entry.Action.Replace(AuditEntry.OnBehalf, "", StringComparison.Ordinal)),
                entry.Action.EndsWith(AuditEntry.OnBehalf, StringComparison.Ordinal),
                PlaceOf(entry.Place),
                WordsOf(entry, entry.Old),
                WordsOf(entry, entry.New)
            )),
        ];

        static List<string> PlacesOf(Methodologies.Node node) =>
            [node.Uid, .. node.Items.Select(item => AnswerText.PlaceOf(node.Uid, item.Id))];

        string? PlaceOf(string? place) =>
            place?.Split('/', 2) is { } parts ? SubmissionForm.NameOf(at.Methodology, parts[0], parts.ElementAtOrDefault(1) ?? "") : null;

        string WordsOf(AuditEntry entry, string? json)
        {
            var text = Shown(json);
            if (Choice.TryRead<SubmissionState>(text, out var state) && entry.Action.StartsWith("submission.", StringComparison.Ordinal))
                return SubmissionForm.NameOf(state);
            if (
                entry.Action.StartsWith("answer.nodocument", StringComparison.Ordinal)
                || entry.Action.StartsWith("answer.notapplicable", StringComparison.Ordinal)
            )
                return text.Length > 0 ? "отмечено" : "";
            if (
                !entry.Action.StartsWith("answer.value", StringComparison.Ordinal)
                || entry.Place?.Split('/', 2) is not { } parts
                || !at.TryFind(parts[0], out var leaf, out _)
            )
                return text;
            return FormWorkbook.ValueText(leaf, parts.ElementAtOrDefault(1) ?? "", text);
        }
    }

    // What a return asked for at single indicators.
    private static IEnumerable<string> NotesOf(JsonElement returned) =>
        returned.TryGetProperty("notes", out var notes) ? notes.EnumerateArray().Select(one => one.GetString() ?? "") : [];

    private static string Shown(string? json)
    {
        if (json is null)
            return "";
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return root.ValueKind switch
        {
            JsonValueKind.String => root.GetString()!,
            JsonValueKind.Object when root.TryGetProperty("note", out var note) => string.Join(
                    '\n',
                    [note.GetString() ?? "", .. NotesOf(root)]
                )
                .Trim(),
            JsonValueKind.Object when root.TryGetProperty("Number", out var number) => "квитанция " + number.GetString(),
            JsonValueKind.Object when root.TryGetProperty("answers", out var answers) =>
                $"{Russian.Count(answers.GetInt32(), "ответ", "ответа", "ответов")}, "
                    + $"{Russian.Count(root.GetProperty("evidence").GetInt32(), "подтверждение", "подтверждения", "подтверждений")}",
            _ => root.ToString(),
        };
    }
}
