using Orientir.Core.Results;
using Orientir.Measurement.Cycle;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

/// <summary>The break of a cycle in a sentence.</summary>
/// <param name="titles">Titles of the stages.</param>
/// <param name="counted">What is told of how much is marked: indicators of one subject, marks of several.</param>
internal sealed class BreakSentence(IReadOnlyList<string> titles, Noun counted)
{
    private static readonly string First =
        "Разрывом цикла считается первый по порядку этап, доля баллов на котором меньше половины лучшей из долей предыдущих этапов "
        + $"и ниже её не менее чем на 10{Russian.NoBreakSpace}процентных пунктов.";

    /// <summary>The rule as the report states it.</summary>
    /// <param name="version">Version of the finding rules.</param>
    public static string Rule(int version) =>
        FindingRules.CycleOf(version) == CycleRule.MarkedAlone
            ? $"{First} Доли считаются только по оценённым показателям. О том, есть ли разрыв и на каком этапе, говорится только то, "
                + "чего не изменят никакие недостающие оценки."
            : First;

    /// <summary>The sentence of a break, and of the stages that are not assessed or not enough.</summary>
    /// <param name="found">The break.</param>
    /// <param name="cells">The sums of the stages.</param>
    /// <param name="unassessed">Stages that nobody assessed.</param>
    public string Of(CycleBreak found, IReadOnlyList<CycleValue?> cells, IReadOnlyList<int> unassessed)
    {
        string Stage(int? stage) => $"этапе {Russian.Quote(titles[stage!.Value])}";
        string Part(int? stage, string before) =>
            cells[stage!.Value] is { IsIncomplete: true } cell ? $"{before}по{Russian.NoBreakSpace}{Extent(cell)}" : "";
        string InBrackets(int? stage) => Part(stage, " (") is { Length: > 0 } part ? $"{part})" : "";
        string Weakest() => $"на {Stage(found.Weakest)} ({Russian.Percent(found.WeakestShare!.Value)}{Part(found.Weakest, ", ")})";
        string Against() =>
            $"{Russian.Percent(found.Share!.Value)} возможных баллов{InBrackets(found.Latest)} против "
            + $"{Russian.Percent(found.BestShare!.Value)} на {Stage(found.Best)}{InBrackets(found.Best)}";
        string NotEarlier() =>
            cells.Take(found.Earliest!.Value).Any(cell => cell is { } value && value.Max + value.Missing > 0)
                ? $"не раньше этапа {Russian.Quote(titles[found.Earliest.Value])} и "
                : "";
        var all = unassessed.Count == 0 && !cells.Any(cell => cell is { SaysTooLittle: true });
        string Equal() => $"доля баллов на всех {(all ? "" : "оценённых ")}этапах одинакова ({Russian.Percent(found.WeakestShare!.Value)})";
        var judged = found.Kind switch
        {
            BreakKind.NoChain => all ? "Показатели относятся менее чем к двум этапам цикла, о разрыве судить нельзя."
            : TooLittle(cells) is null ? "Оценено менее двух этапов управленческого цикла, о разрыве судить нельзя."
            : "Достаточно оценено менее двух этапов управленческого цикла, о разрыве судить нельзя.",
            BreakKind.Nothing => $"Ни на одном {(all ? "этапе" : "оценённом этапе")} управленческого цикла нет баллов.",
            BreakKind.NotStarted =>
                $"Управленческий цикл не начинается: на первом {(all ? "" : "оценённом ")}{Stage(found.Stage)} баллов нет"
                    + (
                        cells.Any(cell => cell is { } value && Tolerance.IsAbove(value.Points, 0))
                            ? ", хотя на следующих они есть."
                            : "; есть ли они на следующих, по имеющимся оценкам сказать нельзя."
                    ),
            BreakKind.AtStage => $"Управленческий цикл обрывается на {Stage(found.Stage)}: {Against()}.",
            BreakKind.Somewhere => "Разрыв управленческого цикла есть, но на каком этапе, по имеющимся оценкам сказать нельзя: "
                + $"{NotEarlier()}не позже этапа {Russian.Quote(titles[found.Latest!.Value])}, где {Against()}.",
            BreakKind.Undecided => "Есть ли разрыв управленческого цикла, по имеющимся оценкам сказать нельзя; из оценённого "
                + $"{(found.AllEqual ? Equal() : $"доля баллов ниже всего {Weakest()}")}.",
            _ => found.AllEqual
                ? $"Разрыва управленческого цикла нет: {Equal()}."
                : $"Разрыва управленческого цикла нет; ниже всего доля баллов {Weakest()}.",
        };
        return string.Join(' ', [judged, .. OfMissing(found, cells, unassessed)]);
    }

    /// <summary>What is missing: «Этап «Анализ» не оценён.», «Слишком мало оценён этап «Меры» (1 из 8 показателей).»</summary>
    /// <param name="found">The break: where it or its stage is open, every other stage at which marks are missing is named.</param>
    /// <param name="cells">The sums of the stages.</param>
    /// <param name="unassessed">Stages that nobody assessed.</param>
    public IEnumerable<string> OfMissing(CycleBreak found, IReadOnlyList<CycleValue?> cells, IReadOnlyList<int> unassessed)
    {
        if (unassessed.Count == 1)
            yield return $"Этап {Russian.Quote(titles[unassessed[0]])} не оценён.";
        else if (unassessed.Count > 1)
            yield return $"Не оценены этапы: {string.Join(", ", unassessed.Select(stage => Russian.Quote(titles[stage])))}.";
        if (TooLittle(cells) is { } little)
            yield return little;
        if (found.Kind is BreakKind.Undecided or BreakKind.Somewhere)
        {
            int?[] told =
                found.Kind == BreakKind.Somewhere ? [found.Latest, found.Best]
                : found.AllEqual ? []
                : [found.Weakest];
            int[] partly =
            [
                .. Enumerable
                    .Range(0, cells.Count)
                    .Where(stage => cells[stage] is { IsIncomplete: true, SaysTooLittle: false } && !told.Contains(stage)),
            ];
            if (partly.Length > 0)
                yield return $"{(partly.Length == 1 ? "Не полностью оценён этап" : "Не полностью оценены этапы:")} {Named(partly, cells)}.";
        }
    }

    /// <summary>«5 из 8 показателей».</summary>
    public string Extent(CycleValue cell) =>
        $"{Bare(cell)} {counted.Beside(cell.Marked + cell.Unmarked, GrammaticalCase.Genitive)}".Replace(' ', Russian.NoBreakSpace);

    /// <summary>«5 из 8».</summary>
    public static string Bare(CycleValue cell) =>
        $"{Russian.Number(cell.Marked)}{Russian.NoBreakSpace}из{Russian.NoBreakSpace}{Russian.Number(cell.Marked + cell.Unmarked)}";

    private string? TooLittle(IReadOnlyList<CycleValue?> cells)
    {
        int[] little = [.. Enumerable.Range(0, cells.Count).Where(stage => cells[stage] is { SaysTooLittle: true, IsUnassessed: false })];
        return little.Length == 0
            ? null
            : $"{(little.Length == 1 ? "Слишком мало оценён этап" : "Слишком мало оценены этапы:")} {Named(little, cells)}.";
    }

    private string Named(IEnumerable<int> stages, IReadOnlyList<CycleValue?> cells) =>
        string.Join(", ", stages.Select(stage => $"{Russian.Quote(titles[stage])} ({Extent(cells[stage]!.Value)})"));
}
