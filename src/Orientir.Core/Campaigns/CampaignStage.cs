using Orientir.Core.Accounts;

namespace Orientir.Core.Campaigns;

/// <summary>Who answers for a stage of a campaign and what it yields. Its dates are the campaign's own.</summary>
public sealed class CampaignStage : IRegional
{
    private CampaignStage() { }

    public int Id { get; private init; }

    /// <inheritdoc/>
    public int RegionId { get; private init; }

    public int CampaignId { get; private init; }

    /// <summary>The stage: one row each.</summary>
    public CampaignState Stage { get; private init; }

    /// <summary>Who answers for it.</summary>
    public string Owner { get; private set; } = "";

    /// <summary>What it yields: «приказ», «сводная таблица».</summary>
    public string Product { get; private set; } = "";

    internal static CampaignStage Of(int regionId, StagePlan plan)
    {
        var made = new CampaignStage { RegionId = regionId, Stage = plan.Stage };
        made.Say(plan);
        return made;
    }

    internal void Say(StagePlan plan)
    {
        if (plan.IsEmpty)
            throw new ArgumentException("A stage of which nothing is said has no row.", nameof(plan));
        (Owner, Product) = (plan.Owner, plan.Product);
    }
}
