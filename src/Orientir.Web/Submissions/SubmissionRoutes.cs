using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Core.Evidence;
using Orientir.Core.Submissions;

namespace Orientir.Web.Submissions;

/// <summary>What of a submission is no page: saving by script, the Excel form, files behind answers.</summary>
internal static class SubmissionRoutes
{
    /// <summary>A change as autosave.js sends it.</summary>
    internal sealed record SentPatch(string Key, string Uid, string? Item, string Field, string? Base, string? Value);

    public static void MapSubmissions(this WebApplication site)
    {
        site.MapPost("/submissions/{id:int}/patches", SaveAsync);
        site.MapGet("/submissions/{id:int}/form.xlsx", FormAsync);
        site.MapGet("/submissions/{id:int}/evidence/{evidence:int}/file", FileAsync);
    }

    private static async Task<IResult> SaveAsync(
        int id, SentPatch[] patches, HttpContext http, IAntiforgery antiforgery, Actor actor, OrientirContext context, TimeProvider time)
    {
        await antiforgery.ValidateRequestAsync(http);
        if (Array.Exists(patches, patch => patch is not { Key: not null, Uid: not null } || !Enum.TryParse<AnswerField>(patch.Field, out _)))
            throw new RefusedException(RefusalKind.Invalid, "Изменения переданы в неверном виде. Обновите страницу и повторите.");
        var results = await new SaveAnswers(context, time).RunAsync(actor, new(id,
            [.. patches.Select(patch => new AnswerPatch(patch.Key, patch.Uid, patch.Item ?? "", Enum.Parse<AnswerField>(patch.Field), patch.Base ?? "", patch.Value ?? ""))]),
            http.RequestAborted);
        var form = await new ReadSubmission(context, time).RunAsync(actor, id, http.RequestAborted);
        return TypedResults.Json(results.Select(result => new
        {
            result.Key,
            Outcome = result.Outcome.ToString(),
            result.Current,
            result.By,
            At = result.At is { } at ? form.Moment(at) : null,
            result.Message,
        }));
    }

    private static async Task<IResult> FormAsync(int id, Actor actor, OrientirContext context, TimeProvider time, CancellationToken cancel)
    {
        var form = await new ReadSubmission(context, time).RunAsync(actor, id, cancel);
        var stream = new MemoryStream();
        new FormWorkbook().Write(stream, form);
        stream.Position = 0;
        return TypedResults.File(stream, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            string.Create(CultureInfo.InvariantCulture, $"Анкета {form.Subject.Name}.xlsx"));
    }

    private static async Task<IResult> FileAsync(int id, int evidence, Visible visible, CancellationToken cancel)
    {
        var item = await visible.EvidenceItems.AsNoTracking().Where(row => row.Id == evidence && row.Kind == EvidenceKind.File)
            .Where(row => visible.Submissions.Any(submission => submission.Id == row.SubmissionId && submission.CampaignSubjectId == id))
            .SingleOrDefaultAsync(cancel) ?? throw RefusedException.NotFound("Файл");
        var file = await visible.Files.AsNoTracking().SingleAsync(row => row.Id == item.FileId, cancel);
        // Always saved, never shown within the site: what came from outside runs nowhere here.
        return TypedResults.File(file.Content, "application/octet-stream", file.Name);
    }
}
