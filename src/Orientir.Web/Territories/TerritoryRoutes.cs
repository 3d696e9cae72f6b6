using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Office;
using Orientir.Core.Territories;
using Orientir.Web.Shared;

namespace Orientir.Web.Territories;

/// <summary>Files of the area: what is seen, the register to be edited and loaded back, its template.</summary>
internal static class TerritoryRoutes
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapTerritories(this WebApplication site)
    {
        site.MapGet(
            "/territories/export.{format:regex(^(xlsx|csv)$)}",
            [Needs(Ability.SeeTerritories)]
            async (Actor actor, Visible visible, string format, string? q, string? archive, CancellationToken cancel) =>
            {
                Permissions.Require(actor, Ability.SeeTerritories);
                return Seen(
                    new Listing(await new ReadTerritories(visible).RunAsync(cancel), q, archive == "yes").Table(),
                    format,
                    "территории"
                );
            }
        );
        site.MapGet(
            "/territories/subjects/export.{format:regex(^(xlsx|csv)$)}",
            [Needs(Ability.SeeTerritories)]
            async (Actor actor, Visible visible, string format, string? q, string? kind, string? archive, CancellationToken cancel) =>
            {
                Permissions.Require(actor, Ability.SeeTerritories);
                var rows = await new SubjectListing(q, kind, archive == "yes").ReadAsync(visible, null, cancel);
                return Seen(SubjectListing.Table(rows, await new ReadTerritories(visible).RunAsync(cancel)), format, "объекты-оценки");
            }
        );
        site.MapGet(
            "/territories/register.xlsx",
            [Needs(Ability.ManageTerritories)]
            async (Actor actor, Visible visible, CancellationToken cancel) =>
            {
                // The whole register holds contacts.
                Permissions.Require(actor, Ability.ManageTerritories);
                var territories = await visible.Territories.AsNoTracking().ToListAsync(cancel);
                return Register(
                    WriteRegister.EntriesOf(territories, await visible.Subjects.AsNoTracking().ToListAsync(cancel)),
                    "реестр.xlsx"
                );
            }
        );
        site.MapGet(
            "/territories/template.xlsx",
            [Needs(Ability.ManageTerritories)]
            (Actor actor) =>
            {
                Permissions.Require(actor, Ability.ManageTerritories);
                return Register([], "шаблон-реестра.xlsx");
            }
        );
    }

    private static FileStreamHttpResult Register(IReadOnlyList<RegisterEntry> entries, string name)
    {
        var stream = new MemoryStream();
        new WriteRegister().Write(stream, entries);
        return File(stream, Workbook, name);
    }

    private static FileStreamHttpResult Seen(DisplayTable table, string format, string name)
    {
        var stream = new MemoryStream();
        if (format == "csv")
            table.WriteCsv(stream);
        else
            table.WriteWorkbook(stream);
        return File(stream, format == "csv" ? "text/csv" : Workbook, string.Create(CultureInfo.InvariantCulture, $"{name}.{format}"));
    }

    private static FileStreamHttpResult File(MemoryStream stream, string type, string name)
    {
        stream.Position = 0;
        return TypedResults.File(stream, type, name);
    }
}
