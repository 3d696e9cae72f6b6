using Orientir.Core.Results;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>What scoring found worth a look, in words.</summary>
internal static class FlagWords
{
    /// <summary>How many cases stand in a sentence; more stand in a table.</summary>
    public const int Shown = 5;

    /// <summary>A sentence per kind: how many cases, the first of them; and the same without cases.</summary>
    public static (IReadOnlyList<string> Long, IReadOnlyList<string> Short) Of(
        ScoredMarks scored,
        Wording words,
        IReadOnlyList<SubjectDisagreements> disagreements
    )
    {
        var (full, brief) = (new List<string>(), new List<string>());
        foreach (var kind in new[] { ScoreFlagKind.TotalMismatch, ScoreFlagKind.Disagreement, ScoreFlagKind.NaIgnored })
        {
            var cases = (
                kind == ScoreFlagKind.Disagreement
                    ? disagreements.SelectMany(found => found.Cases.Select(one => $"{found.Name}, {one.InWords}"))
                    : scored
                        .Scores.Flags.Where(flag => flag.Kind == kind)
                        .Select(flag => $"{words.NameOf(flag.Subject)}, {Place(scored, flag)}{Values(flag)}")
            ).ToList();
            if (cases.Count == 0)
                continue;
            var subjects = scored.Scores.Flags.Where(flag => flag.Kind == kind).Select(flag => flag.Subject).Distinct().Count();
            var head =
                $"{Head(kind)} (случаев — {Russian.Number(cases.Count)}, {words.Noun.Form(GrammaticalCase.Genitive, true)} — "
                + $"{Russian.Number(subjects)})";
            var rest = cases.Count > Shown ? $"; ещё{Russian.NoBreakSpace}{Russian.Number(cases.Count - Shown)}" : "";
            full.Add($"{head}: {string.Join("; ", cases.Take(Shown))}{rest}.");
            brief.Add(cases.Count > Shown ? $"{head}; случаи названы в приложении." : full[^1]);
        }
        return (full, brief);
    }

    /// <summary>The flags of one subject: a sentence a kind.</summary>
    public static IReadOnlyList<string> OfSubject(
        ScoredMarks scored,
        IReadOnlyList<ScoreFlag> flags,
        IReadOnlyList<Disagreement> disagreements
    )
    {
        var sentences = new List<string>();
        foreach (var kind in new[] { ScoreFlagKind.TotalMismatch, ScoreFlagKind.NaIgnored })
            if (flags.Where(flag => flag.Kind == kind).ToList() is { Count: > 0 } alike)
                sentences.Add($"{Head(kind)}: {string.Join("; ", alike.Select(flag => Place(scored, flag) + Values(flag)))}.");
        if (disagreements.Count > 0)
            sentences.Add(
                $"Эксперты разошлись в оценке по {Russian.Count(disagreements.Count, Nouns.Indicator, GrammaticalCase.Dative)}, взята "
                    + "медиана баллов: "
                    + (disagreements.Count <= Shown ? string.Join("; ", disagreements.Select(one => one.InWords)) : "оценки — в таблице")
                    + "."
            );
        return sentences;
    }

    private static string Head(ScoreFlagKind kind) =>
        kind switch
        {
            ScoreFlagKind.TotalMismatch => "Указанный итог расходится с рассчитанным",
            ScoreFlagKind.Disagreement => "Эксперты разошлись в оценке, взята медиана баллов",
            _ => "Отметка «не применимо» рядом с оценкой не учтена",
        };

    private static string Place(ScoredMarks scored, ScoreFlag flag)
    {
        var node = scored.Methodology.Nodes[flag.Node];
        return node.Code == "*" ? "общий итог" : node.Code;
    }

    private static string Values(ScoreFlag flag) =>
        flag is { Given: { } given, Computed: { } computed }
            ? $" (указано {Russian.Number(given)}, рассчитано {Russian.Number(computed)})"
            : "";
}
