using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

/// <summary>
/// Phrases that many sentences share: subjects by name and in agreement with their noun, indicators and directions by label.
/// </summary>
/// <param name="scored">
/// The marks. Those of whom the institute's data alone speak keep their place, and are named neither in praise nor in blame.
/// </param>
internal sealed class Wording(ScoredMarks scored)
{
    private readonly Noun noun = scored.Methodology.Subject.Noun;
    private readonly IReadOnlyList<ScoringSubject> subjects = scored.Scores.Subjects;
    private readonly IReadOnlySet<int> operatorOnly = scored.OperatorOnly;

    /// <summary>How many names a sentence lists before «и ещё N».</summary>
    public const int NamesShown = 5;

    // Below half of the maximum the best is only better than others, from half on the worst is only worse: docs/methods/narrative.md.
    private const double Half = 0.5;

    /// <summary>How a sentence ends of results some of whose indicators nobody marked.</summary>
    public const string Preliminary = "; оценено не всё: результат предварительный.";

    /// <summary>What is said where a missing mark could reverse a comparison.</summary>
    public const string Unknown = "по имеющимся оценкам сказать нельзя";

    public Noun Noun => noun;

    /// <summary>Whether somebody who has a result is marked in part, and it is to be told.</summary>
    public bool AnyMarkedInPart => scored.TellsMarkedInPart && ResultWords.MarkedInPart(scored) is not null;

    /// <summary>«Оценён не полностью: А (1 из 12 показателей)», «Оценены не полностью: А (…), Б (…) и ещё 2 муниципалитета».</summary>
    public string MarkedInPart(IReadOnlyList<MarkedPart> those) =>
        (those.Count == 1 ? noun.Agree("Оценён", "Оценена", "Оценено") : "Оценены")
        + " не полностью: "
        + Russian.List([.. those.Select(part => $"{NameOf(part.Subject)} ({PartOf(part)})")], NamesShown, noun);

    /// <summary>What the methodology makes of so many indicators without a mark.</summary>
    public string OfUnmarked(int unmarked) => ResultWords.OfUnmarked(scored.Scores, unmarked, Nouns.Indicator);

    private static string PartOf(MarkedPart part) =>
        $"{Russian.Number(part.Marked)} из {Russian.Count(part.Of, Nouns.Indicator, GrammaticalCase.Genitive)}";

    /// <summary>Number of subjects covered.</summary>
    public int Subjects => subjects.Count;

    /// <summary>«ни по одному муниципалитету», «ни по одной школе».</summary>
    public string NotByAny => $"ни по {noun.Agree("одному", "одной", "одному")} {noun.Form(GrammaticalCase.Dative, false)}";

    /// <summary>«ни к одному муниципалитету».</summary>
    public string NotToAny => $"ни к {noun.Agree("одному", "одной", "одному")} {noun.Form(GrammaticalCase.Dative, false)}";

    /// <summary>«ни у одного муниципалитета».</summary>
    public string NotOfAny => $"ни у {noun.Agree("одного", "одной", "одного")} {noun.Form(GrammaticalCase.Genitive, false)}";

    /// <summary>«Ни один муниципалитет не набрал ни одного балла.», «Ни одна школа…»; where others are not assessed, «Ни один
    /// оценённый…».</summary>
    /// <param name="assessed">How many are assessed.</param>
    public string NobodyEarned(int assessed) =>
        $"Ни {noun.Agree("один", "одна", "одно")} "
        + (assessed < Subjects ? $"{noun.Agree("оценённый", "оценённая", "оценённое")} " : "")
        + $"{noun.One} не {noun.Agree("набрал", "набрала", "набрало")} ни одного балла.";

    /// <summary>«Все муниципалитеты»; where others are not assessed, «Все оценённые муниципалитеты».</summary>
    /// <param name="assessed">How many are assessed.</param>
    public string All(int assessed) => $"Все {(assessed < Subjects ? "оценённые " : "")}{noun.Many}";

