using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Results;
using Orientir.Measurement.Cycle;
using Orientir.Measurement.Ranking;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

/// <summary>
/// Finds the facts of a report. Which rule makes which sentence, and why: docs/methods/narrative.md.
/// </summary>
internal sealed class FactFinder
{
    private const int NamesShown = 5;

    private readonly ScoredMarks scored;
    private readonly string campaign;
    private readonly Methodology methodology;
    private readonly Scores scores;
    private readonly Noun noun;
    private readonly MarkOverview overview;
    private readonly int[] ranked;
    private readonly NodeFacts total;
    private readonly List<IndicatorFacts> indicators;
    private readonly IReadOnlyList<DirectionFacts> directions;
    private readonly IReadOnlyList<DirectionFacts> byShare;
    private readonly IReadOnlyList<LevelFacts> levels;
    private readonly CycleFacts? cycle;
    private readonly ParticipantFacts participants;
    private readonly DataScope scope;

    public FactFinder(ScoredMarks scored, string? campaign)
    {
        this.scored = scored;
        (methodology, scores) = (scored.Methodology, scored.Scores);
        this.campaign = string.IsNullOrWhiteSpace(campaign) ? methodology.Title : campaign.Trim();
        noun = Nouns.Of(methodology.Subject);
        overview = new(scored);
        ranked = [.. scores.Order.Where(subject => scores[subject, 0].Share is not null)];
        total = FactsOf(0);
        var positions = methodology
            .Nodes.Select((node, index) => (node, index))
            .Where(pair => pair.node.Kind == NodeKind.Direction)
            .Select((pair, position) => (pair.index, position))
            .ToDictionary(pair => pair.index, pair => pair.position);
        indicators = FindIndicators(positions);
        directions = [.. positions.Keys.Order().Select((node, position) => FindDirection(node, position))];
        byShare =
        [
            .. directions
                .Where(direction => direction.Summary.MeanShare is not null)
                .OrderByDescending(direction => Tolerance.SortKey(direction.Summary.MeanShare!.Value)),
        ];
        levels = LevelWords.Of(scored, noun);
        cycle = FindCycle();
        participants = FindParticipants();
        scope = FindScope();
    }

    public ReportFacts Find()
    {
        var summary = Summarise();
        var problems = FindProblems();
        var flags = FlagWords.Of(scored, noun);
        var source = MarkSource();
        return new(overview)
        {
            Scored = scored,
            Campaign = campaign,
            Noun = noun,
            Edition = MethodWords.EditionOf(methodology),
            MarkSource = source,
            Method = MethodWords.Of(methodology, scored.Marks.Experts.Count),
            Participants = participants,
            Scope = scope,
            Summary = summary,
            Problems = [.. problems.Take(3)],
            ProblemsNote = problems.Count switch
            {
                0 => "По правилам отчёта данные не указывают ни на одну проблему.",
                1 => "По правилам отчёта данные указывают только на одну проблему.",
                2 => "По правилам отчёта данные указывают только на две проблемы.",
                _ => null,
            },
            Total = total,
            Groups =
            [
                .. methodology
                    .Nodes.Select((node, index) => (node, index))
                    .Where(pair => pair is { index: > 0, node.Kind: NodeKind.Group })
                    .Select(pair => FactsOf(pair.index)),
            ],
            Directions = directions,
            DirectionsByShare = byShare,
            Indicators = indicators,
            Measures = FindMeasures(),
            Rating = [.. scores.Order.Select(RowOf)],
            Levels = levels,
            Cycle = cycle,
            Flags = flags,
            Conclusions = Conclude(summary, flags, source),
            DirectionChart = DirectionChart(),
            LevelCharts = LevelCharts(),
            RatingChart = RatingChart(),
        };
    }

    private string NameOf(int subject) => scores.Subjects[subject].Name;

    private string[] NamesOf(IEnumerable<int> subjects) => [.. subjects.Select(NameOf)];

    // «ни по одному муниципалитету», «ни по одной школе»
    private string NotByAny => $"ни по {noun.Agree("одному", "одной", "одному")} {noun.Form(GrammaticalCase.Dative, false)}";

    // «ни один муниципалитет не набрал», «ни одна школа не набрала»
    private string NobodyEarned => $"ни {noun.Agree("один", "одна", "одно")} {noun.One} не {noun.Agree("набрал", "набрала", "набрало")}";

