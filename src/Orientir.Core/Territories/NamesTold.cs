namespace Orientir.Core.Territories;

/// <summary>
/// Two entries of one kind under one parent must not answer to one name: no name could ever tell them apart. The site holds to it as
/// files do.
/// </summary>
internal static class NamesTold
{
    /// <summary>What to do about two that answer to one name.</summary>
    public const string Rule = "имена записей одного вида под одним родителем различаются не только регистром, ё, кавычками и сокращениями";

    /// <summary>What a name is told by.</summary>
    public static (string Stem, TerritoryType Type) Of(string name)
    {
        var form = TerritoryName.Of(name);
        return (form.Stem, form.Type);
    }

    /// <summary>The territory in use beside one that answers to one of its names; null where none does.</summary>
    /// <param name="all">The territories of the region.</param>
    /// <param name="own">The territory itself; null for a new one.</param>
    /// <param name="kind">Its kind, as territories have it.</param>
    /// <param name="parent">What it stands under.</param>
    /// <param name="names">Its name and other names.</param>
    public static (string Name, Territory Other)? Clash(
        IEnumerable<Territory> all,
        Territory? own,
        string kind,
        int? parent,
        IEnumerable<string> names
    )
    {
        var beside = all.Where(row => row != own && row.ArchivedAt is null && row.Kind == kind && row.ParentId == parent)
            .SelectMany(row => row.OtherNames.Prepend(row.Name).Select(name => (Told: Of(name), Row: row)))
            .ToLookup(one => one.Told, one => one.Row);
        foreach (var name in names)
            if (beside[Of(name)].FirstOrDefault() is { } other)
                return (name, other);
        return null;
    }
}
