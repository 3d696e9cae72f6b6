using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>Finds what differs between two runs of a campaign: in what went in, in the rules, and in what came out.</summary>
public sealed class CompareRuns(OrientirContext context, TimeProvider time)
{
    /// <summary>Compares; the run with the lower key counts as the earlier, however they are given.</summary>
    /// <param name="actor">Who compares.</param>
    /// <param name="runId">A run.</param>
    /// <param name="otherId">The other; null is the one before it.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="RefusedException">A run is not there or not for this actor, they are of two campaigns, or there is none
    /// before.</exception>
    public async Task<RunDifference> RunAsync(Actor actor, int runId, int? otherId, CancellationToken cancel = default)
    {
        var load = new LoadRun(context, time);
        var one = await load.RunAsync(actor, runId, cancel);
        var with =
            otherId
            ?? await new Visible(context, actor, time)
                .Runs.Where(run => run.CampaignId == one.Campaign.Id && run.Id < runId)
                .MaxAsync(run => (int?)run.Id, cancel)
            ?? throw new RefusedException(
                RefusalKind.Invalid,
                $"Расчёт №\u00A0{runId} — первый в этом мониторинге: сравнить его не с чем."
            );
        var other = await load.RunAsync(actor, with, cancel);
        var (before, after) = runId < with ? (one, other) : (other, one);
        if (before.Campaign.Id != after.Campaign.Id)
            throw new RefusedException(
                RefusalKind.Invalid,
                "Это расчёты разных мониторингов. Сравнить можно два расчёта одного мониторинга."
            );
        var open = (
            await new Visible(context, actor, time)
                .CampaignSubjectsFor(Ability.SeeMarks)
                .Where(row => row.CampaignId == before.Campaign.Id)
                .Select(row => row.Code)
                .ToListAsync(cancel)
        ).ToHashSet(StringComparer.Ordinal);
        var (marks, ids) = (Marks(before.Scored, after.Scored), (IdsOf(before), IdsOf(after)));
        var seen = marks.Where(mark => open.Contains(mark.SubjectId)).ToList();
        return new(
            before,
            after,
            seen,
            marks.Count - seen.Count,
            [.. after.Scored.Scores.Subjects.Where(subject => !ids.Item1.Contains(subject.Id)).Select(subject => subject.Name)],
            [.. before.Scored.Scores.Subjects.Where(subject => !ids.Item2.Contains(subject.Id)).Select(subject => subject.Name)],
            Results(before.Scored, after.Scored)
        );
    }

    private static HashSet<string> IdsOf(LoadedRun run) =>
        run.Scored.Scores.Subjects.Select(subject => subject.Id).ToHashSet(StringComparer.Ordinal);

    private readonly record struct MarkKey(string Subject, string Uid, string Expert);

    private sealed record Given(double? Value, string? Comment, string Name, Node Node);

    private static List<ChangedMark> Marks(ScoredMarks before, ScoredMarks after)
    {
        var (then, now) = (GivenIn(before), GivenIn(after));
        var place = after
            .Scores.Order.Select((subject, at) => (after.Scores.Subjects[subject].Id, at))
            .ToDictionary(pair => pair.Id, pair => pair.at, StringComparer.Ordinal);
        var tree = after.Methodology.Tree;
        return
        [
            .. then
                .Keys.Union(now.Keys)
                .Where(key => !Same(then.GetValueOrDefault(key), now.GetValueOrDefault(key)))
                .OrderBy(key => place.GetValueOrDefault(key.Subject, int.MaxValue))
                .ThenBy(key => key.Subject, StringComparer.Ordinal)
                .ThenBy(key => tree.IndexOf(key.Uid) ?? int.MaxValue)
                .ThenBy(key => key.Uid, StringComparer.Ordinal)
                .ThenBy(key => key.Expert, StringComparer.Ordinal)
                .Select(key =>
                {
                    var (old, young) = (then.GetValueOrDefault(key), now.GetValueOrDefault(key));
                    var either = (young ?? old)!;
                    return new ChangedMark(
                        key.Subject,
                        either.Name,
                        either.Node,
                        key.Expert,
                        InWords(old),
                        InWords(young),
                        old?.Comment,
                        young?.Comment
                    );
                }),
        ];
    }

