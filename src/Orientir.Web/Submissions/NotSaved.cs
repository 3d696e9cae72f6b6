using Orientir.Core;
using Orientir.Core.Evidence;
using Orientir.Core.Submissions;

namespace Orientir.Web.Submissions;

/// <summary>What a form posted and could not save: it is shown again where it was typed, beside what is kept.</summary>
public sealed class NotSaved
{
    private readonly Dictionary<string, Change> changes = new(StringComparer.Ordinal);
    private readonly Dictionary<PlaceOfEvidence, List<EvidenceFields>> refused = [];
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

    /// <summary>Keeps a piece of evidence that was not added in the line of its place.</summary>
    public void Add(IFormCollection form, PlaceOfEvidence place, EvidenceFields piece, string fault)
    {
        posted = form;
        if (!refused.TryGetValue(place, out var pieces))
            refused.Add(place, pieces = []);
        pieces.Add(piece);
        var control = piece.Kind switch
        {
            EvidenceKind.File => "file",
            EvidenceKind.Requisites => "kind",
            _ => "url",
        };
        Faults.Add(new($"{control}-{place.Uid}-{place.ItemId}", fault));
    }

    public Change? At(int subject, string uid, string item, AnswerField field) =>
        changes.GetValueOrDefault(PostedAnswers.IdOf(subject, field, uid, item));

    /// <summary>What was typed into the empty line of evidence at a place and not added; null for nothing.</summary>
    public string? Typed(string part, PlaceOfEvidence place)
    {
        if (!refused.TryGetValue(place, out var pieces))
            return null;
        var links = pieces.Where(piece => piece.Kind == EvidenceKind.Link).Select(piece => piece.Url).ToList();
        var isHere = part switch
        {
            "url" or "title" => links.Count > 0,
            _ => pieces.Exists(piece => piece.Kind == EvidenceKind.Requisites),
        };
        return !isHere ? null
            : part == "url" ? string.Join('\n', links)
            : posted![$"{part}/{place.Uid}/{place.ItemId}"].ToString();
    }
}
