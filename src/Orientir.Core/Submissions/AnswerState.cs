using System.Globalization;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Submissions;

/// <summary>How far an indicator is answered.</summary>
public enum AnswerProgress
{
    /// <summary>Nothing is answered.</summary>
    Empty,

    /// <summary>Some items of it are.</summary>
    Partial,

    /// <summary>Answered; «документа нет» and «не применимо» are answers.</summary>
    Answered,
}

/// <summary>
/// What the answers and the evidence of one indicator amount to: the one rule by which forms, checks and boards count.
/// </summary>
/// <param name="Progress">How far it is answered.</param>
/// <param name="IsClaim">Whether the subject claims points here and does not say itself that there is no document.</param>
/// <param name="HasEvidence">Whether evidence stands at the indicator or at an item of it.</param>
public readonly record struct AnswerState(AnswerProgress Progress, bool IsClaim, bool HasEvidence)
{
    /// <summary>The state of an indicator.</summary>
    /// <param name="leaf">The indicator.</param>
    /// <param name="answerAt">The answer at an item of it, «» for the indicator itself; null for none.</param>
    /// <param name="hasEvidence">Whether evidence stands at the indicator or at an item of it.</param>
    /// <param name="rule">Whether a value is asked for: where it need not be given, evidence alone answers.</param>
    public static AnswerState Of(Node leaf, Func<string, Answer?> answerAt, bool hasEvidence, SelfAssessment rule)
    {
        var own = answerAt("");
        if (own is { NotApplicable: true })
            return new(AnswerProgress.Answered, false, hasEvidence);
        var items = leaf.Items;
        var (answered, claimed) = (0, own is { Value: { } value, NoDocument: false } && IsAbove(leaf, value));
        foreach (var item in items)
        {
            var answer = answerAt(item.Id);
            if (answer is null || (answer.Value is null && !answer.NoDocument && !answer.NotApplicable))
                continue;
            answered++;
            claimed |= answer is { Value: "1", NotApplicable: false, NoDocument: false };
        }
        return new(
            ProgressOf(own is { Value: not null } or { NoDocument: true }, answered, items.Count, hasEvidence, rule),
            claimed,
            hasEvidence
        );
    }

    /// <summary>How far an indicator is answered: as a whole, or item by item.</summary>
    /// <param name="whole">Whether the indicator itself has an answer.</param>
    /// <param name="answered">Items of it that have one.</param>
    /// <param name="items">Items there are.</param>
    /// <param name="hasEvidence">Whether evidence stands at the indicator or at an item of it.</param>
    /// <param name="rule">Whether a value is asked for.</param>
    public static AnswerProgress ProgressOf(bool whole, int answered, int items, bool hasEvidence, SelfAssessment rule) =>
        whole || (items > 0 && answered >= items) || (hasEvidence && rule != SelfAssessment.Required) ? AnswerProgress.Answered
        : answered > 0 ? AnswerProgress.Partial
        : AnswerProgress.Empty;

    /// <summary>
    /// Whether a value is asked for at an indicator: without self-assessment evidence says it all, where it is asked for.
    /// </summary>
    public static bool AsksValue(Node leaf, SelfAssessment rule) =>
        rule != SelfAssessment.None || leaf.Source == AnswerSource.Operator || leaf.Evidence == EvidenceRule.None;

    internal static bool IsAbove(Node leaf, string value) =>
        leaf.Scale is MeasureScale // a measured figure is claimed whatever it is
        || !double.TryParse(value, CultureInfo.InvariantCulture, out var number)
        || number > 0;
}
