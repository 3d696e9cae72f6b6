namespace Orientir.Core.Reports;

/// <summary>The conclusions: what the sections say, chosen and put in order.</summary>
internal sealed class ConclusionSentences(ReportFacts facts, ParticipantFinding participants, Wording words)
{
    public IReadOnlyList<string> All()
    {
        List<string> conclusions = [facts.Summary, .. facts.MarkedInPart is { } partly ? new[] { partly } : []];
        var (total, comparable) = (facts.Total, facts.Scope.Comparable);
        if (comparable && total.Leaders.Count > 0 && total.Leaders.Count < facts.Participants.Scored)
            conclusions.Add(LeaderSentence.Of(total, words));
        conclusions.AddRange(facts.Levels.Where(level => level.Node == 0).Select(level => level.Sentence));
        if (comparable && total.Below30 > 0)
            conclusions.Add(
                $"Меньше 30{Russian.NoBreakSpace}% максимума — {words.Part(total.Below30, total.Count)} "
                    + $"({Russian.Percent(total.Below30Part!.Value)})."
            );
        if (facts.Scope.HasIndicators)
            conclusions.AddRange(OfIndicators());
        if (facts.Cycle is { } cycle)
            conclusions.AddRange(cycle.Sentences.Take(cycle.Break.Stage is null ? 1 : 4));
        if (participants.NoData.Count < words.Subjects)
        {
            foreach (var (what, those) in words.ToldOfUnmarked(participants.NoData.Except(participants.OnlyNotApplicable)))
                Told($"{what}, результат не рассчитан", those);
            if (participants.OnlyNotApplicable.Count > 0)
                Told("Только отметки «не применимо», результат не рассчитан", participants.OnlyNotApplicable);
        }
        foreach (var (what, those) in words.ToldOfOperatorOnly(participants.OperatorOnly))
            Told(what, those);
        foreach (var (what, those) in words.ToldOfUnsent())
            Told(what, those);
        conclusions.AddRange(facts.ShortFlags);
        if (facts.MarkSource is { } source)
            conclusions.Add(source);
        return conclusions;

        void Told(string what, IReadOnlyList<int> those) => conclusions.Add(Russian.Sentence($"{what}: {words.List(those)}"));
    }

    private IEnumerable<string> OfIndicators()
    {
        var found = facts.Extremes;
        return [.. Wording.Strongest(found, "Лучше других"), .. Wording.Weakest(found, "Хуже других"), .. Wording.NotKnown(found)];
    }
}
