using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

/// <summary>
/// Phrases that many sentences share: subjects by name and in agreement with their noun, indicators and directions by label.
/// </summary>
/// <param name="noun">What is assessed.</param>
/// <param name="subjects">The subjects.</param>
/// <param name="silent">Those that did not answer themselves: they keep their place, and are named neither in praise nor in blame.</param>
internal sealed class Wording(Noun noun, IReadOnlyList<ScoringSubject> subjects, IReadOnlySet<int> silent)
{
    /// <summary>How many names a sentence lists before «и ещё N».</summary>
    public const int NamesShown = 5;

    // Below half of the maximum the best is only better than others, from half on the worst is only worse: docs/methods/narrative.md.
    private const double Half = 0.5;

    public Noun Noun => noun;

    /// <summary>Number of subjects covered.</summary>
    public int Subjects => subjects.Count;

    /// <summary>«ни по одному муниципалитету», «ни по одной школе».</summary>
    public string NotByAny => $"ни по {noun.Agree("одному", "одной", "одному")} {noun.Form(GrammaticalCase.Dative, false)}";

    /// <summary>«ни к одному муниципалитету».</summary>
    public string NotToAny => $"ни к {noun.Agree("одному", "одной", "одному")} {noun.Form(GrammaticalCase.Dative, false)}";

    /// <summary>«ни у одного муниципалитета».</summary>
    public string NotOfAny => $"ни у {noun.Agree("одного", "одной", "одного")} {noun.Form(GrammaticalCase.Genitive, false)}";

    /// <summary>«Ни один муниципалитет не набрал ни одного балла.», «Ни одна школа…»</summary>
    public string NobodyEarned =>
        $"Ни {noun.Agree("один", "одна", "одно")} {noun.One} не {noun.Agree("набрал", "набрала", "набрало")} ни одного балла.";

    public string NameOf(int subject) => subjects[subject].Name;

    public string[] NamesOf(IEnumerable<int> those) => [.. those.Select(NameOf)];

    /// <summary>«А», of who did not answer itself «А (сам не ответил)»: where names stand in the order of results.</summary>
    public string NameBeside(int subject) =>
        silent.Contains(subject)
            ? $"{NameOf(subject)} ({noun.Agree("сам не ответил", "сама не ответила", "само не ответило")})"
            : NameOf(subject);

    /// <summary>«А, Б и ещё 3 муниципалитета».</summary>
    public string List(IEnumerable<int> those, int shown = NamesShown) => Russian.List(NamesOf(those), shown, noun);

    /// <summary>Those who answered themselves.</summary>
    public int[] Answered(IEnumerable<int> those) => [.. those.Where(subject => !silent.Contains(subject))];

    /// <summary>
    /// «А, Б и ещё 3 муниципалитета»; who did not answer itself is counted and not named: «А; не назван 1 муниципалитет, не ответивший
    /// сам».
    /// </summary>
    public string Judged(IReadOnlyCollection<int> those, int shown = NamesShown)
    {
        var answered = Answered(those);
        if (answered.Length == those.Count)
            return List(answered, shown);
        var left = those.Count - answered.Length;
        var who =
            $"{Russian.Count(left, noun)}, "
            + Russian.Verb(left, noun.Agree("не ответивший сам", "не ответившая сама", "не ответившее само"), "не ответившие сами");
        return answered.Length == 0
            ? who
            : $"{List(answered, shown)}; не {Russian.Verb(left, noun.Agree("назван", "названа", "названо"), "названы")} {who}";
    }

    /// <summary>«Сам не ответил, оценён по данным института», «Сами не ответили, оценены по данным института».</summary>
    public string SilentThemselves(int count) =>
        Russian.Capital(count == 1 ? Results.ResultWords.Silent(noun) : "сами не ответили, оценены по данным института");

    /// <summary>«2 из 3 муниципалитетов».</summary>
    public string Part(int count, int of) => $"{Russian.Number(count)} из {Russian.Count(of, noun, GrammaticalCase.Genitive)}";

