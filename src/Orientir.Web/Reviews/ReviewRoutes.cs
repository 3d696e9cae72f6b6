using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Core.Office;
using Orientir.Core.Reviews;
using Orientir.Core.Territories;

namespace Orientir.Web.Reviews;

/// <summary>What of reviews is no page: saving by script, sheets for experts.</summary>
internal static class ReviewRoutes
{
    /// <summary>A change as autosave.js sends it.</summary>
    internal sealed record SentPatch(string Key, string Uid, string Field, string? Base, string? Value);

    public static void MapReviews(this IEndpointRouteBuilder site)
    {
        site.MapPost("/reviews/{subjectId:int}/patches", SaveAsync);
        site.MapGet("/reviews/campaigns/{campaignId:int}/sheets", async (int campaignId, string? by, OrientirContext context, Actor actor, Visible visible, CancellationToken cancel) =>
        {
            var zip = new MemoryStream();
            var cut = by == "subject" ? ReviewSheetsBy.Subject : ReviewSheetsBy.Direction;
            await new ExportReviewSheets(context).RunAsync(actor, campaignId, cut, zip, cancel);
            var title = await visible.Campaigns.Where(row => row.Id == campaignId).Select(row => row.Title).SingleAsync(cancel);
            return TypedResults.File(zip.ToArray(), "application/zip", FileNames.Of([$"{title} листы {(cut == ReviewSheetsBy.Subject ? "по участникам" : "по направлениям")}"], ".zip")[0]);
        });
    }

    private static async Task<IResult> SaveAsync(
        int subjectId, string? expert, SentPatch[] patches, HttpContext http, IAntiforgery antiforgery, Actor actor, OrientirContext context, Visible visible, TimeProvider time)
    {
        await antiforgery.ValidateRequestAsync(http);
        if (Array.Exists(patches, patch => patch is not { Key: not null, Uid: not null } || !Enum.TryParse<MarkField>(patch.Field, out _)))
            throw new RefusedException(RefusalKind.Invalid, "Изменения переданы в неверном виде. Обновите страницу и повторите.");
        var results = await new SaveMarks(context, time).RunAsync(actor, new(subjectId, expert ?? "",
            [.. patches.Select(patch => new MarkPatch(patch.Key, patch.Uid, Enum.Parse<MarkField>(patch.Field), patch.Base ?? "", patch.Value ?? ""))]), http.RequestAborted);
        var zone = new RegionTime(await visible.Regions.AsNoTracking().SingleAsync(row => row.Id == actor.RegionId, http.RequestAborted));
        return TypedResults.Json(results.Select(result => new
        {
            result.Key,
            Outcome = result.Outcome.ToString(),
            result.Current,
            result.By,
            At = result.At is { } at ? zone.Moment(at) : null,
            result.Message,
        }), JsonSerializerOptions.Web);
    }
}
