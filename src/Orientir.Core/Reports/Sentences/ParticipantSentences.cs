using Orientir.Core.Results;

namespace Orientir.Core.Reports;

/// <summary>Who took part, in words.</summary>
internal sealed class ParticipantSentences(ScoredMarks scored, Wording words, bool hasIndicators)
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
        var (left, operatorOnly) = (found.OnlyNotApplicable, found.OperatorOnly);
        var marked = count - none - operatorOnly.Count;
        List<string> sentences = [.. Answers(noun, count)];
        if (unmarked.Length == count)
            return [.. sentences, $"Данных нет {words.NotByAny}."];
        if (left.Count == count)
            return [.. sentences, $"Все оценки — «не применимо»: результата нет {words.NotOfAny}."];
        if (none == count)
            sentences.Add($"Результата нет {words.NotOfAny}.");
        else if (none + operatorOnly.Count == 0)
            sentences.Add(
                count == 1
                    ? Russian.Sentence($"Данные есть: {words.NameOf(0)}")
                    : $"Данные есть по всем {noun.Form(GrammaticalCase.Dative, true)} ({Russian.Number(count)})."
            );
        else if (operatorOnly.Count == 0)
            sentences.Add($"Данные есть по {Russian.Count(marked, noun, GrammaticalCase.Dative)} из {Russian.Number(count)}.");
        else
            sentences.Add(
                marked == 0
                    ? $"Собственные ответы не оценены {words.NotOfAny}."
                    : $"Оценены ответы {Russian.Count(marked, noun, GrammaticalCase.Genitive)} из {Russian.Number(count)}."
            );
        int[] without = [.. scored.Listed.Where(IsMarkedWithoutAnswers)];
        if (without.Length > 0)
            sentences.Add(
                Russian.Sentence(
                    Russian.Verb(
                        without.Length,
                        noun.Agree(
                            "Не отправил ответов, но оценён",
                            "Не отправила ответов, но оценена",
                            "Не отправило ответов, но оценено"
                        ),
                        "Не отправили ответов, но оценены"
                    ) + $" {Russian.Number(without.Length)} из {Russian.Number(count)}: {words.List(without, NamesInFull)}"
                )
            );
        foreach (var (what, those) in words.ToldOfUnmarked(unmarked))
            sentences.Add(Russian.Sentence($"{what}: {words.List(those, NamesInFull)}"));
        if (left.Count > 0)
            sentences.Add(Russian.Sentence($"Только отметки «не применимо»: {words.List(left, NamesInFull)}"));
        foreach (var (what, those) in words.ToldOfOperatorOnly(operatorOnly))
            sentences.Add(Russian.Sentence($"{what}: {words.List(those, NamesInFull)}"));
        return sentences;

        // Experts may mark what was never sent, and an institute may bring a table of marks: who did not answer is told all the same.
        bool IsMarkedWithoutAnswers(int subject) =>
            scored.HasAnswered(subject) == false && !found.NoData.Contains(subject) && !operatorOnly.Contains(subject);
    }

    // Said where it is known alone: of marks read from a table it is not.
    private IEnumerable<string> Answers(Noun noun, int count)
    {
        if (scored.Answering is not { } answering)
            yield break;
        var sent = Enumerable.Range(0, count).Count(subject => scored.HasAnswered(subject) == true);
        yield return sent == 0
            ? $"Ответы не {noun.Agree("отправил ни один", "отправила ни одна", "отправило ни одно")} {noun.One}."
            : $"Ответы {Russian.Verb(sent, noun.Agree("отправил", "отправила", "отправило"), "отправили")} {words.Part(sent, count)}.";
        int[] returned = [.. scored.Listed.Where(subject => answering[subject] == Answering.Returned)];
        if (returned.Length > 0)
            yield return Russian.Sentence($"Возвращены и не отправлены снова ответы: {words.List(returned, NamesInFull)}");
    }

    private IEnumerable<string> Depth(ParticipantFinding found)
    {
        var (noun, totals, partial) = (words.Noun, found.TotalsOnly, found.Partial);
        if (found.OperatorOnly.Count > 0)
            yield return $"«По данным института» сказано о тех, у кого ни один показатель, на который отвечает "
                + $"{noun.Agree("сам", "сама", "само")} {noun.One}, не оценён; место и баллы у них по остальным показателям.";
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