    private string Part(int count, int of) => $"{Russian.Number(count)} из {Russian.Count(of, noun, GrammaticalCase.Genitive)}";

    private NodeFacts FactsOf(int node)
    {
        var (summary, from) = (scores.Summaries[node], methodology.Nodes[node]);
        return new(
            node,
            from.Code,
            from.Title,
            summary.Max,
            summary.Count,
            summary.Mean,
            summary.MeanShare,
            summary.MinShare,
            summary.MedianShare,
            summary.MaxShare,
            summary.Median,
            summary.Min,
            summary.MaxFound,
            summary.Sd,
            summary.Leaders,
            NamesOf(summary.Leaders),
            summary.Leaders.Count == 0 ? null : scores[summary.Leaders[0], node].Share,
            summary.CountBelow30,
            summary.Below30
        );
    }

    private List<IndicatorFacts> FindIndicators(Dictionary<int, int> positions)
    {
        var found = new List<IndicatorFacts>();
        for (var index = 0; index < methodology.Nodes.Count; index++)
        {
            var spec = methodology.Specification.Nodes[index];
            if (spec.Scale is null || spec.Direction == index)
                continue;
            found.Add(
                new(
                    FactsOf(index),
                    positions.GetValueOrDefault(spec.Direction, -1),
                    spec.Stage,
                    spec.InCycle,
                    scores.Summaries[index].Distribution ?? []
                )
            );
        }
        return found;
    }

    private DirectionFacts FindDirection(int node, int position)
    {
        var summary = FactsOf(node);
        var below = indicators.Where(indicator => indicator.Direction == position && indicator.Summary.Count > 0).ToArray();
        var (strongest, weakest) = Extremes(below, 3);
        return new(summary, below, strongest, weakest, DirectionSentences(summary, below, strongest, weakest));
    }

    /// <summary>The best above and the worst below the average of the mean shares, at most so many each.</summary>
    private static (IReadOnlyList<IndicatorFacts> Strongest, IReadOnlyList<IndicatorFacts> Weakest) Extremes(
        IReadOnlyList<IndicatorFacts> from,
        int limit
    )
    {
        var judged = from.Where(indicator => indicator.Summary.MeanShare is not null).ToArray();
        var found = Standouts.Of([.. judged.Select(Share)], limit);
        return ([.. found.Best.Select(index => judged[index])], [.. found.Worst.Select(index => judged[index])]);
    }

    private static double Share(IndicatorFacts indicator) => indicator.Summary.MeanShare ?? 0;

    private static string Listed(IEnumerable<IndicatorFacts> list) =>
        string.Join("; ", list.Select(indicator => $"{indicator.Summary.Label} ({Russian.Percent(Share(indicator))})"));

    private string Got(int subject, int node)
    {
        var score = scores[subject, node];
        return $"{Russian.Count(score.Points ?? 0, Nouns.Point)} из {Russian.Number(score.Max)} ({Russian.Percent(score.Share ?? 0)})";
    }

