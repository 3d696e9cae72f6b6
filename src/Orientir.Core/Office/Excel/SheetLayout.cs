namespace Orientir.Core.Office;

/// <summary>What is known of a sheet before its rows.</summary>
internal sealed record SheetLayout
{
    /// <summary>Widths of the columns from the first, in characters.</summary>
    public IReadOnlyList<double> Widths { get; init; } = [];

    /// <summary>Rows that stay when scrolling.</summary>
    public int FrozenRows { get; init; }

    /// <summary>Columns that stay when scrolling.</summary>
    public int FrozenColumns { get; init; }

    /// <summary>First of the rows repeated on every printed page.</summary>
    public int FirstTitleRow { get; init; } = 1;

    /// <summary>Last of the rows repeated on every printed page; 0 for none.</summary>
    public int LastTitleRow { get; init; }

    /// <summary>Columns repeated on every printed page.</summary>
    public int TitleColumns { get; init; }

    public bool Portrait { get; init; }

    /// <summary>Colour of the tab, RRGGBB.</summary>
    public string? TabColor { get; init; }

    /// <summary>Only unlocked cells may be written. Without a password: a guard against a slip, not against a person.</summary>
    public bool Protected { get; init; }

    /// <summary>Not shown among the tabs; never the first sheet.</summary>
    public bool Hidden { get; init; }
}
