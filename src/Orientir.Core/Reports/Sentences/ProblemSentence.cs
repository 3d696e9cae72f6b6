using Orientir.Core.Results;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

internal sealed class ProblemSentence(Wording words, ScoredNodes nodes, CycleFacts? cycle)
{
    public string Of(ProblemFinding problem)
    {
        var (noun, count, of) = (words.Noun, problem.Count, (int)problem.Of);
        switch (problem.Kind)
        {
            case ProblemKind.WeakestDirection:
                return $"Слабее всего {Wording.Directions([.. problem.Nodes.Select(nodes.FactsOf)])}: {OnAverage}"
                    + $"{Russian.Percent(problem.Share!.Value)} максимума"
                    + (count > 0 ? $"; ниже 30{Russian.NoBreakSpace}% — {words.Part(count, of)}." : ".");
            case ProblemKind.CycleBreak:
                return cycle!.Break.Sentence;
            case ProblemKind.WeakIndicators:
                return $"По {Russian.Count(count, Nouns.Indicator, GrammaticalCase.Dative)} из {Russian.Number(of)} набрано {OnAverage}"
                    + $"меньше 30{Russian.NoBreakSpace}% максимума"
                    + (
                        count == 1 ? $": {Wording.Listed([.. problem.Nodes.Select(nodes.LeafOf)])}."
                        : problem.Lowest.Count == 0 ? "."
                        : $"; ниже всего — {Wording.Listed([.. problem.Lowest.Select(nodes.LeafOf)], problem.LowestTied)}."
                    );
            case ProblemKind.ManyBelow30:
                return Russian.Sentence(
                    $"{words.Part(count, of)} {Russian.Verb(count, noun.Agree("набрал", "набрала", "набрало"), "набрали")} меньше "
                        + $"30{Russian.NoBreakSpace}% максимума: {words.Judged(problem.Subjects)}"
                );
            case ProblemKind.Silent:
                return Silent(problem.Subjects, of);
            case ProblemKind.Spread:
                return $"Результаты сильно различаются: от {Russian.Percent(problem.Share!.Value)}{Barely()} до "
                    + $"{Russian.Percent(problem.OtherShare!.Value)} максимума.";
            case ProblemKind.Mismatch:
                return Russian.Sentence(
                    $"Указанные итоги не сходятся с суммой по показателям: {Russian.Count(count, Nouns.Difference)}, "
                        + words.List(problem.Subjects)
                );
            default:
                return $"Эксперты разошлись в оценке: {Russian.Count(count, Nouns.Difference)} "
                    + $"({Russian.Percent((double)count / problem.Of)} оценок).";
        }
    }

    // Of one subject nothing is a mean.
    private string OnAverage => nodes.Ranked.Length > 1 ? "в среднем " : "";

    // A low result may be of few marks alone: then it is no measure of the spread, and that is said.
    private string Barely()
    {
        int[] lowest =
        [
            .. nodes.Ranked.Where(subject =>
                Tolerance.AreEqual(nodes.Scores[subject, 0].Share!.Value, nodes.Scores[nodes.Ranked[^1], 0].Share!.Value)
            ),
        ];
        return lowest.Length == 1 ? words.BarelyAssessed(lowest[0])
            : Array.TrueForAll(lowest, subject => words.BarelyAssessed(subject).Length > 0) ? " (большая часть не оценена)"
            : "";
    }

    // Not marked, not applicable and silent are three things; each counts its own.
    private string Silent(IReadOnlyList<int> subjects, int of)
    {
        int[] operatorOnly = [.. subjects.Where(nodes.Scored.OperatorOnly.Contains)];
        int[] left = [.. subjects.Where(subject => !operatorOnly.Contains(subject) && nodes.Marks.HasNotApplicable[subject])];
        int[] none = [.. subjects.Except(operatorOnly).Except(left)];
        List<string> parts = [];
        foreach (var (answered, those) in words.ByAnswer(none))
        {
            var said = Russian.Verb(those.Length, words.Unmarked(answered, false), words.Unmarked(answered, true));
            parts.Add($"{said} {words.Part(those.Length, of)}: {words.List(those)}");
        }
        if (left.Length > 0)
            parts.Add($"только отметки «не применимо» у {words.Part(left.Length, of)}: {words.List(left)}");
        foreach (var (answered, those) in words.ByAnswer(operatorOnly))
            parts.Add($"{OperatorOnly(answered, those.Length)} {words.Part(those.Length, of)}: {words.List(those)}");
        return Russian.Sentence(Russian.Capital(string.Join("; ", parts)));
    }

    private string OperatorOnly(bool? answered, int count) =>
        answered == false
            ? Russian.Verb(
                count,
                words.Noun.Agree("не отправил ответов и оценён", "не отправила ответов и оценена", "не отправило ответов и оценено"),
                "не отправили ответов и оценены"
            ) + " по данным института"
            : Russian.Verb(
                count,
                ResultWords.OperatorOnly(words.Noun, answered),
                ResultWords.OperatorOnly(words.Noun, answered, many: true)
            );

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