    /// <summary>
    /// « (без оценки 59 показателей из 61)» of a subject most of whose leaves nobody marked, where others are marked further: its result is
    /// of few marks alone. Nothing of others.
    /// </summary>
    public string BarelyAssessed(int subject)
    {
        if (!IsBarely(subject) || !scored.Scores.Order.Any(other => scored.Scores[other, 0].Share is not null && !IsBarely(other)))
            return "";
        var called = scored.Methodology.Tree.Leaves.All(leaf => leaf.Kind == NodeKind.Direction) ? Nouns.Direction : Nouns.Indicator;
        return $" (без оценки {Russian.Count(scored.Scores.UnscoredOf(subject), called)} из {Russian.Number(Applicable(subject))})";
    }

    private bool IsBarely(int subject) => 2 * scored.Scores.UnscoredOf(subject) > Applicable(subject);

    private int Applicable(int subject) => scored.Methodology.Tree.Leaves.Count - scored.Scores.NotApplicableBelow(subject, 0);

    public string NameOf(int subject) => subjects[subject].Name;

    public string[] NamesOf(IEnumerable<int> those) => [.. those.Select(NameOf)];

    /// <summary>
    /// «А», of who sent no answers «А (ответов не отправил)», of others of whom the institute's data alone speak «А (по данным
    /// института)»: where names stand in the order of results.
    /// </summary>
    public string NameBeside(int subject) =>
        !operatorOnly.Contains(subject) ? NameOf(subject) + ResultWords.InBrackets(scored, subject)
        : scored.HasAnswered(subject) == false ? $"{NameOf(subject)} ({ResultWords.Unsent(noun, returned: false)})"
        : $"{NameOf(subject)} (по данным института)";

    /// <summary>The same with a note: «А (ответов не отправил) (без оценки 8 из 11 показателей)».</summary>
    public string NameBeside(int subject, string? note) => NameBeside(subject) + (note is null ? "" : $" ({note})");

    /// <summary>«А, Б и ещё 3 муниципалитета».</summary>
    public string List(IEnumerable<int> those, int shown = NamesShown) => Russian.List(NamesOf(those), shown, noun);

    /// <summary>Those whose own indicators are marked, and who sent their answers as far as it is known.</summary>
    public int[] OwnMarked(IEnumerable<int> those) => [.. those.Where(scored.MayBeNamed)];

    /// <summary>
    /// «А, Б и ещё 3 муниципалитета»; of whom the institute's data alone speak, or who sent no answers, is counted and not named:
    /// «А; не назван 1 муниципалитет, не отправивший ответов», «…, оценённый только по данным института».
    /// </summary>
    public string Judged(IReadOnlyCollection<int> those, int shown = NamesShown)
    {
        var own = OwnMarked(those);
        string Named() => Russian.List([.. own.Select(subject => NameOf(subject) + BarelyAssessed(subject))], shown, noun);
        if (own.Length == those.Count)
            return Named();
        int[] unnamed = [.. those.Except(own)];
        var left = unnamed.Length;
        // The rules before told of no mixture.
        var apart = scored.TellsMarkedInPart || Array.TrueForAll(unnamed, subject => WhyOf(subject) == Unnamed.NotSent);
        var groups = unnamed.GroupBy(subject => apart ? WhyOf(subject) : Unnamed.OperatorOnly);
        var who = Russian.List([.. groups.OrderBy(group => group.Key).Select(group => Counted(group.Key, group.Count()))]);
        return own.Length == 0 ? who : $"{Named()}; не {Russian.Verb(left, noun.Agree("назван", "названа", "названо"), "названы")} {who}";
    }

    private enum Unnamed
    {
        NotSent,
        Returned,
        OperatorOnly,
    }

    private Unnamed WhyOf(int subject) =>
        scored.HasAnswered(subject) == false ? Unnamed.NotSent
        : operatorOnly.Contains(subject) ? Unnamed.OperatorOnly
        : Unnamed.Returned;