    private List<string> DirectionSentences(
        NodeFacts direction,
        IndicatorFacts[] below,
        IReadOnlyList<IndicatorFacts> strongest,
        IReadOnlyList<IndicatorFacts> weakest
    )
    {
        if (direction.Count == 0)
            return [direction.Max > 0 ? $"Данных нет {NotByAny}." : "Показатели этого направления измеряются, но баллов не дают."];
        List<string> sentences = [];
        if (direction.Count == 1)
        {
            var only =
                ranked.Length == 0
                    ? -1
                    : Enumerable.Range(0, scores.Subjects.Count).First(subject => scores[subject, direction.Node].Share is not null);
            sentences.Add(
                $"{NameOf(only)}: {Got(only, direction.Node)}." + (scores.Subjects.Count > 1 ? $" По остальным данных нет." : "")
            );
        }
        else
        {
            sentences.Add(
                $"В среднем {noun.One} {noun.Agree("набрал", "набрала", "набрало")} {Russian.Count(direction.Mean!.Value, Nouns.Point, GrammaticalCase.Accusative, 1)} из "
                    + $"{Russian.Number(direction.Max)} ({Russian.Percent(direction.MeanShare!.Value)} максимума); медиана — {Russian.Number(direction.Median!.Value, 1)}, "
                    + (
                        Tolerance.IsAbove(direction.MaxFound!.Value, direction.Min!.Value)
                            ? $"наименьший результат — {Russian.Number(direction.Min!.Value)}, наибольший — {Russian.Number(direction.MaxFound!.Value)}."
                            : "у всех результат одинаков."
                    )
            );
            sentences.Add(LeaderSentence(direction));
            if (direction.MaxFound > 0)
                sentences.Add(
                    direction.Below30 == 0
                        ? $"Результатов ниже 30{Russian.NoBreakSpace}% максимума нет."
                        : $"Ниже 30{Russian.NoBreakSpace}% максимума — {Part(direction.Below30, direction.Count)} ({Russian.Percent(direction.Below30Part!.Value)})."
                );
            if (direction.Count < ranked.Length)
                sentences.Add(
                    $"Нет данных по этому направлению: {Russian.List(NamesOf(ranked.Where(subject => scores[subject, direction.Node].Share is null)), NamesShown, noun)}."
                );
        }
        if (weakest.Count > 0)
            sentences.Add($"Слабее всего {(weakest.Count == 1 ? "выполнен показатель" : "выполнены показатели")}: {Listed(weakest)}.");
        if (strongest.Count > 0)
            sentences.Add($"Лучше всего {(strongest.Count == 1 ? "выполнен показатель" : "выполнены показатели")}: {Listed(strongest)}.");
        if (weakest.Count + strongest.Count == 0 && below.Count(indicator => indicator.Summary.MeanShare is not null) > 1)
            sentences.Add("Все показатели направления выполнены в равной мере.");
        return sentences;
    }

    private string LeaderSentence(NodeFacts node)
    {
        var leaders = node.Leaders;
        if (leaders.Count == 0)
            return $"{Russian.Capital(NobodyEarned)} ни одного балла.";
        if (leaders.Count == node.Count)
            return $"Все {noun.Many} набрали поровну ({Russian.Percent(node.LeaderShare!.Value)} максимума), лидера нет.";
        // With «не применимо» equal shares may hide unequal points: then only the share is told.
        var result = leaders.All(leader =>
            Tolerance.AreEqual(scores[leader, node.Node].Points!.Value, scores[leaders[0], node.Node].Points!.Value)
        )
            ? $"{Russian.Count(scores[leaders[0], node.Node].Points!.Value, Nouns.Point)}, {Russian.Percent(node.LeaderShare!.Value)} максимума"
            : $"{Russian.Percent(node.LeaderShare!.Value)} максимума";
        return leaders.Count == 1
            ? $"Лидер: {node.LeaderNames[0]} ({result})."
            : $"Лидеры: {Russian.List(node.LeaderNames, NamesShown, noun)} (у каждого — {result}).".Replace(
                "у каждого",
                noun.Agree("у каждого", "у каждой", "у каждого"),
                StringComparison.Ordinal
            );
    }

    private CycleFacts? FindCycle()
    {
        if (CycleMatrix.Of(scores, overview.HasLeafValue) is not { } matrix)
            return null;
        string[] titles = [.. methodology.Stages.Select(stage => stage.Title)];
        BreakFacts Told(CycleBreak found, IReadOnlyList<CycleCarrier> carriers) =>
            new(found, [.. carriers.Select(carrier => new CarrierFacts(LeafOf(carrier.Node), carrier))], BreakSentence.Of(found, titles));
        CycleRowFacts[] rows =
        [
            .. matrix.Rows.Select(row => new CycleRowFacts(
                directions.TakeWhile(direction => direction.Summary.Node != row.Direction).Count(),
                row.Cells,
                row.Total,
                row.Subjects,
                Told(row.Break, row.Carriers)
            )),
        ];
        var found = Told(matrix.Break, matrix.Carriers);
        return new(
            titles,
            rows,
            matrix.Totals,
            matrix.Total,
            found,
            BreakSentence.Rule,
            CycleSentences(found, matrix.Totals, rows, titles)
        );
    }

    // An indicator; a direction that is a leaf itself stands for its own.
    private IndicatorFacts LeafOf(int node)
    {
        if (indicators.Find(indicator => indicator.Summary.Node == node) is { } known)
            return known;
        var spec = methodology.Specification.Nodes[node];
        var position = directions.TakeWhile(direction => direction.Summary.Node != node).Count();
        return new(directions[position].Summary, position, spec.Stage, spec.InCycle, []);
    }

