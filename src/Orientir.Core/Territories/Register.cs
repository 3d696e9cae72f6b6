using System.Collections.Frozen;

namespace Orientir.Core.Territories;

/// <summary>A parent written by name that names none or several: where it stands first, and which it may be.</summary>
internal sealed record NamedParent(string Place, string Name, IReadOnlyList<RegisterEntry> Candidates);

/// <summary>What a name resolved to: an entry, or the nearest candidates, at most five, best first.</summary>
public sealed record Resolution(RegisterEntry? Entry, IReadOnlyList<RegisterEntry> Candidates);

/// <summary>A register of territories and organisations; finds entries by id, name or alias through normal forms, never by guess.</summary>
public sealed class Register
{
    private const int MostCandidates = 5;
    private const double LeastLikeness = 0.55;

    private Index? index;

    /// <summary>The entries in the order of the file.</summary>
    public required IReadOnlyList<RegisterEntry> Entries { get; init; }

    /// <summary>Where the ids of the entries stand in the file, for later messages; empty for a register not read from one.</summary>
    internal IReadOnlyList<string> Places { get; init; } = [];

    /// <summary>How the columns of the file were understood.</summary>
    public IReadOnlyList<ReadColumn> Columns { get; init; } = [];

    /// <summary>Rows of the file that hold no entry: totals, titles of parts.</summary>
    public IReadOnlyList<PassedRow> Passed { get; init; } = [];

    /// <summary>Faults of the rows that were left out, where the file was read partly.</summary>
    public IReadOnlyList<InputError> Left { get; init; } = [];

    /// <summary>The register a region keeps.</summary>
    internal static Register Of(IReadOnlyList<Territory> territories)
    {
        var codes = territories.ToDictionary(row => row.Id, row => row.Code);
        return new()
        {
            Entries =
            [
                .. territories.Select(row => new RegisterEntry(
                    row.Code,
                    row.Name,
                    row.Kind,
                    row.ParentId is { } parent ? codes.GetValueOrDefault(parent) : null,
                    Oktmo.TryParse(row.Oktmo),
                    row.OtherNames
                )),
            ],
        };
    }

    /// <summary>Parents that were named, not given by id, and stand provisionally under the likeliest one.</summary>
    internal IReadOnlyList<NamedParent> Unsettled { get; init; } = [];

    /// <summary>
    /// Resolves an id, the ОКТМО code of a territory, a name or an alias. Names agree when their normal forms do: case, ё,
    /// quotes, hyphens, remarks in brackets and the place of the word for the type do not matter; «город», «г.»; «городской
    /// округ», «ГО», «г.о.»; «район», «муниципальный район», «муниципальный округ» are one each. A name without its type, or
    /// with «МО», resolves only if exactly one entry matches the rest exactly.
    /// </summary>
    /// <param name="name">As written by people.</param>
    /// <param name="kind">Only entries of this kind, where given.</param>
    public Resolution Resolve(string name, string? kind = null) =>
        Find(name, kind) is { } entry ? new(entry, []) : new(null, Nearest(TerritoryName.Of(CleanText.Of(name).Trim()), kind));

    /// <summary>What <see cref="Resolve"/> resolves to, without the candidates: those cost a look at every name.</summary>
    public RegisterEntry? Find(string name, string? kind = null)
    {
        var text = CleanText.Of(name).Trim();
        if (Known.ById.TryGetValue(text, out var byId) && IsOf(byId, kind))
            return byId;
        if (Oktmo.TryParse(text) is { } code && Known.ByOktmo.TryGetValue(code.Digits, out var byOktmo) && IsOf(byOktmo, kind))
            return byOktmo;

        var sought = TerritoryName.Of(text);
        return Known.ByStem.TryGetValue(sought.Stem, out var named)
            ? Choose(sought, [.. named.Where(found => IsOf(found.Entry, kind))])
            : null;
    }

