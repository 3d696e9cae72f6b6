using Orientir.Core.Methodologies;
using Orientir.Measurement.Cycle;
using Orientir.Measurement.Ranking;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

/// <summary>Finds what an expert conclusion says of one subject.</summary>
internal sealed class SubjectFinder(ReportFacts facts, MarkOverview overview)
{
    private const int Listed = 5;
    private readonly Scores scores = facts.Scored.Scores;
    private readonly Methodology methodology = facts.Methodology;
    private readonly ScoringSpecification specification = facts.Methodology.Specification;

    public SubjectFacts Find(int subject)
    {
        var marked = new HashSet<int>();
        var notApplicable = new HashSet<int>();
        var measured = new Dictionary<int, string>();
        foreach (var mark in overview.Of(subject))
        {
            (double.IsNaN(mark.Value) ? notApplicable : marked).Add(mark.Node);
            if (double.IsNaN(mark.Value) || methodology.Nodes[mark.Node].Scale is not MeasureScale measure)
                continue;
            var value = $"{Russian.Number(mark.Value)}{Russian.NoBreakSpace}{measure.Unit}";
            measured[mark.Node] = measured.TryGetValue(mark.Node, out var others) ? $"{others}; {value}" : value;
        }
        notApplicable.ExceptWith(marked);

        SubjectNode NodeOf(NodeFacts of, int stage = -1) =>
            new(
                of.Node,
                of.Code,
                of.Title,
                scores[subject, of.Node],
                notApplicable.Contains(of.Node),
                of.Median,
                of.MaxFound,
                of.MeanShare,
                stage,
                measured.GetValueOrDefault(of.Node)
            );

        var total = NodeOf(facts.Total);
        var directions = facts.Directions.Select(direction => NodeOf(direction.Summary)).ToArray();
        var leaves = facts.Indicators.Select(indicator => NodeOf(indicator.Summary, indicator.Stage)).ToArray();
        var hasLeaves = leaves.Any(leaf => marked.Contains(leaf.Node));
        var judged = leaves.Where(leaf => leaf.Score.Share is not null).ToArray();
        var (strong, weak) = (Strong(judged), Weak(judged));
        var underTotals = overview.ScoredTotalsOf(subject);
        var unmarked = leaves
            .Concat(directions.Where(direction => specification.IsLeaf(direction.Node)))
            .Where(leaf =>
                !marked.Contains(leaf.Node)
                && !leaf.NotApplicable
                && !underTotals.Any(top => top <= leaf.Node && leaf.Node < specification.EndOf(top))
            )
            .OrderBy(leaf => leaf.Node)
            .ToArray();

        var gains = GainsOf(subject, leaves.Concat(directions.Where(direction => specification.IsLeaf(direction.Node))), underTotals);

        var stages = CycleMatrix.OfSubject(scores, subject, overview.HasLeafValue[subject]);
        string[] missing =
        [
            .. stages
                .Select((cell, stage) => (cell, stage))
                .Where(pair => pair.cell is { Max: > 0 } cell && !Tolerance.IsAbove(cell.Points, 0))
                .Select(pair => methodology.Stages[pair.stage].Title),
        ];
        var comments = new List<CommentFacts>();
        foreach (var index in overview.CommentsOf(subject))
        {
            var comment = facts.Scored.Marks.Comments[index];
            var node = methodology.Nodes[comment.Node];
            comments.Add(new(node.Code, node.Title, facts.Scored.Marks.Experts[comment.Expert], comment.Text));
        }
        return new(
            subject,
            scores.Subjects[subject].Id,
            scores.Subjects[subject].Name,
            total,
            directions,
            hasLeaves ? leaves : [],
            strong,
            weak,
            gains,
            GainSentence(subject, gains),
            OpenSentence(subject),
            unmarked,
            stages,
            missing,
            [.. facts.Levels.Select(level => (level, scores.BandOf(subject, level.Index) is { } band ? level.Bands[band] : null))],
            comments,
            [.. overview.FlagsOf(subject).Select(flag => FlagWords.Of(facts.Scored, flag))],
            Summarise(subject, total),
            Sentences(subject, total, directions, stages, missing)
        );
    }