    private List<string> CycleSentences(BreakFacts found, IReadOnlyList<CycleValue?> totals, CycleRowFacts[] rows, string[] titles)
    {
        List<string> sentences = [found.Sentence];
        string Named(IEnumerable<int> stages) =>
            string.Join(
                ", ",
                stages.Select(stage => $"{Russian.Quote(titles[stage])} ({Russian.Percent(totals[stage]!.Value.Share ?? 0)})")
            );
        if (found.Carriers.Count > 0)
            sentences.Add(
                $"Больше всего баллов на этом этапе потеряно по {(found.Carriers.Count == 1 ? "показателю" : "показателям")}: "
                    + $"{string.Join("; ", found.Carriers.Select(carrier => $"{carrier.Indicator.Summary.Label} (набрано {Russian.Number(carrier.Points)} из {Russian.Number(carrier.Max)})"))}."
            );
        if (found.Kind == BreakKind.AtStage && found.Weakest is { } weakest && weakest != found.Stage)
            sentences.Add($"Самый слабый этап цикла: {Named([weakest])}.");
        if (found.Regained.Count > 0)
            sentences.Add(
                $"После разрыва доля баллов снова выше: {Named(found.Regained)}. Эта работа ведётся без опоры на пропущенный этап."
            );

        var broken = rows.Where(row => row.Break.Stage is not null).ToArray();
        if (rows.Length > 1 && broken.Length > 0)
        {
            var groups = broken
                .GroupBy(row => row.Break.Stage!.Value)
                .OrderBy(group => group.Key)
                .Select(group =>
                    $"на этапе {Russian.Quote(titles[group.Key])} — {string.Join(", ", group.Select(row => directions[row.Direction].Summary.Code))}"
                );
            sentences.Add($"По направлениям цикл обрывается: {string.Join("; ", groups)}.");
        }
        var whole = rows.Where(row => row.Break.Kind == BreakKind.None).Select(row => directions[row.Direction].Summary.Code).ToArray();
        if (rows.Length > 1 && whole.Length > 0)
            sentences.Add(
                whole.Length == rows.Length ? "Ни в одном направлении цикл не обрывается." : $"Без разрыва: {string.Join(", ", whole)}."
            );
        return sentences;
    }

    private ParticipantFacts FindParticipants()
    {
        var all = NamesOf(Enumerable.Range(0, scores.Subjects.Count));
        var none = NamesOf(scores.Order.Where(subject => scores[subject, 0].Points is null && !overview.HasLeafValue[subject]));
        var asks = methodology.Nodes.Any(node => node.Scale is not null && node.Source == AnswerSource.Subject);
        var operatorOnly = asks
            ? NamesOf(scores.Order.Where(subject => overview.HasLeafValue[subject] && !overview.HasOwnValue[subject]))
            : [];
        var totalsOnly = NamesOf(ranked.Where(subject => !overview.HasLeafValue[subject]));
        var partial = ranked
            .Where(subject => scores.UnscoredOf(subject) > 0 && (overview.HasOwnValue[subject] || !asks))
            .Select(subject => (NameOf(subject), scores.UnscoredOf(subject)))
            .ToArray();

        List<string> sentences = [];
        var count = all.Length;
        if (none.Length == count)
            sentences.Add($"Данных нет {NotByAny}.");
        else if (none.Length == 0)
            sentences.Add(
                count == 1
                    ? $"Данные есть: {all[0]}."
                    : $"Данные есть по всем {noun.Form(GrammaticalCase.Dative, true)} ({Russian.Number(count)})."
            );
        else
        {
            sentences.Add($"Данные есть по {Russian.Count(count - none.Length, noun, GrammaticalCase.Dative)} из {Russian.Number(count)}.");
            sentences.Add($"Не дали никаких данных: {Russian.List(none, 20, noun)}.");
        }
        if (operatorOnly.Length > 0)
            sentences.Add($"Не ответили сами, есть только оценки, которые выставляет организатор: {Russian.List(operatorOnly, 20, noun)}.");
        string[] response = [.. sentences];
        if (totalsOnly.Length > 0)
            sentences.Add(
                totalsOnly.Length == ranked.Length
                    ? "Известны только итоги, оценок по отдельным показателям нет."
                    : $"Только итоги, без оценок по показателям, известны по {Russian.Count(totalsOnly.Length, noun, GrammaticalCase.Dative)}: {Russian.List(totalsOnly, NamesShown, noun)}."
            );
        if (partial.Length > 0)
            sentences.Add(
                $"Оценены не все {(indicators.Count > 0 ? "показатели" : "направления")} у {Russian.Count(partial.Length, noun, GrammaticalCase.Genitive)}: "
                    + $"{Russian.List([.. partial.Select(pair => $"{pair.Item1} (без оценки — {Russian.Number(pair.Item2)})")], NamesShown, noun)}."
            );
        return new(all, ranked.Length, none, operatorOnly, partial, totalsOnly, response, sentences);
    }

