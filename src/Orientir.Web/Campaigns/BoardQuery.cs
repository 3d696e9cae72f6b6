using Orientir.Core.Submissions;

namespace Orientir.Web.Campaigns;

/// <summary>What of the board is seen: table, order and filter, as the address says; the page and its exports read the same.</summary>
/// <param name="View">«complete» for the table of completeness.</param>
/// <param name="Sort">Name of a column; with «-» from the end.</param>
/// <param name="Show">Whom: unsent, returned, late, silent, poor; anything else for all.</param>
/// <param name="Q">Part of a name or code.</param>
internal sealed record BoardQuery(string? View, string? Sort, string? Show, string? Q)
{
    public static readonly (string Key, string Title)[] Filters =
    [
        ("", "Всех"),
        ("unsent", "Кто не отправил"),
        ("returned", "Кому возвращено"),
        ("late", "Кто опаздывает"),
        ("silent", "Кто не начал"),
        ("poor", "Где не хватает подтверждений"),
    ];

    public BoardView Table => View == "complete" ? BoardView.Completeness : BoardView.Progress;

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Q) || Array.Exists(Filters, filter => filter.Key.Length > 0 && filter.Key == Show);

    /// <summary>The same question with something else asked.</summary>
    public string AddressAt(string path) =>
        path
        + QueryString.Create(
            new (string Name, string? Value)[] { ("view", View), ("sort", Sort), ("show", Show), ("q", Q) }
                .Where(field => !string.IsNullOrEmpty(field.Value))
                .Select(field => new KeyValuePair<string, string?>(field.Name, field.Value))
        );

    /// <summary>The board with the rows asked for, in the order asked for.</summary>
    public Board Of(Board board)
    {
        var sought = FoldedName.Of(Q ?? "");
        var rows = board.Rows.Where(row =>
            Show switch
            {
                "unsent" => !row.WasSent,
                "returned" => row.IsReturned,
                "late" => row.IsLate,
                "silent" => row.IsSilent,
                "poor" => row.WithoutEvidence > 0,
                _ => true,
            }
            && (
                sought.Length == 0
                || row.FoldedName.Contains(sought, StringComparison.Ordinal)
                || row.Code.Contains(Q!.Trim(), StringComparison.OrdinalIgnoreCase)
            )
        );
        var key = Sort?.TrimStart('-') ?? "";
        var direction = board.Directions.ToList().FindIndex(one => one.Uid == key);
        Func<BoardRow, IComparable>? order = key switch
        {
            "evidence" => row => row.WithoutEvidence,
            "filled" => row => row.Total == 0 ? 0 : (double)row.Filled / row.Total,
            "state" => row => BoardWords.StateOf(row),
            "sent" => row => row.SentAt ?? DateTime.MaxValue,
            "deadline" => row => row.Deadline,
            "complete" => row => row.Complete,
            _ when direction >= 0 && Table == BoardView.Completeness => row => row.Cells[direction].IsComplete,
            _ when direction >= 0 => row =>
                row.Cells[direction].Total == 0 ? 0 : (double)row.Cells[direction].Filled / row.Cells[direction].Total,
            _ => null,
        };
        var backwards = Sort?.StartsWith('-') == true;
        var sorted = order is null
            ? backwards
                ? rows.Reverse()
                : rows
            : backwards
                ? rows.OrderByDescending(order)
                : rows.OrderBy(order);
        return board with { Rows = [.. sorted] };
    }
}
