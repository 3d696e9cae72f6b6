using System.Globalization;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Methodologies;

/// <summary>
/// Proves that a revision changes texts only: titles, help, notes, the basis, units, numerators and denominators. Whatever
/// changes a score, an identity or the order of things is structure, and structure needs a new edition.
/// </summary>
public sealed class CheckRevision
{
    /// <summary>Refuses a revision that changes more than texts against the one in force.</summary>
    internal static void RequireTextsOnly(MethodologyEdition? published, Methodology revised, string file)
    {
        if (published is not null && new CheckRevision().Check(published.Read(), revised, file) is { Count: > 0 } differences)
            throw new InputException(differences);
    }

    private const string NewEdition = "редакция меняет только тексты; для этого нужно новое издание («edition»)";

    /// <summary>Every structural difference, in the order of the revised package; none if it may replace the published one.</summary>
    /// <param name="published">The package in force.</param>
    /// <param name="revised">The one that is to replace it: the same id and edition, a higher revision.</param>
    /// <param name="file">Name of the revised file, for a methodology that was not read from one.</param>
    public IReadOnlyList<InputError> Check(Methodology published, Methodology revised, string file) =>
        new Comparison(published, revised, file).Run();

    private sealed class Comparison(Methodology published, Methodology revised, string file)
    {
        private readonly List<(string Path, string Found, string Allowed)> differences = [];

        public IReadOnlyList<InputError> Run()
        {
            if (published.Id != revised.Id)
                differences.Add(("$.id", $"методика «{revised.Id}», а сравнивается с «{published.Id}»", "редакция есть у той же методики"));
            else if (published.Edition != revised.Edition)
                differences.Add(
                    (
                        "$.edition",
                        $"издание {Of(revised.Edition)}, а сравнивается с изданием {Of(published.Edition)}",
                        "редакция есть у того же издания"
                    )
                );
            if (differences.Count > 0)
                return InOrder();

            if (revised.Revision <= published.Revision)
                differences.Add(
                    (
                        "$.revision",
                        $"редакция {Of(revised.Revision)} не новее опубликованной ({Of(published.Revision)})",
                        $"нужна редакция от {Of(published.Revision + 1)}"
                    )
                );
            Same(
                "$.subject",
                "вид объекта",
                PackageWords.Of(PackageWords.Subjects, published.Subject),
                PackageWords.Of(PackageWords.Subjects, revised.Subject)
            );
            var (was, now) = (published.Specification, revised.Specification);
            Same(
                "$.missing",
                "правило пропусков",
                PackageWords.Of(PackageWords.Missing, was.Missing),
                PackageWords.Of(PackageWords.Missing, now.Missing)
            );
            Same(
                "$.combine",
                "правило сведения оценок",
                PackageWords.Of(PackageWords.Combine, was.Combine),
                PackageWords.Of(PackageWords.Combine, now.Combine)
            );
            SameList("$.stages", "этап", published.Stages, revised.Stages, stage => stage.Id, (_, _, _) => { });
            SameList("$.levels", "уровни", published.Levels, revised.Levels, level => level.Id, CompareLevels);
            CompareNodes();
            return InOrder();
        }

        private void CompareLevels(string path, LevelScheme was, LevelScheme now)
        {
            Same(path + ".node", "узел", was.Node, now.Node);
            Same(path + ".by", "основание", PackageWords.Of(PackageWords.Bases, was.By), PackageWords.Of(PackageWords.Bases, now.By));
            SameList(
                path + ".bands",
                "уровень",
                was.Bands,
                now.Bands,
                band => band.Id,
                (place, before, after) =>
                {
                    Same(place + ".from", "граница", Of(before.From), Of(after.From));
                    Same(place + ".above", "граница", Of(before.Above), Of(after.Above));
                    Same(place + ".to", "граница", Of(before.To), Of(after.To));
                }
            );
        }

        private void CompareNodes()
        {
            var (before, after) = (Placed(published.Root), Placed(revised.Root));
            foreach (var (uid, (_, node, parent)) in before)
            {
                // What lies below a removed node went with it; it is told once.
                if (!after.ContainsKey(uid) && after.TryGetValue(parent, out var above))
                    differences.Add(
                        (above.Path + ".nodes", $"нет узла «{node.Code}»{Uid(node)}, который был в опубликованной редакции", NewEdition)
                    );
            }
            foreach (var (uid, (path, node, parent)) in after)
            {
                if (!before.TryGetValue(uid, out var was))
                {
                    if (before.ContainsKey(parent))
                        differences.Add((path, $"новый узел «{node.Code}»{Uid(node)}", NewEdition));
                    continue;
                }
                if (was.Parent != parent)
                    differences.Add(
                        (
                            path,
                            $"узел «{node.Code}» перенесён: был в «{Code(before, was.Parent)}», стал в «{Code(after, parent)}»",
                            NewEdition
                        )
                    );
                CompareNode(path, was.Node, node);

                // The order of those that stayed; what came and went is told above.
                if (!Staying(was.Node, after).SequenceEqual(Staying(node, before)))
                    differences.Add((path + ".nodes", "узлы стоят в другом порядке", NewEdition));
            }
        }