    private DataScope FindScope()
    {
        var hasScores = ranked.Length > 0;
        var hasDirections = directions.Any(direction => direction.Summary.Count > 0);
        var hasIndicators = indicators.Any(indicator => indicator.Distribution.Count > 0);
        var hasTree = indicators.Count > 0;
        List<string> left = [];
        if (!hasScores && overview.HasLeafValue.Any(has => has) && total.Max == 0)
            left.Add("Методика не начисляет баллов: места, уровни и доли не рассчитываются, показатели приведены в измеренных значениях.");
        else if (!hasScores)
            left.Add("Оценок нет, поэтому результаты, места и уровни не приводятся.");
        if (hasScores && ranked.Length == 1)
            left.Add(
                $"Результат есть только по {noun.Agree("одному", "одной", "одному")} {noun.Form(GrammaticalCase.Dative, false)}, поэтому сравнения и мест нет."
            );
        if (hasScores && !hasDirections)
            left.Add("Известны только общие итоги: результаты по направлениям, показателям и этапам цикла не приводятся.");
        else if (hasScores && !hasIndicators)
            left.Add(
                hasTree
                    ? "Известны только итоги по направлениям: результаты по показателям не приводятся."
                    : "Методика не делит направления на показатели: результаты приведены по направлениям."
            );
        if (cycle is null)
            left.Add(
                methodology.Stages.Count == 0 || scores.Cycle.Count == 0
                    ? "Методика не относит показатели к этапам управленческого цикла, матрица цикла не строится."
                    : "Матрица управленческого цикла не строится: для неё нужны оценки по показателям."
            );
        else if (cycle.Rows.Max(row => row.Subjects) < ranked.Length)
            left.Add(
                $"В матрицу цикла вошли не все: {Part(cycle.Rows.Max(row => row.Subjects), ranked.Length)} с оценками по показателям."
            );
        if (methodology.Levels.Count == 0)
            left.Add("Методика не устанавливает уровней, распределение по уровням не приводится.");
        return new(
            hasScores,
            hasDirections,
            hasIndicators,
            cycle is not null,
            methodology.Levels.Count > 0,
            scored.Marks.Comments.Count > 0,
            ranked.Length > 1,
            left
        );
    }

    private string? MarkSource()
    {
        var named = scored.Marks.Experts.Where(name => name.Length > 0).ToArray();
        if (named.Length == 0)
            return null;
        if (named.Length == 1 && scored.Marks.Experts.Count == 1)
            return $"Источник оценок: {named[0]}.";
        return $"Источники оценок: {Russian.List(named, 10)}"
            + (named.Length < scored.Marks.Experts.Count ? "; часть оценок — без имени эксперта." : ".");
    }

    // Directions of the same mean share, printed order: a tie is told as one.
    private DirectionFacts[] AtShare(DirectionFacts like) =>
        [.. directions.Where(direction => Tolerance.AreEqual(direction.Summary.MeanShare ?? double.NaN, like.Summary.MeanShare!.Value))];

    private static string Named(DirectionFacts[] tied) =>
        tied.Length == 1
            ? $"направление {tied[0].Summary.Label}"
            : $"направления {Russian.List([.. tied.Select(direction => direction.Summary.Label)], 3)}";

