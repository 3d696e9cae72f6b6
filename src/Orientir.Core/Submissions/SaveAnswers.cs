using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Submissions;

/// <summary>Changes of one submission.</summary>
/// <param name="CampaignSubjectId">Whose submission.</param>
/// <param name="Patches">In the order they were made.</param>
/// <param name="Shown">Whether the form is shown afterwards: then it is given as it has become, without reading it again.</param>
public sealed record AnswerPatches(int CampaignSubjectId, IReadOnlyList<AnswerPatch> Patches, bool Shown = false);

/// <summary>What became of changes.</summary>
/// <param name="Results">A result a change, in their order.</param>
/// <param name="Form">The form afterwards; null where it was not asked for.</param>
public sealed record SavedAnswers(IReadOnlyList<PatchResult> Results, SubmissionForm? Form);

/// <summary>
/// Saves answers field by field. A change rests on what its editor saw in the field: where the field holds something else by
/// now, and not what is to be written anyway, it is a conflict; other fields of the answer never are.
/// </summary>
public sealed class SaveAnswers(OrientirContext context, TimeProvider time)
{
    private const int MostPatches = 2_000;
    private const int MostRaces = 3;

    /// <summary>Saves what can be saved; each change has its own outcome, in the order given.</summary>
    /// <exception cref="RefusedException">The submission is not the actor's to see, or the list of changes is no such list.</exception>
    public async Task<SavedAnswers> RunAsync(Actor actor, AnswerPatches input, CancellationToken cancel = default)
    {
        if (input.Patches.Count > MostPatches || input.Patches.Any(patch => patch.Key.Length is 0 or > AcceptedPatch.LongestKey))
            throw new RefusedException(RefusalKind.Invalid, "Изменения переданы в неверном виде. Обновите страницу и повторите.");
        for (var race = 0; ; race++)
        {
            try
            {
                return await SaveAsync(actor, input, race, cancel);
            }
            catch (DbUpdateConcurrencyException) when (race < MostRaces)
            {
                // Another change of the submission came first, or these changes were accepted before: all is read again.
                context.ChangeTracker.Clear();
            }
        }
    }

    // A save mostly is the only change of its submission at its moment and comes once: it reads, decides and writes, and what it writes is
    // kept only if the submission is as it was read. Who was late asks for keys accepted before, and at last holds the submission first.
    private async Task<SavedAnswers> SaveAsync(Actor actor, AnswerPatches input, int race, CancellationToken cancel)
    {
        var at = await SubmissionContext.LoadAsync(context, time, actor, input.CampaignSubjectId, cancel);
        if (
            !Permissions.Allows(actor, Ability.Answer, at.Subject.TerritoryId)
            && !Permissions.Allows(actor, Ability.Return, at.Subject.TerritoryId)
        )
            throw RefusedException.Forbidden("Вы можете читать эту анкету, но не заполнять её.");
        var changes = new AnswerChanges(context, time, at);
        if (at.Submission is null)
        {
            if (changes.RefusalsOfAll(input.Patches) is { } refusals)
                return new(refusals, input.Shown ? new(at, [], []) : null);
            await at.BeginAsync(context, cancel);
        }
        await using var held = race == MostRaces ? await at.HoldAsync(context, cancel) : null;
        var submission = at.Submission!;
        // What an earlier save of the same context left is older than what is read here.
        foreach (var left in context.ChangeTracker.Entries<Answer>().ToList())
            left.State = EntityState.Detached;
        var uids = input.Patches.Select(patch => patch.Uid).Distinct().ToList();
        var answers = await context
            .Answers.AsNoTracking()
            .Where(row => row.SubmissionId == submission.Id && (input.Shown || uids.Contains(row.Uid)))
            .OrderBy(row => row.Id)
            .ToListAsync(cancel);
        var evidence = input.Shown ? await SubmissionContents.EvidenceAsync(context, submission.Id, cancel) : [];
        var results = await changes.MakeAsync(input.Patches, answers, mayRepeat: race > 0, cancel);
        // What was refused or repeated leaves the submission at the version it had.
        if (context.ChangeTracker.HasChanges())
        {
            if (held is null)
                await context.SaveUnderAsync(submission, cancel);
            else
            {
                await context.SaveChangesAsync(cancel);
                await held.CommitAsync(cancel);
            }
        }
        return new(results, input.Shown ? new(at, answers, evidence) : null);
    }
}
