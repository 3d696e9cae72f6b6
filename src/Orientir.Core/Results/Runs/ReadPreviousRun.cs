using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>The results of the campaign before, as far as they can be set beside a run.</summary>
/// <param name="Loaded">Its last run.</param>
/// <param name="Obstacle">Why shares do not compare, as a sentence; null where they do: the edition is the same, so that nothing but the
/// marks has changed.</param>
public sealed record PreviousRun(LoadedRun Loaded, string? Obstacle)
{
    /// <summary>«прошлый цикл, 2025 год».</summary>
    public string Name => NameOf(Loaded);

    internal static string NameOf(LoadedRun run) => $"{run.Campaign.Title}, {run.Campaign.Period}";

    /// <summary>Mean share of a node then; null where there is none, or shares do not compare.</summary>
    public double? MeanShareOf(string uid) =>
        Obstacle is null && Tree.IndexOf(uid) is { } node ? Loaded.Scored.Scores.Summaries[node].MeanShare : null;

    /// <summary>Score of a node of a subject then; null where there is no share, or shares do not compare.</summary>
    /// <param name="subject">Id of the subject.</param>
    /// <param name="uid">The node.</param>
    public NodeScore? ScoreOf(string subject, string uid)
    {
        var scores = Loaded.Scored.Scores;
        return
            Obstacle is null
            && scores.IndexOf(subject) is { } at
            && Tree.IndexOf(uid) is { } node
            && scores[at, node] is { Share: not null } score
            ? score
            : null;
    }

    private Methodologies.MethodologyTree Tree => Loaded.Scored.Methodology.Tree;
}

/// <summary>Finds the results of the campaign before one's own that assessed the same kind of subjects.</summary>
public sealed class ReadPreviousRun(OrientirContext context, TimeProvider time)
{
    /// <summary>Reads; null where there is no earlier campaign with a run the actor may see, or it is damaged.</summary>
    public async Task<PreviousRun?> RunAsync(Actor actor, LoadedRun run, CancellationToken cancel = default)
    {
        var (visible, kind, begun) = (
            new Visible(context, actor, time),
            Territories.EntryKind.IdOf(run.Scored.Methodology.Subject),
            run.Campaign.CollectionFrom
        );
        var id = await (
            from earlier in visible.Runs
            join campaign in visible.Campaigns on earlier.CampaignId equals campaign.Id
            join edition in context.Methodologies on earlier.MethodologyEditionId equals edition.Id
            where campaign.CollectionFrom < begun && edition.SubjectKind == kind
            orderby campaign.CollectionFrom descending, campaign.Id descending, earlier.Id descending
            select (int?)earlier.Id
        ).FirstOrDefaultAsync(cancel);
        if (id is not { } found)
            return null;
        LoadedRun before;
        try
        {
            before = await new LoadRun(context, time).RunAsync(actor, found, cancel);
        }
        catch (DamagedRunException)
        {
            // Its own page says so; the results at hand are whole.
            return null;
        }
        var (then, now) = (before.Scored.Methodology, run.Scored.Methodology);
        var name = PreviousRun.NameOf(before);
        return new(
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
