using Orientir.Core.Methodologies;
using Orientir.Core.Results;

namespace Orientir.Core.Reports;

/// <summary>Classifications in words: what they look at, the bounds of their bands, whom the bands hold.</summary>
internal static class LevelWords
{
    public static IReadOnlyList<LevelFacts> Of(ScoredMarks scored, Noun noun)
    {
        var (methodology, scores) = (scored.Methodology, scored.Scores);
        var all = new List<LevelFacts>();
        for (var index = 0; index < methodology.Levels.Count; index++)
        {
            var scheme = methodology.Levels[index];
            var node = methodology.Specification.Levels[index].Node;
            var holders = scheme.Bands.Select(_ => new List<int>()).ToArray();
            var without = 0;
            foreach (var subject in scores.Order)
            {
                if (scores.BandOf(subject, index) is { } band)
                    holders[band].Add(subject);
                else
                    without++;
            }
            var bands = scheme
                .Bands.Select(
                    (band, at) =>
                        new BandFacts(
                            band.Title,
                            BandWords.RangeOf(scheme, at),
                            Palette.ZoneOf(at, scheme.Bands.Count),
                            holders[at],
                            [.. holders[at].Select(subject => scores.Subjects[subject].Name)]
                        )
                )
                .ToArray();
            all.Add(
                new(
                    index,
                    Russian.Capital(scheme.Title),
                    node,
                    ScopeOf(methodology.Nodes[node]),
                    BandWords.BasisOf(scheme.By),
                    bands,
                    without,
                    SentenceOf(scheme, ScopeOf(methodology.Nodes[node]), bands, without, noun)
                )
            );
        }
        return all;
    }

    public static string ScopeOf(Node node) =>
        node.Code == "*" ? "весь результат" : $"{NodeWords.KindOf(node.Kind)} {node.Code}{Russian.NoBreakSpace}{Russian.Quote(node.Title)}";

    private static string SentenceOf(LevelScheme scheme, string scope, BandFacts[] bands, int without, Noun noun)
    {
        var held = bands.Sum(band => band.Subjects.Count);
        if (held == 0)
            return $"{Head()}: уровень не определён ни по {noun.Agree("одному", "одной", "одному")} {noun.Form(GrammaticalCase.Dative, false)}.";
        var parts = bands
            .Reverse()
            .Where(band => band.Subjects.Count > 0)
            .Select(band =>
                $"{Russian.Quote(band.Title)} — {Russian.Count(band.Subjects.Count, noun)} ({Russian.Percent((double)band.Subjects.Count / held)})"
            );
        var missing = without == 0 ? "" : $"; нет данных — {Russian.Count(without, noun)}";
        return $"{Head()}: {string.Join(", ", parts)}{missing}.";

        string Head() => scope == "весь результат" ? Russian.Capital(scheme.Title) : $"{Russian.Capital(scheme.Title)} ({scope})";
    }
}
