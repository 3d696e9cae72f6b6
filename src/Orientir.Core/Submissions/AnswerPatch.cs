namespace Orientir.Core.Submissions;

/// <summary>A change of one field.</summary>
/// <param name="Key">Made by the browser, once a change: the same change sent again is not made again.</param>
/// <param name="Uid">Uid of the leaf.</param>
/// <param name="ItemId">Item of a checklist or components scale; empty for the leaf itself.</param>
/// <param name="Field">The field.</param>
/// <param name="Base">What the editor saw in the field before: the version the change rests on. Empty for nothing.</param>
/// <param name="Value">What it is to be; empty for nothing.</param>
public sealed record AnswerPatch(string Key, string Uid, string ItemId, AnswerField Field, string Base, string Value);

/// <summary>What became of a change.</summary>
public enum PatchOutcome
{
    /// <summary>Saved, or already so.</summary>
    Saved,

    /// <summary>Somebody else changed the field meanwhile: both values are given, nothing was overwritten.</summary>
    Conflict,

    /// <summary>Not allowed now, or the value is none of the scale.</summary>
    Refused,
}

/// <summary>The answer to one change.</summary>
/// <param name="Key">Key of the change.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Current">What the field holds now.</param>
/// <param name="By">On a conflict, who set it.</param>
/// <param name="At">UTC of the saving; on a conflict, of the other's.</param>
/// <param name="Message">On a refusal or a conflict, what happened and what to do, in Russian.</param>
public sealed record PatchResult(string Key, PatchOutcome Outcome, string Current, string? By, DateTime? At, string? Message);
