using Orientir.Measurement.Cycle;

namespace Orientir.Core.Reports;

/// <summary>The break of a cycle in a sentence.</summary>
internal static class BreakSentence
{
    /// <summary>The rule as the report states it.</summary>
    public static readonly string Rule =
        "Разрывом цикла считается первый по порядку этап, доля баллов на котором меньше половины лучшей из долей предыдущих этапов "
        + $"и ниже её не менее чем на 10{Russian.NoBreakSpace}процентных пунктов.";

    /// <summary>The sentence of a break.</summary>
    /// <param name="found">The break.</param>
    /// <param name="titles">Titles of the stages.</param>
    public static string Of(CycleBreak found, IReadOnlyList<string> titles)
    {
        string Stage(int? stage) => $"этапе {Russian.Quote(titles[stage!.Value])}";
        return found.Kind switch
        {
            BreakKind.NoChain => "Показатели относятся менее чем к двум этапам цикла, о разрыве судить нельзя.",
            BreakKind.Nothing => "Ни на одном этапе управленческого цикла нет баллов.",
            BreakKind.NotStarted =>
                $"Управленческий цикл не начинается: на первом {Stage(found.Stage)} баллов нет, хотя на следующих они есть.",
            BreakKind.AtStage =>
                $"Управленческий цикл обрывается на {Stage(found.Stage)}: {Russian.Percent(found.Share!.Value)} возможных баллов против "
                    + $"{Russian.Percent(found.BestShare!.Value)} на {Stage(found.Best)}.",
            _ => found.AllEqual
                ? $"Разрыва управленческого цикла нет: доля баллов на всех этапах одинакова ({Russian.Percent(found.WeakestShare!.Value)})."
                : $"Разрыва управленческого цикла нет; ниже всего доля баллов на {Stage(found.Weakest)} "
                    + $"({Russian.Percent(found.WeakestShare!.Value)}).",
        };
    }
}
