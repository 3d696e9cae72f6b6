using Orientir.Core;
using Orientir.Core.Evidence;
using Orientir.Core.Submissions;

namespace Orientir.Web.Submissions;

/// <summary>What a form posted and could not save: it is shown again where it was typed, beside what is kept.</summary>
public sealed class NotSaved
{
    private readonly Dictionary<string, Change> changes = new(StringComparer.Ordinal);
    private readonly HashSet<PlaceOfEvidence> refusedAt = [];
    private IFormCollection? posted;

    /// <summary>A change that was not saved.</summary>
    /// <param name="Result">Why, and what is kept.</param>
    /// <param name="Mine">What was typed.</param>
    public sealed record Change(PatchResult Result, string Mine);

    /// <summary>What was not saved, for ErrorSummary.</summary>
    public List<FieldError> Faults { get; } = [];

    /// <summary>Refuses the form where something of it was not saved; the rest is.</summary>
    public RefusedException? Refusal =>
        Faults.Count == 0 ? null : new(changes.Count > 0 ? RefusalKind.Conflict : RefusalKind.Invalid, "Часть не сохранена.", Faults);

    /// <summary>Saves changes of one submission and keeps those that failed.</summary>
    public async Task SaveAsync(
        SaveAnswers save,
        Core.Accounts.Actor actor,
        AnswerPatches changed,
        Func<AnswerPatch, string> nameOf,
        CancellationToken cancel
    )
    {
        if (changed.Patches.Count == 0)
            return;
        foreach (var (patch, result) in changed.Patches.Zip((await save.RunAsync(actor, changed, cancel)).Results))
        {
            if (result.Outcome == PatchOutcome.Saved)
                continue;
            var id = PostedAnswers.IdOf(changed.CampaignSubjectId, patch.Field, patch.Uid, patch.ItemId);
            changes[id] = new(result, patch.Value);
            Faults.Add(new(id, $"{nameOf(patch)}: {result.Message}"));
        }
    }

    /// <summary>Keeps what stands in the empty line of evidence at a place.</summary>
    public void Add(IFormCollection form, PlaceOfEvidence place, string fault)
    {
        posted = form;
        refusedAt.Add(place);
        Faults.Add(new($"url-{place.Uid}-{place.ItemId}", fault));
    }

    public Change? At(int subject, string uid, string item, AnswerField field) =>
        changes.GetValueOrDefault(PostedAnswers.IdOf(subject, field, uid, item));

    /// <summary>What was typed into the empty line of evidence at a place; null for nothing.</summary>
    public string? Typed(string part, PlaceOfEvidence place) =>
        refusedAt.Contains(place) ? posted![$"{part}/{place.Uid}/{place.ItemId}"].ToString() : null;
}
