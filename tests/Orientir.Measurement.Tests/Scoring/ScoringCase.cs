using FsCheck;
using FsCheck.Fluent;
using Orientir.Measurement.Scoring;

namespace Orientir.Measurement.Tests.Scoring;

/// <summary>A specification with subjects and marks, hand-built or generated.</summary>
internal sealed record ScoringCase(
    ScoringSpecification Specification,
    IReadOnlyList<ScoringSubject> Subjects,
    IReadOnlyList<NodeMark> Marks
)
{
    public Scores Score() => Scorer.Score(Specification, Subjects, [.. Marks]);

    public Scores Score(IEnumerable<NodeMark> marks) => Scorer.Score(Specification, Subjects, [.. marks]);

    public override string ToString() =>
        string.Join('\n', Specification.Nodes.Select((node, index) => $"{index}: {node}"))
        + $"\n{Specification.Missing} {Specification.Combine}\n"
        + string.Join('\n', Marks);

    /// <summary>Root, groups of directions, leaves of every kind of scale, marks with gaps, NA, several experts and totals.</summary>
    public static Arbitrary<ScoringCase> Arbitrary(bool withTotals = true) =>
        Arb.From(
            from missing in Gen.Elements(MissingRule.Zero, MissingRule.Exclude)
            from combine in Gen.Elements(CombineRule.Consensus, CombineRule.Mean, CombineRule.Median, CombineRule.Min)
            from directions in Gen.Choose(1, 4)
            from leaves in Gen.ListOf(GenLeaf, directions * 3)
            from subjectCount in Gen.Choose(1, 7)
            let specification = Tree(directions, [.. leaves], missing, combine)
            from marks in Gen.CollectToArray(GenMarks(specification, subjectCount, withTotals))
            select new ScoringCase(
                specification,
                [.. Enumerable.Range(0, subjectCount).Select(index => new ScoringSubject($"s{index}", $"Район {index}"))],
                [.. marks.SelectMany(cell => cell)]
            )
        );

    private static readonly Gen<ScoringNode> GenLeaf =
        from scale in Gen.Elements<Scale>(
            new BinaryScale(1),
            new BinaryScale(2.5),
            new OrdinalScale([new(0, "нет"), new(1, "часть"), new(3, "всё")]),
            new ChecklistScale([new("a", "а"), new("b", "б"), new("c", "в")], 1, 2),
            new PointsScale(5, 0.5),
            new MeasureScale("%", "а", "б", [new(0, 2), new(10, 1), new(30, 0)]),
            new MeasureScale("чел.", "а", "б", []),
            new ComponentsScale([new("a", "а"), new("b", "б")])
        )
        from weight in Gen.Elements(1.0, 1.0, 2.0, 0.1)
        from stage in Gen.Choose(-1, 2)
        from inCycle in Gen.Elements(true, true, false)
        select new ScoringNode("", 0, scale, weight, null, -1, stage, inCycle);

    private static ScoringSpecification Tree(int directions, ScoringNode[] leaves, MissingRule missing, CombineRule combine)
    {
        var nodes = new List<ScoringNode> { new("*", -1, null), new("g", 0, null) };
        for (var direction = 0; direction < directions; direction++)
        {
            var index = nodes.Count;
            nodes.Add(new($"d{direction}", direction == directions - 1 ? 0 : 1, null, Direction: index));
            for (var leaf = 0; leaf < 3; leaf++)
                nodes.Add(leaves[direction * 3 + leaf] with { Code = $"d{direction}.{leaf}", Parent = index, Direction = index });
        }
        if (directions == 1) // the only direction hangs from the root, so the group would be empty
            nodes = [nodes[0], .. nodes.Skip(2).Select(node => node with { Parent = Math.Max(0, node.Parent - 1), Direction = 1 })];
        return new(nodes, ["goals", "analysis", "effectiveness"], missing, combine, []);
    }

    private static IEnumerable<Gen<IEnumerable<NodeMark>>> GenMarks(ScoringSpecification specification, int subjects, bool withTotals)
    {
        for (var subject = 0; subject < subjects; subject++)
        for (var node = 0; node < specification.Nodes.Count; node++)
        {
            var (s, n, scale) = (subject, node, specification.Nodes[node].Scale);
            if (scale is null)
            {
                if (withTotals)
                    yield return from given in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
                    from part in Gen.Choose(0, 10)
                    select given ? [new NodeMark(s, n, 0, specification.MaximumOf(n) * part / 10)] : Enumerable.Empty<NodeMark>();
                continue;
            }
            yield return from experts in Gen.Frequency(
                (2, Gen.Constant(0)),
                (5, Gen.Constant(1)),
                (1, Gen.Constant(2)),
                (1, Gen.Constant(3))
            )
            from values in Gen.ListOf(GenValue(scale), experts)
            select values.Select((value, expert) => new NodeMark(s, n, expert, value));
        }
    }

    private static Gen<double> GenValue(Scale scale) =>
        Gen.Frequency(
            (1, Gen.Constant(double.NaN)),
            (
                6,
                scale is MeasureScale
                    ? Gen.Choose(-5, 60).Select(value => (double)value)
                    : Gen.Elements(Enumerable.Range(0, 41).Select(half => half / 8.0).Where(scale.Accepts).ToArray())
            )
        );
}
