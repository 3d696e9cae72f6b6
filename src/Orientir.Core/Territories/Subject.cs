namespace Orientir.Core.Territories;

/// <summary>An object of assessment: apart from territories, so that a head or a programme can be one too.</summary>
public sealed class Subject : IRegional, IVersioned
{
    private int territoryId;
    private string name = "";
    private string attributes = "{}";

    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>Where it belongs: whose coordinators answer for it.</summary>
    public required int TerritoryId
    {
        get => territoryId;
        init => territoryId = value;
    }

    /// <summary>Subject kind of a methodology, as in packages: municipality, school …</summary>
    public required string Kind { get; init; }

    /// <summary>Id in files, unique in the region among its kind.</summary>
    public required string Code { get; init; }

    public required string Name
    {
        get => name;
        init => Rename(value);
    }

    public string FoldedName { get; private set; } = "";

    /// <summary>Attributes as a JSON object of texts: <see cref="SubjectAttributes.Parse"/>.</summary>
    public string Attributes
    {
        get => attributes;
        init => attributes = value;
    }

    /// <summary>UTC: taken out of use; campaigns that have it still do. Null while in use.</summary>
    public DateTime? ArchivedAt { get; private set; }

    /// <inheritdoc/>
    public long Version { get; set; }

    /// <summary>Gives it another name.</summary>
    public void Rename(string becomes)
    {
        var line = CleanText.Line(becomes);
        if (line.Length == 0)
            throw new ArgumentException("A subject has a name.", nameof(becomes));
        (name, FoldedName) = (line, Language.FoldedName.Of(line));
    }

    /// <summary>Gives it other attributes, a JSON object of texts.</summary>
    public void Describe(string json) => attributes = json;

    /// <summary>Lets it belong to another territory.</summary>
    public void MoveTo(int territory) => territoryId = territory;

    /// <summary>Takes it out of use; out of use already, it stays so since then.</summary>
    /// <param name="now">UTC.</param>
    public void Archive(DateTime now) => ArchivedAt ??= now;

    /// <summary>Takes it back into use.</summary>
    public void Restore() => ArchivedAt = null;

    /// <summary>Refuses a change that rests on another version than the present one.</summary>
    /// <param name="seen">The version its editor saw.</param>
    /// <param name="inUse">Whether it must be in use, too.</param>
    /// <exception cref="RefusedException">Somebody else changed it, or took it out of use, meanwhile.</exception>
    public void RequireVersion(long seen, bool inUse = false)
    {
        if (Version != seen || (inUse && ArchivedAt is not null))
            throw RefusedException.Conflict(
                "Объект только что изменил кто-то другой. Обновите страницу: она покажет новые значения, и внесите правку ещё раз."
            );
    }
}
