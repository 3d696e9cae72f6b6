namespace Orientir.Core.Campaigns;

/// <summary>A subject assigned to an expert.</summary>
public sealed class ExpertAssignment : IRegional
{
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    public required int CampaignSubjectId { get; init; }

    public required int UserId { get; init; }
}
