using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Reviews;

/// <summary>The name an expert's marks stand under.</summary>
public static class ExpertName
{
    /// <summary>The longest, characters.</summary>
    public const int Longest = 200;

    /// <summary>
    /// Under whose name an actor marks in a campaign: an operator under any; an expert under the one its first mark there was given, which
    /// no other account shares.
    /// </summary>
    /// <param name="context">The store.</param>
    /// <param name="actor">Who marks.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="wanted">The name an operator asks for.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<string> InCampaignAsync(
        OrientirContext context,
        Actor actor,
        int campaignId,
        string wanted,
        CancellationToken cancel = default
    )
    {
        if (actor.Is(Role.Operator))
            return Of(wanted);
        var name = Of(actor.Name);
        var marks = context.Marks.Where(mark =>
            context.CampaignSubjects.Any(row => row.Id == mark.CampaignSubjectId && row.CampaignId == campaignId)
        );
        if (
            await marks
                .Where(mark => mark.ExpertId == actor.UserId)
                .OrderBy(mark => mark.Id)
                .Select(mark => mark.Expert)
                .FirstOrDefaultAsync(cancel) is
            { } given
        )
            return given;
        var taken = await marks.AnyAsync(mark => mark.Expert == name && mark.ExpertId != null && mark.ExpertId != actor.UserId, cancel);
        return taken ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} ({actor.UserId})") : name;
    }

    /// <summary>
    /// The name of an expert as marks keep it: white space of any kind and length is one space, so that a name is one expert however it was
    /// typed.
    /// </summary>
    public static string Of(string name) =>
        string.Join(' ', CleanText.Of(name).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The account a mark belongs to: an expert's own; what an operator enters belongs to the name alone.</summary>
    internal static int? AccountOf(Actor actor) => actor.Is(Role.Operator) ? null : actor.UserId;
}