    private string Summarise()
    {
        if (ranked.Length == 0)
            return total.Max == 0 && overview.HasLeafValue.Any(has => has)
                ? $"Показатели измерены по {Russian.Count(overview.HasLeafValue.Count(has => has), noun, GrammaticalCase.Dative)}; методика не начисляет баллов."
                : $"Данных нет {NotByAny}, результат не рассчитан.";

        var (first, last) = (ranked[0], ranked[^1]);
        var (high, low) = (scores[first, 0].Share!.Value, scores[last, 0].Share!.Value);
        var extremes = "";
        if (byShare.Count > 1 && Tolerance.IsAbove(byShare[0].Summary.MeanShare!.Value, byShare[^1].Summary.MeanShare!.Value))
            extremes =
                $"; лучше всего — {Named(AtShare(byShare[0]))} ({Russian.Percent(byShare[0].Summary.MeanShare!.Value)}), "
                + $"хуже всего — {Named(AtShare(byShare[^1]))} ({Russian.Percent(byShare[^1].Summary.MeanShare!.Value)})";
        if (ranked.Length == 1)
            return $"{NameOf(first)}: {Got(first, 0)}{extremes}.";
        if (!Tolerance.IsAbove(high, 0))
            return $"{Russian.Capital(NobodyEarned)} ни одного балла.";
        if (!Tolerance.IsAbove(high, low))
            return $"Все {noun.Many} ({Russian.Number(ranked.Length)}) набрали поровну: {Russian.Percent(high)} максимума{extremes}.";

        var top = ranked.TakeWhile(subject => scores[subject, 0].Rank == 1).ToArray();
        var bottom = ranked.Where(subject => !Tolerance.IsAbove(scores[subject, 0].Share!.Value, low)).ToArray();
        return $"В среднем {noun.One} {noun.Agree("набрал", "набрала", "набрало")} {Russian.Percent(total.MeanShare!.Value)} максимума: "
            + $"от {Russian.Percent(low)} ({Russian.List(NamesOf(bottom), 2, noun)}) до {Russian.Percent(high)} ({Russian.List(NamesOf(top), 2, noun)}){extremes}.";
    }

