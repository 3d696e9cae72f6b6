using BenchmarkDotNet.Attributes;
using Orientir.Measurement.Scoring;

namespace Orientir.Bench;

/// <summary>Scoring in memory: 2,300 subjects × 150 indicators in 10 directions and 2 groups.</summary>
[MemoryDiagnoser]
public class ScoringBench
{
    private const int SubjectCount = 2300;
    private const int Directions = 10;
    private const int Leaves = 15;
    private ScoringSpecification specification = null!;
    private ScoringSubject[] subjects = null!;
    private NodeMark[] marks = null!;
    private ScoreTable table = null!;
    private readonly int[] from = new int[SubjectCount];
    private readonly int[] to = new int[SubjectCount];

    /// <summary>Experts a mark.</summary>
    [Params(1, 3)]
    public int Experts { get; set; }

    [GlobalSetup]
    public void MakeData()
    {
        specification = Specification();
        subjects = [.. Enumerable.Range(0, SubjectCount).Select(index => new ScoringSubject($"s{index}", $"Школа № {index}"))];
        var random = new Random(2026);
        var made = new List<NodeMark>();
        for (var subject = 0; subject < SubjectCount; subject++)
        for (var node = 0; node < specification.Nodes.Count; node++)
            if (specification.Nodes[node].Scale is { } scale)
                for (var expert = 0; expert < Experts; expert++)
                    made.Add(new(subject, node, expert, random.Next(50) == 0 ? double.NaN : random.Next(0, (int)scale.Maximum + 1)));
        marks = [.. made];
        table = new(specification.Nodes.Count, SubjectCount);
    }

    [Benchmark]
    public Scores Score() => Scorer.Score(specification, subjects, marks);

    /// <summary>What a replication of robustness costs: points of all nodes, places of the whole, no allocation.</summary>
    [Benchmark]
    public int PointsAndPlaces()
    {
        table.Fill(specification, marks);
        table.WritePlaces(0, from, to);
        return from[0];
    }

    private static ScoringSpecification Specification()
    {
        var nodes = new List<ScoringNode> { new("*", -1, null) };
        for (var direction = 0; direction < Directions; direction++)
        {
            if (direction % (Directions / 2) == 0)
                nodes.Add(new($"{nodes.Count}", 0, null));
            var group = nodes.FindLastIndex(node => node.Parent == 0);
            var index = nodes.Count;
            nodes.Add(new($"{direction}", group, null, Direction: index));
            for (var leaf = 0; leaf < Leaves; leaf++)
                nodes.Add(new($"{direction}.{leaf}", index, ScaleOf(leaf), Direction: index, Stage: leaf % 7));
        }
        return new(
            nodes,
            [.. "abcdefg".Select(stage => $"{stage}")],
            MissingRule.Zero,
            CombineRule.Consensus,
            [new("zones", 0, LevelBasis.Share, [new("red", 0, false), new("yellow", 0.3, false), new("green", 0.6, false)])]
        );
    }

    private static Scale ScaleOf(int leaf) =>
        (leaf % 4) switch
        {
            0 => new BinaryScale(1),
            1 => new OrdinalScale([new(0, "0"), new(1, "1"), new(2, "2"), new(3, "3")]),
            2 => new ChecklistScale([.. Enumerable.Range(0, 6).Select(item => new ScaleItem($"i{item}", ""))], 1, null),
            _ => new PointsScale(10, 1),
        };
}
