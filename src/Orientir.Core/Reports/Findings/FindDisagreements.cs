using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>An indicator on which experts disagree.</summary>
/// <param name="Node">Index of the node.</param>
/// <param name="Code">Its code.</param>
/// <param name="Title">Its title.</param>
/// <param name="Given">Points by expert, in the order of the experts, before the weight.</param>
/// <param name="Taken">What they became.</param>
public sealed record Disagreement(int Node, string Code, string Title, IReadOnlyList<double> Given, double Taken)
{
    /// <summary>«0, 1, 2 → 1».</summary>
    public string Marks => $"{string.Join(", ", Given.Select(points => Russian.Number(points)))} → {Russian.Number(Taken)}";

    /// <summary>«1.1.1 — 0, 1, 2 → 1».</summary>
    public string InWords => $"{Code} — {Marks}";
}

/// <summary>The disagreements over one subject, in the order of the methodology.</summary>
public sealed record SubjectDisagreements(int Subject, string Name, IReadOnlyList<Disagreement> Cases);

/// <summary>Finds where experts disagree and what each gave.</summary>
internal sealed class FindDisagreements(ScoredNodes nodes)
{
    public IReadOnlyList<SubjectDisagreements> Find() =>
        [
            .. nodes
                .Scores.Order.Select(subject => new SubjectDisagreements(
                    subject,
                    nodes.Scores.Subjects[subject].Name,
                    Of(nodes.Scored, nodes.Marks, subject)
                ))
                .Where(found => found.Cases.Count > 0),
        ];

    /// <summary>The disagreements over one subject.</summary>
    public static IReadOnlyList<Disagreement> Of(Results.ScoredMarks scored, MarkOverview marks, int subject) =>
        [
            .. marks
                .FlagsOf(subject)
                .Where(flag => flag.Kind == ScoreFlagKind.Disagreement)
                .Select(flag =>
                {
                    var node = scored.Methodology.Nodes[flag.Node];
                    return new Disagreement(
                        flag.Node,
                        node.Code,
                        node.Title,
                        GivenAt(marks.Of(subject), flag.Node, node.Scale!),
                        scored.Scores.CombinedAt(subject, flag.Node)!.Value
                    );
                }),
        ];

    private static List<double> GivenAt(ReadOnlySpan<NodeMark> marks, int node, Scale scale)
    {
        var given = new List<(int Expert, double Points)>();
        foreach (var mark in marks)
            if (mark.Node == node && !double.IsNaN(mark.Value))
                given.Add((mark.Expert, scale.PointsOf(mark.Value)));
        return [.. given.OrderBy(one => one.Expert).Select(one => one.Points)];
    }
}
