using Orientir.Core.Results;

namespace Orientir.Core.Reports;

/// <summary>Statistics of each direction, of groups of them, and of the whole.</summary>
internal static class DirectionsTable
{
    /// <summary>A row a direction in the order of the tree; without spread where nothing is compared.</summary>
    public static TableBlock Of(ReportFacts facts)
    {
        var compare = facts.Scope.Comparable;
        var (byShare, unit) = facts.MaximaDiffer ? (true, ", %") : (false, "");
        return new TableBlock(
            "Результаты по направлениям",
            [
                new("Направление", false, 4.2),
                new("Максимум", true, 1.6),
                // The mean of points of unequal maxima says nothing; that of their shares stands beside.
                .. compare && byShare ? [] : new TableColumn[] { new(compare ? "Средний балл" : "Балл", true, 1.4) },
                new("Доля, %", true, 1.1),
                .. compare
                    ? new TableColumn[] { new($"Медиана{unit}", true, 1.5), new($"Разброс{unit}", true, 1.5), new("Ниже 30 %", true, 1.1) }
                    : [],
            ],
            [
                // Each group over its own directions: the order of the tree.
                .. facts
                    .Directions.Select(direction => (Node: direction.Summary, IsGroup: false))
                    .Concat(facts.Groups.Count > 1 ? facts.Groups.Select(group => (Node: group, IsGroup: true)) : [])
                    .OrderBy(row => row.Node.Node)
                    .Select(row => StatisticsRow(facts, row.Node, total: row.IsGroup)),
                StatisticsRow(facts, facts.Total, total: true),
            ],
            Note: !compare
                ? facts.MarkedInPart
                : "Доля — средняя доля максимума. Разброс — наименьший и наибольший результат. Ниже 30 % — сколько "
                    + $"{facts.Noun.Form(GrammaticalCase.Genitive, true)} набрали меньше 30 % максимума."
                    + (facts.MarkedInPart is { } partly ? $" {partly}" : "")
        );
    }

    private static TableRow StatisticsRow(ReportFacts facts, NodeFacts node, bool total)
    {
        // A mean of a small maximum needs more decimals, and a column has one number of them.
        var digits = facts.Directions.Max(direction => Wording.MeanDigits(direction.Summary.Max));
        var absent = ResultWords.AbsentForAll(facts.Scored.Scores, node.Node);
        var ends = node.Count == 0 ? 0 : Russian.DigitsOf([node.Min!.Value, node.MaxFound!.Value], 2);
        string Part(double? share) => Russian.Fixed(share!.Value * 100, 1);
        return new(
            [
                node.Code == "*" ? "Всего" : node.Heading,
                TableCell.Number(node.Max, 2),
                .. facts.Scope.Comparable && facts.MaximaDiffer ? [] : new[] { TableCell.Number(node.Mean, digits, absent) },
                node.MeanShare is { } share ? Russian.Fixed(share * 100, 1) : absent,
                .. facts.Scope.Comparable
                    ? new TableCell[]
                    {
                        node.Count > 0 && facts.MaximaDiffer ? Part(node.MedianShare) : TableCell.Number(node.Median, digits, absent),
                        node.Count == 0 ? absent
                        : facts.MaximaDiffer ? $"{Part(node.MinShare)}–{Part(node.MaxShare)}"
                        : $"{Russian.Fixed(node.Min!.Value, ends)}–{Russian.Fixed(node.MaxFound!.Value, ends)}",
                        node.Count == 0 ? absent : Russian.Number(node.Below30),
                    }
                    : [],
            ],
            total
        );
    }
}
