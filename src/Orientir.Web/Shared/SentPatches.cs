using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Orientir.Core.Accounts;
using Orientir.Core.Submissions;

namespace Orientir.Web.Shared;

/// <summary>A change as autosave.js sends it.</summary>
internal sealed record SentPatch(string Key, int Subject, string Uid, string? Item, string Field, string? Base, string? Value);

/// <summary>Changes of a browser's queue, with whose queue it is: it is sent under no other name, whoever is signed in by now.</summary>
internal sealed record SentPatches(string User, SentPatch[] Patches)
{
    /// <summary>
    /// What is answered instead of saving: to a token gone with its session and to the queue of another person, upon which the script asks
    /// who is
    /// signed in. Null where the request may save.
    /// </summary>
    /// <exception cref="Core.RefusedException">The person has no region to save in.</exception>
    public static async Task<IResult?> RefuseAsync(HttpContext http, IAntiforgery antiforgery, Actor actor, string user)
    {
        try
        {
            // Not IsRequestValidAsync: of a token it cannot read it logs an error.
            await antiforgery.ValidateRequestAsync(http);
        }
        catch (AntiforgeryValidationException)
        {
            return TypedResults.BadRequest();
        }
        if (actor.RegionId is null)
            throw Core.RefusedException.Forbidden();
        return user == actor.UserId.ToString(CultureInfo.InvariantCulture) ? null : TypedResults.BadRequest();
    }

    /// <summary>Refuses what is no list of changes of these fields.</summary>
    public void Require<TField>()
        where TField : struct, Enum
    {
        if (
            Patches is null
            || Array.Exists(
                Patches,
                patch =>
                    patch is not { Key: not null, Uid: not null }
                    || !Enum.TryParse<TField>(patch.Field, out var field)
                    || !Enum.IsDefined(field)
            )
        )
            throw new Core.RefusedException(Core.RefusalKind.Invalid, "Изменения переданы в неверном виде. Обновите страницу и повторите.");
    }

    /// <summary>Saves them subject by subject: what cannot be saved of one keeps nothing of another back.</summary>
    /// <param name="context">The store; empty of what was read when a subject begins.</param>
    /// <param name="save">Saves the changes of a subject.</param>
    public async Task<IReadOnlyList<PatchResult>> SaveAsync(
        OrientirContext context,
        Func<int, IEnumerable<SentPatch>, Task<IReadOnlyList<PatchResult>>> save
    )
    {
        var results = new List<PatchResult>(Patches.Length);
        foreach (var group in Patches.GroupBy(patch => patch.Subject))
        {
            try
            {
                results.AddRange(await save(group.Key, group));
            }
            catch (Core.RefusedException refused)
            {
                results.AddRange(group.Select(patch => new PatchResult(patch.Key, PatchOutcome.Refused, "", null, null, refused.Message)));
            }
            context.ChangeTracker.Clear();
        }
        return results;
    }

    /// <summary>What became of the changes, as the script reads it.</summary>
    public static IEnumerable<object> DisplayText(IEnumerable<PatchResult> results, RegionTime zone) =>
        results.Select(result => new
        {
            result.Key,
            Outcome = result.Outcome.ToString(),
            result.Current,
            result.By,
            At = result.At is { } at ? zone.Moment(at) : null,
            result.Message,
        });
}
