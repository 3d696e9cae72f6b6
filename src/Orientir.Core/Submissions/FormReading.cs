using Orientir.Core.Evidence;

namespace Orientir.Core.Submissions;

/// <summary>One change a file would make.</summary>
/// <param name="Cell">Where it stands: «Анкета!C5».</param>
/// <param name="Patch">The change.</param>
/// <param name="Title">The indicator or item.</param>
/// <param name="Old">What is kept, in words of the scale.</param>
/// <param name="New">What the file says.</param>
public sealed record FormChange(string Cell, AnswerPatch Patch, string Title, string Old, string New);

/// <summary>Evidence a file would add.</summary>
/// <param name="Cell">Where it stands.</param>
/// <param name="Fields">What it says.</param>
/// <param name="Places">Where it would serve.</param>
/// <param name="Line">In one line.</param>
public sealed record FormAddition(string Cell, EvidenceFields Fields, IReadOnlyList<PlaceOfEvidence> Places, string Line);

/// <summary>What a file would change in a submission.</summary>
/// <param name="IsOurs">Whether it is a form of ours, which names its subject; another table can't tell whose it is.</param>
/// <param name="Changes">Answers that differ.</param>
/// <param name="Additions">Evidence not there yet.</param>
/// <param name="Errors">Faults by cell; with any of them nothing is imported.</param>
/// <param name="Unread">Columns and rows of a table that is not ours which are passed over, in sentences.</param>
public sealed record FormReading(
    bool IsOurs,
    IReadOnlyList<FormChange> Changes,
    IReadOnlyList<FormAddition> Additions,
    IReadOnlyList<InputError> Errors,
    IReadOnlyList<string> Unread
);
