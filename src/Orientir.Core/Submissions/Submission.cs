namespace Orientir.Core.Submissions;

/// <summary>Where a submission stands, as recorded; that a draft is late follows from the deadline.</summary>
public enum SubmissionState
{
    /// <summary>Черновик.</summary>
    Draft,

    /// <summary>Отправлено.</summary>
    Sent,

    /// <summary>Возвращено: chosen indicators are open again.</summary>
    Returned,

    /// <summary>Закрыто.</summary>
    Closed,
}

/// <summary>The answers of one subject in one campaign.</summary>
public sealed class Submission : IRegional, IVersioned
{
    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The subject of the campaign: one submission each.</summary>
    public required int CampaignSubjectId { get; init; }

    /// <summary>State as recorded.</summary>
    public SubmissionState State { get; set; }

    /// <summary>UTC of the last sending.</summary>
    public DateTime? SentAt { get; set; }

    /// <summary>How often it was sent.</summary>
    public int SentCount { get; set; }

    /// <summary>SHA-256 of the answers and evidence as sent, hex: stands on the receipt.</summary>
    public string? SentHash { get; set; }

    /// <summary>Note of the operator who returned it.</summary>
    public string? ReturnNote { get; set; }

    /// <summary>Uids opened again by a return, separated by «|».</summary>
    public string? ReturnedUids { get; set; }

    /// <inheritdoc/>
    public long Version { get; set; }
}

/// <summary>The answer to a leaf or to one item of it.</summary>
public sealed class Answer : IRegional, IVersioned
{
    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The submission.</summary>
    public required int SubmissionId { get; init; }

    /// <summary>Uid of the leaf; of a direction where the answer is a remark on the whole.</summary>
    public required string Uid { get; init; }

    /// <summary>Id of the item of a checklist or components scale; empty for the leaf itself.</summary>
    public required string ItemId { get; init; }

    /// <summary>The value as the scale writes it; null for none.</summary>
    public string? Value { get; set; }

    /// <summary>Comment of the subject.</summary>
    public string? Comment { get; set; }

    /// <summary>«Документа нет» is an answer.</summary>
    public bool NoDocument { get; set; }

    /// <summary>«Не применимо».</summary>
    public bool NotApplicable { get; set; }

    /// <summary>Question to the operator.</summary>
    public string? Question { get; set; }

    /// <summary>The operator's reply.</summary>
    public string? Reply { get; set; }

    /// <summary>Who changed it last.</summary>
    public int ChangedBy { get; set; }

    /// <summary>UTC of the last change.</summary>
    public DateTime ChangedAt { get; set; }

    /// <inheritdoc/>
    public long Version { get; set; }
}

/// <summary>A change accepted from a browser, by its idempotency key: sent twice, it is made once.</summary>
public sealed class AcceptedPatch : IRegional
{
    /// <summary>Key given by the browser.</summary>
    public required string Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The submission changed.</summary>
    public required int SubmissionId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>What was answered, JSON: repeated as it was.</summary>
    public required string Response { get; init; }
}

/// <summary>A reminder that went out: once a subject and deadline.</summary>
public sealed class Reminder : IRegional
{
    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The late subject.</summary>
    public required int CampaignSubjectId { get; init; }

    /// <summary>The deadline reminded of, UTC.</summary>
    public required DateTime Deadline { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who sent it.</summary>
    public required int UserId { get; init; }

    /// <summary>Whether a letter went out; otherwise it was printed.</summary>
    public required bool Mailed { get; init; }
}
