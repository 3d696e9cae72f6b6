using System.Globalization;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Methodologies;

/// <summary>Something in a sound package that its authors may not have meant.</summary>
/// <param name="Code">Code of the node; «*» for the methodology itself.</param>
/// <param name="Line">Line of the package it stands in.</param>
/// <param name="Column">Character of the line.</param>
/// <param name="Found">What stands out.</param>
/// <param name="Advice">What to think of.</param>
public sealed record MethodologyRemark(string Code, int Line, int Column, string Found, string Advice);

/// <summary>
/// Looks over a package that passed the validator: stages without indicators, indicators without a stage, figures that outweigh
/// everything beside them. None of it forbids anything.
/// </summary>
public sealed class FindRemarks
{
    // An indicator that gives more than half of a direction of three and more decides it alone.
    private const double Dominant = 0.5;

    /// <summary>The remarks, in the order of the package.</summary>
    public IReadOnlyList<MethodologyRemark> Find(Methodology methodology)
    {
        var found = new List<MethodologyRemark>();
        var specification = methodology.Specification;
        var used = methodology.Nodes.Select(node => node.Stage).OfType<string>().ToHashSet(StringComparer.Ordinal);
        for (var index = 0; index < methodology.Stages.Count; index++)
            if (!used.Contains(methodology.Stages[index].Id))
                Add(
                    "*",
                    $"$.stages[{index}]",
                    $"у этапа «{methodology.Stages[index].Title}» нет ни одного показателя",
                    "в цикле управления он останется пустым"
                );
        if (methodology.Levels.Count == 0 && specification.MaximumOf(0) > 0)
            Add("*", "$", "уровней нет", "итоги покажут баллы, доли и места, но не скажут, много это или мало");
        Visit(0, "$");
        return found;

        void Visit(int index, string path)
        {
            var node = methodology.Nodes[index];
            if (node.Scale is { } scale)
                Leaf(node, scale, path);
            else if (node.Nodes.Count == 1 && index > 0)
                Add(node.Code, path, "здесь один вложенный узел", "проверьте, нужен ли отдельный уровень дерева");
            if (node.Kind == NodeKind.Direction)
                Direction(index, node, path);
            var titles = new HashSet<string>(StringComparer.Ordinal);
            var (child, place) = (index + 1, 0);
            while (child < specification.EndOf(index))
            {
                var below = string.Create(CultureInfo.InvariantCulture, $"{path}.nodes[{place++}]");
                if (!titles.Add(Language.FoldedName.Of(methodology.Nodes[child].Title)))
                    Add(
                        methodology.Nodes[child].Code,
                        below + ".title",
                        "такое же название уже есть рядом",
                        "отвечающие их перепутают: уточните название"
                    );
                Visit(child, below);
                child = specification.EndOf(child);
            }
        }

        void Leaf(Node leaf, Scale scale, string path)
        {
            if (methodology.Stages.Count > 0 && leaf.Stage is null && leaf.InCycle)
                Add(leaf.Code, path, "этап цикла не указан", "показатель не попадёт в матрицу цикла");
            if (scale is MeasureScale { Bands.Count: 0 })
                Add(leaf.Code, path + ".scale", "баллов не даёт", "величина будет показана, но на результат не повлияет");
            else if (scale is MeasureScale { Numerator.Length: 0 })
                Add(
                    leaf.Code,
                    path + ".scale",
                    "не сказано, как считать величину",
                    "впишите числитель и знаменатель: иначе каждый посчитает по-своему"
                );
        }

        void Direction(int index, Node node, string path)
        {
            var leaves = methodology.Tree.LeavesOf(node).Select(methodology.Tree.IndexOf).ToList();
            var maximum = specification.MaximumOf(index);
            if (leaves.Count >= 3 && leaves.Find(at => specification.MaximumOf(at) > maximum * Dominant) is > 0 and var heavy)
                Add(
                    node.Code,
                    path,
                    $"показатель {methodology.Nodes[heavy].Code} даёт {Russian.Percent(specification.MaximumOf(heavy) / maximum, 0)} "
                        + "баллов направления",
                    "он один решает результат направления"
                );
        }

        void Add(string code, string path, string what, string advice)
        {
            var (line, column) = PlaceOf(methodology, path);
            found.Add(new(code, line, column, what, advice));
        }
    }

    private static (int Line, int Column) PlaceOf(Methodology methodology, string path)
    {
        if (methodology.Source is not { } tree)
            return (1, 1);
        string[] parts;
        // Kept packages are shared by requests, and counting columns remembers where it was.
        lock (tree)
            parts = tree.Place(tree.ItemAt(path).Offset).Split(':');
        return (int.Parse(parts[^2], CultureInfo.InvariantCulture), int.Parse(parts[^1], CultureInfo.InvariantCulture));
    }
}
