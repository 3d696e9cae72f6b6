namespace Orientir.Core.Territories;

/// <summary>A region: the border no data crosses.</summary>
public sealed class Region
{
    public int Id { get; init; }

    /// <summary>Short code in addresses: latin letters, digits, hyphen.</summary>
    public required string Code { get; init; }

    /// <summary>Full name.</summary>
    public required string Title
    {
        get;
        set => field = CleanText.Line(value);
    }

    /// <summary>IANA name of the time zone in which deadlines are said and hold.</summary>
    public required string TimeZone { get; set; }
}
