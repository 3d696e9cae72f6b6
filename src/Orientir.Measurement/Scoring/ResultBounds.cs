using Orientir.Measurement.Ranking;
using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Scoring;

/// <summary>Between what the marks leave the whole result of a subject open.</summary>
/// <param name="Low">Share with the strictest mark of every leaf and nothing for leaves without a mark, 0 … 1.</param>
/// <param name="High">Share with the most generous mark of every leaf and everything for leaves without a mark.</param>
/// <param name="Best">Place held where no subject surely ahead is overtaken.</param>
/// <param name="Worst">Place held where every subject not surely behind comes first.</param>
public readonly record struct OpenResult(double Low, double High, int Best, int Worst);

/// <summary>
/// How far results rest on marks that are missing or disagree. No chance is assumed: the bounds hold whatever the marks in doubt turn
/// out to be. Complete marks of one expert leave nothing open: the bounds are the share, the places those of the tie.
/// </summary>
public static class ResultBounds
{
    /// <summary>The bounds of every subject, by index; null where it has no share.</summary>
    /// <param name="scores">The scores of these marks.</param>
    /// <param name="marks">The marks that were scored.</param>
    /// <returns>O(marks + N·S + S log S) time.</returns>
    public static IReadOnlyList<OpenResult?> Of(Scores scores, ReadOnlySpan<NodeMark> marks)
    {
        var (specification, count) = (scores.Specification, scores.Subjects.Count);
        var (lows, highs) = Shares(scores, Extremes(specification, count, marks));
        double[] sortedLows = [.. lows.Where(share => !double.IsNaN(share)).Order()],
            sortedHighs = [.. highs.Where(share => !double.IsNaN(share)).Order()];
        var found = new OpenResult?[count];
        for (var subject = 0; subject < count; subject++)
        {
            if (double.IsNaN(lows[subject]))
                continue;
            var surelyAhead = sortedLows.Length - CountTo(sortedLows, highs[subject] + Tolerance.Absolute);
            var surelyBehind = CountTo(sortedHighs, lows[subject] - Tolerance.Absolute);
            found[subject] = new(lows[subject], highs[subject], surelyAhead + 1, sortedHighs.Length - surelyBehind);
        }
        return found;
    }

    /// <summary>
    /// Between which shares, 0 … 1, missing marks leave a node of a subject: with nothing and with everything for leaves without a mark.
    /// Null where it does not apply, gives no points or is hidden under a total.
    /// </summary>
    public static ShareBounds? ByMissing(Scores scores, int subject, int node)
    {
        if (scores.Specification.MaximumOf(node) == 0 || scores.IsNotApplicable(subject, node))
            return null;
        var missing = scores.UnscoredBelow(subject, node).Sum(scores.Specification.MaximumOf);
        if (scores[subject, node] is not { Points: { } points, Max: var counted })
            return missing > 0 ? new(0, 1) : null;
        var maximum = counted + (scores.Specification.Missing == MissingRule.Exclude ? missing : 0);
        return new(points / maximum, (points + missing) / maximum);
    }

    /// <summary>
    /// Least and most unweighted points given to each leaf, node-major, NaN where none; and where «не применимо» was said.
    /// </summary>
    private static (double[] Least, double[] Most, bool[] NotApplicable) Extremes(
        ScoringSpecification specification,
        int subjects,
        ReadOnlySpan<NodeMark> marks
    )
    {
        var cells = specification.Nodes.Count * subjects;
        var (least, most, notApplicable) = (new double[cells], new double[cells], new bool[cells]);
        Array.Fill(least, double.NaN);
        Array.Fill(most, double.NaN);
        foreach (var mark in marks)
        {
            if (specification.Nodes[mark.Node].Scale is not { } scale)
                continue;
            var cell = mark.Node * subjects + mark.Subject;
            if (double.IsNaN(mark.Value))
            {
                notApplicable[cell] = true;
                continue;
            }
            var points = scale.PointsOf(mark.Value);
            if (!(least[cell] <= points))
                least[cell] = points;
            if (!(most[cell] >= points))
                most[cell] = points;
        }
        return (least, most, notApplicable);
    }

    private static (double[] Lows, double[] Highs) Shares(Scores scores, (double[] Least, double[] Most, bool[] NotApplicable) given)
    {
        var (specification, count) = (scores.Specification, scores.Subjects.Count);
        double[] less = new double[count],
            more = new double[count],
            added = new double[count];
        var known = new bool[specification.Nodes.Count * count];
        foreach (var (top, subject) in scores.Totals)
            for (var node = top; node < specification.Ends[top]; node++)
                known[node * count + subject] = true;
        for (var node = 0; node < specification.Nodes.Count; node++)
        {
            if (!specification.IsLeaf(node) || specification.Maxima[node] == 0)
                continue;
            var (full, weight) = (specification.Maxima[node], specification.Nodes[node].Weight);
            for (var subject = 0; subject < count; subject++)
            {
                var cell = node * count + subject;
                if (known[cell])
                    continue;
                if (!double.IsNaN(given.Least[cell]))
                {
                    less[subject] += scores.PointsCells[cell] - given.Least[cell] * weight;
                    more[subject] += given.Most[cell] * weight - scores.PointsCells[cell];
                }
                else if (!given.NotApplicable[cell])
                {
                    more[subject] += full;
                    if (specification.Missing == MissingRule.Exclude)
                        added[subject] += full;
                }
            }
        }
        double[] lows = new double[count],
            highs = new double[count];
        for (var subject = 0; subject < count; subject++)
        {
            var maximum = scores.MaxCells[subject] + added[subject];
            lows[subject] = (scores.PointsCells[subject] - less[subject]) / maximum; // NaN without a result
            highs[subject] = (scores.PointsCells[subject] + more[subject]) / maximum;
        }
        return (lows, highs);
    }

    private static int CountTo(double[] ascending, double limit)
    {
        var (from, to) = (0, ascending.Length);
        while (from < to)
            if (ascending[(from + to) / 2] <= limit)
                from = (from + to) / 2 + 1;
            else
                to = (from + to) / 2;
        return from;
    }
}