    private string Counted(Unnamed why, int count)
    {
        var sent = Russian.Verb(count, noun.Agree("не отправивший", "не отправившая", "не отправившее"), "не отправившие") + " ответов";
        return $"{Russian.Count(count, noun)}, "
            + why switch
            {
                Unnamed.NotSent => sent,
                Unnamed.Returned => $"{sent} после возврата",
                _ => Russian.Verb(count, noun.Agree("оценённый", "оценённая", "оценённое"), "оценённые") + " только по данным института",
            };
    }

    /// <summary>Those who are marked without having sent answers, and what is said of them.</summary>
    public IEnumerable<(string Words, int[] Subjects)> ToldOfUnsent() =>
        ByAnswer(scored.Scores.Order.Where(scored.IsMarkedUnsent))
            .Select(told =>
                (
                    told.Answered == true
                        ? "Оценены ответы, которые возвращены и снова не отправлены"
                        : Russian.Capital(ResultWords.Unsent(noun, false, told.Subjects.Length > 1))
                            + (told.Subjects.Length > 1 ? ", но оценены" : noun.Agree(", но оценён", ", но оценена", ", но оценено")),
                    told.Subjects
                )
            );

    /// <summary>
    /// Those without any mark and what is said of them: «Нет ни одной оценки», and where it is known whether they sent answers «Не
    /// отправили ответов и не оценены» or «Ответили, но не оценены».
    /// </summary>
    public IEnumerable<(string Words, int[] Subjects)> ToldOfUnmarked(IEnumerable<int> those) =>
        ByAnswer(those)
            .Select(told =>
                (
                    told.Answered is null ? "Нет ни одной оценки" : Russian.Capital(Unmarked(told.Answered, told.Subjects.Length > 1)),
                    told.Subjects
                )
            );

    /// <summary>«не оценён»; where it is known whether who has no mark sent answers, «не отправил ответов и не оценён» or
    /// «ответил, но не оценён».</summary>
    public string Unmarked(bool? answered, bool many) =>
        (answered, many) switch
        {
            (null, false) => noun.Agree("не оценён", "не оценена", "не оценено"),
            (null, true) => "не оценены",
            (true, false) => noun.Agree("ответил, но не оценён", "ответила, но не оценена", "ответило, но не оценено"),
            (true, true) => "ответили, но не оценены",
            (false, false) => noun.Agree(
                "не отправил ответов и не оценён",
                "не отправила ответов и не оценена",
                "не отправило ответов и не оценено"
            ),
            (false, true) => "не отправили ответов и не оценены",
        };

    /// <summary>Those of whom the institute's data alone speak, and what is said of them: <see cref="ResultWords.OperatorOnly"/>.</summary>
    public IEnumerable<(string Words, int[] Subjects)> ToldOfOperatorOnly(IEnumerable<int> those) =>
        ByAnswer(those)
            .Select(told =>
                (Russian.Capital(ResultWords.OperatorOnly(noun, told.Answered, many: told.Subjects.Length > 1)), told.Subjects)
            );

    /// <summary>Those who sent no answers, and those who did; together where it is not known.</summary>
    public IEnumerable<(bool? Answered, int[] Subjects)> ByAnswer(IEnumerable<int> those) =>
        those.GroupBy(scored.HasAnswered).OrderBy(group => group.Key == true).Select(group => (group.Key, group.ToArray()));

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

    /// <summary>That it can't be said which indicators stand out, where a missing mark could reverse it.</summary>
    public static IEnumerable<string> NotKnown(Extremes found)
    {
        var what =
            found is { StrongestUnknown: true, WeakestUnknown: true } ? "лучше других, а какие хуже"
            : found.StrongestUnknown ? "лучше других"
            : found.WeakestUnknown ? "хуже других"
            : null;
        return what is null ? [] : [$"Какие показатели выполнены {what}, {Unknown}."];
    }

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
