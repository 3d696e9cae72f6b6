namespace Orientir.Core.Reports;

/// <summary>The result of the whole in one sentence.</summary>
internal static class ResultSentence
{
    public static string Of(ResultFinding result, NodeFacts total, Wording words)
    {
        var noun = words.Noun;
        var said = result.Kind switch
        {
            ResultKind.NoData => $"Данных нет {words.NotByAny}, результат не рассчитан.",
            ResultKind.NotApplicable => "Все оценки — «не применимо», результат не рассчитан.",
            ResultKind.MeasuredOnly =>
                $"Показатели измерены по {Russian.Count(result.Subjects, noun, GrammaticalCase.Dative)}; методика не начисляет баллов.",
            ResultKind.OneSubject => $"{words.NameOf(result.Highest[0])}: {Wording.Earned(result.First)}{Extremes(result)}.",
            ResultKind.NobodyEarned => words.NobodyEarned(result.Subjects),
            ResultKind.AllEqual => $"{words.All(result.Subjects)} ({Russian.Number(result.Subjects)}) набрали поровну: "
                + $"{Russian.Percent(result.First.Share!.Value)} максимума{Extremes(result)}.",
            _ => $"В среднем {noun.One} {noun.Agree("набрал", "набрала", "набрало")} {Russian.Percent(total.MeanShare!.Value)} максимума: "
                + $"от {Russian.Percent(result.LowShare)} ({words.Judged(result.Lowest, 2)}) до "
                + $"{Russian.Percent(result.First.Share!.Value)} ({words.Judged(result.Highest, 2)}){Extremes(result)}.",
        };
        return result.Subjects > 0 && words.AnyMarkedInPart ? said[..^1] + Wording.Preliminary : said;
    }

    // What a missing mark could reverse is not said.
    private static string Extremes(ResultFinding result)
    {
        if (!result.DirectionsDiffer)
            return "";
        var best =
            result.BestDirections.Count == 0 ? "" : $"{Wording.BestOf(ShareOf(result.BestDirections))} — {Named(result.BestDirections)}";
        var worst =
            result.WorstDirections.Count == 0
                ? ""
                : $"{Wording.WorstOf(ShareOf(result.WorstDirections))} — {Named(result.WorstDirections)}";
        return (best, worst) switch
        {
            ("", "") => $"; какое направление лучше других, какое хуже, {Wording.Unknown}",
            ("", _) => $"; {worst}; какое направление лучше других, {Wording.Unknown}",
            (_, "") => $"; {best}; какое направление хуже других, {Wording.Unknown}",
            _ => $"; {best}, {worst}",
        };
    }

    private static double ShareOf(IReadOnlyList<DirectionFinding> tied) => tied[0].Summary.MeanShare!.Value;

    private static string Named(IReadOnlyList<DirectionFinding> tied) =>
        $"{Wording.Directions([.. tied.Select(direction => direction.Summary)])} ({Russian.Percent(ShareOf(tied))})";
}
