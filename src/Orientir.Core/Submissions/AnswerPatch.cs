using Orientir.Core.Accounts;

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

    /// <summary>The field was changed meanwhile: both values are given, nothing was overwritten.</summary>
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
public sealed record PatchResult(string Key, PatchOutcome Outcome, string Current, string? By, DateTime? At, string? Message)
{
    /// <summary>A change met by another of its field.</summary>
    /// <param name="key">Key of the change.</param>
    /// <param name="current">What the field holds.</param>
    /// <param name="actor">Who makes the change.</param>
    /// <param name="last">Who set what the field holds, and when (UTC); null where that is not known.</param>
    internal static PatchResult Conflict(string key, string current, Actor actor, (int UserId, string? Who, DateTime At)? last) =>
        new(
            key,
            PatchOutcome.Conflict,
            current,
            last?.Who,
            last?.At,
            last?.UserId == actor.UserId
                ? "Вы изменили это поле в другом окне или на другом устройстве. Сравните значения и выберите нужное."
                : "Пока вы заполняли это поле, его изменил другой человек. Сравните значения и выберите нужное."
        );
}
