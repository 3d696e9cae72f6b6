using Orientir.Core.Methodologies;

namespace Orientir.Core.Reports;

/// <summary>Finds who took part and how far the answers go.</summary>
internal sealed class FindParticipants(ScoredNodes nodes)
{
    public ParticipantFinding Find()
    {
        var (scores, marks) = (nodes.Scores, nodes.Marks);
        var asks = nodes.Methodology.Tree.LeavesOf(AnswerSource.Subject).Count > 0;
        return new(
            nodes.Ranked.Length,
            [.. scores.Order.Where(subject => scores[subject, 0].Points is null && !marks.HasLeafValue[subject])],
            asks ? [.. scores.Order.Where(subject => marks.HasLeafValue[subject] && !marks.HasOwnValue[subject])] : [],
            [
                .. nodes
                    .Ranked.Where(subject => scores.UnscoredOf(subject) > 0 && (marks.HasOwnValue[subject] || !asks))
                    .Select(subject => (subject, scores.UnscoredOf(subject))),
            ],
            [.. nodes.Ranked.Where(subject => !marks.HasLeafValue[subject])]
        );
    }
}