        private void CompareNode(string path, Node was, Node now)
        {
            Same(path + ".code", "код", was.Code, now.Code);
            Same(path + ".kind", "вид узла", PackageWords.Of(PackageWords.Kinds, was.Kind), PackageWords.Of(PackageWords.Kinds, now.Kind));
            Same(path + ".stage", "этап", was.Stage, now.Stage);
            Same(path + ".inCycle", "место в матрице цикла", was.InCycle ? "true" : "false", now.InCycle ? "true" : "false");
            Same(path + ".weight", "вес", Of(was.Weight), Of(now.Weight));
            Same(path + ".threshold", "порог", Of(was.Threshold), Of(now.Threshold));
            Same(
                path + ".evidence",
                "требование подтверждения",
                PackageWords.Of(PackageWords.Evidence, was.Evidence),
                PackageWords.Of(PackageWords.Evidence, now.Evidence)
            );
            Same(
                path + ".source",
                "кто отвечает",
                PackageWords.Of(PackageWords.Sources, was.Source),
                PackageWords.Of(PackageWords.Sources, now.Source)
            );
            if (!was.Was.SequenceEqual(now.Was))
                differences.Add((path + ".was", $"связь узла «{now.Code}» с прежними изданиями другая", NewEdition));
            if (was.Scale?.GetType() != now.Scale?.GetType())
                Same(path + ".scale", "шкала", KindOf(was.Scale), KindOf(now.Scale));
            else
                CompareScales(path + ".scale", was.Scale, now.Scale);
        }

        private void CompareScales(string path, Scale? was, Scale? now)
        {
            switch (was, now)
            {
                case (BinaryScale before, BinaryScale after):
                    Same(path + ".points", "баллы", Of(before.Points), Of(after.Points));
                    break;
                case (OrdinalScale before, OrdinalScale after):
                    SameList(path + ".steps", "ступень", before.Steps, after.Steps, step => Of(step.Points), (_, _, _) => { });
                    break;
                case (ChecklistScale before, ChecklistScale after):
                    Same(path + ".points", "баллы за пункт", Of(before.Points), Of(after.Points));
                    Same(path + ".max", "предел", Of(before.Max), Of(after.Max));
                    SameList(path + ".items", "пункт", before.Items, after.Items, item => item.Id, (_, _, _) => { });
                    break;
                case (PointsScale before, PointsScale after):
                    Same(path + ".max", "максимум", Of(before.Max), Of(after.Max));
                    Same(path + ".step", "шаг", Of(before.Step), Of(after.Step));
                    break;
                case (MeasureScale before, MeasureScale after):
                    SameList(
                        path + ".bands",
                        "полоса от",
                        before.Bands,
                        after.Bands,
                        band => Of(band.From),
                        (place, old, changed) => Same(place + ".points", "баллы", Of(old.Points), Of(changed.Points))
                    );
                    break;
                case (ComponentsScale before, ComponentsScale after):
                    SameList(path + ".items", "составляющая", before.Items, after.Items, item => item.Id, (_, _, _) => { });
                    break;
            }
        }

        private void Same(string path, string what, string? was, string? now)
        {
            if (was != now)
                differences.Add((path, $"{what}: было {was ?? "не указано"}, стало {now ?? "не указано"}", NewEdition));
        }

        private void SameList<T>(
            string path,
            string what,
            IReadOnlyList<T> was,
            IReadOnlyList<T> now,
            Func<T, string?> key,
            Action<string, T, T> compare
        )
        {
            var before = was.ToDictionary(element => key(element)!);
            var keys = now.Select(key).ToHashSet();
            foreach (var element in was.Where(element => !keys.Contains(key(element))))
                differences.Add((path, $"нет того, что было: {what} «{key(element)}»", NewEdition));
            for (var index = 0; index < now.Count; index++)
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
                if (before.TryGetValue(key(now[index])!, out var old))
                    compare(place, old, now[index]);
                else
                    differences.Add((place, $"прибавилось: {what} «{key(now[index])}»", NewEdition));
            }
            if (!was.Select(key).Where(keys.Contains).SequenceEqual(now.Select(key).Where(found => before.ContainsKey(found!))))
                differences.Add((path, $"{what}: порядок другой", NewEdition));
        }

        private IReadOnlyList<InputError> InOrder()
        {
            if (revised.Source is not { } tree)
                return differences.ConvertAll(one => new InputError($"{file} {one.Path}", one.Found, one.Allowed));
            var faults = new PackageFaults(tree);
            foreach (var (path, found, allowed) in differences)
                faults.AddAtPath(path, found, allowed);
            return faults.InOrder();
        }

        // Every node by uid, in pre-order, with its JSON path and its parent's uid («» above the root).
        private static OrderedDictionary<string, (string Path, Node Node, string Parent)> Placed(Node root)
        {
            var placed = new OrderedDictionary<string, (string, Node, string)>();
            Add(root, "$", "");
            return placed;

            void Add(Node node, string path, string parent)
            {
                placed.Add(node.Uid, (path, node, parent));
                for (var index = 0; index < node.Nodes.Count; index++)
                    Add(node.Nodes[index], string.Create(CultureInfo.InvariantCulture, $"{path}.nodes[{index}]"), node.Uid);
            }
        }

        // The children of a node that stand under it in the other revision too.
        private static IEnumerable<string> Staying(Node node, OrderedDictionary<string, (string Path, Node Node, string Parent)> other) =>
            node.Nodes.Select(child => child.Uid).Where(uid => other.TryGetValue(uid, out var found) && found.Parent == node.Uid);

        private static string Code(OrderedDictionary<string, (string Path, Node Node, string Parent)> nodes, string uid) =>
            nodes.TryGetValue(uid, out var found) ? found.Node.Code : uid;

        private static string Uid(Node node) => node.Uid == node.Code ? "" : $" (uid «{node.Uid}»)";

        private static string? KindOf(Scale? scale) => scale is null ? null : PackageWords.Of(PackageWords.Scales, scale.GetType());

        // Whole precision: here the figures are compared, not only shown.
        private static string? Of(double? number) => number?.ToString("R", CultureInfo.InvariantCulture).Replace('.', ',');
    }
}
