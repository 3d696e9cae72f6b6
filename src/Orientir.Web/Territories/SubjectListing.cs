using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Office;
using Orientir.Core.Territories;

namespace Orientir.Web.Territories;

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
