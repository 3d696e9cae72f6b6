namespace Orientir.Core.Territories;

/// <summary>An object of assessment: apart from territories, so that a head or a programme can be one too.</summary>
public sealed class Subject : IRegional, IVersioned
{
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>Where it belongs: whose coordinators answer for it.</summary>
    public required int TerritoryId { get; set; }

    /// <summary>Subject kind of a methodology, as in packages: municipality, school …</summary>
    public required string Kind { get; set; }

    /// <summary>Id in files, unique in the region among its kind.</summary>
    public required string Code { get; set; }

    public required string Name { get; set; }

    public required string FoldedName { get; set; }

    /// <summary>Attributes as a JSON object of texts.</summary>
    public string Attributes { get; set; } = "{}";

    /// <summary>UTC: taken out of use; campaigns that have it still do. Null while in use.</summary>
    public DateTime? ArchivedAt { get; set; }

    /// <inheritdoc/>
    public long Version { get; set; }

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
