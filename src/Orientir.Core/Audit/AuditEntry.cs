namespace Orientir.Core.Audit;

/// <summary>A record of one write: appended in the same transaction, never changed. Personal data stays out of the payload.</summary>
public sealed class AuditEntry
{
    /// <summary>Ending of the action of what an operator did for a subject of a campaign.</summary>
    public const string OnBehalf = ".on-behalf";

    public long Id { get; init; }

    /// <summary>The region; null for what concerns the installation.</summary>
    public int? RegionId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>Who.</summary>
    public required int UserId { get; init; }

    /// <summary>Network address.</summary>
    public required string Address { get; init; }

    /// <summary>The operation: «campaign.open».</summary>
    public required string Action { get; init; }

    /// <summary>Kind of the object: «answer», «campaign».</summary>
    public required string ObjectKind { get; init; }

    /// <summary>Key of the object.</summary>
    public required int ObjectId { get; init; }

    /// <summary>The subject of the campaign it belongs to, where it belongs to one: its history page reads by this.</summary>
    public int? CampaignSubjectId { get; init; }

    /// <summary>Uid of the node and item concerned: «1.1.4» or «1.1.4/act».</summary>
    public string? Place { get; init; }

    /// <summary>Before, JSON.</summary>
    public string? Old { get; init; }

    /// <summary>After, JSON.</summary>
    public string? New { get; init; }
}
