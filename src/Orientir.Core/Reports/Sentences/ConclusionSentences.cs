namespace Orientir.Core.Reports;

/// <summary>The conclusions: what the sections say, chosen and put in order.</summary>
internal sealed class ConclusionSentences(ReportFacts facts, Wording words)
{
    public IReadOnlyList<string> All()
    {
        List<string> conclusions = [facts.Summary];
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
        var (none, operators) = (facts.Participants.NoData, facts.Participants.OperatorOnly);
        if (none.Count > 0 && none.Count < facts.Participants.All.Count)
            conclusions.Add($"Нет данных, результат не рассчитан: {Russian.List(none, Wording.NamesShown, facts.Noun)}.");
        if (operators.Count > 0)
            conclusions.Add($"Нет собственных ответов: {Russian.List(operators, Wording.NamesShown, facts.Noun)}.");
        conclusions.AddRange(facts.Flags);
        if (facts.MarkSource is { } source)
            conclusions.Add(source);
        return conclusions;
    }

    private IEnumerable<string> OfIndicators()
    {
        var (strongest, weakest) = ScoredNodes.Extremes(facts.Indicators.Where(indicator => indicator.Summary.Count > 0));
        if (strongest.Count > 0)
            yield return $"Лучше других выполнены показатели: {Wording.Listed(strongest)}.";
        if (weakest.Count > 0)
            yield return $"Хуже других выполнены показатели: {Wording.Listed(weakest)}.";
    }
}
