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
    private bool? hasUnmarked;

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
        )
        {
            LeadIsSure = !HasUnmarked || !Withholds || IsBelowDirection(node) || LeadIsSure(node, leaders),
        };
    }

    /// <summary>
    /// Between which mean shares, 0 … 1, missing marks leave a node. Whoever has a result of the whole counts: what nobody marked of it may
    /// turn out to be anything. Rules that told nothing of it took the mean share for both.
    /// </summary>
    public ShareBounds? BoundsOf(int node, double? meanShare)
    {
        if (!HasUnmarked)
            return meanShare is { } share ? new(share, share) : null;
        var bounds = Ranked.Select(subject => ResultBounds.ByMissing(Scores, subject, node)).OfType<ShareBounds>().ToList();
        return bounds.Count > 0 ? new(bounds.Average(bound => bound.Low), bounds.Average(bound => bound.High)) : null;
    }

    private bool HasUnmarked => hasUnmarked ??= Scored.TellsMarkedInPart && Array.Exists(Ranked, subject => Scores.UnscoredOf(subject) > 0);

    private bool Withholds => FindingRules.WithholdsWhatCouldTurn(Scored.FindingsVersion);

    private bool IsBelowDirection(int node) => Methodology.Specification.Nodes[node] is { Scale: not null } leaf && leaf.Direction != node;

    private bool LeadIsSure(int node, IReadOnlyList<int> leaders)
    {
        var bounds = Ranked.ToDictionary(subject => subject, subject => ResultBounds.ByMissing(Scores, subject, node));
        return leaders.All(leader => Ranked.All(other => other == leader || ShareBounds.IsSurelyNotBehind(bounds[leader], bounds[other])));
    }

    /// <summary>The position of a direction by its node.</summary>
    public int PositionOf(int node) => Array.IndexOf(directionNodes, node);

    /// <summary>A leaf as an indicator; a direction that is a leaf itself stands for its own.</summary>
    public IndicatorFacts LeafOf(int node) =>
        Indicators.Find(indicator => indicator.Summary.Node == node) ?? IndicatorOf(node, PositionOf(node), []);

    /// <summary>
    /// At most three indicators on either side of the average of their mean shares: of them those alone that no missing mark could put
    /// behind another.
    /// </summary>
    public Extremes ExtremesOf(IReadOnlyCollection<IndicatorFacts> from)
    {
        var judged = from.Where(indicator => indicator.Summary.MeanShare is not null).ToArray();
        var found = Standouts.Of([.. judged.Select(indicator => indicator.Summary.MeanShare!.Value)], 3);
        IndicatorFacts[] best = [.. found.Best.Select(index => judged[index])],
            worst = [.. found.Worst.Select(index => judged[index])];
        if (!Withholds)
            return new(best, worst, found.BestTied, found.WorstTied);
        var (strongest, strongestTied) = Surely(best, found.BestTied, from, IsSurelyBetter);
        var (weakest, weakestTied) = SurelyWeakest(worst, found.WorstTied, from);
        // Where none stands out all are equal: they are so for sure where nothing is missing.
        var open = judged.Length > 1 && from.Any(one => one.Bounds is { IsOpen: true });
        return new(strongest, weakest, strongestTied, weakestTied)
        {
            StrongestUnknown = open && strongest.Count == 0,
            WeakestUnknown = open && weakest.Count == 0,
        };
    }

    /// <summary>Of the lowest indicators, whole ties alone, those that no missing mark could put above another.</summary>
    /// <param name="lowest">The indicators, lowest first.</param>
    /// <param name="tied">How many more have the mean share of the last of them.</param>
    /// <param name="among">All they are compared with.</param>
    public (IReadOnlyList<IndicatorFacts> Named, int Tied) SurelyWeakest(
        IndicatorFacts[] lowest,
        int tied,
        IReadOnlyCollection<IndicatorFacts> among
    ) => Withholds ? Surely(lowest, tied, among, (one, other) => IsSurelyBetter(other, one)) : (lowest, tied);

    private static bool IsSurelyBetter(IndicatorFacts one, IndicatorFacts other) => ShareBounds.IsSurelyNotBehind(one.Bounds, other.Bounds);

    private static (IReadOnlyList<IndicatorFacts> Named, int Tied) Surely(
        IndicatorFacts[] named,
        int tied,
        IReadOnlyCollection<IndicatorFacts> among,
        Func<IndicatorFacts, IndicatorFacts, bool> isAhead
    )
    {
        for (var count = named.Length; count > 0; count--)
        {
            var last = named[count - 1];
            if (count < named.Length && AreEqual(named[count], last))
                continue;
            HashSet<IndicatorFacts> told = [.. named[..count], .. count == named.Length ? among.Where(one => AreEqual(one, last)) : []];
            if (told.All(one => among.All(other => told.Contains(other) || isAhead(one, other))))
                return (named[..count], count == named.Length ? tied : 0);
        }
        return ([], 0);
    }

    /// <summary>Whether two indicators have the same mean share.</summary>
    public static bool AreEqual(IndicatorFacts one, IndicatorFacts other) =>
        Tolerance.AreEqual(one.Summary.MeanShare ?? double.NaN, other.Summary.MeanShare ?? double.NaN);

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
        var facts = FactsOf(node);
        var share = facts.MeanShare is { } mean ? new ShareBounds(mean, mean) : (ShareBounds?)null;
        return new(facts, position, leaf.Stage, leaf.InCycle, distribution)
        {
            Bounds = Withholds ? BoundsOf(node, facts.MeanShare) : share,
        };
    }

    private double? CommonPoints(IReadOnlyList<int> subjects, int node)
    {
        if (subjects.Count == 0)
            return null;
        var points = Scores[subjects[0], node].Points!.Value;
        return subjects.All(subject => Tolerance.AreEqual(Scores[subject, node].Points!.Value, points)) ? points : null;
    }
}
