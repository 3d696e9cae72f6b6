using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.EntityFrameworkCore;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Core.Evidence;
using Orientir.Core.Files;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;
using Orientir.Web.Shared;

namespace Orientir.Web.Submissions;

/// <summary>What of a submission is no page: saving by script, the Excel form, files behind answers.</summary>
internal static class SubmissionRoutes
{
    public static void MapSubmissions(this WebApplication site)
    {
        site.MapPost("/submissions/patches", SaveAsync);
        site.MapPost("/submissions/{id:int}/evidence", EvidenceAsync).DisableAntiforgery(); // checked within, once it is known who waits
        site.MapGet("/submissions/{id:int}/form.xlsx", FormAsync);
        site.MapGet("/submissions/{id:int}/evidence/{evidence:int}/file", FileAsync);
    }

    [Needs(Ability.Answer)]
    private static async Task<IResult> SaveAsync(
        SentPatches sent,
        HttpContext http,
        IAntiforgery antiforgery,
        Actor actor,
        OrientirContext context,
        TimeProvider time
    )
    {
        if (await SentPatches.RefuseAsync(http, antiforgery, actor, sent.User) is { } refusal)
            return refusal;
        sent.Read<AnswerField>();
        // One connection serves the whole request: what it is told at its opening is told once.
        await context.Database.OpenConnectionAsync(http.RequestAborted);
        SubmissionForm? form = null;
        var results = await sent.SaveAsync(
            context,
            async (subject, patches) =>
            {
                var saved = await new SaveAnswers(context, time).RunAsync(
                    actor,
                    new(
                        subject,
                        [
                            .. patches.Select(patch => new AnswerPatch(
                                patch.Key,
                                patch.Uid,
                                patch.Item ?? "",
                                Enum.Parse<AnswerField>(patch.Field),
                                patch.Base ?? "",
                                patch.Value ?? ""
                            )),
                        ],
                        Shown: sent.Taken.All(patch => patch.Subject == subject)
                    ),
                    http.RequestAborted
                );
                form = saved.Form;
                return saved.Results;
            }
        );
        // Of several submissions at once none is on the screen, and nothing of one is drawn anew.
        var region = new RegionTime(
            form?.Region.TimeZone
                ?? await new Visible(context, actor, time)
                    .Regions.Where(row => row.Id == actor.RegionId)
                    .Select(row => row.TimeZone)
                    .SingleAsync(http.RequestAborted)
        );
        return TypedResults.Json(
            new
            {
                Results = SentPatches.AsJson(results, region),
                Time = region.Time(time.GetUtcNow().UtcDateTime),
                Leaves = form is null ? [] : LeavesOf(form, sent.Taken.Select(patch => patch.Uid).ToHashSet()).ToDictionary(),
                Directions = form is null ? [] : DirectionsOf(form).ToDictionary(),
            }
        );
    }

