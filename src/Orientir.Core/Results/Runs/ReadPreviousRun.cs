using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>The results of the campaign before, as far as they can be set beside a run.</summary>
/// <param name="Name">«прошлый цикл, 2025 год».</param>
/// <param name="Scored">What its published run computed, or its last where none was; null where that can't be read.</param>
/// <param name="Obstacle">Why shares do not compare, as a sentence; null where they do: the edition is the same, so that nothing but the
/// marks has changed.</param>
public sealed record PreviousRun(string Name, ScoredMarks? Scored, string? Obstacle)
{
    /// <summary>Mean share of a node then; null where there is none, or shares do not compare.</summary>
    public double? MeanShareOf(string uid) =>
        Comparable is { } then && then.Methodology.Tree.IndexOf(uid) is { } node ? then.Scores.Summaries[node].MeanShare : null;

    /// <summary>Score of a node of a subject then; null where there is no share, or shares do not compare.</summary>
    /// <param name="subject">Id of the subject.</param>
    /// <param name="uid">The node.</param>
    public NodeScore? ScoreOf(string subject, string uid) =>
        Comparable is { Scores: var scores, Methodology.Tree: var tree }
        && scores.IndexOf(subject) is { } at
        && tree.IndexOf(uid) is { } node
        && scores[at, node] is { Share: not null } score
            ? score
            : null;

    private ScoredMarks? Comparable => Obstacle is null ? Scored : null;
}

/// <summary>Finds the results of the campaign before one's own that assessed the same kind of subjects.</summary>
public sealed class ReadPreviousRun(OrientirContext context, TimeProvider time)
{
    /// <summary>Reads; null where there is no earlier campaign with a run the actor may see.</summary>
    public async Task<PreviousRun?> RunAsync(Actor actor, LoadedRun run, CancellationToken cancel = default)
    {
        var (visible, kind, begun) = (
            new Visible(context, actor, time),
            Territories.EntryKind.IdOf(run.Scored.Methodology.Subject),
            run.Campaign.CollectionFrom
        );
        var publications = visible.Publications;
        var found = await (
            from earlier in visible.Runs
            join campaign in visible.Campaigns on earlier.CampaignId equals campaign.Id
            join edition in context.Methodologies on earlier.MethodologyEditionId equals edition.Id
            where campaign.CollectionFrom < begun && edition.SubjectKind == kind
            let published = publications.Where(row => row.ResultRunId == earlier.Id).Max(row => (int?)row.Id) ?? 0
            orderby campaign.CollectionFrom descending, campaign.Id descending, published descending, earlier.Id descending
            select new
            {
                earlier.Id,
                campaign.Title,
                campaign.Period,
            }
        ).FirstOrDefaultAsync(cancel);
        if (found is null)
            return null;
        var name = $"{found.Title}, {found.Period}";
        ScoredMarks before;
        try
        {
            before = (await new LoadRun(context, time).RunAsync(actor, found.Id, cancel)).Scored;
        }
        catch (DamagedRunException damaged)
        {
            // The results at hand are whole: they are shown, and what is missing beside them is said.
            return new(
                name,
                null,
                $"Сравнения с прошлым мониторингом ({name}) здесь нет: "
                    + (
                        damaged.IsOfNewerProgram
                            ? $"его расчёт №\u00A0{found.Id} сделала более новая программа, эта его прочесть не может. "
                            : $"записанные итоги его расчёта №\u00A0{found.Id} повреждены, прочесть их нельзя. "
                    )
                    + damaged.Remedy
            );
        }
        var (then, now) = (before.Methodology, run.Scored.Methodology);
        return new(
            name,
            before,
            then.Id != now.Id
                    ? $"Сравнить с прошлым мониторингом ({name}) нельзя: тогда оценивали по другой методике, "
                        + $"{Russian.Quote(then.Title)}, с максимумом {Maximum(then)}, теперь максимум — {Maximum(now)}."
                : then.Edition != now.Edition
                    ? $"Сравнить с прошлым мониторингом ({name}) нельзя: тогда действовало издание {then.Edition} методики с "
                        + $"максимумом {Maximum(then)}, теперь — издание {now.Edition}, максимум {Maximum(now)}."
                : null
        );
    }

    private static string Maximum(Methodologies.Methodology methodology) =>
        Russian.Count(methodology.Specification.MaximumOf(0), Nouns.Point);
}
