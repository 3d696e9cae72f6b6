using Orientir.Core.Office;

namespace Orientir.Core.Campaigns;

/// <summary>A place in the submission of a subject of a campaign.</summary>
/// <param name="CampaignSubjectId">Whose submission.</param>
/// <param name="Direction">Uid of a direction; null for the whole.</param>
/// <param name="Leaf">Uid of a node in that direction; null for the whole direction.</param>
public sealed record SubmissionPlace(int CampaignSubjectId, string? Direction = null, string? Leaf = null) : CellTarget;
