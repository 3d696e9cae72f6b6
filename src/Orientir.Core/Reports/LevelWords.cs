using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Measurement.Scoring;

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
                if (scores.BandOf(subject, index) is { } band) holders[band].Add(subject);
                else without++;
            }
            var bands = scheme.Bands.Select((band, at) => new BandFacts(
                band.Title, RangeOf(scheme, at), Palette.ZoneOf(at, scheme.Bands.Count), holders[at],
                [.. holders[at].Select(subject => scores.Subjects[subject].Name)])).ToArray();
            all.Add(new(index, Russian.Capital(scheme.Title), node, ScopeOf(methodology.Nodes[node]), BasisOf(scheme.By), bands, without,
                SentenceOf(scheme, ScopeOf(methodology.Nodes[node]), bands, without, noun)));
        }
        return all;
    }

    public static string ScopeOf(Node node) => node.Code == "*"
        ? "весь результат"
        : $"{KindOf(node.Kind)} {node.Code}{Russian.NoBreakSpace}{Russian.Quote(node.Title)}";

    private static string KindOf(NodeKind kind) => kind switch
    {
        NodeKind.Group => "группа",
        NodeKind.Direction => "направление",
        NodeKind.Section => "раздел",
        _ => "показатель",
    };

    private static string BasisOf(LevelBasis basis) => basis switch
    {
        LevelBasis.Share => "по доле максимума",
        LevelBasis.Points => "по баллам",
        _ => "по доле показателей, достигших порога",
    };

    // Bands ascend and each holds up to the next, so two bounds in words never leave a gap or overlap.
    private static string RangeOf(LevelScheme scheme, int at)
    {
        var band = scheme.Bands[at];
        if (scheme is { By: LevelBasis.Points } && band is { From: { } least, To: { } most })
            return least == most
                ? Russian.Count(least, Nouns.Point)
                : $"от {Russian.Number(least)} до {Russian.Count(most, Nouns.Point, GrammaticalCase.Genitive)}";

        string Bound(double value) => scheme.By == LevelBasis.Points
            ? Russian.Count(value, Nouns.Point, GrammaticalCase.Genitive)
            : Russian.Number(value * 100) + Russian.NoBreakSpace + "%";
        var lower = band.Above is { } above ? $"выше {Bound(above)}" : band.From is { } from and not 0 ? $"от {Bound(from)}" : null;
        if (at == scheme.Bands.Count - 1) return lower ?? "любое значение";
        var next = scheme.Bands[at + 1];
        var upper = next.Above is { } end ? $"не выше {Bound(end)}" : $"ниже {Bound(next.From ?? 0)}";
        return lower is null ? upper : $"{lower} и {upper}";
    }

    private static string SentenceOf(LevelScheme scheme, string scope, BandFacts[] bands, int without, Noun noun)
    {
        var held = bands.Sum(band => band.Subjects.Count);
        if (held == 0) return $"{Head()}: уровень не определён ни по {noun.Agree("одному", "одной", "одному")} {noun.Form(GrammaticalCase.Dative, false)}.";
        var parts = bands.Reverse().Where(band => band.Subjects.Count > 0)
            .Select(band => $"{Russian.Quote(band.Title)} — {Russian.Count(band.Subjects.Count, noun)} ({Russian.Percent((double)band.Subjects.Count / held)})");
        var missing = without == 0 ? "" : $"; нет данных — {Russian.Count(without, noun)}";
        return $"{Head()}: {string.Join(", ", parts)}{missing}.";

        string Head() => scope == "весь результат" ? Russian.Capital(scheme.Title) : $"{Russian.Capital(scheme.Title)} ({scope})";
    }
}
