namespace Orientir.Core.Reports;

internal sealed class ProblemSentence(Wording words, ScoredNodes nodes, CycleFacts? cycle)
{
    public string Of(ProblemFinding problem)
    {
        var (noun, count, of) = (words.Noun, problem.Count, (int)problem.Of);
        switch (problem.Kind)
        {
            case ProblemKind.WeakestDirection:
                return $"Слабее всего {Wording.Directions([.. problem.Nodes.Select(nodes.FactsOf)])}: в среднем "
                    + $"{Russian.Percent(problem.Share!.Value)} максимума"
                    + (count > 0 ? $"; ниже 30{Russian.NoBreakSpace}% — {words.Part(count, of)}." : ".");
            case ProblemKind.CycleBreak:
                return cycle!.Break.Sentence;
            case ProblemKind.WeakIndicators:
                var weak = problem.Nodes.Take(3).Select(nodes.LeafOf);
                return $"По {Russian.Count(count, Nouns.Indicator, GrammaticalCase.Dative)} из {Russian.Number(of)} набрано в среднем "
                    + $"меньше 30{Russian.NoBreakSpace}% максимума"
                    + (count == 1 ? $": {Wording.Listed(weak)}." : $"; ниже всего — {Wording.Listed(weak)}.");
            case ProblemKind.ManyBelow30:
                return $"{words.Part(count, of)} {Russian.Verb(count, noun.Agree("набрал", "набрала", "набрало"), "набрали")} меньше "
                    + $"30{Russian.NoBreakSpace}% максимума: "
                    + $"{words.List(problem.Subjects)}.";
            case ProblemKind.Silent:
                // Marks are all a run knows: who sent no answers it does not.
                return problem.Subjects.Any(subject => nodes.Scores[subject, 0].Share is not null)
                    ? $"Свои ответы не оценены у {words.Part(count, of)}: {words.List(problem.Subjects)}."
                    : $"Не {Russian.Verb(count, noun.Agree("оценён", "оценена", "оценено"), "оценены")} {words.Part(count, of)}: "
                        + $"{words.List(problem.Subjects)}.";
            case ProblemKind.Spread:
                return $"Результаты сильно различаются: от {Russian.Percent(problem.Share!.Value)} до "
                    + $"{Russian.Percent(problem.OtherShare!.Value)} максимума.";
            case ProblemKind.Mismatch:
                return $"Указанные итоги не сходятся с суммой по показателям: {Russian.Count(count, Nouns.Difference)}, "
                    + $"{words.List(problem.Subjects)}.";
            default:
                return $"Эксперты разошлись в оценке: {Russian.Count(count, Nouns.Difference)} "
                    + $"({Russian.Percent((double)count / problem.Of)} оценок).";
        }
    }

    /// <summary>Why there are fewer than three problems; null where there are three.</summary>
    public static string? NoteOf(int problems) =>
        problems switch
        {
            0 => "По правилам отчёта данные не указывают ни на одну проблему.",
            1 => "По правилам отчёта данные указывают только на одну проблему.",
            2 => "По правилам отчёта данные указывают только на две проблемы.",
            _ => null,
        };
}