    /// <summary>Every rule gives at most one problem with a severity 0 … 1: the part that is lost or concerned. Gravest first, ties in this order.</summary>
    private List<Problem> FindProblems()
    {
        List<Problem> problems = [];
        if (
            byShare.Count > 1
            && byShare[^1].Summary is { MeanShare: < 0.5 } weakest
            && Tolerance.IsAbove(byShare[0].Summary.MeanShare!.Value, weakest.MeanShare!.Value)
        )
            problems.Add(
                new(
                    ProblemKind.WeakestDirection,
                    1 - weakest.MeanShare!.Value,
                    $"Слабее всего {Named(AtShare(byShare[^1]))}: в среднем {Russian.Percent(weakest.MeanShare.Value)} максимума"
                        + (
                            weakest.Below30 > 0 && weakest.Count > 1 && AtShare(byShare[^1]).Length == 1
                                ? $"; ниже 30{Russian.NoBreakSpace}% — {Part(weakest.Below30, weakest.Count)}."
                                : "."
                        )
                )
            );

        if (cycle?.Break is { Kind: BreakKind.AtStage or BreakKind.NotStarted or BreakKind.Nothing } gap)
            problems.Add(new(ProblemKind.CycleBreak, gap.BestShare is { } best ? 1 - gap.Share!.Value / best : 1, gap.Sentence));

        var marked = indicators.Where(indicator => indicator.Summary.MeanShare is not null).ToArray();
        var low = marked
            .Where(indicator => Tolerance.IsBelow(Share(indicator), Scorer.LowShare))
            .OrderBy(indicator => Tolerance.SortKey(Share(indicator)))
            .ToArray();
        if (low.Length > 0)
            problems.Add(
                new(
                    ProblemKind.WeakIndicators,
                    (double)low.Length / marked.Length,
                    $"По {Russian.Count(low.Length, Nouns.Indicator, GrammaticalCase.Dative)} из {Russian.Number(marked.Length)} набрано в среднем меньше 30{Russian.NoBreakSpace}% максимума"
                        + (low.Length == 1 ? $": {Listed(low)}." : $"; ниже всего — {Listed(low.Take(3))}.")
                )
            );

        if (ranked.Length > 1 && total.Below30 > 0)
        {
            var names = NamesOf(ranked.Where(subject => Tolerance.IsBelow(scores[subject, 0].Share!.Value, Scorer.LowShare)).Reverse());
            problems.Add(
                new(
                    ProblemKind.ManyBelow30,
                    total.Below30Part!.Value,
                    $"{Part(total.Below30, total.Count)} {Russian.Verb(total.Below30, noun.Agree("набрал", "набрала", "набрало"), "набрали")} меньше 30{Russian.NoBreakSpace}% максимума: "
                        + $"{Russian.List(names, NamesShown, noun)}."
                )
            );
        }

        string[] silent = [.. participants.NoData, .. participants.OperatorOnly];
        if (silent.Length > 0 && ranked.Length > 0)
            problems.Add(
                new(
                    ProblemKind.Silent,
                    (double)silent.Length / scores.Subjects.Count,
                    $"Не {Russian.Verb(silent.Length, noun.Agree("ответил", "ответила", "ответило"), "ответили")} {Part(silent.Length, scores.Subjects.Count)}: {Russian.List(silent, NamesShown, noun)}."
                )
            );

        if (ranked.Length > 1 && scores[ranked[0], 0].Share - scores[ranked[^1], 0].Share is { } distance and >= 0.4)
            problems.Add(
                new(
                    ProblemKind.Spread,
                    distance / 2,
                    $"Результаты сильно различаются: от {Russian.Percent(scores[ranked[^1], 0].Share!.Value)} до {Russian.Percent(scores[ranked[0], 0].Share!.Value)} максимума."
                )
            );

        var mismatches = scores.Flags.Where(flag => flag.Kind == ScoreFlagKind.TotalMismatch).ToArray();
        if (mismatches.Length > 0)
        {
            var concerned = mismatches.Select(flag => flag.Subject).Distinct().ToArray();
            problems.Add(
                new(
                    ProblemKind.Mismatch,
                    (double)concerned.Length / scores.Subjects.Count,
                    $"Указанные итоги не сходятся с суммой по показателям: {Russian.Count(mismatches.Length, Nouns.Difference)}, {Russian.List(NamesOf(concerned), NamesShown, noun)}."
                )
            );
        }

        var disagreements = scores.Flags.Count(flag => flag.Kind == ScoreFlagKind.Disagreement);
        if (disagreements > 0)
        {
            var values = scores.Summaries.Sum(summary => summary.Distribution?.Sum(entry => (long)entry.Count) ?? 0);
            problems.Add(
                new(
                    ProblemKind.Disagreement,
                    Math.Min(1, (double)disagreements / values),
                    $"Эксперты разошлись в оценке: {Russian.Count(disagreements, Nouns.Difference)} ({Russian.Percent((double)disagreements / values)} оценок)."
                )
            );
        }
        return [.. problems.OrderByDescending(problem => Tolerance.SortKey(problem.Severity))];
    }

    private List<MeasureFacts> FindMeasures()
    {
        var values = new Dictionary<int, List<double>>();
        foreach (var mark in scored.Marks.Marks.Span)
        {
            if (double.IsNaN(mark.Value) || methodology.Nodes[mark.Node].Scale is not MeasureScale { Bands.Count: 0 })
                continue;
            if (!values.TryGetValue(mark.Node, out var list))
                values[mark.Node] = list = [];
            list.Add(mark.Value);
        }
        var measures = new List<MeasureFacts>();
        foreach (var (node, list) in values.OrderBy(pair => pair.Key))
        {
            var sample = SampleSummary.Of(list);
            measures.Add(
                new(FactsOf(node), ((MeasureScale)methodology.Nodes[node].Scale!).Unit, sample.Count, sample.Min, sample.Median, sample.Max)
            );
        }
        return measures;
    }

    private RatingRow RowOf(int subject) =>
        new(
            subject,
            NameOf(subject),
            scores[subject, 0],
            [.. directions.Select(direction => scores[subject, direction.Summary.Node])],
            [.. levels.Select(level => scores.BandOf(subject, level.Index) is { } band ? level.Bands[band] : null)],
            scores.UnscoredOf(subject)
        );

