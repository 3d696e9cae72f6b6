using Orientir.Core.Office;
using Orientir.Core.Territories;

namespace Orientir.Web.Territories;

/// <summary>
/// The list of territories as asked for: what stands under one, or what is found; the page and its exports show the same.
/// </summary>
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
            [new("Название"), new("Вид"), new("Где"), new("ОКТМО"), new("Организаций", true), new("Объектов оценки", true)],
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
