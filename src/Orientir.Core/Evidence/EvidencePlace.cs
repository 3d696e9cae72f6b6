namespace Orientir.Core.Evidence;

/// <summary>A place evidence serves: a leaf, one item of it, or a whole direction.</summary>
public sealed class EvidencePlace : IRegional
{
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    public required int EvidenceItemId { get; init; }

    /// <summary>Uid of the leaf or direction.</summary>
    public required string Uid { get; init; }

    /// <summary>Item of the leaf; empty for the node itself.</summary>
    public required string ItemId { get; init; }
}
