using Orientir.Measurement.Cycle;

namespace Orientir.Core.Reports;

/// <summary>The break of a cycle in a sentence.</summary>
internal static class BreakSentence
{
    /// <summary>The rule as the report states it.</summary>
    public static readonly string Rule =
        "Разрывом цикла считается первый по порядку этап, доля баллов на котором меньше половины лучшей из долей предыдущих этапов "
        + $"и ниже её не менее чем на 10{Russian.NoBreakSpace}процентных пунктов.";

    /// <summary>The sentence of a break, and of the stages its chain passed over.</summary>
    /// <param name="found">The break.</param>
    /// <param name="titles">Titles of the stages.</param>
    /// <param name="unassessed">Stages that nobody assessed.</param>
    public static string Of(CycleBreak found, IReadOnlyList<string> titles, IReadOnlyList<int> unassessed)
    {
        string Stage(int? stage) => $"этапе {Russian.Quote(titles[stage!.Value])}";
        var all = unassessed.Count == 0;
        var judged = found.Kind switch
        {
            BreakKind.NoChain => all
                ? "Показатели относятся менее чем к двум этапам цикла, о разрыве судить нельзя."
                : "Оценено менее двух этапов управленческого цикла, о разрыве судить нельзя.",
            BreakKind.Nothing => $"Ни на одном {(all ? "этапе" : "оценённом этапе")} управленческого цикла нет баллов.",
            BreakKind.NotStarted =>
                $"Управленческий цикл не начинается: на первом {(all ? "" : "оценённом ")}{Stage(found.Stage)} баллов нет, "
                    + "хотя на следующих они есть.",
            BreakKind.AtStage =>
                $"Управленческий цикл обрывается на {Stage(found.Stage)}: {Russian.Percent(found.Share!.Value)} возможных баллов против "
                    + $"{Russian.Percent(found.BestShare!.Value)} на {Stage(found.Best)}.",
            _ => found.AllEqual
                ? $"Разрыва управленческого цикла нет: доля баллов на всех {(all ? "" : "оценённых ")}этапах одинакова "
                    + $"({Russian.Percent(found.WeakestShare!.Value)})."
                : $"Разрыва управленческого цикла нет; ниже всего доля баллов на {Stage(found.Weakest)} "
                    + $"({Russian.Percent(found.WeakestShare!.Value)}).",
        };
        return all ? judged : $"{judged} {Unassessed(titles, unassessed)}";
    }

    /// <summary>«Этап «Анализ» не оценён.»</summary>
    public static string Unassessed(IReadOnlyList<string> titles, IReadOnlyList<int> stages) =>
        stages.Count == 1
            ? $"Этап {Russian.Quote(titles[stages[0]])} не оценён."
            : $"Не оценены этапы: {string.Join(", ", stages.Select(stage => Russian.Quote(titles[stage])))}.";
}
