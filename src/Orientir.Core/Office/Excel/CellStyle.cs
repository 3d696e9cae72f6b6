namespace Orientir.Core.Office;

/// <summary>How a number of a cell is shown.</summary>
internal enum CellFormat
{
    /// <summary>As it is.</summary>
    General,

    /// <summary>No decimals.</summary>
    Whole,

    /// <summary>One decimal.</summary>
    Tenth,

    /// <summary>Two decimals.</summary>
    Hundredth,

    /// <summary>A share 0 … 1 as per cent with one decimal.</summary>
    Percent,

    /// <summary>Text whatever is typed: a code 1.10 stays what it is.</summary>
    Text,
}

/// <summary>Where the text of a cell stands.</summary>
internal enum CellAlignment
{
    /// <summary>Numbers right, text left.</summary>
    Auto,

    Left,

    /// <summary>In the middle.</summary>
    Center,

    Right,
}

/// <summary>Looks of a cell; equal styles are one.</summary>
internal sealed record CellStyle
{
    public static readonly CellStyle Plain = new();

    public bool Bold { get; init; }

    public bool Italic { get; init; }

    public bool Underline { get; init; }

    /// <summary>Size of the font, points.</summary>
    public double Size { get; init; } = 10;

    /// <summary>Colour of the text, RRGGBB; null is black.</summary>
    public string? Color { get; init; }

    /// <summary>Colour of the ground, RRGGBB; null is none.</summary>
    public string? Fill { get; init; }

    /// <summary>A thin line on every side.</summary>
    public bool Border { get; init; }

    public CellFormat Format { get; init; }

    /// <summary>Where given, replaces <see cref="Format"/>: «0"–4"» shows 3 as a shared place.</summary>
    public string? CustomFormat { get; init; }

    public CellAlignment Align { get; init; }

    /// <summary>In the middle of the height rather than at the top.</summary>
    public bool Middle { get; init; }

    public bool Wrap { get; init; }

    /// <summary>Degrees of rotation, 0 or 90 (upwards).</summary>
    public int Rotation { get; init; }

    public int Indent { get; init; }

    /// <summary>Open to writing on a protected sheet.</summary>
    public bool Unlocked { get; init; }
}
