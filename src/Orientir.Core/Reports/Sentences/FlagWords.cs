using Orientir.Core.Results;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>What scoring found worth a look, in words.</summary>
internal static class FlagWords
{
    private const int Shown = 5;

    /// <summary>A sentence per kind: how many cases, the first of them.</summary>
    public static IReadOnlyList<string> Of(ScoredMarks scored, Noun noun)
    {
        var sentences = new List<string>();
        foreach (var kind in new[] { ScoreFlagKind.TotalMismatch, ScoreFlagKind.Disagreement, ScoreFlagKind.NaIgnored })
        {
            var flags = scored.Scores.Flags.Where(flag => flag.Kind == kind).ToArray();
            if (flags.Length == 0)
                continue;
            var subjects = flags.Select(flag => flag.Subject).Distinct().Count();
            var cases = string.Join(
                "; ",
                flags.Take(Shown).Select(flag => $"{scored.Scores.Subjects[flag.Subject].Name}, {Place(scored, flag)}{Values(flag)}")
            );
            var rest = flags.Length > Shown ? $"; ещё{Russian.NoBreakSpace}{Russian.Number(flags.Length - Shown)}" : "";
            sentences.Add(
                $"{Head(kind)} (случаев — {Russian.Number(flags.Length)}, {noun.Form(GrammaticalCase.Genitive, true)} — "
                    + $"{Russian.Number(subjects)}): {cases}{rest}."
            );
        }
        return sentences;
    }

    /// <summary>A flag of one subject as a sentence.</summary>
    public static string Of(ScoredMarks scored, ScoreFlag flag) => $"{Head(flag.Kind)}: {Place(scored, flag)}{Values(flag)}.";

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
