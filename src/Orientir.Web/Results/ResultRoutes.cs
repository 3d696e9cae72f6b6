using System.Globalization;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.EntityFrameworkCore;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Core.Files;
using Orientir.Core.Office;
using Orientir.Core.Reports;
using Orientir.Core.Results;
using Orientir.Web.Shared;

namespace Orientir.Web.Results;

/// <summary>Files of results: tables as they are seen, conclusions and report packages.</summary>
internal static class ResultRoutes
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private static readonly FileExtensionContentTypeProvider Types = new();

    public static void MapResults(this IEndpointRouteBuilder site)
    {
        site.MapGet(
            "/results/{runId:int}/export",
            [Needs(Ability.SeeResults)]
            async (
                int runId,
                string? view,
                string? of,
                string? sort,
                string? search,
                string? band,
                string? format,
                OrientirContext context,
                Actor actor,
                TimeProvider time,
                CancellationToken cancel
            ) =>
            {
                var loaded = await new LoadRun(context, time).RunAsync(actor, runId, cancel);
                if (view is "difference" or "difference-marks")
                {
                    var other = int.TryParse(of, CultureInfo.InvariantCulture, out var id) ? id : default(int?);
                    var difference = await new CompareRuns(context, time).RunAsync(actor, runId, other, cancel);
                    return FileOf(
                        view == "difference" ? DifferenceTables.Results(difference, sort) : DifferenceTables.Marks(difference),
                        loaded,
                        format
                    );
                }
                var behind =
                    view == "subject" && of is not null
                        ? await new ReadEvidenceBehindMarks(context, time).RunAsync(actor, loaded, of, cancel)
                        : null;
                var table =
                    ResultTables.Named(
                        loaded.Scored,
                        () => CycleTable.Of(KeptFacts.Of(loaded, loaded.Campaign.Title)),
                        view,
                        of,
                        new(sort, search, band),
                        behind
                    ) ?? throw RefusedException.NotFound("Вид итогов");
                return FileOf(table, loaded, format);
            }
        );
        site.MapGet(
            "/results/{runId:int}/conclusion",
            [Needs(Ability.SeeResults)]
            async (int runId, string? of, OrientirContext context, Actor actor, TimeProvider time, CancellationToken cancel) =>
            {
                var loaded = await new LoadRun(context, time).RunAsync(actor, runId, cancel);
                if (
                    of is null
                    || loaded.Scored.Scores.IndexOf(of) is not { } subject
                    || await new ReadEvidenceBehindMarks(context, time).RunAsync(actor, loaded, of, cancel) is null
                )
                    throw RefusedException.NotFound("Заключение", "о");
                var facts = KeptFacts.Of(loaded, $"{loaded.Campaign.Title}, {loaded.Campaign.Period}");
                var stream = new MemoryStream();
                new Conclusions().Write(facts, subject, stream);
                return TypedResults.File(stream.ToArray(), Docx, Conclusions.FileNamesOf(facts)[subject]);
            }
        );
        site.MapGet(
            "/results/reports/{packageId:int}/file",
            [Needs(Ability.SeeBoard), SendsFile]
            async Task<IResult> (int packageId, string? name, Visible visible, IFileStore files, CancellationToken cancel) =>
            {
                var fileId =
                    await visible.Packages.Where(row => row.Id == packageId).Select(row => row.FileId).SingleOrDefaultAsync(cancel)
                    ?? throw RefusedException.NotFound("Отчёт");
                // None where it was asked for anew at this moment.
                var file =
                    await visible.PackageFiles.AsNoTracking().SingleOrDefaultAsync(row => row.Id == fileId, cancel)
                    ?? throw RefusedException.NotFound("Отчёт");
                var content = await new OpenFile(files).RunAsync(file, cancel);
                if (name is null)
                    return TypedResults.Stream(
                        content,
                        "application/zip",
                        file.Name,
                        entityTag: new($"\"{file.Hash}\""),
                        enableRangeProcessing: true
                    );
                await using var package = content;
                var document = ReportPackage.DocumentOf(file, package, name) ?? throw RefusedException.NotFound("Документ");
                return TypedResults.File(
                    document,
                    Types.TryGetContentType(name, out var type) ? type : "application/octet-stream",
                    name.Split('/')[^1]
                );
            }
        );
    }

    private static Microsoft.AspNetCore.Http.HttpResults.FileContentHttpResult FileOf(DisplayTable table, LoadedRun run, string? format)
    {
        var stream = new MemoryStream();
        if (format == "csv")
            table.WriteCsv(stream);
        else
            table.WriteWorkbook(stream);
        var name = FileNames.Of([$"{run.Campaign.Title} {table.Title}"], format == "csv" ? ".csv" : ".xlsx")[0];
        return TypedResults.File(stream.ToArray(), format == "csv" ? "text/csv; charset=utf-8" : Xlsx, name);
    }
}