    private List<string> Conclude(string summary, IReadOnlyList<string> flags, string? source)
    {
        List<string> conclusions = [summary];
        if (scope.Comparable && total.Leaders.Count > 0 && total.Leaders.Count < ranked.Length)
            conclusions.Add(LeaderSentence(total));
        conclusions.AddRange(levels.Where(level => level.Node == 0).Select(level => level.Sentence));
        if (scope.Comparable && total.Below30 > 0)
            conclusions.Add(
                $"Меньше 30{Russian.NoBreakSpace}% максимума — {Part(total.Below30, total.Count)} ({Russian.Percent(total.Below30Part!.Value)})."
            );
        if (scope.HasIndicators)
        {
            var (strongest, weakest) = Extremes([.. indicators.Where(indicator => indicator.Summary.Count > 0)], 3);
            if (strongest.Count > 0)
                conclusions.Add($"Лучше других выполнены показатели: {Listed(strongest)}.");
            if (weakest.Count > 0)
                conclusions.Add($"Хуже других выполнены показатели: {Listed(weakest)}.");
        }
        if (cycle is not null)
            conclusions.AddRange(cycle.Sentences.Take(cycle.Break.Stage is null ? 1 : 4));
        if (participants.NoData.Count > 0 && participants.NoData.Count < participants.All.Count)
            conclusions.Add($"Нет данных, результат не рассчитан: {Russian.List(participants.NoData, NamesShown, noun)}.");
        if (participants.OperatorOnly.Count > 0)
            conclusions.Add($"Нет собственных ответов: {Russian.List(participants.OperatorOnly, NamesShown, noun)}.");
        conclusions.AddRange(flags);
        if (source is not null)
            conclusions.Add(source);
        return conclusions;
    }

    private Chart? DirectionChart()
    {
        if (byShare.Count == 0)
            return null;
        var (best, worst) = (byShare[0].Summary, byShare[^1].Summary);
        return new(
            "Средняя доля максимума по направлениям",
            byShare.Count == 1
                ? $"Одно направление: {best.Heading}, {Russian.Percent(best.MeanShare!.Value)}."
                : $"Столбцы по убыванию: от {Russian.Percent(best.MeanShare!.Value)} ({best.Heading}) до {Russian.Percent(worst.MeanShare!.Value)} ({worst.Heading}).",
            ChartKind.Bars,
            "%",
            [.. byShare.Select(direction => direction.Summary.Heading)],
            [new("Средняя доля", [.. byShare.Select(direction => direction.Summary.MeanShare)], Palette.Accent)]
        );
    }

    private Chart? RatingChart() =>
        ranked.Length is < 2 or > 60
            ? null
            : new(
                "Доля максимума по местам",
                $"Столбцы по убыванию: от {Russian.Percent(scores[ranked[0], 0].Share!.Value)} ({NameOf(ranked[0])}) "
                    + $"до {Russian.Percent(scores[ranked[^1], 0].Share!.Value)} ({NameOf(ranked[^1])}).",
                ChartKind.Bars,
                "%",
                NamesOf(ranked),
                [new("Доля максимума", [.. ranked.Select(subject => scores[subject, 0].Share)], Palette.Accent)]
            );

    private List<Chart> LevelCharts()
    {
        var charts = new List<Chart>();
        foreach (
            var alike in levels.GroupBy(
                level => string.Join('\n', level.Bands.Select(band => band.Title).Prepend(level.Title)),
                StringComparer.Ordinal
            )
        )
        {
            var schemes = alike.ToArray();
            var held = schemes.Where(level => level.Bands.Any(band => band.Subjects.Count > 0)).ToArray();
            if (held.Length == 0)
                continue;
            var series = held[0]
                .Bands.Select(
                    (band, at) =>
                        new ChartSeries(band.Label, [.. held.Select(level => (double?)level.Bands[at].Subjects.Count)], band.Zone.Color)
                )
                .ToList();
            if (held.Any(level => level.Without > 0))
                series.Add(new(Russian.Capital(Russian.NoData), [.. held.Select(level => (double?)level.Without)], Palette.NoData));
            charts.Add(
                new(
                    $"{held[0].Title}: число {noun.Form(GrammaticalCase.Genitive, true)}",
                    string.Join(' ', held.Select(level => level.Sentence)),
                    ChartKind.StackedBars,
                    noun.Many,
                    [.. held.Select(level => Russian.Capital(level.Of))],
                    series
                )
            );
        }
        return charts;
    }
}
