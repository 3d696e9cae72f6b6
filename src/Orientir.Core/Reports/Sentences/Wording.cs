using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>
/// Phrases that many sentences share: subjects by name and in agreement with their noun, indicators and directions by label.
/// </summary>
internal sealed class Wording(Noun noun, IReadOnlyList<ScoringSubject> subjects)
{
    /// <summary>How many names a sentence lists before «и ещё N».</summary>
    public const int NamesShown = 5;

    public Noun Noun => noun;

    /// <summary>Number of subjects covered.</summary>
    public int Subjects => subjects.Count;

    /// <summary>«ни по одному муниципалитету», «ни по одной школе».</summary>
    public string NotByAny => $"ни по {noun.Agree("одному", "одной", "одному")} {noun.Form(GrammaticalCase.Dative, false)}";

    /// <summary>«Ни один муниципалитет не набрал ни одного балла.», «Ни одна школа…»</summary>
    public string NobodyEarned =>
        $"Ни {noun.Agree("один", "одна", "одно")} {noun.One} не {noun.Agree("набрал", "набрала", "набрало")} ни одного балла.";

    public string NameOf(int subject) => subjects[subject].Name;

    public string[] NamesOf(IEnumerable<int> those) => [.. those.Select(NameOf)];

    /// <summary>«А, Б и ещё 3 муниципалитета».</summary>
    public string List(IEnumerable<int> those, int shown = NamesShown) => Russian.List(NamesOf(those), shown, noun);

    /// <summary>«2 из 3 муниципалитетов».</summary>
    public string Part(int count, int of) => $"{Russian.Number(count)} из {Russian.Count(of, noun, GrammaticalCase.Genitive)}";

    /// <summary>«5 баллов из 8 (62,5 %)».</summary>
    public static string Earned(NodeScore score) =>
        $"{Russian.Count(score.Points ?? 0, Nouns.Point)} из {Russian.Number(score.Max)} ({Russian.Percent(score.Share ?? 0)})";

    /// <summary>«1.1 „Цели“ (25,0 %); …».</summary>
    public static string Listed(IEnumerable<IndicatorFacts> indicators) =>
        string.Join(
            "; ",
            indicators.Select(indicator => $"{indicator.Summary.Label} ({Russian.Percent(indicator.Summary.MeanShare ?? 0)})")
        );

    /// <summary>«направление 1 „…“», «направления 1 „…“ и 2 „…“».</summary>
    public static string Directions(IReadOnlyList<NodeFacts> tied) =>
        tied.Count == 1 ? $"направление {tied[0].Label}" : $"направления {Russian.List([.. tied.Select(direction => direction.Label)], 3)}";
}
