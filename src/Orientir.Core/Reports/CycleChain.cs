namespace Orientir.Core.Reports;

/// <summary>
/// Where a chain of stages breaks. The rule, one for the region, a direction and a subject: the break is the first stage, in the
/// methodology's order, whose share is less than half of the best share among the stages before it and at least ten percentage
/// points below that best. Why, and what it cannot see: docs/methods/cycle-break.md.
/// </summary>
internal static class CycleChain
{
    /// <summary>A share below this part of the best before it is a break.</summary>
    public const double Part = 0.5;

    /// <summary>…if it also lies this far below: halves of next to nothing are no break.</summary>
    public const double Drop = 0.1;

    private const double Tolerance = 1e-9;

    /// <summary>The rule as the report states it.</summary>
    public static readonly string Rule =
        "Разрывом цикла считается первый по порядку этап, доля баллов на котором меньше половины лучшей из долей предыдущих этапов "
        + $"и ниже её не менее чем на 10{Russian.NoBreakSpace}процентных пунктов.";

    /// <summary>Applies the rule.</summary>
    /// <param name="cells">One a stage; null or a maximum of 0 where nothing stands at the stage: such stages are passed over.</param>
    /// <param name="titles">Titles of the stages.</param>
    /// <param name="candidates">Indicators of a stage with what they earned, in printed order.</param>
    public static CycleBreak Find(
        IReadOnlyList<CycleValue?> cells,
        IReadOnlyList<string> titles,
        Func<int, IReadOnlyList<BreakCarrier>> candidates
    )
    {
        var chain = new List<(int Stage, double Share)>();
        for (var stage = 0; stage < cells.Count; stage++)
            if (cells[stage]?.Share is { } share)
                chain.Add((stage, share));

        if (chain.Count < 2)
            return Without(BreakKind.NoChain, null, "Показатели относятся менее чем к двум этапам цикла, о разрыве судить нельзя.");
        if (chain.TrueForAll(link => link.Share <= Tolerance))
            return Without(BreakKind.Nothing, null, "Ни на одном этапе управленческого цикла нет баллов.");

        var weakest = chain.MinBy(link => link.Share);
        string Named(int stage) => $"этапе {Russian.Quote(titles[stage])}";
        if (chain[0].Share <= Tolerance)
        {
            var first = chain[0].Stage;
            return new(
                BreakKind.NotStarted,
                first,
                0,
                null,
                null,
                weakest.Stage,
                [],
                Carriers(candidates(first)),
                $"Управленческий цикл не начинается: на первом {Named(first)} баллов нет, хотя на следующих они есть."
            );
        }

        var best = chain[0];
        for (var index = 1; index < chain.Count; index++)
        {
            var link = chain[index];
            if (link.Share < best.Share * Part - Tolerance && best.Share - link.Share >= Drop - Tolerance)
            {
                var regained = chain
                    .Skip(index + 1)
                    .Where(later => later.Share * Part >= link.Share - Tolerance && later.Share - link.Share >= Drop - Tolerance)
                    .Select(later => later.Stage)
                    .ToArray();
                return new(
                    BreakKind.AtStage,
                    link.Stage,
                    link.Share,
                    best.Stage,
                    best.Share,
                    weakest.Stage,
                    regained,
                    Carriers(candidates(link.Stage)),
                    $"Управленческий цикл обрывается на {Named(link.Stage)}: {Russian.Percent(link.Share)} возможных баллов против "
                        + $"{Russian.Percent(best.Share)} на {Named(best.Stage)}."
                );
            }
            if (link.Share > best.Share + Tolerance)
                best = link;
        }
        return Without(
            BreakKind.None,
            weakest.Stage,
            chain.TrueForAll(link => Math.Abs(link.Share - chain[0].Share) <= Tolerance)
                ? $"Разрыва управленческого цикла нет: доля баллов на всех этапах одинакова ({Russian.Percent(chain[0].Share)})."
                : $"Разрыва управленческого цикла нет; ниже всего доля баллов на {Named(weakest.Stage)} ({Russian.Percent(weakest.Share)})."
        );
    }

    /// <summary>The fewest indicators that carry half of the points lost, at most five.</summary>
    private static List<BreakCarrier> Carriers(IReadOnlyList<BreakCarrier> candidates)
    {
        var (half, sum) = (candidates.Sum(candidate => candidate.Lost) / 2, 0.0);
        var carriers = new List<BreakCarrier>();
        foreach (var candidate in candidates.OrderByDescending(candidate => Math.Round(candidate.Lost, 9)))
        {
            if (candidate.Lost <= Tolerance || carriers.Count == 5 || sum >= half - Tolerance)
                break;
            carriers.Add(candidate);
            sum += candidate.Lost;
        }
        return carriers;
    }

    private static CycleBreak Without(BreakKind kind, int? weakest, string sentence) =>
        new(kind, null, null, null, null, weakest, [], [], sentence);
}
