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

    /// <summary>UTC; when its making was last begun, null while it waits.</summary>
    public DateTime? StartedAt { get; set; }

    /// <summary>Files to make in all, 0 until known.</summary>
    public int Total { get; set; }

    /// <summary>Files made.</summary>
    public int Done { get; set; }

    /// <summary>UTC; null while at work.</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>UTC of the last sign of life: a job without one for a minute is taken up again.</summary>
    public DateTime? HeartbeatAt { get; set; }

    /// <summary>How often the making was begun: a package whose maker dies is not taken up for ever.</summary>
    public int Attempts { get; set; }

    /// <summary>What went wrong, for the user; null where nothing did.</summary>
    public string? Failure { get; set; }

    /// <summary>The package as a zip.</summary>
    public byte[]? Content { get; set; }
}
