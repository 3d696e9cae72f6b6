using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Cycle;

/// <summary>
/// Where a chain of stages breaks. The rule, one for the region, a direction and a subject: the break is the first stage, in the
/// methodology's order, whose share is less than half of the best share among the stages before it and at least ten percentage
/// points below that best. Where marks are missing, only that is told which holds whatever they would be: that there is a break, at
/// which stage, that there is none. Why, and what it cannot see: docs/methods/cycle-break.md.
/// </summary>
public static class CycleChain
{
    /// <summary>A share below this part of the best before it is a break.</summary>
    public const double Part = 0.5;

    /// <summary>…if it also lies this far below: halves of next to nothing are no break.</summary>
    public const double Drop = 0.1;

    /// <summary>Applies the rule. O(stages²) time.</summary>
    /// <param name="cells">One a stage; null, or nothing possible, where nothing stands at the stage: such stages are passed over.</param>
    public static CycleBreak Find(IReadOnlyList<CycleValue?> cells)
    {
        Link[] chain =
        [
            .. Enumerable
                .Range(0, cells.Count)
                .Where(stage => cells[stage] is { } cell && cell.Max + cell.Missing > 0)
                .Select(stage => new Link(stage, cells[stage]!.Value)),
        ];
        Link[] speaking = Array.FindAll(chain, link => !link.Value.SaysTooLittle);
        var may = FirstBroken(chain, value => value.Lowest, value => value.Highest);
        var must = FirstBroken(chain, value => value.Highest, value => value.Lowest);
        if (chain.Length < 2 || (must is null && speaking.Length < 2))
            return new(BreakKind.NoChain, null, null, null, null, null, null, null, false, []);
        if (Array.TrueForAll(chain, link => !Tolerance.IsAbove(link.Value.Highest, 0)))
            return new(BreakKind.Nothing, null, null, null, null, null, null, null, true, []);

        var weakest = speaking.MinBy(link => link.Share)!;
        if (may is not { } first || must is not { } last)
            return new(
                may is null ? BreakKind.None : BreakKind.Undecided,
                null,
                null,
                null,
                null,
                null,
                weakest.Stage,
                weakest.Share,
                Array.TrueForAll(speaking, link => Tolerance.AreEqual(link.Share, speaking[0].Share)),
                []
            );
        return new(
            first.At != last.At ? BreakKind.Somewhere
                : last.Best is null ? BreakKind.NotStarted
                : BreakKind.AtStage,
            first.At.Stage,
            last.At.Stage,
            last.At.Share,
            last.Best?.Stage,
            last.Best?.Share,
            weakest.Stage,
            weakest.Share,
            false,
            last.Best is null
                ? []
                :
                [
                    .. speaking
                        .Where(link => link.Stage > last.At.Stage && Regains(link.Value.Lowest, last.At.Value.Highest))
                        .Select(link => link.Stage),
                ]
        );
    }

    private sealed record Link(int Stage, CycleValue Value)
    {
        public double Share => Value.Share ?? 0;
    }

    // The first stage broken where each has one share and is measured by another: the lowest against the highest before, and it may be
    // broken; the highest against the lowest, and the chain has broken there or before, whatever the missing marks are. Without points
    // at the first stage the cycle does not start, which is a break there with nothing before it.
    private static (Link At, Link? Best)? FirstBroken(Link[] chain, Func<CycleValue, double> share, Func<CycleValue, double> measure)
    {
        Link? best = null;
        foreach (var link in chain)
        {
            if (best is null ? !Tolerance.IsAbove(share(link.Value), 0) : Breaks(share(link.Value), measure(best.Value)))
                return (link, best);
            if (best is null || Tolerance.IsAbove(measure(link.Value), measure(best.Value)))
                best = link;
        }
        return null;
    }

    private static bool Breaks(double share, double best) => Tolerance.IsBelow(share, best * Part) && Tolerance.Reaches(best - share, Drop);

    private static bool Regains(double later, double broken) =>
        Tolerance.Reaches(later * Part, broken) && Tolerance.Reaches(later - broken, Drop);
}
