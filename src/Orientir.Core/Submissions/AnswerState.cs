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
/// <param name="IsBare">Whether a claim that needs evidence has none: «без подтверждения».</param>
public readonly record struct AnswerState(AnswerProgress Progress, bool IsClaim, bool HasEvidence, bool IsBare)
{
    /// <summary>The state of an indicator.</summary>
    /// <param name="leaf">The indicator.</param>
    /// <param name="answerAt">The answer at an item of it, «» for the indicator itself; null for none.</param>
    /// <param name="evidenceAt">Whether evidence stands at an item of it, at «» for the indicator itself.</param>
    /// <param name="ofDirection">Whether evidence stands at the whole direction.</param>
    /// <param name="rule">Whether a value is asked for: where it need not be given, evidence alone answers.</param>
    public static AnswerState Of(
        Node leaf,
        Func<string, Answer?> answerAt,
        Func<string, bool> evidenceAt,
        bool ofDirection,
        SelfAssessment rule
    )
    {
        var own = answerAt("");
        var items = leaf.Items;
        var ofItem = items.Any(item => evidenceAt(item.Id));
        var hasEvidence = evidenceAt("") || ofItem;
        if (own is { NotApplicable: true })
            return new(AnswerProgress.Answered, IsClaim: false, hasEvidence, IsBare: false);
        var (answered, claimed, bareItem) = (0, own is not null && Claims(leaf, own.Value, own.NoDocument), false);
        foreach (var item in items)
        {
            var answer = answerAt(item.Id);
            if (answer is null || (answer.Value is null && !answer.NoDocument && !answer.NotApplicable))
                continue;
            answered++;
            if (!ClaimsItem(answer))
                continue;
            claimed = true;
            bareItem |= !evidenceAt(item.Id);
        }
        return new(
            ProgressOf(own is { Value: not null } or { NoDocument: true }, answered, items.Count, hasEvidence, rule),
            claimed,
            hasEvidence,
            IsBareClaim(leaf.Evidence, claimed, evidenceAt("") || ofDirection, ofItem, bareItem)
        );
    }

    /// <summary>
    /// Whether a claim is «без подтверждения»: points are claimed where evidence is required, and none stands behind them. Evidence at the
    /// indicator or at its whole direction stands behind all of it; at an item, behind that item and a claim of the indicator as a whole.
    /// </summary>
    /// <param name="rule">Whether the indicator needs evidence.</param>
    /// <param name="claimed">Whether points are claimed at the indicator or an item of it.</param>
    /// <param name="ofAll">Whether evidence stands at the indicator itself or at its direction.</param>
    /// <param name="ofItem">Whether evidence stands at an item.</param>
    /// <param name="bareItem">Whether an item is claimed that has none of its own.</param>
    public static bool IsBareClaim(EvidenceRule rule, bool claimed, bool ofAll, bool ofItem, bool bareItem) =>
        rule == EvidenceRule.Required && claimed && !ofAll && (!ofItem || bareItem);

    /// <summary>Whether an answer at an item claims it.</summary>
    public static bool ClaimsItem(Answer? answer) => answer is { NotApplicable: false } && ClaimsItem(answer.Value, answer.NoDocument);

    /// <summary>The same of an answer that does not say «не применимо».</summary>
    public static bool ClaimsItem(string? value, bool noDocument) => value == "1" && !noDocument;

    /// <summary>Whether an answer at the indicator itself that does not say «не применимо» claims points.</summary>
    public static bool Claims(Node leaf, string? value, bool noDocument) => value is not null && !noDocument && IsAbove(leaf, value);

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