    /// <summary>«5 баллов из 8 (62,5 %)».</summary>
    public static string Earned(NodeScore score) =>
        $"{Russian.Count(score.Points ?? 0, Nouns.Point)} из {Russian.Number(score.Max)} ({Russian.Percent(score.Share ?? 0)})";

    /// <summary>Decimals of a mean or a median of points: of a small maximum one would hide what the share shows.</summary>
    public static int MeanDigits(double max) => max < 10 ? 2 : 1;

    /// <summary>«1.1 „Цели“ (25,0 %); 1.2 „…“, 1.3 „…“ (33,3 %) и ещё 2 показателя с тем же результатом»: equal ones together.</summary>
    /// <param name="indicators">Those that are named, in order.</param>
    /// <param name="tied">How many more have the share of the last of them.</param>
    public static string Listed(IReadOnlyList<IndicatorFacts> indicators, int tied = 0)
    {
        List<string> groups = [];
        for (var from = 0; from < indicators.Count; )
        {
            var share = indicators[from].Summary.MeanShare ?? 0;
            var alike = indicators.Skip(from).TakeWhile(one => Tolerance.AreEqual(one.Summary.MeanShare ?? 0, share)).ToList();
            groups.Add($"{string.Join(", ", alike.Select(one => one.Summary.Label))} ({Russian.Percent(share)})");
            from += alike.Count;
        }
        return string.Join("; ", groups)
            + (tied == 0 ? "" : $" и{Russian.NoBreakSpace}ещё {Russian.Count(tied, Nouns.Indicator)} с тем же результатом");
    }

    /// <summary>Who stands out upwards: «Лучше всего …» from half of the maximum on, «Относительно лучше других …» below it.</summary>
    public static IEnumerable<string> Strongest(Extremes found, string best) =>
        Split(found.Strongest, found.StrongestTied, best, "Относительно лучше других", share => Tolerance.Reaches(share, Half));

    /// <summary>Who stands out downwards: «Слабее всего …» below half of the maximum, «Относительно слабее других …» from it on.</summary>
    public static IEnumerable<string> Weakest(Extremes found, string worst) =>
        Split(found.Weakest, found.WeakestTied, worst, "Относительно слабее других", share => Tolerance.IsBelow(share, Half));

    /// <summary>«лучше всего», or what half of the maximum allows to say.</summary>
    public static string BestOf(double share) => Tolerance.Reaches(share, Half) ? "лучше всего" : "относительно лучше других";

    /// <summary>«хуже всего», or what half of the maximum allows to say.</summary>
    public static string WorstOf(double share) => Tolerance.IsBelow(share, Half) ? "хуже всего" : "относительно хуже других";

    /// <summary>Whether a result is high enough to call who has it a leader.</summary>
    public static bool IsPraised(double share) => Tolerance.Reaches(share, Half);

    /// <summary>«направление 1 „…“», «направления 1 „…“ и 2 „…“».</summary>
    public static string Directions(IReadOnlyList<NodeFacts> tied) =>
        tied.Count == 1 ? $"направление {tied[0].Label}" : $"направления {Russian.List([.. tied.Select(direction => direction.Label)], 3)}";

    private static IEnumerable<string> Split(
        IReadOnlyList<IndicatorFacts> named,
        int tied,
        string absolute,
        string relative,
        Func<double, bool> holds
    )
    {
        var firm = named.TakeWhile(indicator => holds(indicator.Summary.MeanShare!.Value)).ToList();
        var rest = named.Skip(firm.Count).ToList();
        // The tie beyond the limit is of the last one named.
        if (firm.Count > 0)
            yield return Told(absolute, firm, rest.Count == 0 ? tied : 0);
        if (rest.Count > 0)
            yield return Told(relative, rest, tied);
    }

    private static string Told(string words, List<IndicatorFacts> indicators, int tied) =>
        $"{words} {(indicators.Count + tied == 1 ? "выполнен показатель" : "выполнены показатели")}: {Listed(indicators, tied)}.";
}
