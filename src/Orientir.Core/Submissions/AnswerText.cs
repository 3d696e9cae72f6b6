using Orientir.Core.Evidence;

namespace Orientir.Core.Submissions;

/// <summary>Texts of answers as they are compared and kept, and the places they stand at as the audit writes them.</summary>
internal static class AnswerText
{
    /// <summary>The longest comment, question or reply, characters.</summary>
    public const int Longest = 20_000;

    /// <summary>Clean, line ends as one, no blanks at the ends: what a browser's form adds is no change.</summary>
    public static string Normal(string? text) => CleanText.Of(text).ReplaceLineEndings("\n").Trim();

    /// <summary>
    /// One notation of one number, so that equal answers are equal texts: «-0» is 0; ids of items and texts stay as they are.
    /// </summary>
    public static string AsKept(AnswerField field, string itemId, string value) =>
        field == AnswerField.Value
        && itemId.Length == 0
        && (Office.WrittenNumber.TryParse(value, out var written) || Office.WrittenNumber.TryParsePercent(value, out written))
            ? (written == 0 ? 0 : written).ToString(System.Globalization.CultureInfo.InvariantCulture)
            : value;

    /// <summary>The action of a change of a field.</summary>
    public static string ActionOf(AnswerField field) => "answer." + field.ToString().ToLowerInvariant();

    /// <summary>«1.1.4», or «1.1.4/act» of an item.</summary>
    public static string PlaceOf(string uid, string itemId) => new PlaceOfEvidence(uid, itemId).ToString();
}
