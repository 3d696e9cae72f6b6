namespace Orientir.Core.Results;

/// <summary>That a run was published: written with the decision, so that neither clocks nor later runs say which it was. Of those of a
/// campaign the newest is in force.</summary>
public sealed class Publication : IRegional
{
    /// <summary>Key, in the order of the decisions.</summary>
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The campaign.</summary>
    public required int CampaignId { get; init; }

    /// <summary>What was published.</summary>
    public required int ResultRunId { get; init; }
}
