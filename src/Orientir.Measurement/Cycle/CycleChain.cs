using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Cycle;

/// <summary>
/// Where a chain of stages breaks. The rule, one for the region, a direction and a subject: the break is the first stage, in the
/// methodology's order, whose share is less than half of the best share among the stages before it and at least ten percentage
/// points below that best. Why, and what it cannot see: docs/methods/cycle-break.md.
/// </summary>
public static class CycleChain
{
    /// <summary>A share below this part of the best before it is a break.</summary>
    public const double Part = 0.5;

    /// <summary>…if it also lies this far below: halves of next to nothing are no break.</summary>
    public const double Drop = 0.1;

    /// <summary>Applies the rule. O(stages²) time.</summary>
    /// <param name="cells">One a stage; null or a maximum of 0 where nothing stands at the stage: such stages are passed over.</param>
    public static CycleBreak Find(IReadOnlyList<CycleValue?> cells)
    {
        var chain = new List<(int Stage, double Share)>();
        for (var stage = 0; stage < cells.Count; stage++)
            if (cells[stage]?.Share is { } share)
                chain.Add((stage, share));

        if (chain.Count < 2)
            return new(BreakKind.NoChain, null, null, null, null, null, null, false, []);
        if (chain.TrueForAll(link => !Tolerance.IsAbove(link.Share, 0)))
            return new(BreakKind.Nothing, null, null, null, null, null, null, true, []);

        var weakest = chain.MinBy(link => link.Share);
        if (!Tolerance.IsAbove(chain[0].Share, 0))
            return new(BreakKind.NotStarted, chain[0].Stage, 0, null, null, weakest.Stage, weakest.Share, false, []);

        var best = chain[0];
        for (var index = 1; index < chain.Count; index++)
        {
            var link = chain[index];
            if (Tolerance.IsBelow(link.Share, best.Share * Part) && Tolerance.Reaches(best.Share - link.Share, Drop))
                return new(
                    BreakKind.AtStage,
                    link.Stage,
                    link.Share,
                    best.Stage,
                    best.Share,
                    weakest.Stage,
                    weakest.Share,
                    false,
                    [
                        .. chain
                            .Skip(index + 1)
                            .Where(later =>
                                Tolerance.Reaches(later.Share * Part, link.Share) && Tolerance.Reaches(later.Share - link.Share, Drop)
                            )
                            .Select(later => later.Stage),
                    ]
                );
            if (Tolerance.IsAbove(link.Share, best.Share))
                best = link;
        }
        var equal = chain.TrueForAll(link => Tolerance.AreEqual(link.Share, chain[0].Share));
        return new(BreakKind.None, null, null, null, null, weakest.Stage, weakest.Share, equal, []);
    }
}
