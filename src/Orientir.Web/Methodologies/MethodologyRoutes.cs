using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Core.Methodologies;
using Orientir.Web.Shared;

namespace Orientir.Web.Methodologies;

/// <summary>Files of the area: packages byte for byte as they are kept, workbooks for people.</summary>
internal static class MethodologyRoutes
{
    public static void AddMethodologies(this IServiceCollection services) =>
        services.AddSingleton(new SharedPackages(Path.Combine(AppContext.BaseDirectory, "methodologies")));

    public static void MapMethodologies(this WebApplication site)
    {
        site.MapGet(
            "/methodologies/{id:int}/package.json",
            [Needs(Ability.SeeMethodologies)]
            async Task<FileContentHttpResult> (Actor actor, Visible visible, int id, CancellationToken cancel) =>
            {
                var edition = await FindAsync(actor, visible, id, cancel);
                return TypedResults.File(Encoding.UTF8.GetBytes(edition.Json), "application/json", NameOf(edition, "json"));
            }
        );
        site.MapGet(
            "/methodologies/{id:int}/workbook.xlsx",
            [Needs(Ability.SeeMethodologies)]
            async Task<FileStreamHttpResult> (Actor actor, Visible visible, int id, CancellationToken cancel) =>
            {
                var edition = await FindAsync(actor, visible, id, cancel);
                var stream = new MemoryStream();
                new MethodologyWorkbook().Write(stream, edition.Read());
                stream.Position = 0;
                return TypedResults.File(
                    stream,
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    NameOf(edition, "xlsx")
                );
            }
        );
    }

    /// <summary>A methodology that the actor may see.</summary>
    public static async Task<MethodologyEdition> FindAsync(Actor actor, Visible visible, int id, CancellationToken cancel)
    {
        Permissions.Require(actor, Ability.SeeMethodologies);
        return await visible.Methodologies.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel)
            ?? throw RefusedException.NotFound("Методика", "а");
    }

    private static string NameOf(MethodologyEdition edition, string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{edition.PackageId}-{edition.Edition}-{edition.Revision}.{extension}");
}
