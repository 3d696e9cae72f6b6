using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Campaigns;

namespace Orientir.Core.Submissions;

/// <summary>Makes each change of a field once, whether of an answer or of a mark, however often a browser sends it.</summary>
internal static class AcceptedPatches
{
    /// <summary>Makes the changes that were not made before; the caller saves.</summary>
    /// <param name="context">The store.</param>
    /// <param name="subject">Whose answers or marks.</param>
    /// <param name="now">UTC.</param>
    /// <param name="patches">The changes, in the order they were made.</param>
    /// <param name="keyOf">The key of a change among all of the installation.</param>
    /// <param name="make">Makes one.</param>
    /// <param name="mayRepeat">Whether it is asked which changes were accepted before. Where not, a change sent again is late: its key is
    /// taken.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<IReadOnlyList<PatchResult>> MakeAsync<TPatch>(
        OrientirContext context,
        CampaignSubject subject,
        DateTime now,
        IReadOnlyList<TPatch> patches,
        Func<TPatch, string> keyOf,
        Func<TPatch, Task<PatchResult>> make,
        bool mayRepeat,
        CancellationToken cancel
    )
    {
        var accepted = mayRepeat ? await AcceptedAsync(patches.Select(keyOf)) : new(StringComparer.Ordinal);
        var results = new List<PatchResult>(patches.Count);
        foreach (var patch in patches)
        {
            var key = keyOf(patch);
            if (accepted.TryGetValue(key, out var before))
            {
                results.Add(before);
                continue;
            }
            var result = await make(patch);
            // A refusal changes nothing and may be lifted: it is asked anew. What was saved or found in conflict is repeated as it was.
            if (result.Outcome != PatchOutcome.Refused)
            {
                context.AcceptedPatches.Add(
                    new AcceptedPatch
                    {
                        Id = key,
                        RegionId = subject.RegionId,
                        CampaignSubjectId = subject.Id,
                        At = now,
                        Response = JsonSerializer.Serialize(result),
                    }
                );
                accepted.Add(key, result);
            }
            // What was accepted may be refused by now; a refusal takes no key that would tell.
            else if (!mayRepeat && (await AcceptedAsync([key])).TryGetValue(key, out before))
                result = before;
            results.Add(result);
        }
        return results;

        async Task<Dictionary<string, PatchResult>> AcceptedAsync(IEnumerable<string> asked)
        {
            var keys = asked.ToList();
            return (
                await context
                    .AcceptedPatches.Where(row => keys.Contains(row.Id))
                    .Select(row => new { row.Id, row.Response })
                    .ToListAsync(cancel)
            ).ToDictionary(row => row.Id, row => JsonSerializer.Deserialize<PatchResult>(row.Response)!, StringComparer.Ordinal);
        }
    }
}
