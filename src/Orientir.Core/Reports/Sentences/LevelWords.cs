using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Results;

namespace Orientir.Core.Reports;

/// <summary>Classifications in words: what they look at, the bounds of their bands, whom the bands hold.</summary>
internal static class LevelWords
{
    public static LevelFacts Of(LevelFinding found, ScoredMarks scored, Wording words)
    {
        var methodology = scored.Methodology;
        var (scheme, scope) = (methodology.Levels[found.Index], ScopeOf(methodology.Nodes[found.Node]));
        BandFacts[] bands =
        [
            .. scheme.Bands.Select(
                (band, at) =>
                    new BandFacts(
                        band.Title,
                        BandWords.RangeOf(scheme, at),
                        Palette.ZoneOf(at, scheme.Bands.Count),
                        found.Holders[at],
                        [
                            .. found
                                .Holders[at]
                                .Select(subject => words.NameBeside(subject, ResultWords.LevelNote(found.Gaps.GetValueOrDefault(subject)))),
                        ]
                    )
            ),
        ];
        return new(
            found.Index,
            Russian.Capital(scheme.Title),
            found.Node,
            scope,
            BandWords.BasisOf(scheme.By),
            bands,
            found.Without,
            found.NotApplicable,
            SentenceOf(scheme, scope, bands, found, words)
        );
    }

    public static string ScopeOf(Node node) =>
        node.Code == "*" ? "весь результат" : $"{NodeWords.KindOf(node.Kind)} {node.Code}{Russian.NoBreakSpace}{Russian.Quote(node.Title)}";

    private static string SentenceOf(LevelScheme scheme, string scope, BandFacts[] bands, LevelFinding found, Wording words)
    {
        var (noun, held) = (words.Noun, bands.Sum(band => band.Subjects.Count));
        if (held == 0)
            return $"{Head()}: уровень не определён {words.NotByAny}.";
        var parts = bands
            .Reverse()
            .Where(band => band.Subjects.Count > 0)
            .Select(band =>
                $"{Russian.Quote(band.Title)} — {Russian.Count(band.Subjects.Count, noun)} "
                + $"({Russian.Percent((double)band.Subjects.Count / held)})"
            );
        var missing =
            (found.NotApplicable == 0 ? "" : $"; не применимо — {Russian.Count(found.NotApplicable, noun)}")
            + (found.InPart == 0 ? "" : $"; оценены не полностью — {Russian.Count(found.InPart, noun)}")
            + (found.Without == 0 ? "" : $"; нет данных — {Russian.Count(found.Without, noun)}");
        return $"{Head()}: {string.Join(", ", parts)}{missing}.";

        string Head() => scope == "весь результат" ? Russian.Capital(scheme.Title) : $"{Russian.Capital(scheme.Title)} ({scope})";
    }
}
