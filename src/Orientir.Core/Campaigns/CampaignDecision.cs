using Orientir.Core.Accounts;

namespace Orientir.Core.Campaigns;

/// <summary>A decision that moved a campaign: opened, closed early, published, taken back.</summary>
public sealed class CampaignDecision : IRegional
{
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    public required int CampaignId { get; init; }

    /// <summary>The state decided.</summary>
    public required CampaignState To { get; init; }

    public required DateTime At { get; init; }

    /// <summary>Who decided.</summary>
    public required int UserId { get; init; }

    /// <summary>Why, where a reason is asked for.</summary>
    public string? Reason { get; init; }
}
