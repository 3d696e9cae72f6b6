namespace Orientir.Core.Territories;

/// <summary>Whom to write to or to call at a territory: a person, or an address of the office.</summary>
public sealed class TerritoryContact : IRegional
{
    /// <summary>The longest name, post and telephones, characters.</summary>
    public const int LongestText = 300;

    /// <summary>Contacts a territory may have.</summary>
    public const int Most = RegisterColumns.MostContacts;

    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    public int TerritoryId { get; init; }

    /// <summary>Its place among the contacts, from 0: letters go to the first that has an address.</summary>
    public required int Place { get; init; }

    public string? Name { get; init; }

    public string? Post { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    /// <summary>As registers give it.</summary>
    public RegisterContact Given => new(Name ?? "", Post ?? "", Phone ?? "", Email ?? "");
}
