namespace Orientir.Core.Territories;

public sealed record TerritoryRow(
    int Id,
    int? ParentId,
    string Code,
    string Kind,
    string Name,
    string FoldedName,
    IReadOnlyList<string> FoldedAliases,
    string? Oktmo,
    bool IsArchived,
    bool HasEmail
);

/// <summary>The territories somebody may see, as a tree.</summary>
public sealed class TerritoryTree
{
    private readonly Dictionary<int, TerritoryRow> byId;
    private readonly ILookup<int, TerritoryRow> below;
    private readonly Dictionary<int, int> subjects;

    internal TerritoryTree(IReadOnlyList<TerritoryRow> rows, Dictionary<int, int> subjects)
    {
        (Rows, this.subjects) = (rows, subjects);
        byId = rows.ToDictionary(row => row.Id);
        Top = [.. rows.Where(row => row.ParentId is not { } parent || !byId.ContainsKey(parent))];
        below = rows.Where(row => row.ParentId is { } parent && byId.ContainsKey(parent)).ToLookup(row => row.ParentId!.Value);
    }

    /// <summary>All of them, in order of their names.</summary>
    public IReadOnlyList<TerritoryRow> Rows { get; }

    /// <summary>Those that stand under none that is seen.</summary>
    public IReadOnlyList<TerritoryRow> Top { get; }

    /// <summary>Those directly below one.</summary>
    public IEnumerable<TerritoryRow> Below(int id) => below[id];

    /// <summary>How many are below one, at any depth, archived ones apart.</summary>
    public int CountBelow(int id) => below[id].Sum(row => (row.IsArchived ? 0 : 1) + CountBelow(row.Id));

    /// <summary>How many subjects in use one and all below it have.</summary>
    public int SubjectsOf(int id) => subjects.GetValueOrDefault(id) + below[id].Sum(row => SubjectsOf(row.Id));

    /// <summary>Those above one, the highest first.</summary>
    public IReadOnlyList<TerritoryRow> Above(int id)
    {
        var found = new List<TerritoryRow>();
        for (var up = byId.GetValueOrDefault(id)?.ParentId; up is { } parent && byId.TryGetValue(parent, out var row); up = row.ParentId)
            found.Insert(0, row);
        return found;
    }

    /// <summary>
    /// Those whose name or other names hold what is sought, as <see cref="FoldedName"/> folds both, or whose id or ОКТМО does.
    /// </summary>
    public IEnumerable<TerritoryRow> Find(string sought)
    {
        var folded = FoldedName.Of(sought);
        var digits = Oktmo.TryParse(sought)?.Digits ?? string.Concat(sought.Where(letter => !char.IsWhiteSpace(letter)));
        return Rows.Where(row =>
            row.FoldedName.Contains(folded, StringComparison.Ordinal)
            || row.FoldedAliases.Any(alias => alias.Contains(folded, StringComparison.Ordinal))
            || row.Code.Contains(sought.Trim(), StringComparison.OrdinalIgnoreCase)
            || row.Oktmo?.StartsWith(digits, StringComparison.Ordinal) == true
        );
    }
}
