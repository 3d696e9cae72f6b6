using Orientir.Core.Results;
using Orientir.Measurement.Cycle;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

/// <summary>
/// Finds what is wrong: every rule gives at most one problem with a severity 0 … 1, the part that is lost or concerned. The rules and
/// their limits: docs/methods/narrative.md.
/// </summary>
internal sealed class FindProblems(
    ScoredNodes nodes,
    IReadOnlyList<DirectionFinding> directions,
    CycleMatrix? cycle,
    ParticipantFinding participants
)
{
    private const double WeakDirection = 0.5;
    private const double WideSpread = 0.4;
    private const int MostLowest = 3;

    private Scores Scores => nodes.Scores;

    /// <summary>Gravest first, ties in the order of the rules.</summary>
    public IReadOnlyList<ProblemFinding> Find() =>
        [
            .. new[]
            {
                WeakestDirection(),
                CycleBreak(),
                WeakIndicators(),
                ManyBelow30(),
                Silent(),
                Spread(),
                Mismatches(),
                Disagreements(),
            }
                .OfType<ProblemFinding>()
                .OrderByDescending(problem => Tolerance.SortKey(problem.Severity)),
        ];

    // Nodes: the weakest directions; Share: their mean; of a single one with several subjects, how many of them are below 30 %.
    private ProblemFinding? WeakestDirection()
    {
        var byShare = FindDirections.ByShare(directions);
        if (byShare.Count < 2 || byShare[^1].Summary is not { MeanShare: { } share } weakest || !IsWeak(share))
            return null;
        if (!Tolerance.IsAbove(byShare[0].Summary.MeanShare!.Value, share))
            return null;
        var tied = FindDirections.AtShare(directions, byShare[^1]);
        if (!FindDirections.AreSurelyWorst(directions, tied))
            return null;
        return new(ProblemKind.WeakestDirection, 1 - share)
        {
            Nodes = [.. tied.Select(direction => direction.Summary.Node)],
            Share = share,
            Count = weakest.Count > 1 && tied.Count == 1 ? weakest.Below30 : 0,
            Of = weakest.Count,
        };
    }

    private bool ToTheBit => FindingRules.HoldsLimitsToTheBit(nodes.Scored.FindingsVersion);

    private bool IsWeak(double share) => ToTheBit ? share < WeakDirection : Tolerance.IsBelow(share, WeakDirection);

    private bool IsWide(double spread) => ToTheBit ? spread >= WideSpread : Tolerance.Reaches(spread, WideSpread);

    // Share: of the stage by which the cycle has broken; OtherShare: of the best before it.
    private ProblemFinding? CycleBreak() =>
        cycle?.Break is { Kind: BreakKind.AtStage or BreakKind.Somewhere or BreakKind.NotStarted or BreakKind.Nothing } gap
            ? new(ProblemKind.CycleBreak, gap.BestShare is { } best ? 1 - gap.Share!.Value / best : 1)
            {
                Share = gap.Share,
                OtherShare = gap.BestShare,
                Nodes = [.. cycle.Carriers.Select(carrier => carrier.Node)],
            }
            : null;

    // Nodes: the indicators, lowest first; Lowest: those of them that are so for sure; Count of Of with a mean share.
    private ProblemFinding? WeakIndicators()
    {
        var judged = nodes.Indicators.FindAll(indicator => indicator.Summary.MeanShare is not null);
        IndicatorFacts[] low =
        [
            .. judged
                .Where(indicator => Tolerance.IsBelow(indicator.Summary.MeanShare!.Value, Scorer.LowShare))
                .OrderBy(indicator => Tolerance.SortKey(indicator.Summary.MeanShare!.Value)),
        ];
        if (low.Length == 0)
            return null;
        IndicatorFacts[] first = [.. low.Take(MostLowest)];
        var more = low.Skip(MostLowest).Count(other => ScoredNodes.AreEqual(other, first[^1]));
        var (lowest, tied) = nodes.SurelyWeakest(first, more, nodes.Indicators);
        return new(ProblemKind.WeakIndicators, (double)low.Length / judged.Count)
        {
            Nodes = [.. low.Select(indicator => indicator.Summary.Node)],
            Lowest = [.. lowest.Select(indicator => indicator.Summary.Node)],
            LowestTied = tied,
            Count = low.Length,
            Of = judged.Count,
        };
    }

    // Subjects: those below 30 %, lowest first; Count of Of with a result.
    private ProblemFinding? ManyBelow30() =>
        nodes.Ranked.Length < 2 || nodes.Total.Below30 == 0
            ? null
            : new(ProblemKind.ManyBelow30, nodes.Total.Below30Part!.Value)
            {
                Subjects =
                [
                    .. nodes.Ranked.Where(subject => Tolerance.IsBelow(Scores[subject, 0].Share!.Value, Scorer.LowShare)).Reverse(),
                ],
                Count = nodes.Total.Below30,
                Of = nodes.Total.Count,
            };

    // Subjects: without data, then those with nothing of their own; Count of Of covered.
    private ProblemFinding? Silent()
    {
        int[] silent = [.. participants.NoData, .. participants.OperatorOnly];
        return silent.Length == 0 || nodes.Ranked.Length == 0
            ? null
            : new(ProblemKind.Silent, (double)silent.Length / Scores.Subjects.Count)
            {
                Subjects = silent,
                Count = silent.Length,
                Of = Scores.Subjects.Count,
            };
    }

    // Share: the lowest; OtherShare: the highest.
    private ProblemFinding? Spread()
    {
        if (nodes.Ranked.Length < 2)
            return null;
        var (high, low) = (Scores[nodes.Ranked[0], 0].Share!.Value, Scores[nodes.Ranked[^1], 0].Share!.Value);
        return IsWide(high - low) ? new(ProblemKind.Spread, (high - low) / 2) { Share = low, OtherShare = high } : null;
    }

    // Subjects: those with a total that differs; Count: the totals that do.
    private ProblemFinding? Mismatches()
    {
        var flags = Scores.Flags.Where(flag => flag.Kind == ScoreFlagKind.TotalMismatch).ToArray();
        int[] concerned = [.. flags.Select(flag => flag.Subject).Distinct()];
        return flags.Length == 0
            ? null
            : new(ProblemKind.Mismatch, (double)concerned.Length / Scores.Subjects.Count) { Subjects = concerned, Count = flags.Length };
    }

    // Count of Of values of leaves.
    private ProblemFinding? Disagreements()
    {
        var count = Scores.Flags.Count(flag => flag.Kind == ScoreFlagKind.Disagreement);
        if (count == 0)
            return null;
        var values = Scores.Summaries.Sum(summary => summary.Distribution?.Sum(entry => (long)entry.Count) ?? 0);
        return new(ProblemKind.Disagreement, Math.Min(1, (double)count / values)) { Count = count, Of = values };
    }
}
