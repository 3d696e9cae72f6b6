namespace Orientir.Core.Territories;

/// <summary>Another name of a territory.</summary>
public sealed class TerritoryAlias : IRegional
{
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    public int TerritoryId { get; init; }

    public required string Name { get; init; }

    /// <summary>The name folded for search.</summary>
    public required string FoldedName { get; init; }
}
