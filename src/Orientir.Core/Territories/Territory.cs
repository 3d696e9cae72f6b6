namespace Orientir.Core.Territories;

/// <summary>A territory or an organisation of a region. The tree: region → municipality → organisation.</summary>
public sealed class Territory : IRegional, IVersioned
{
    private readonly List<TerritoryAlias> aliases = [];

    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The territory above; null for those directly under the region.</summary>
    public int? ParentId { get; set; }

    /// <summary>Id in the region's register, unique in the region.</summary>
    public required string Code { get; set; }

    /// <summary>«municipality» or «organisation».</summary>
    public required string Kind { get; set; }

    /// <summary>Full name.</summary>
    public required string Name { get; set; }

    /// <summary>The name folded for search and order: <see cref="FoldedName.Of"/>.</summary>
    public required string FoldedName { get; set; }

    /// <summary>ОКТМО of 8 or 11 digits.</summary>
    public string? Oktmo { get; set; }

    /// <summary>Other names.</summary>
    public IReadOnlyList<TerritoryAlias> Aliases => aliases;

    /// <summary>The other names in the order they were given.</summary>
    public IReadOnlyList<string> OtherNames => [.. aliases.OrderBy(alias => alias.Id).Select(alias => alias.Name)];

    /// <summary>Contact for letters: e-mail address.</summary>
    public string? ContactEmail { get; set; }

    /// <summary>Contact for letters: name or post.</summary>
    public string? ContactName { get; set; }

    /// <summary>UTC: taken out of use; campaigns and accounts that name it still do. Null while in use.</summary>
    public DateTime? ArchivedAt { get; set; }

    /// <inheritdoc/>
    public long Version { get; set; }

    /// <summary>Sets its other names.</summary>
    /// <param name="names">In their order; a name given twice is one.</param>
    public void CallAlso(IEnumerable<string> names)
    {
        List<string> given = [.. names.Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
        if (given.SequenceEqual(OtherNames, StringComparer.Ordinal))
            return;
        aliases.Clear();
        aliases.AddRange(
            given.Select(name => new TerritoryAlias
            {
                RegionId = RegionId,
                Name = name,
                FoldedName = Language.FoldedName.Of(name),
            })
        );
    }

    /// <summary>Refuses a change that rests on another version than the present one.</summary>
    /// <param name="seen">The version its editor saw.</param>
    /// <param name="inUse">Whether it must be in use, too.</param>
    /// <exception cref="RefusedException">Somebody else changed it, or took it out of use, meanwhile.</exception>
    public void RequireVersion(long seen, bool inUse = false)
    {
        if (Version != seen || (inUse && ArchivedAt is not null))
            throw RefusedException.Conflict(
                "Территорию только что изменил кто-то другой. Обновите страницу: она покажет новые значения, и внесите правку ещё раз."
            );
    }
}
