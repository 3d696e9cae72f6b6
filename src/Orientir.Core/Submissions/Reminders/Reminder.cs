namespace Orientir.Core.Submissions;

/// <summary>A reminder that went out: once a subject and deadline.</summary>
public sealed class Reminder : IRegional
{
    private bool mailed;

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

    /// <summary>Whether a letter went out; otherwise it was printed, waits, or failed.</summary>
    public required bool Mailed
    {
        get => mailed;
        init => mailed = value;
    }

    /// <summary>Its letter went out.</summary>
    public void GoOut() => mailed = true;
}
