namespace Orientir.Core.Reports;

/// <summary>Finds who took part and how far the answers go.</summary>
internal sealed class FindParticipants(ScoredNodes nodes)
{
    public ParticipantFinding Find()
    {
        var (scores, marks, silent) = (nodes.Scores, nodes.Marks, nodes.Scored.OperatorOnly);
        int[] none = [.. nodes.Scored.Listed.Where(subject => scores[subject, 0].Points is null && !marks.HasLeafValue[subject])];
        return new(
            nodes.Ranked.Length,
            none,
            [.. none.Where(subject => marks.HasNotApplicable[subject])],
            [.. nodes.Scored.Listed.Where(silent.Contains)],
            [
                .. nodes
                    .Ranked.Where(subject => scores.UnscoredOf(subject) > 0 && !silent.Contains(subject))
                    .Select(subject => (subject, scores.UnscoredOf(subject))),
            ],
            [.. nodes.Ranked.Where(subject => !marks.HasLeafValue[subject])]
        );
    }
}
