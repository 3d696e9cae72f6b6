using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Office;
using Orientir.Core.Territories;

namespace Orientir.Web.Territories;

/// <summary>The list of territories as asked for: what stands under one, or what is found; the page and its exports show the same.</summary>
internal sealed record Listing(TerritoryTree Tree, string? Sought, bool Archived)
{
    public const int PageLength = 100;

    public IReadOnlyList<TerritoryRow> Rows { get; } =
    [
        .. (
            string.IsNullOrWhiteSpace(Sought)
                ? Archived
                    ? Tree.Rows
                    : Tree.Top
                : Tree.Find(Sought)
        ).Where(row => row.IsArchived == Archived),
    ];

    /// <summary>Whether rows come from everywhere, so that each says what it stands under.</summary>
    public bool IsFlat => Archived || !string.IsNullOrWhiteSpace(Sought);

    public string PlaceOf(TerritoryRow row) => string.Join(" › ", Tree.Above(row.Id).Select(up => up.Name));

    public DisplayTable Table() =>
        new(
            "Территории",
            [new("Название"), new("Вид"), new("Где"), new("ОКТМО"), new("Ниже", true), new("Объектов оценки", true)],
            [
                .. Rows.Select(
                    IReadOnlyList<DisplayCell> (row) =>
                        [
                            new(row.Name),
                            new(EntryKind.TitleOf(row.Kind)),
                            new(PlaceOf(row)),
                            new(row.Oktmo ?? ""),
                            Number(Tree.CountBelow(row.Id)),
                            Number(Tree.SubjectsOf(row.Id)),
                        ]
                ),
            ]
        );

    public static DisplayCell Number(int number) => new(Russian.Number(number), number);
}

/// <summary>A subject of a list.</summary>
internal sealed record SubjectRow(
    int Id,
    int TerritoryId,
    string Code,
    string Kind,
    string Name,
    string Attributes,
    bool IsArchived,
    int Campaigns
);

/// <summary>The list of subjects as asked for.</summary>
internal sealed record SubjectListing(string? Sought, string? Kind, bool Archived)
{
    public IQueryable<Subject> Of(Visible visible)
    {
        var rows = visible.Subjects.AsNoTracking().Where(row => row.ArchivedAt != null == Archived);
        if (EntryKind.Subjects.Contains(Kind, StringComparer.Ordinal))
            rows = rows.Where(row => row.Kind == Kind);
        if (string.IsNullOrWhiteSpace(Sought))
            return rows;
        var (folded, code) = (FoldedName.Of(Sought), Sought.Trim());
        return rows.Where(row => row.FoldedName.Contains(folded) || row.Code == code);
    }

    /// <summary>The rows in order of their names; all of them where no page is given.</summary>
    public async Task<IReadOnlyList<SubjectRow>> ReadAsync(Visible visible, int? page, CancellationToken cancel)
    {
        var rows = Of(visible).OrderBy(row => row.FoldedName).ThenBy(row => row.Id).AsQueryable();
        if (page is { } number)
            rows = rows.Skip((number - 1) * Listing.PageLength).Take(Listing.PageLength);
        return await Project(rows, visible).ToListAsync(cancel);
    }

    public static IQueryable<SubjectRow> Project(IQueryable<Subject> rows, Visible visible)
    {
        var copies = visible.CampaignSubjects;
        return rows.Select(row => new SubjectRow(
            row.Id,
            row.TerritoryId,
            row.Code,
            row.Kind,
            row.Name,
            row.Attributes,
            row.ArchivedAt != null,
            copies.Count(copy => copy.SubjectId == row.Id)
        ));
    }

    public static string AttributesOf(string json) =>
        string.Join("; ", SubjectAttributes.Of(json).Select(pair => $"{pair.Key}: {pair.Value}"));

    public static DisplayTable Table(IReadOnlyList<SubjectRow> rows, TerritoryTree tree)
    {
        var names = tree.Rows.ToDictionary(row => row.Id, row => row.Name);
        return new(
            "Объекты оценки",
            [new("Название"), new("Вид"), new("Территория"), new("Код"), new("Свойства"), new("Мониторингов", true)],
            [
                .. rows.Select(
                    IReadOnlyList<DisplayCell> (row) =>
                        [
                            new(row.Name),
                            new(EntryKind.TitleOf(row.Kind)),
                            new(names.GetValueOrDefault(row.TerritoryId, "")),
                            new(row.Code),
                            new(AttributesOf(row.Attributes)),
                            Listing.Number(row.Campaigns),
                        ]
                ),
            ]
        );
    }
}

/// <summary>Files of the area: what is seen, the register to be edited and loaded back, its template.</summary>
internal static class TerritoryRoutes
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapTerritories(this WebApplication site)
    {
        site.MapGet(
            "/territories/export.{format:regex(^(xlsx|csv)$)}",
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
            async (Actor actor, Visible visible, string format, string? q, string? kind, string? archive, CancellationToken cancel) =>
            {
                Permissions.Require(actor, Ability.SeeTerritories);
                var rows = await new SubjectListing(q, kind, archive == "yes").ReadAsync(visible, null, cancel);
                return Seen(SubjectListing.Table(rows, await new ReadTerritories(visible).RunAsync(cancel)), format, "объекты-оценки");
            }
        );
        site.MapGet(
            "/territories/register.xlsx",
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