    // At the maximum, or above the median and at least half of the maximum; furthest above the mean of all first.
    private static SubjectNode[] Strong(IEnumerable<SubjectNode> judged) =>
        [
            .. judged
                .Where(leaf =>
                    Tolerance.Reaches(leaf.Score.Share!.Value, 1)
                    || (Tolerance.IsAbove(leaf.Score.Points!.Value, leaf.Median!.Value) && Tolerance.Reaches(leaf.Score.Share.Value, 0.5))
                )
                .OrderByDescending(Ahead)
                .Take(Listed),
        ];

    // Without points, or below the median; furthest below the mean of all first.
    private static SubjectNode[] Weak(IEnumerable<SubjectNode> judged) =>
        [
            .. judged
                .Where(leaf =>
                    !Tolerance.IsAbove(leaf.Score.Points!.Value, 0)
                    || (Tolerance.IsBelow(leaf.Score.Points.Value, leaf.Median!.Value) && Tolerance.IsBelow(leaf.Score.Share!.Value, 1))
                )
                .OrderBy(Ahead)
                .Take(Listed),
        ];

    private static double Ahead(SubjectNode leaf) => Tolerance.SortKey((leaf.Score.Share ?? 0) - (leaf.MeanShare ?? 0));

    // Where points are lacking to the maximum; what is known through a total alone has no indicators to name.
    private Gain[] GainsOf(int subject, IEnumerable<SubjectNode> leaves, IReadOnlyCollection<int> underTotals) =>
        !overview.HasLeafValue[subject]
            ? []
            :
            [
                .. leaves
                    .Where(leaf => !underTotals.Any(top => top <= leaf.Node && leaf.Node < specification.EndOf(top)))
                    .Select(leaf => new Gain(leaf, leaf.Score.Max - (leaf.Score.Points ?? 0)))
                    .Where(gain => Tolerance.IsAbove(gain.Points, 0))
                    .OrderByDescending(gain => Tolerance.SortKey(gain.Points))
                    .ThenByDescending(gain => Tolerance.SortKey(gain.Indicator.MeanShare ?? 0))
                    .Take(Listed),
            ];

    private string? GainSentence(int subject, Gain[] gains)
    {
        if (gains.Length == 0 || scores[subject, 0] is not { Points: { } points, Max: var max })
            return null;
        var (more, share) = (gains.Sum(gain => gain.Points), (points + gains.Sum(gain => gain.Points)) / max);
        var others = Enumerable.Range(0, scores.Subjects.Count).Where(other => other != subject);
        var place = Places.Beside(share, [.. others.Select(other => scores[other, 0].Share ?? double.NaN)]);
        return $"Вместе это ещё {Russian.Count(more, Nouns.Point)}: было бы {Russian.Percent(share)} максимума"
            + (facts.Scope.Comparable ? $" и {Russian.Place(place, place)}, если у остальных ничего не изменится." : ".");
    }

    private string? OpenSentence(int subject)
    {
        if (
            !facts.Scope.Comparable
            || facts.Scored.Bounds[subject] is not { } open
            || scores[subject, 0] is not { Rank: { } rank, RankTo: { } to }
            || (open.Best, open.Worst) == (rank, to)
        )
            return null;
        var (missing, split) = (
            scores.UnscoredOf(subject),
            overview.FlagsOf(subject).Count(flag => flag.Kind == ScoreFlagKind.Disagreement)
        );
        string[] own =
        [
            .. missing > 0 ? [$"без оценки {Russian.Count(missing, Nouns.Indicator)}"] : Array.Empty<string>(),
            .. split > 0
                ? [$"эксперты разошлись по {Russian.Count(split, Nouns.Indicator, GrammaticalCase.Dative)}"]
                : Array.Empty<string>(),
        ];
        return $"Место не окончательное: возможны места {Russian.PlaceNumber(open.Best, open.Worst)}, потому что "
            + (own.Length > 0 ? $"{Russian.List(own)}." : "у других есть показатели без оценки или с разными оценками экспертов.");
    }

