namespace Orientir.Core.Submissions;

/// <summary>A change accepted from a browser, by its idempotency key: sent twice, it is made once.</summary>
public sealed class AcceptedPatch : IRegional
{
    /// <summary>The longest key a browser may give, characters.</summary>
    public const int LongestKey = 100;

    /// <summary>What was changed, of which kind, and the key given by the browser.</summary>
    public required string Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The subject whose answers, evidence or marks were changed.</summary>
    public required int CampaignSubjectId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>What was answered, JSON: repeated as it was.</summary>
    public required string Response { get; init; }
}
