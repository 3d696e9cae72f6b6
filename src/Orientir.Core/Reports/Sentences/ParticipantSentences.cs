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
        List<string> sentences = [];
        if (none == count)
            sentences.Add($"Данных нет {words.NotByAny}.");
        else if (none == 0)
            sentences.Add(
                count == 1
                    ? $"Данные есть: {words.NameOf(0)}."
                    : $"Данные есть по всем {noun.Form(GrammaticalCase.Dative, true)} ({Russian.Number(count)})."
            );
        else
        {
            sentences.Add($"Данные есть по {Russian.Count(count - none, noun, GrammaticalCase.Dative)} из {Russian.Number(count)}.");
            sentences.Add($"Нет ни одной оценки: {words.List(found.NoData, NamesInFull)}.");
        }
        if (found.OperatorOnly.Count > 0)
            sentences.Add($"Оценено только то, что выясняет сам организатор: {words.List(found.OperatorOnly, NamesInFull)}.");
        return sentences;
    }

    private IEnumerable<string> Depth(ParticipantFinding found)
    {
        var (noun, totals, partial) = (words.Noun, found.TotalsOnly, found.Partial);
        if (totals.Count > 0)
            yield return totals.Count == found.Scored
                ? "Известны только итоги, оценок по отдельным показателям нет."
                : $"Только итоги, без оценок по показателям, известны по {Russian.Count(totals.Count, noun, GrammaticalCase.Dative)}: "
                    + $"{words.List(totals)}.";
        var unscored = partial.Select(pair => $"{words.NameOf(pair.Subject)} (без оценки — {Russian.Number(pair.Unscored)})");
        if (partial.Count > 0)
            yield return $"Оценены не все {(hasIndicators ? "показатели" : "направления")} у "
                + $"{Russian.Count(partial.Count, noun, GrammaticalCase.Genitive)}: "
                + $"{Russian.List([.. unscored], Wording.NamesShown, noun)}.";
    }
}