    private static bool Same(Given? one, Given? other) =>
        Nullable.Equals(one?.Value, other?.Value) && string.Equals(one?.Comment, other?.Comment, StringComparison.Ordinal);

    private static Dictionary<MarkKey, Given> GivenIn(ScoredMarks scored)
    {
        var (methodology, sheet, given) = (scored.Methodology, scored.Marks, new Dictionary<MarkKey, Given>());
        foreach (var mark in sheet.Marks.Span)
        {
            var (subject, node) = (sheet.Subjects[mark.Subject], methodology.Nodes[mark.Node]);
            given[new(subject.Id, node.Uid, sheet.Experts[mark.Expert])] = new(mark.Value, null, subject.Name, node);
        }
        foreach (var comment in sheet.Comments)
        {
            var (subject, node) = (sheet.Subjects[comment.Subject], methodology.Nodes[comment.Node]);
            var key = new MarkKey(subject.Id, node.Uid, sheet.Experts[comment.Expert]);
            given[key] = new(given.GetValueOrDefault(key)?.Value, comment.Text, subject.Name, node);
        }
        return given;
    }

    private static string? InWords(Given? given) =>
        given?.Value is not { } value ? null
        : double.IsNaN(value) ? "не применимо"
        : MarkWords.OfValue(value.ToString(CultureInfo.InvariantCulture), given.Node.Scale);

    private static List<ChangedResult> Results(ScoredMarks before, ScoredMarks after)
    {
        var (then, now) = (IndexOf(before), IndexOf(after));
        // Revisions keep the nodes; of another edition those of the same uid are set side by side.
        var nodes = after
            .Methodology.Nodes.Select((node, index) => (Then: before.Methodology.Tree.IndexOf(node.Uid), Now: index))
            .Where(pair => pair.Then is not null && pair.Now > 0)
            .Select(pair => (Then: pair.Then!.Value, pair.Now))
            .ToList();
        var changed = new List<ChangedResult>();
        foreach (
            var id in after
                .Scores.Order.Select(subject => after.Scores.Subjects[subject].Id)
                .Concat(before.Scores.Order.Select(subject => before.Scores.Subjects[subject].Id).Where(id => !now.ContainsKey(id)))
        )
        {
            var (old, young) = (Of(before, then, id), Of(after, now, id));
            var moved =
                old is null || young is null
                    ? 0
                    : nodes.Count(pair => !SamePoints(before.Scores[then[id], pair.Then], after.Scores[now[id], pair.Now]));
            var (levelsThen, levelsNow) = (LevelsOf(before, then, id), LevelsOf(after, now, id));
            if (moved > 0 || old != young || !Alike(levelsThen, levelsNow))
                changed.Add(
                    new(
                        id,
                        now.TryGetValue(id, out var subject) ? after.Scores.Subjects[subject].Name : before.Scores.Subjects[then[id]].Name,
                        old,
                        young,
                        levelsThen,
                        levelsNow,
                        moved
                    )
                );
        }
        return changed;
    }

    private static bool Alike(Dictionary<string, string?> one, Dictionary<string, string?> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var band) && band == pair.Value);

    private static bool SamePoints(NodeScore one, NodeScore other) =>
        Nullable.Equals(one.Points, other.Points) && one.Max.Equals(other.Max);

    private static Dictionary<string, int> IndexOf(ScoredMarks scored) =>
        scored
            .Scores.Subjects.Select((subject, index) => (subject.Id, index))
            .ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);

    private static NodeScore? Of(ScoredMarks scored, Dictionary<string, int> subjects, string id) =>
        subjects.TryGetValue(id, out var subject) ? scored.Scores[subject, 0] : null;

    private static Dictionary<string, string?> LevelsOf(ScoredMarks scored, Dictionary<string, int> subjects, string id)
    {
        var levels = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (subjects.TryGetValue(id, out var subject))
            for (var level = 0; level < scored.Methodology.Levels.Count; level++)
                levels[scored.Methodology.Levels[level].Id] = scored.Scores.BandOf(subject, level) is { } band
                    ? scored.Methodology.Levels[level].Bands[band].Title
                    : null;
        return levels;
    }
}
