using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Results;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

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
                        [.. found.Holders[at].Select(subject => words.NameBeside(subject, NoteOf(scored, found.Index, subject)))]
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

    /// <summary>
    /// What a level rests on where it is less than all: «без оценки 8 из 11 показателей», and of a level by points «максимум 6 из 22» where
    /// the subject's own maximum is below the next band. Null of others, and by the rules that did not tell it.
    /// </summary>
    public static string? NoteOf(ScoredMarks scored, int level, int subject)
    {
        var (scores, scheme) = (scored.Scores, scored.Methodology.Levels[level]);
        if (!scored.TellsMarkedInPart || scores.BandOf(subject, level) is not { } held)
            return null;
        var node = scored.Methodology.Specification.Levels[level].Node;
        List<string> notes = [];
        if (scores.UnscoredBelow(subject, node).Count() is > 0 and var unmarked)
            notes.Add(
                $"без оценки {Russian.Number(unmarked)} из "
                    + Russian.Count(scores.ApplicableBelow(subject, node), Nouns.Indicator, GrammaticalCase.Genitive)
            );
        var (max, bands) = (scores[subject, node].Max, scored.Methodology.Specification.Levels[level].Bands);
        if (
            scheme.By == LevelBasis.Points
            && held + 1 < bands.Count
            && (bands[held + 1].Exclusive ? !Tolerance.IsAbove(max, bands[held + 1].Lower) : Tolerance.IsBelow(max, bands[held + 1].Lower))
        )
            notes.Add($"максимум {Russian.Number(max)} из {Russian.Number(scores.Specification.MaximumOf(node))}");
        return notes.Count == 0 ? null : string.Join(", ", notes);
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
