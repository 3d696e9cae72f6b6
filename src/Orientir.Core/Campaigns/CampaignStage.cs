using Orientir.Core.Accounts;

namespace Orientir.Core.Campaigns;

/// <summary>Who answers for a stage of a campaign and what it yields. Its dates are the campaign's own.</summary>
public sealed class CampaignStage : IRegional
{
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    public required int CampaignId { get; init; }

    /// <summary>The stage: one row each.</summary>
    public required CampaignState Stage { get; init; }

    /// <summary>Who answers for it.</summary>
    public required string Owner { get; set; }

    /// <summary>What it yields: «приказ», «сводная таблица».</summary>
    public required string Product { get; set; }
}
