using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;

namespace Orientir.Web.Submissions;

/// <summary>
/// One field of an answer as a page shows it: what is kept, what was typed and not saved, and how its controls are called.
/// </summary>
/// <param name="Subject">The subject of the campaign.</param>
/// <param name="Leaf">The indicator.</param>
/// <param name="Item">Item of it; empty for itself.</param>
/// <param name="Field">The field.</param>
/// <param name="Kept">What is kept, as patches write it.</param>
/// <param name="Trouble">What was posted and not saved, and why; null where nothing was.</param>
/// <param name="Zone">In whose time moments are said.</param>
public sealed record FieldAt(int Subject, Node Leaf, string Item, AnswerField Field, string Kept, NotSaved.Change? Trouble, RegionTime Zone)
{
    public string Shown => Trouble?.Mine ?? Kept;

    public string Id => PostedAnswers.IdOf(Subject, Field, Leaf.Uid, Item);

    /// <summary>The control holds what is to be saved.</summary>
    public string NewName => PostedAnswers.Name("new", Subject, Field, Leaf.Uid, Item);

    /// <summary>What the page shows goes back with the form: only fields changed here are saved.</summary>
    public string OldName => PostedAnswers.Name("old", Subject, Field, Leaf.Uid, Item);

    /// <summary>What autosave.js knows the field by.</summary>
    public Dictionary<string, object> Data =>
        new(StringComparer.Ordinal)
        {
            ["data-subject"] = FormattableString.Invariant($"{Subject}"),
            ["data-uid"] = Leaf.Uid,
            ["data-item"] = Item,
            ["data-field"] = Field.ToString(),
        };

    /// <summary>A value of the field in words.</summary>
    public string WordsOf(string value) =>
        Field switch
        {
            AnswerField.Value => AnswerChoice.WordsOf(Leaf, Item, value) is { Length: > 0 } words ? words : "нет ответа",
            AnswerField.NoDocument or AnswerField.NotApplicable => value.Length > 0 ? "отмечено" : "не отмечено",
            _ => value.Length > 0 ? value : "пусто",
        };
}
