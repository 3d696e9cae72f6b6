namespace Orientir.Core.Reviews;

/// <summary>An expert's value and comment for one node of one subject of a campaign. Texts are never empty.</summary>
public sealed class Mark : IRegional, IVersioned
{
    /// <summary>The longest comment, characters.</summary>
    public const int LongestComment = 4000;

    private int? expertId;
    private string? value;
    private string? comment;
    private int changedBy;
    private DateTime changedAt;

    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    public required int CampaignSubjectId { get; init; }

    /// <summary>Uid of the node: a leaf, or an inner node for a given total.</summary>
    public required string Uid { get; init; }

    /// <summary>Name of the expert as results show it; empty for the one unnamed. With subject and uid unique.</summary>
    public required string Expert { get; init; }

    /// <summary>The account of the expert, where it has one: its marks stay its own whatever it is called later.</summary>
    public int? ExpertId
    {
        get => expertId;
        init => expertId = value;
    }

    /// <summary>The value as the scale writes it, «NA» for «не применимо»; null for a comment alone.</summary>
    public string? Value
    {
        get => value;
        init => this.value = GivenText.Of(value);
    }

    public string? Comment
    {
        get => comment;
        init => comment = GivenText.Of(value);
    }

    /// <summary>Who entered it.</summary>
    public int ChangedBy
    {
        get => changedBy;
        init => changedBy = value;
    }

    public DateTime ChangedAt
    {
        get => changedAt;
        init => changedAt = value;
    }

    /// <inheritdoc/>
    public long Version { get; set; }

    /// <summary>Changes value and comment.</summary>
    /// <param name="becomes">The value, as the scale writes it; null or empty for none.</param>
    /// <param name="remark">The comment; null or empty for none.</param>
    /// <param name="by">Who enters it.</param>
    /// <param name="at">UTC.</param>
    /// <param name="account">The account of the expert, where it is the expert who does; a mark once an account's stays so.</param>
    public void Change(string? becomes, string? remark, int by, DateTime at, int? account) =>
        (value, comment, changedBy, changedAt, expertId) = (GivenText.Of(becomes), GivenText.Of(remark), by, at, account ?? expertId);
}
