namespace Orientir.Core.Submissions;

/// <summary>A change accepted from a browser, by its idempotency key: sent twice, it is made once.</summary>
public sealed class AcceptedPatch : IRegional
{
    /// <summary>Key given by the browser.</summary>
    public required string Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The submission changed.</summary>
    public required int SubmissionId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>What was answered, JSON: repeated as it was.</summary>
    public required string Response { get; init; }
}
