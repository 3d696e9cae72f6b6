using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Cycle;

/// <summary>
/// Where a chain of stages breaks. The rule, one for the region, a direction and a subject: the break is the first stage, in the
/// methodology's order, whose share is less than half of the best share among the stages before it and at least ten percentage
/// points below that best. Where marks are missing it must be so whatever they would be, and no stage of which more is missing than
/// marked may lie between. Why, and what it cannot see: docs/methods/cycle-break.md.
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
        if (speaking.Length < 2)
            return new(BreakKind.NoChain, null, null, null, null, null, null, false, []);

        var weakest = speaking.MinBy(link => link.Share)!;
        if (!Tolerance.IsAbove(chain[0].Value.Highest, 0))
        {
            if (Array.TrueForAll(chain, link => !Tolerance.IsAbove(link.Value.Highest, 0)))
                return new(BreakKind.Nothing, null, null, null, null, null, null, true, []);
            if (Array.Exists(chain, link => Tolerance.IsAbove(link.Value.Lowest, 0)))
                return new(BreakKind.NotStarted, chain[0].Stage, 0, null, null, weakest.Stage, weakest.Share, false, []);
        }
        else if (Broken(chain) is { } found)
            return new(
                BreakKind.AtStage,
                found.At.Stage,
                found.At.Share,
                found.Best.Stage,
                found.Best.Share,
                weakest.Stage,
                weakest.Share,
                false,
                [
                    .. speaking
                        .Where(link => link.Stage > found.At.Stage && Regains(link.Value.Lowest, found.At.Value.Highest))
                        .Select(link => link.Stage),
                ]
            );
        return new(
            CouldBreak(chain) ? BreakKind.Undecided : BreakKind.None,
            null,
            null,
            null,
            null,
            weakest.Stage,
            weakest.Share,
            Array.TrueForAll(speaking, link => Tolerance.AreEqual(link.Share, speaking[0].Share)),
            []
        );
    }

    private sealed record Link(int Stage, CycleValue Value)
    {
        public double Share => Value.Share ?? 0;
    }

    // The first stage that is broken whatever the missing marks would be, against the best that certainly was before it. What says too
    // little is no ground to compare with, and nothing is compared across it.
    private static (Link At, Link Best)? Broken(Link[] chain)
    {
        Link? best = null;
        foreach (var link in chain)
        {
            if (link.Value.SaysTooLittle)
            {
                best = null;
                continue;
            }
            if (best is not null && Breaks(link.Value.Highest, best.Value.Lowest))
                return (link, best);
            if (best is null || Tolerance.IsAbove(link.Value.Lowest, best.Value.Lowest))
                best = link;
        }
        return null;
    }

    // Whether missing marks could be such that the cycle breaks, does not start or has no points at all.
    private static bool CouldBreak(Link[] chain)
    {
        if (!Array.Exists(chain, link => link.Value.IsIncomplete))
            return false;
        if (!Tolerance.IsAbove(chain[0].Value.Lowest, 0))
            return true;
        var best = 0.0;
        foreach (var link in chain)
        {
            if (Breaks(link.Value.Lowest, best))
                return true;
            best = Math.Max(best, link.Value.Highest);
        }
        return false;
    }

    private static bool Breaks(double share, double best) => Tolerance.IsBelow(share, best * Part) && Tolerance.Reaches(best - share, Drop);

    private static bool Regains(double later, double broken) =>
        Tolerance.Reaches(later * Part, broken) && Tolerance.Reaches(later - broken, Drop);
}
