using Orientir.Core.Methodologies;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Submissions;

/// <summary>
/// One choice where a form offers rows: a value of the scale, «документа нет» or «не применимо», never two of them. It is kept in the
/// fields of the answer; patches of <see cref="AnswerField.Value"/> write it as «1», <see cref="NoDocument"/> or
/// <see cref="NotApplicable"/>. What was kept together before choices excluded one another is written with «+» and stays until one is
/// chosen.
/// </summary>
public static class AnswerChoice
{
    /// <summary>«Документа нет», as patches write it.</summary>
    public const string NoDocument = "no-document";

    /// <summary>«Не применимо», as patches write it.</summary>
    public const string NotApplicable = "not-applicable";

    /// <summary>Whether a place is answered by one choice: what the subject answers in rows, not a number.</summary>
    public static bool IsAt(Node leaf, string itemId) =>
        leaf.Source == AnswerSource.Subject && (itemId.Length > 0 || leaf.Scale is BinaryScale or OrdinalScale);

    /// <summary>Whether an answer claims points.</summary>
    public static bool Claims(Node leaf, string itemId, string? value) =>
        value is not null && (itemId.Length > 0 ? value == "1" : AnswerState.IsAbove(leaf, value));

    /// <summary>The choice kept; empty for none.</summary>
    public static string Of(Node leaf, string itemId, Answer? answer)
    {
        if (answer is null)
            return "";
        var isFlagged = answer.NoDocument || answer.NotApplicable;
        // «Нет» beside «документа нет» says the same as the latter.
        var value = isFlagged && !Claims(leaf, itemId, answer.Value) ? null : answer.Value;
        string?[] parts = [value, answer.NoDocument ? NoDocument : null, answer.NotApplicable ? NotApplicable : null];
        return string.Join('+', parts.OfType<string>());
    }

    /// <summary>Whether several stand together, kept from before.</summary>
    public static bool IsSeveral(string choice) => choice.Contains('+', StringComparison.Ordinal);

    /// <summary>Whether it is «документа нет» or «не применимо».</summary>
    public static bool IsNegative(string choice) => choice is NoDocument or NotApplicable;

    /// <summary>What the fields of an answer hold of a choice.</summary>
    internal static IReadOnlyList<(AnswerField Field, string Value)> FieldsOf(string choice) =>
        [
            (AnswerField.Value, IsNegative(choice) ? "" : choice),
            (AnswerField.NoDocument, choice == NoDocument ? "1" : ""),
            (AnswerField.NotApplicable, choice == NotApplicable ? "1" : ""),
        ];

    /// <summary>A choice in words: «да», «документа нет», «да и документа нет»; empty for none.</summary>
    public static string WordsOf(Node leaf, string itemId, string choice) =>
        string.Join(
            " и ",
            choice
                .Split('+', StringSplitOptions.RemoveEmptyEntries)
                .Select(part =>
                    part switch
                    {
                        NoDocument => "документа нет",
                        NotApplicable => "не применимо",
                        _ => FormWorkbook.ValueText(leaf, itemId, part),
                    }
                )
        );

    /// <summary>
    /// Why a change of one field alone is refused: it would stand beside what denies it. Null where it may be made; taking away always may.
    /// </summary>
    /// <param name="leaf">The indicator.</param>
    /// <param name="patch">The change, its value as it would be kept.</param>
    /// <param name="answerAt">The answer at the indicator, «», or an item of it.</param>
    internal static string? WhyNotBeside(Node leaf, AnswerPatch patch, Func<string, Answer?> answerAt)
    {
        if (patch.Value.Length == 0)
            return null;
        var (own, item) = (answerAt(patch.ItemId), patch.ItemId);
        switch (patch.Field)
        {
            case AnswerField.Value when Claims(leaf, item, patch.Value):
                return own?.NoDocument == true ? Denied("документа нет")
                    : own?.NotApplicable == true ? Denied("не применимо")
                    : item.Length > 0 && answerAt("")?.NotApplicable == true
                        ? "Показатель отмечен «не применимо». Снимите эту отметку и тогда отмечайте пункты."
                    : null;
            case AnswerField.NoDocument:
                return own?.NotApplicable == true ? Denied("не применимо")
                    : Claims(leaf, item, own?.Value) ? Denied(FormWorkbook.ValueText(leaf, item, own!.Value!))
                    : null;
            case AnswerField.NotApplicable:
                return own?.NoDocument == true ? Denied("документа нет")
                    : Claims(leaf, item, own?.Value) ? Denied(FormWorkbook.ValueText(leaf, item, own!.Value!))
                    : item.Length == 0 && leaf.Items.Any(one => AnswerState.ClaimsItem(answerAt(one.Id)))
                        ? "Часть пунктов отмечена выполненной. Снимите эти отметки, если показатель не применим целиком."
                    : null;
            default:
                return null;
        }

        static string Denied(string by) => $"Здесь стоит ответ «{by}»: вместе с ним это не засчитывается. Уберите его и повторите.";
    }
}
