using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Office;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;
using Orientir.Web.Shared;

namespace Orientir.Web.Reviews;

/// <summary>What of reviews is no page: saving by script, sheets for experts.</summary>
internal static class ReviewRoutes
{
    public static void MapReviews(this IEndpointRouteBuilder site)
    {
        site.MapPost("/reviews/patches", SaveAsync);
        site.MapGet(
            "/reviews/campaigns/{campaignId:int}/sheets",
            [Needs(Ability.Mark, AtAnyStage = true)]
            async (
                int campaignId,
                string? by,
                OrientirContext context,
                Actor actor,
                Visible visible,
                TimeProvider time,
                CancellationToken cancel
            ) =>
            {
                var zip = new MemoryStream();
                var cut = by == "subject" ? ReviewSheetsBy.Subject : ReviewSheetsBy.Direction;
                await new ExportReviewSheets(context, time).RunAsync(actor, campaignId, cut, zip, cancel);
                var title = await visible.Campaigns.Where(row => row.Id == campaignId).Select(row => row.Title).SingleAsync(cancel);
                return TypedResults.File(
                    zip.ToArray(),
                    "application/zip",
                    FileNames.Of([$"{title} листы {(cut == ReviewSheetsBy.Subject ? "по участникам" : "по направлениям")}"], ".zip")[0]
                );
            }
        );
    }

    [Needs(Ability.Mark)]
    private static async Task<IResult> SaveAsync(
        SentPatches sent,
        string? expert,
        HttpContext http,
        IAntiforgery antiforgery,
        Actor actor,
        OrientirContext context,
        Visible visible,
        TimeProvider time
    )
    {
        if (await SentPatches.RefuseAsync(http, antiforgery, actor, sent.User) is { } refusal)
            return refusal;
        sent.Read<MarkField>();
        var zone = new RegionTime(
            (await visible.Regions.AsNoTracking().SingleAsync(row => row.Id == actor.RegionId, http.RequestAborted)).TimeZone
        );
        var results = await sent.SaveAsync(
            context,
            (subject, patches) =>
                new SaveMarks(context, time).RunAsync(
                    actor,
                    new(
                        subject,
                        expert ?? "",
                        [
                            .. patches.Select(patch => new MarkPatch(
                                patch.Key,
                                patch.Uid,
                                Enum.Parse<MarkField>(patch.Field),
                                patch.Base ?? "",
                                patch.Value ?? ""
                            )),
                        ]
                    ),
                    http.RequestAborted
                )
        );
        var values = sent
            .Taken.Where(patch => patch.Field == nameof(MarkField.Value))
            .Select(patch => patch.Key)
            .ToHashSet(StringComparer.Ordinal);
        return TypedResults.Json(
            new
            {
                Results = SentPatches.AsJson(results, zone),
                Time = zone.Time(time.GetUtcNow().UtcDateTime),
                Leaves = results
                    .Where(result => values.Contains(result.Key) && result.Outcome == PatchOutcome.Saved)
                    .GroupBy(result => sent.Taken.First(patch => patch.Key == result.Key).Uid)
                    .ToDictionary(group => group.Key, group => MarkState(group.Last().Current)),
            },
            JsonSerializerOptions.Web
        );
    }

    /// <summary>How far an indicator is, for the list beside the form.</summary>
    internal static MarkStateWords MarkState(string? value) =>
        string.IsNullOrEmpty(value) ? new("нет оценки", "neutral") : new("оценено", "good");

    internal sealed record MarkStateWords(string Text, string Tone);
}
