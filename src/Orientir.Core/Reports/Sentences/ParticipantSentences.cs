namespace Orientir.Core.Reports;

/// <summary>Who took part, in words.</summary>
internal sealed class ParticipantSentences(Wording words, bool hasIndicators)
{
    private const int NamesInFull = 20;

    public ParticipantFacts Of(ParticipantFinding found)
    {
        var response = Response(found);
        return new(
            words.NamesOf(Enumerable.Range(0, words.Subjects)),
            found.Scored,
            words.NamesOf(found.NoData),
            words.NamesOf(found.OnlyNotApplicable),
            words.NamesOf(found.OperatorOnly),
            [.. found.Partial.Select(pair => (words.NameOf(pair.Subject), pair.Unscored))],
            words.NamesOf(found.TotalsOnly),
            response,
            [.. response, .. Depth(found)]
        );
    }

    private List<string> Response(ParticipantFinding found)
    {
        var (noun, count, none) = (words.Noun, words.Subjects, found.NoData.Count);
        int[] unmarked = [.. found.NoData.Except(found.OnlyNotApplicable)];
        var (left, silent) = (found.OnlyNotApplicable, found.OperatorOnly);
        var answered = count - none - silent.Count;
        if (unmarked.Length == count)
            return [$"Данных нет {words.NotByAny}."];
        List<string> sentences = [];
        if (left.Count == count)
            return [$"Все оценки — «не применимо»: результата нет {words.NotOfAny}."];
        if (none == count)
            sentences.Add($"Результата нет {words.NotOfAny}.");
        else if (none + silent.Count == 0)
            sentences.Add(
                count == 1
                    ? Russian.Sentence($"Данные есть: {words.NameOf(0)}")
                    : $"Данные есть по всем {noun.Form(GrammaticalCase.Dative, true)} ({Russian.Number(count)})."
            );
        else if (silent.Count == 0)
            sentences.Add($"Данные есть по {Russian.Count(answered, noun, GrammaticalCase.Dative)} из {Russian.Number(count)}.");
        else
            sentences.Add(
                answered == 0
                    ? $"Собственные ответы не оценены {words.NotOfAny}."
                    : $"Оценены ответы {Russian.Count(answered, noun, GrammaticalCase.Genitive)} из {Russian.Number(count)}."
            );
        if (unmarked.Length > 0)
            sentences.Add(Russian.Sentence($"Нет ни одной оценки: {words.List(unmarked, NamesInFull)}"));
        if (left.Count > 0)
            sentences.Add(Russian.Sentence($"Только отметки «не применимо»: {words.List(left, NamesInFull)}"));
        if (silent.Count > 0)
            sentences.Add(Russian.Sentence($"{words.SilentThemselves(silent.Count)}: {words.List(silent, NamesInFull)}"));
        return sentences;
    }

    private IEnumerable<string> Depth(ParticipantFinding found)
    {
        var (noun, totals, partial) = (words.Noun, found.TotalsOnly, found.Partial);
        // Marks are all that is known: whether answers came that nobody marked is not.
        if (found.OperatorOnly.Count > 0)
            yield return $"Так сказано о тех, у кого ни один показатель, на который отвечает {noun.Agree("сам", "сама", "само")} "
                + $"{noun.One}, не оценён; место и баллы у них по остальным показателям.";
        if (totals.Count > 0)
            yield return totals.Count == found.Scored
                ? "Известны только итоги, оценок по отдельным показателям нет."
                : Russian.Sentence(
                    $"Только итоги, без оценок по показателям, известны по {Russian.Count(totals.Count, noun, GrammaticalCase.Dative)}: "
                        + words.List(totals)
                );
        var unscored = partial.Select(pair => $"{words.NameOf(pair.Subject)} (без оценки — {Russian.Number(pair.Unscored)})");
        if (partial.Count > 0)
            yield return $"Оценены не все {(hasIndicators ? "показатели" : "направления")} у "
                + $"{Russian.Count(partial.Count, noun, GrammaticalCase.Genitive)}: "
                + $"{Russian.List([.. unscored], Wording.NamesShown, noun)}.";
    }
}
