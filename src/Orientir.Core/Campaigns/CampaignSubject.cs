using Orientir.Core.Territories;

namespace Orientir.Core.Campaigns;

/// <summary>A subject of a campaign, with its own copy of what the subject was called when the campaign opened.</summary>
public sealed class CampaignSubject : IRegional, IVersioned
{
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    public required int CampaignId { get; init; }

    /// <summary>The subject it was copied from.</summary>
    public required int SubjectId { get; init; }

    /// <summary>The territory whose people answer.</summary>
    public required int TerritoryId { get; set; }

    /// <summary>Kind at opening, as in packages: municipality, school …</summary>
    public required string Kind { get; set; }

    /// <summary>Id in files.</summary>
    public required string Code { get; set; }

    /// <summary>Name at opening.</summary>
    public required string Name { get; set; }

    public required string FoldedName { get; set; }

    /// <summary>Attributes at opening, JSON.</summary>
    public required string Attributes { get; set; }

    /// <summary>UTC: answers of this subject are taken until here instead, where later than the campaign's.</summary>
    public DateTime? ExtendedUntil { get; private set; }

    /// <summary>Why it was extended.</summary>
    public string? ExtensionReason { get; private set; }

    /// <inheritdoc/>
    public long Version { get; set; }

    /// <summary>The copy of a subject for a campaign.</summary>
    internal static CampaignSubject Of(Campaign campaign, Subject subject) =>
        new()
        {
            RegionId = campaign.RegionId,
            CampaignId = campaign.Id,
            SubjectId = subject.Id,
            TerritoryId = subject.TerritoryId,
            Kind = subject.Kind,
            Code = subject.Code,
            Name = subject.Name,
            FoldedName = subject.FoldedName,
            Attributes = subject.Attributes,
        };

    /// <summary>Copies the subject afresh, as it is called now.</summary>
    internal void Renew(Subject subject) =>
        (TerritoryId, Kind, Code, Name, FoldedName, Attributes) = (
            subject.TerritoryId,
            subject.Kind,
            subject.Code,
            subject.Name,
            subject.FoldedName,
            subject.Attributes
        );

    /// <summary>Gives it more time.</summary>
    /// <param name="until">UTC, exclusive.</param>
    /// <param name="reason">Why.</param>
    public void Extend(DateTime until, string reason)
    {
        if (reason.Length == 0)
            throw new ArgumentException("More time is given for a reason.", nameof(reason));
        (ExtendedUntil, ExtensionReason) = (until, reason);
    }
}