    private string Summarise(int subject, SubjectNode total)
    {
        var score = total.Score;
        if (score.Points is null || score.Share is not { } share)
            return facts.Total.Max > 0 || !overview.HasLeafValue[subject]
                ? "Данных нет: результат не рассчитан, место не присваивается."
                : "Методика не начисляет баллов: приведены измеренные значения.";
        var result =
            $"Набрано {Russian.Count(score.Points.Value, Nouns.Point, GrammaticalCase.Accusative)} из {Russian.Number(score.Max)} ({Russian.Percent(share)} максимума)";
        return facts.Scope.Comparable
            ? $"{result}, {Russian.Place(score.Rank!.Value, score.RankTo!.Value)} среди {Russian.Count(facts.Participants.Scored, facts.Noun, GrammaticalCase.Genitive)}; "
                + $"медиана — {Russian.Number(total.Median!.Value, 1)}, лучший результат — {Russian.Number(total.Best!.Value)}."
            : $"{result}.";
    }

    private List<string> Sentences(
        int subject,
        SubjectNode total,
        SubjectNode[] directions,
        IReadOnlyList<CycleValue?> stages,
        string[] missing
    )
    {
        var sentences = new List<string>();
        if (facts.Scope.Comparable)
        {
            string Codes(IEnumerable<SubjectNode> list) => string.Join("; ", list.Select(node => node.Label));
            var compared = directions.Where(node => node.Score.Points is not null).ToArray();
            var best = compared
                .Where(node =>
                    node.Score is { Rank: 1 } score
                    && score.Share > Tolerance.Absolute
                    && facts.Directions.First(direction => direction.Summary.Node == node.Node).Summary is var summary
                    && summary.Leaders.Count < summary.Count
                )
                .ToArray();
            if (best.Length > 0)
                sentences.Add($"Лучший результат: {Codes(best)}.");
            var above = compared.Where(node => Tolerance.IsAbove(node.Score.Points!.Value, node.Median!.Value)).ToArray();
            var below = compared.Where(node => Tolerance.IsBelow(node.Score.Points!.Value, node.Median!.Value)).ToArray();
            if (above.Length > 0)
                sentences.Add($"Выше медианы: {Codes(above)}.");
            if (below.Length > 0)
                sentences.Add($"Ниже медианы: {Codes(below)}.");
            if (above.Length + below.Length == 0 && compared.Length > 0)
                sentences.Add("По всем направлениям результат равен медиане.");
        }
        var silent = directions
            .Where(node =>
                node.Score.Points is null && facts.Directions.First(direction => direction.Summary.Node == node.Node).Summary.Max > 0
            )
            .ToArray();
        if (silent.Length > 0 && total.Score.Points is not null && silent.Length < directions.Length)
            sentences.Add(
                $"Нет данных по {(silent.Length == 1 ? "направлению" : "направлениям")}: {string.Join("; ", silent.Select(node => node.Label))}."
            );

        if (stages.Any(cell => cell is { Max: > 0 }))
        {
            sentences.Add(
                missing.Length switch
                {
                    0 => "Баллы есть на всех этапах управленческого цикла.",
                    1 => $"Ни одного балла нет на этапе {Russian.Quote(missing[0])}.",
                    _ => $"Ни одного балла нет на этапах: {string.Join(", ", missing.Select(Russian.Quote))}.",
                }
            );
            var found = CycleChain.Find(stages);
            if (found.Kind is not (BreakKind.Nothing or BreakKind.NoChain))
                sentences.Add(BreakSentence.Of(found, [.. methodology.Stages.Select(stage => stage.Title)]));
        }
        var unscored = scores.UnscoredOf(subject);
        if (unscored > 0 && total.Score.Points is not null)
            sentences.Add($"Без оценки — {Russian.Count(unscored, facts.Indicators.Count > 0 ? Nouns.Indicator : Nouns.Direction)}.");
        return sentences;
    }
}
