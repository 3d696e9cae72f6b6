using Orientir.Core.Jobs;

namespace Orientir.Core.Results;

/// <summary>A stored computation: pages and documents read one run.</summary>
public sealed class ResultRun : IRegional
{
    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The campaign.</summary>
    public required int CampaignId { get; init; }

    /// <summary>The edition and revision computed by.</summary>
    public required int MethodologyEditionId { get; init; }

    /// <summary>SHA-256 over the marks and the package, hex: equal inputs, equal run.</summary>
    public required string InputHash { get; init; }

    /// <summary>Version of the program that computed it.</summary>
    public required string ProgramVersion { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who asked for it.</summary>
    public required int UserId { get; init; }

    /// <summary>The marks as they were, CSV in gzip: the run can be read and computed again whatever happens to the campaign.</summary>
    public required byte[] Marks { get; init; }
}

/// <summary>The documents of a run, made in the background.</summary>
public sealed class ReportPackage : IRegional
{
    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The run.</summary>
    public required int ResultRunId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime RequestedAt { get; init; }

    /// <summary>The job that makes it; null once the job is cleaned up.</summary>
    public int? JobId { get; init; }

    /// <summary>That job: how far it is.</summary>
    public Job? Job { get; init; }

    /// <summary>UTC; null until it is made, given up or cancelled.</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>What went wrong, for the user; null where nothing did.</summary>
    public string? Failure { get; set; }

    /// <summary>The package as a zip.</summary>
    public int? FileId { get; set; }
}
