using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Measurement.Ranking;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

/// <summary>What every finder starts from: the scores, the marks by subject, and the figures of nodes over all subjects.</summary>
internal sealed class ScoredNodes
{
    private readonly int[] directionNodes;

    public ScoredNodes(ScoredMarks scored)
    {
        Scored = scored;
        Marks = new(scored);
        Ranked = [.. Scored.Listed.Where(subject => Scores[subject, 0].Share is not null)];
        Total = FactsOf(0);
        directionNodes = [.. Methodology.Tree.Directions.Select(Methodology.Tree.IndexOf)];
        Indicators = FindIndicators();
    }

    public ScoredMarks Scored { get; }

    public Methodology Methodology => Scored.Methodology;

    public Scores Scores => Scored.Scores;

    public MarkOverview Marks { get; }

    /// <summary>Subjects with a share of the whole, in listing order.</summary>
    public int[] Ranked { get; }

    /// <summary>Nobody has a value, and somebody a mark «не применимо».</summary>
    public bool AllNotApplicable => !Marks.HasLeafValue.Contains(true) && Ranked.Length == 0 && Marks.HasNotApplicable.Contains(true);

    /// <summary>The whole methodology.</summary>
    public NodeFacts Total { get; }

    /// <summary>Nodes of the directions, printed order: a position here is an index in <see cref="ReportFacts.Directions"/>.</summary>
    public IReadOnlyList<int> DirectionNodes => directionNodes;

    /// <summary>Leaves below directions, printed order.</summary>
    public List<IndicatorFacts> Indicators { get; }

    /// <summary>Groups of directions, printed order.</summary>
    public IReadOnlyList<NodeFacts> Groups => [.. NodesOf(NodeKind.Group).Where(node => node > 0).Select(FactsOf)];

    /// <summary>The figures of a node.</summary>
    public NodeFacts FactsOf(int node)
    {
        var (summary, from) = (Scores.Summaries[node], Methodology.Nodes[node]);
        var leaders = summary.Leaders;
        return new(
            node,
            from.Code,
            from.Title,
            summary.Max,
            summary.Count,
            summary.Mean,
            summary.MeanShare,
            summary.MinShare,
            summary.MedianShare,
            summary.MaxShare,
            summary.Median,
            summary.Min,
            summary.MaxFound,
            summary.Sd,
            leaders,
            [.. leaders.Select(leader => Scores.Subjects[leader].Name)],
            leaders.Count == 0 ? null : Scores[leaders[0], node].Share,
            CommonPoints(leaders, node),
            summary.CountBelow30,
            summary.Below30
        );
    }

    /// <summary>The position of a direction by its node.</summary>
    public int PositionOf(int node) => Array.IndexOf(directionNodes, node);

    /// <summary>A leaf as an indicator; a direction that is a leaf itself stands for its own.</summary>
    public IndicatorFacts LeafOf(int node) =>
        Indicators.Find(indicator => indicator.Summary.Node == node) ?? IndicatorOf(node, PositionOf(node), []);

    /// <summary>At most three indicators on either side of the average of their mean shares.</summary>
    public static Extremes ExtremesOf(IEnumerable<IndicatorFacts> from)
    {
        var judged = from.Where(indicator => indicator.Summary.MeanShare is not null).ToArray();
        var found = Standouts.Of([.. judged.Select(indicator => indicator.Summary.MeanShare!.Value)], 3);
        return new(
            [.. found.Best.Select(index => judged[index])],
            [.. found.Worst.Select(index => judged[index])],
            found.BestTied,
            found.WorstTied
        );
    }

    /// <summary>Measured leaves that are reported and never scored, over the values given.</summary>
    public List<MeasureFacts> FindMeasures()
    {
        var values = new SortedDictionary<int, List<double>>();
        foreach (var mark in Scored.Marks.Marks.Span)
        {
            if (double.IsNaN(mark.Value) || Methodology.Nodes[mark.Node].Scale is not MeasureScale { Bands.Count: 0 })
                continue;
            if (!values.TryGetValue(mark.Node, out var list))
                values[mark.Node] = list = [];
            list.Add(mark.Value);
        }
        var measures = new List<MeasureFacts>();
        foreach (var (node, list) in values)
        {
            var (unit, sample) = (((MeasureScale)Methodology.Nodes[node].Scale!).Unit, SampleSummary.Of(list));
            measures.Add(new(FactsOf(node), unit, sample.Count, sample.Min, sample.Median, sample.Max));
        }
        return measures;
    }

    private IEnumerable<int> NodesOf(NodeKind kind) =>
        Enumerable.Range(0, Methodology.Nodes.Count).Where(node => Methodology.Nodes[node].Kind == kind);

    private List<IndicatorFacts> FindIndicators()
    {
        var found = new List<IndicatorFacts>();
        for (var node = 0; node < Methodology.Nodes.Count; node++)
            if (Methodology.Specification.Nodes[node] is { Scale: not null } leaf && leaf.Direction != node)
                found.Add(IndicatorOf(node, PositionOf(leaf.Direction), Scores.Summaries[node].Distribution ?? []));
        return found;
    }

    private IndicatorFacts IndicatorOf(int node, int position, IReadOnlyList<PointsCount> distribution)
    {
        var leaf = Methodology.Specification.Nodes[node];
        return new(FactsOf(node), position, leaf.Stage, leaf.InCycle, distribution);
    }

    private double? CommonPoints(IReadOnlyList<int> subjects, int node)
    {
        if (subjects.Count == 0)
            return null;
        var points = Scores[subjects[0], node].Points!.Value;
        return subjects.All(subject => Tolerance.AreEqual(Scores[subject, node].Points!.Value, points)) ? points : null;
    }
}
