using Orientir.Core.Accounts;

namespace Orientir.Core.Campaigns;

/// <summary>Whether subjects answer themselves.</summary>
public enum SelfAssessment
{
    /// <summary>Не запрашивается.</summary>
    None,

    /// <summary>Необязательна.</summary>
    Optional,

    /// <summary>Обязательна.</summary>
    Required,
}

/// <summary>A campaign: one edition of a methodology, one period, many subjects. Its state follows from the time and its decisions.</summary>
public sealed class Campaign : IRegional, IVersioned
{
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The edition, and the revision adopted last.</summary>
    public required int MethodologyEditionId { get; set; }

    public required string Title { get; set; }

    /// <summary>Folded title.</summary>
    public required string FoldedName { get; set; }

    /// <summary>The period assessed, in words: «2026 год», «2025/26 учебный год».</summary>
    public required string Period { get; set; }

    /// <summary>Whether subjects answer.</summary>
    public required SelfAssessment SelfAssessment { get; set; }

    /// <summary>UTC: answers are taken from here …</summary>
    public required DateTime CollectionFrom { get; set; }

    /// <summary>… until here, exclusive.</summary>
    public required DateTime CollectionUntil { get; set; }

    /// <summary>UTC: marks are taken until here, exclusive.</summary>
    public required DateTime ReviewUntil { get; set; }

    /// <summary>UTC: publication is planned for this moment.</summary>
    public required DateTime ResultsUntil { get; set; }

    /// <summary>Who answers for the campaign, as shown to participants.</summary>
    public string Owner { get; set; } = "";

    /// <summary>Letter to participants: paragraphs apart by an empty line, lists by «-», headings by «#».</summary>
    public string Letter { get; set; } = "";

    /// <summary>Instruction to participants, written likewise.</summary>
    public string Instruction { get; set; } = "";

    /// <summary>Part of the required indicators of a direction that must have evidence for it to count as complete, 0 … 1.</summary>
    public double CompleteFrom { get; set; } = 0.5;

    /// <summary>What must be said wherever the campaign is shown: «реконструкция».</summary>
    public string? Remark { get; set; }

    /// <summary>Decisions, in order of time.</summary>
    public List<CampaignDecision> Decisions { get; } = [];

    /// <summary>Who answers for a stage and what it yields, where that was said.</summary>
    public List<CampaignStage> Stages { get; } = [];

    /// <inheritdoc/>
    public long Version { get; set; }

    /// <summary>The state at a moment (UTC): <see cref="StageClock"/> says how it follows; queries ask the same of the database.</summary>
    public CampaignState StateAt(DateTime now) => StageClock.Standard.StateOf(this, now);

    /// <summary>Whether it was opened: its subjects are copied and have their drafts, even where collection begins later.</summary>
    public bool IsOpened => Decisions.Count > 0;

    /// <summary>UTC, exclusive: when collection ends for all, or ended early.</summary>
    public DateTime CollectionEnd => EndOf(CampaignState.Collection, CollectionUntil);

    /// <summary>UTC, exclusive: when review ends, or ended early.</summary>
    public DateTime ReviewEnd => EndOf(CampaignState.Review, ReviewUntil);

    private DateTime EndOf(CampaignState stage, DateTime planned) =>
        Decisions.OrderByDescending(decision => decision.Id).TakeWhile(decision => decision.To > stage).LastOrDefault() is { } closed
        && closed.At < planned
            ? closed.At
            : planned;

    /// <summary>The moment (UTC) until which answers of a subject are taken, exclusive.</summary>
    /// <param name="extendedUntil">Its extension.</param>
    /// <param name="returned">Whether what it sent was returned: that is awaited as long as the experts are at work.</param>
    /// <param name="now">UTC.</param>
    public DateTime DeadlineOf(DateTime? extendedUntil, bool returned, DateTime now)
    {
        var end = extendedUntil is { } extended && extended > CollectionEnd ? extended : CollectionEnd;
        return returned && now >= end ? ReviewEnd : end;
    }

    /// <summary>Whether answers of a subject are taken at a moment (UTC), as far as they are not sent: during collection, and during review where it has an extension or a return.</summary>
    public bool TakesAnswers(DateTime? extendedUntil, bool returned, DateTime now) =>
        StateAt(now) switch
        {
            CampaignState.Collection => true,
            CampaignState.Review => returned || now < extendedUntil,
            _ => false,
        };

    /// <summary>Whether what is not sent stays so: answers were taken and are not any more.</summary>
    public bool IsOver(DateTime? extendedUntil, bool returned, DateTime now) =>
        StateAt(now) > CampaignState.Collection && !TakesAnswers(extendedUntil, returned, now);

    /// <summary>How many indicators lack the self-assessment this campaign requires.</summary>
    public int WithoutAssessment(int total, int answered) => SelfAssessment == SelfAssessment.Required ? total - answered : 0;
}
