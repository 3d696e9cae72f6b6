using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

internal static class MethodWords
{
    public static IReadOnlyList<string> Of(Methodology methodology, int experts)
    {
        var specification = methodology.Specification;
        var leaves = methodology.Tree.Leaves;
        var below = leaves.Count(node => node.Kind != NodeKind.Direction);
        var directions = methodology.Tree.Directions.Count;
        var groups = methodology.Nodes.Skip(1).Count(node => node.Kind == NodeKind.Group);

        var parts = new List<string>();
        if (groups > 0)
            parts.Add(Russian.Count(groups, Nouns.Group));
        parts.Add(Russian.Count(directions, Nouns.Direction));
        if (below > 0)
            parts.Add(Russian.Count(below, Nouns.Indicator));
        var maximum = specification.MaximumOf(0);
        List<string> sentences =
        [
            $"Методика {Russian.Quote(methodology.Title)}, {methodology.EditionInWords}: {Russian.List(parts)}; "
                + (maximum > 0 ? $"максимум — {Russian.Count(maximum, Nouns.Point)}." : "баллы не начисляются."),
        ];
        if (leaves.Count > 0)
        {
            var counted =
                below == leaves.Count ? "показателей"
                : below == 0 ? "направлений"
                : "оцениваемых позиций";
            var kinds = leaves
                .GroupBy(node => ScaleWords(node.Scale!), StringComparer.Ordinal)
                .Select(group => $"{group.Key} — {Russian.Number(group.Count())}");
            sentences.Add($"Шкалы (число {counted}): {string.Join("; ", kinds)}.");
        }
        if (leaves.Count(node => node.Weight != 1) is > 0 and var weighted)
            sentences.Add(
                $"Баллы умножаются на вес: вес, отличный от{Russian.NoBreakSpace}1, есть у "
                    + $"{Russian.Count(weighted, Nouns.Indicator, GrammaticalCase.Genitive)}."
            );
        // Where nothing scores there are no points to miss or to combine.
        if (maximum > 0)
            sentences.AddRange(OfPoints(specification));
        else if (experts > 1)
            sentences.Add("Если экспертов несколько, приведены значения каждого.");
        if (experts > 1)
            sentences.Add($"Оценки {Russian.Verb(experts, "выставил", "выставили")} {Russian.Count(experts, Nouns.Expert)}.");
        if (maximum > 0)
            sentences.Add(
                "Доля — набранные баллы, делённые на максимум. Места присваиваются по доле; при равных долях места делятся. "
                    + $"Там, где нет ни одной оценки, указано {Russian.Quote(ResultWords.NotMarked)} или {Russian.Quote(Russian.NoData)}, "
                    + $"а там, где оценка не нужна, — {Russian.Quote(ResultWords.NotApplicable)} (не применимо): это не ноль."
            );
        if (methodology.Stages.Count > 0)
            sentences.Add(
                leaves.All(leaf => leaf.Stage is null)
                    ? "Методика называет этапы управленческого цикла, но показатели к ним не относит."
                    : "Этапы управленческого цикла по порядку: "
                        + $"{string.Join(", ", methodology.Stages.Select(stage => Russian.Quote(stage.Title)))}."
            );
        return sentences;
    }

    private static IEnumerable<string> OfPoints(ScoringSpecification specification) =>
        [
            specification.Missing == MissingRule.Zero
                ? "Если оценки нет, показатель даёт 0 баллов, а максимум остаётся прежним; отметка «не применимо» убирает показатель "
                    + "из максимума."
                : "Показатель без оценки и показатель с отметкой «не применимо» убираются из максимума.",
            specification.Combine switch
            {
                CombineRule.Consensus =>
                    "Если экспертов несколько, одинаковые оценки принимаются, при расхождении берётся медиана баллов, и такой случай "
                        + "отмечается.",
                CombineRule.Mean => "Если экспертов несколько, берётся среднее их баллов.",
                CombineRule.Median => "Если экспертов несколько, берётся медиана их баллов.",
                _ => "Если экспертов несколько, берётся наименьший из их баллов.",
            },
        ];

    private static string ScaleWords(Scale scale) =>
        scale switch
        {
            BinaryScale => "да или нет",
            OrdinalScale => "ступени",
            ChecklistScale => "перечень условий",
            PointsScale => "баллы от нуля до максимума",
            ComponentsScale => "составляющие с подтверждением, от 0 до 3 баллов",
            MeasureScale { Bands.Count: 0 } => "измеряемая величина без баллов",
            MeasureScale => "измеряемая величина с переводом в баллы",
            _ => throw new NotSupportedException($"No words for the scale {scale.GetType().Name}."),
        };
}
