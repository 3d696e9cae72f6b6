namespace Orientir.Core.Territories;

/// <summary>A territory or an organisation of a region. The tree: region → municipality → organisation.</summary>
public sealed class Territory : IRegional, IVersioned
{
    /// <summary>The longest name and the longest code a form takes, characters.</summary>
    public const int LongestName = 300;

    /// <inheritdoc cref="LongestName"/>
    public const int LongestCode = 100;

    private readonly List<TerritoryAlias> aliases = [];
    private readonly List<TerritoryContact> contacts = [];
    private int? parentId;
    private string name = "";
    private string? oktmo;

    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The territory above; null for those directly under the region.</summary>
    public int? ParentId
    {
        get => parentId;
        init => parentId = value;
    }

    /// <summary>Id in the region's register, unique in the region.</summary>
    public required string Code { get; init; }

    /// <summary>«municipality» or «organisation».</summary>
    public required string Kind { get; init; }

    /// <summary>Full name.</summary>
    public required string Name
    {
        get => name;
        init => Rename(value);
    }

    /// <summary>The name folded for search and order: <see cref="FoldedName.Of"/>.</summary>
    public string FoldedName { get; private set; } = "";

    /// <summary>ОКТМО of 8 or 11 digits.</summary>
    public string? Oktmo
    {
        get => oktmo;
        init => Number(value);
    }

    /// <summary>Other names.</summary>
    public IReadOnlyList<TerritoryAlias> Aliases => aliases;

    /// <summary>The other names in the order they were given.</summary>
    public IReadOnlyList<string> OtherNames => [.. aliases.OrderBy(alias => alias.Id).Select(alias => alias.Name)];

    /// <summary>Whom to write to or to call.</summary>
    public IReadOnlyList<TerritoryContact> Contacts => contacts;

    /// <summary>The contacts in their order.</summary>
    public IReadOnlyList<RegisterContact> GivenContacts => [.. contacts.OrderBy(one => one.Place).Select(one => one.Given)];

    /// <summary>UTC: taken out of use; campaigns and accounts that name it still do. Null while in use.</summary>
    public DateTime? ArchivedAt { get; private set; }

    /// <inheritdoc/>
    public long Version { get; set; }

    /// <summary>Gives it another name.</summary>
    public void Rename(string becomes)
    {
        var line = CleanText.Line(becomes);
        if (line.Length == 0)
            throw new ArgumentException("A territory has a name.", nameof(becomes));
        (name, FoldedName) = (line, Language.FoldedName.Of(line));
    }

    /// <summary>Gives it another ОКТМО; null or empty for none.</summary>
    public void Number(string? digits)
    {
        if (GivenText.Of(digits) is { } code && Territories.Oktmo.TryParse(code) is null)
            throw new ArgumentException("ОКТМО has 8 or 11 digits.", nameof(digits));
        oktmo = GivenText.Of(digits);
    }

    /// <summary>Says whom to write to or to call, in their order; those of whom nothing is said are left out.</summary>
    public void Contact(IEnumerable<RegisterContact> people)
    {
        List<RegisterContact> given = [.. people.Select(one => one.Tidy()).Where(one => one != RegisterContact.Empty)];
        if (given.SequenceEqual(GivenContacts))
            return;
        contacts.Clear();
        contacts.AddRange(
            given.Select(
                (one, place) =>
                    new TerritoryContact
                    {
                        RegionId = RegionId,
                        Place = place,
                        Name = GivenText.Of(one.Name),
                        Post = GivenText.Of(one.Post),
                        Phone = GivenText.Of(one.Phone),
                        Email = GivenText.Of(one.Email),
                    }
            )
        );
    }

    /// <summary>Puts it under another; null for the region itself. That the other does not stand below it, the operation knows.</summary>
    public void MoveUnder(int? above)
    {
        if (above is { } id && id == Id)
            throw new ArgumentException("A territory does not stand under itself.", nameof(above));
        parentId = above;
    }

    /// <summary>Takes it out of use; out of use already, it stays so since then.</summary>
    /// <param name="now">UTC.</param>
    public void Archive(DateTime now) => ArchivedAt ??= now;

    /// <summary>Takes it back into use.</summary>
    public void Restore() => ArchivedAt = null;

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