    /// <summary>The register without some entries and without what stands under them, which is told.</summary>
    internal Register Without(HashSet<string> ids, List<InputError> left)
    {
        HashSet<string> dropped = [.. ids];
        for (var before = 0; before != dropped.Count; )
        {
            before = dropped.Count;
            foreach (var (entry, at) in Entries.Select((entry, at) => (entry, at)))
                if (entry.Parent is { } parent && dropped.Contains(parent) && dropped.Add(entry.Id))
                    left.Add(
                        new(
                            Places[at],
                            $"{Russian.Quote(entry.Name)} стоит под записью, которую нельзя принять",
                            "исправьте строку той записи"
                        )
                    );
        }
        int[] kept = [.. Enumerable.Range(0, Entries.Count).Where(at => !dropped.Contains(Entries[at].Id))];
        return new()
        {
            Entries = [.. kept.Select(at => Entries[at])],
            Places = [.. kept.Select(at => Places[at])],
            Unsettled = Unsettled,
            Columns = Columns,
            Passed = Passed,
            Left = [.. Left, .. left],
        };
    }

    /// <summary>Whether an entry has this id.</summary>
    public bool HasId(string id) => Known.ById.ContainsKey(id);

    private Index Known => index ??= new Index(Entries);

    private static RegisterEntry? Choose(TerritoryName sought, List<NamedEntry> sameStem)
    {
        var literal = Distinct(sameStem.Where(found => found.Name.Literal == sought.Literal));
        if (literal.Count > 0)
            return Only(literal);
        if (sought.Type != TerritoryType.Unstated)
        {
            var sameType = Distinct(sameStem.Where(found => found.Name.Type == sought.Type));
            if (sameType.Count > 0)
                return Only(sameType);
        }
        return Only(Distinct(sameStem.Where(found => found.Name.AgreesWith(sought))));
    }

    private static List<RegisterEntry> Distinct(IEnumerable<NamedEntry> found) => [.. found.Select(one => one.Entry).Distinct()];

    private static RegisterEntry? Only(List<RegisterEntry> entries) => entries.Count == 1 ? entries[0] : null;

    private static bool IsOf(RegisterEntry entry, string? kind) => kind is null || entry.Kind == kind;

    private List<RegisterEntry> Nearest(TerritoryName sought, string? kind)
    {
        if (sought.Stem.Length == 0)
            return [];
        // A stable sort: equally near entries keep the order of the register.
        return
        [
            .. Known
                .Names.Where(one => IsOf(one.Entry, kind))
                .Select(one => (one.Entry, Likeness: LikenessOf(sought, one.Name)))
                .Where(one => one.Likeness >= LeastLikeness)
                .OrderByDescending(one => one.Likeness)
                .Select(one => one.Entry)
                .Distinct()
                .Take(MostCandidates),
        ];
    }

    private static double LikenessOf(TerritoryName sought, TerritoryName other)
    {
        var likeness = Spelling.Likeness(sought.Stem, other.Stem);
        return sought.Type == other.Type ? likeness + 0.02 : likeness;
    }

    private sealed record NamedEntry(RegisterEntry Entry, TerritoryName Name);

    private sealed class Index
    {
        public Index(IReadOnlyList<RegisterEntry> entries)
        {
            ById = entries.DistinctBy(entry => entry.Id).ToFrozenDictionary(entry => entry.Id, StringComparer.Ordinal);
            // A school may carry the code of its territory: the code names the territory.
            ByOktmo = entries
                .Where(entry => entry.Oktmo is not null && EntryKind.IsTerritory(entry.Kind))
                .GroupBy(entry => entry.Oktmo!.Digits, StringComparer.Ordinal)
                .Where(group => group.Count() == 1)
                .ToFrozenDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
            Names =
            [
                .. entries.SelectMany(entry =>
                    entry.Aliases.Prepend(entry.Name).Select(name => new NamedEntry(entry, TerritoryName.Of(name)))
                ),
            ];
            ByStem = Names
                .GroupBy(named => named.Name.Stem, StringComparer.Ordinal)
                .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        }

        public FrozenDictionary<string, RegisterEntry> ById { get; }

        public FrozenDictionary<string, RegisterEntry> ByOktmo { get; }

        public IReadOnlyList<NamedEntry> Names { get; }

        public FrozenDictionary<string, NamedEntry[]> ByStem { get; }
    }
}
