namespace Orientir.Core.Reviews;

/// <summary>An expert's value and comment for one node of one subject of a campaign.</summary>
public sealed class Mark : IRegional, IVersioned
{
    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The subject of the campaign.</summary>
    public required int CampaignSubjectId { get; init; }

    /// <summary>Uid of the node: a leaf, or an inner node for a given total.</summary>
    public required string Uid { get; init; }

    /// <summary>Name of the expert as results show it; empty for the one unnamed. With subject and uid unique.</summary>
    public required string Expert { get; init; }

    /// <summary>The account of the expert, where it has one: its marks stay its own whatever it is called later.</summary>
    public int? ExpertId { get; set; }

    /// <summary>The value as the scale writes it, «NA» for «не применимо»; null for a comment alone.</summary>
    public string? Value { get; set; }

    /// <summary>Comment.</summary>
    public string? Comment { get; set; }

    /// <summary>Who entered it.</summary>
    public int ChangedBy { get; set; }

    /// <summary>UTC.</summary>
    public DateTime ChangedAt { get; set; }

    /// <inheritdoc/>
    public long Version { get; set; }
}