    /// <summary>Adds evidence at a place, removes some or puts it back; gives the list of the place as the page draws it.</summary>
    [Needs(Ability.Answer)]
    [TakesFiles]
    private static async Task<IResult> EvidenceAsync(
        int id,
        HttpContext http,
        IAntiforgery antiforgery,
        Actor actor,
        OrientirContext context,
        IFileStore files,
        EvidenceRoom room,
        TimeProvider time,
        ILoggerFactory log
    )
    {
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        if (await SentPatches.RefuseAsync(http, antiforgery, actor, posted["user"].ToString()) is { } refusal)
            return refusal;
        var place = new PlaceOfEvidence(posted["uid"].ToString(), posted["item"].ToString());
        string? undo = null;
        IReadOnlyList<PostedAnswers.RefusedPiece> refused = [];
        if (PostedAnswers.RemovalOf(posted["remove"]) is { Places: [var from] } removal)
        {
            place = from;
            var left = await new RemoveEvidence(context, time).RunAsync(actor, new(id, removal.Evidence, from), http.RequestAborted);
            undo = left.Count > 0 ? PostedAnswers.Removal(removal.Evidence, left) : null;
        }
        else if (PostedAnswers.RemovalOf(posted["restore"]) is { Places: [var back] } undone)
        {
            place = back;
            await new RestoreEvidence(context, time).RunAsync(actor, new(id, undone.Evidence, [back]), http.RequestAborted);
        }
        else
        {
            var pieces = PostedAnswers.EvidenceAt(posted, place);
            refused = await PostedAnswers.AddAsync(
                pieces,
                async (fields, number) =>
                {
                    context.ChangeTracker.Clear();
                    await new AddEvidence(context, files, time, room).RunAsync(
                        actor,
                        new(id, PostedAnswers.KeyOf($"{posted["key"]}.{fields.Kind}", number), fields, [place]),
                        http.RequestAborted
                    );
                }
            );
            if (refused.Count > 0 && refused.Count == pieces.Count)
                throw new RefusedException(refused[0].Why.Kind, WordsOf(refused));
        }
        context.ChangeTracker.Clear();
        var form = await new ReadSubmission(context, time).RunAsync(actor, id, http.RequestAborted);
        await using var renderer = new HtmlRenderer(http.RequestServices, log);
        var list = ParameterView.FromDictionary(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(EvidenceList.Form)] = form,
                [nameof(EvidenceList.Uid)] = place.Uid,
                [nameof(EvidenceList.Item)] = place.ItemId,
                [nameof(EvidenceList.Open)] = true,
                [nameof(EvidenceList.Undo)] = undo,
            }
        );
        return TypedResults.Json(
            new
            {
                Html = await renderer.Dispatcher.InvokeAsync(async () =>
                    (await renderer.RenderComponentAsync<EvidenceList>(list)).ToHtmlString()
                ),
                Time = new RegionTime(form.Region.TimeZone).Time(form.Now),
                // What stays in the field, and why, where others were taken.
                Left = refused.Where(piece => piece.Fields.Kind == EvidenceKind.Link).Select(piece => piece.Fields.Url),
                Refused = refused.Count > 0 ? WordsOf(refused) : null,
                Leaves = LeavesOf(form, [place.Uid]).ToDictionary(),
                Directions = DirectionsOf(form).ToDictionary(),
            }
        );
    }

    private static string WordsOf(IReadOnlyList<PostedAnswers.RefusedPiece> refused) =>
        string.Join(" ", refused.Select(piece => piece.Why.Message).Distinct());

    private static IEnumerable<KeyValuePair<string, object>> LeavesOf(SubmissionForm form, HashSet<string> uids)
    {
        foreach (var direction in form.Directions)
        // Evidence of a whole direction changes the state of every leaf in it.
        foreach (var leaf in direction.Leaves.Where(leaf => uids.Contains(leaf.Node.Uid) || uids.Contains(direction.Node.Uid)))
        {
            var (text, tone) = LeafWords.Of(leaf);
            yield return new(leaf.Node.Uid, new { Text = text, Tone = tone.ToString().ToLowerInvariant() });
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> DirectionsOf(SubmissionForm form) =>
        form.Directions.Select(direction => KeyValuePair.Create(direction.Node.Uid, LeafWords.Of(direction)));

    [Needs(Ability.SeeAnswers)]
    private static async Task<IResult> FormAsync(int id, Actor actor, OrientirContext context, TimeProvider time, CancellationToken cancel)
    {
        var form = await new ReadSubmission(context, time).RunAsync(actor, id, cancel);
        var stream = new MemoryStream();
        new FormWorkbook().Write(stream, form);
        stream.Position = 0;
        return TypedResults.File(
            stream,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            $"Анкета {form.Subject.Name}.xlsx"
        );
    }

    [Needs(Ability.SeeAnswers), SendsFile]
    private static async Task<IResult> FileAsync(
        int id,
        int evidence,
        Actor actor,
        Visible visible,
        OrientirContext context,
        IFileStore files,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        var form = await new ReadSubmission(context, time).RunAsync(actor, id, cancel);
        if (form.Evidence.FirstOrDefault(one => one.Item.Id == evidence)?.Item.FileId is not { } key)
            throw RefusedException.NotFound("Файл");
        var file = await visible.Files.AsNoTracking().SingleAsync(row => row.Id == key, cancel);
        // Always saved, never shown within the site: what came from outside runs nowhere here.
        return TypedResults.Stream(
            await new OpenFile(files).RunAsync(file, cancel),
            "application/octet-stream",
            file.Name,
            entityTag: new($"\"{file.Hash}\""),
            enableRangeProcessing: true
        );
    }
}
