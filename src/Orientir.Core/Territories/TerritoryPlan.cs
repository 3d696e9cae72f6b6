namespace Orientir.Core.Territories;

/// <summary>A new entry whose name is near to known ones: the same spelt another way, or a new one beside them.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Near">What it may be.</param>
/// <param name="IsTaken">Whether one of them answers to the very name, so that there can be no new one beside it.</param>
internal sealed record NearName(string Place, RegisterEntry Entry, IReadOnlyList<Territory> Near, bool IsTaken);

/// <summary>
/// What a register does to the territories and subjects of a region, found entry by entry. The rows that change are changed at once,
/// for the import to save or to forget; new ones wait for the keys of what they stand under.
/// </summary>
/// <param name="region">The region.</param>
/// <param name="territories">All its territories, tracked.</param>
/// <param name="subjects">All its subjects, tracked.</param>
/// <param name="known">The territories as a register.</param>
/// <param name="register">The file.</param>
/// <param name="file">Its name.</param>
/// <param name="chosen">By id of an entry of the file: the code of the territory it was said to be.</param>
internal sealed class TerritoryPlan(
    int region,
    List<Territory> territories,
    List<Subject> subjects,
    Register known,
    Register register,
    string file,
    IReadOnlyDictionary<string, string> chosen
)
{
    private const string Attributes = "свойства";
    private const string Type = "тип";

    private readonly Dictionary<string, Territory> byCode = territories.ToDictionary(row => row.Code, StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, string Code), Subject> subjectByCode = subjects.ToDictionary(row => (row.Kind, row.Code));
    private readonly Dictionary<string, int> order = register
        .Entries.Select((entry, at) => (entry.Id, at))
        .ToDictionary(pair => pair.Id, pair => pair.at, StringComparer.Ordinal);
    private readonly Dictionary<string, (Territory? Territory, int Depth)> placed = new(StringComparer.Ordinal);
    private readonly HashSet<Territory> met = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Territory> revived = new(ReferenceEqualityComparer.Instance);
    private readonly ImportedEntry?[] imported = new ImportedEntry?[register.Entries.Count];

    /// <summary>New territories with what they stand under; the depth orders them, parents first.</summary>
    public List<(Territory Territory, Territory? Parent, int Depth)> NewTerritories { get; } = [];

    /// <summary>Known territories that come to stand elsewhere.</summary>
    public List<(Territory Territory, Territory? Parent)> Moved { get; } = [];

    public List<Subject> NewSubjects { get; } = [];

    /// <summary>Subjects whose territory is to be set.</summary>
    public List<(Subject Subject, Territory Territory)> SubjectTerritories { get; } = [];

    /// <summary>The rows that are new or change, with what is said of them.</summary>
    public List<(object Row, ImportedEntry Entry)> Records { get; } = [];

    /// <summary>Names to be asked about.</summary>
    public List<NearName> Doubts { get; } = [];

    /// <summary>Names in use that the file does not have.</summary>
    public IReadOnlyList<string> Absent =>
        [
            .. territories
                .Where(row => row.ArchivedAt is null && !met.Contains(row))
                .OrderBy(row => row.FoldedName, StringComparer.Ordinal)
                .Select(row => row.Name),
        ];

    /// <summary>Entries that cannot be kept, and why.</summary>
    public List<(string Id, InputError Error)> Errors { get; } = [];

    /// <summary>
    /// Finds what becomes of each entry, in the order of the file; the region itself and what cannot be kept are left out.
    /// </summary>
    public IReadOnlyList<ImportedEntry> Make()
    {
        foreach (var entry in register.Entries)
            Visit(entry);
        return [.. imported.OfType<ImportedEntry>()];
    }

    private void Fault(RegisterEntry entry, string place, string found, string allowed) =>
        Errors.Add((entry.Id, new(place, found, allowed)));

    // Parents before children, wherever they stand in the file; the file itself has no loops, that was checked.
    private (Territory? Territory, int Depth) Visit(RegisterEntry entry)
    {
        if (placed.TryGetValue(entry.Id, out var done))
            return done;
        var place = register.Places.Count > 0 ? register.Places[order[entry.Id]] : file;
        var (parent, depth) = ParentOf(entry, place);
        var territory = entry.Kind switch
        {
            EntryKind.Region => null,
            EntryKind.Municipality => PlaceTerritory(entry, EntryKind.Municipality, parent, depth, place),
            EntryKind.Organisation or EntryKind.School => PlaceTerritory(entry, EntryKind.Organisation, parent, depth, place),
            _ => PlaceSubject(entry, parent, place),
        };
        return placed[entry.Id] = (territory, territory is null ? 0 : depth + 1);
    }

    private (Territory? Parent, int Depth) ParentOf(RegisterEntry entry, string place)
    {
        if (entry.Parent is null)
            return (null, 0);
        if (!order.TryGetValue(entry.Parent, out var at))
            return (byCode[entry.Parent], 0);
        var (above, found) = (register.Entries[at], Visit(register.Entries[at]));
        if (found.Territory is null && above.Kind != EntryKind.Region)
            Fault(
                entry,
                place,
                $"{Russian.Quote(entry.Name)} стоит под {Russian.Quote(above.Name)}",
                "выше может быть муниципалитет или организация"
            );
        return found;
    }

    private Territory? PlaceTerritory(RegisterEntry entry, string kind, Territory? parent, int depth, string place)
    {
        var (territory, recognised) = Find(entry, kind, parent);
        if (territory is null)
            (territory, recognised) = Ask(entry, kind, parent, place);
        if (territory is not null && FaultOf(entry, territory, kind) is var (what, advice))
        {
            Fault(entry, place, what, advice);
            return territory;
        }
        if (
            entry.Oktmo is { } code
            && kind == EntryKind.Municipality
            && territories.Find(row => Oktmo.TryParse(row.Oktmo) == code && row.Kind == kind && row != territory) is { } same
        )
            Fault(entry, place, $"код ОКТМО {code} уже у {Russian.Quote(same.Name)}", "у каждого муниципалитета свой код");

        var isNew = territory is null;
        List<FieldChange> changes;
        if (territory is null)
        {
            territory = New(entry, kind);
            NewTerritories.Add((territory, parent, depth));
            changes = Given(entry, parent);
        }
        else
        {
            changes = Changed(territory, entry, parent);
        }
        // A territory is a subject too: what only the subject has is told with it.
        var own = SubjectOf(entry, territory.Code, territory, mayRevive: revived.Contains(territory));
        if (own.IsNew && !isNew)
            changes.Add(new("объект оценки", "нет", EntryKind.TitleOf(entry.Kind)));
        changes.AddRange(own.Changes.Where(change => !changes.Exists(told => told.Field == change.Field)));
        Record(territory, entry, place, territory.Code, isNew, changes, recognised);
        return territory;
    }

    // A row met once stays that row's; a kind never changes.
    private (string What, string Advice)? FaultOf(RegisterEntry entry, Territory territory, string kind) =>
        territory.Kind != kind
            ? ($"id «{territory.Code}» уже у записи другого вида", "вид записи не меняется: дайте новой записи другой id")
        : !met.Add(territory)
            ? (
                $"{Russian.Quote(entry.Name)} и другая строка файла — одна и та же запись {Russian.Quote(territory.Name)}",
                "оставьте одну строку"
            )
        : null;

    private Territory New(RegisterEntry entry, string kind)
    {
        var territory = new Territory
        {
            RegionId = region,
            Code = entry.Id,
            Kind = kind,
            Name = entry.Name,
            Oktmo = entry.Oktmo?.Digits,
        };
        territory.CallAlso(entry.Aliases);
        territory.Contact(entry.Contacts);
        return territory;
    }

    private List<FieldChange> Changed(Territory territory, RegisterEntry entry, Territory? parent)
    {
        List<FieldChange> changes = [];
        Change(changes, "название", territory.Name, entry.Name, territory.Rename);
        if (entry.Oktmo != Oktmo.TryParse(territory.Oktmo))
            Change(changes, "ОКТМО", territory.Oktmo, entry.Oktmo?.Digits, territory.Number);
        Change(
            changes,
            "другие имена",
            string.Join('|', territory.OtherNames),
            string.Join('|', entry.Aliases),
            _ => territory.CallAlso(entry.Aliases)
        );
        var contacts = ContactWords.Merged(territory.GivenContacts, entry.Contacts);
        changes.AddRange(ContactWords.Changes(territory.GivenContacts, contacts));
        territory.Contact(contacts);
        if (territory.ArchivedAt is not null)
        {
            Change(changes, "состояние", "в архиве", "действует", _ => territory.Restore());
            revived.Add(territory);
        }
        var above = territories.Find(row => row.Id == territory.ParentId);
        if (above == parent)
            return changes;
        changes.Add(new("родитель", above?.Name ?? "регион", parent?.Name ?? "регион"));
        Moved.Add((territory, parent));
        return changes;
    }

    private (Territory? Found, string? By) Find(RegisterEntry entry, string kind, Territory? parent)
    {
        if (byCode.TryGetValue(entry.Id, out var same))
            return (same, null);
        if (entry.Oktmo is { } code && kind == EntryKind.Municipality && known.Find(code.Digits, kind) is { } byOktmo)
            return (byCode[byOktmo.Id], $"по коду ОКТМО {code}");
        if (known.Find(entry.Name, kind) is not { } byName || byCode[byName.Id] is not { } found)
            return (null, null);
        // «Школа № 1» is in every district: a name tells an organisation only under the same parent, and another code another municipality.
        if (order.ContainsKey(found.Code))
            return (null, null);
        var agrees =
            kind == EntryKind.Municipality ? found.Oktmo is null || entry.Oktmo is null : parent is not null && found.ParentId == parent.Id;
        return agrees ? (found, $"по названию {Russian.Quote(found.Name)}") : (null, null);
    }

    private (Territory? Found, string? By) Ask(RegisterEntry entry, string kind, Territory? parent, string place)
    {
        var near = Near(entry, kind, parent);
        if (near.Count == 0)
            return (null, null);
        var told = NamesTold.Of(entry.Name);
        var isTaken = near.Exists(row =>
            row.ArchivedAt is null && row.ParentId == parent?.Id && row.OtherNames.Prepend(row.Name).Any(name => NamesTold.Of(name) == told)
        );
        Doubts.Add(new(place, entry, near, isTaken));
        return near.Find(row => row.Code == chosen.GetValueOrDefault(entry.Id)) is { } found
            ? (found, $"по вашему выбору: {Russian.Quote(found.Name)}")
            : (null, null);
    }

    private List<Territory> Near(RegisterEntry entry, string kind, Territory? parent)
    {
        const double Alike = 0.75;
        var sought = TerritoryName.Of(entry.Name).Stem;
        return
        [
            .. territories
                .Where(row =>
                    row.Kind == kind && (kind == EntryKind.Municipality || row.ParentId == parent?.Id) && !order.ContainsKey(row.Code)
                )
                .Select(row => (Row: row, Likeness: LikenessOf(sought, TerritoryName.Of(row.Name).Stem)))
                .Where(one => one.Likeness >= Alike)
                .OrderByDescending(one => one.Likeness)
                .Select(one => one.Row)
                .Take(5),
        ];
    }

    // «Школа № 5» and «Школа № 6» differ by one letter and are never one.
    private static double LikenessOf(string one, string other) =>
        string.Concat(one.Where(char.IsDigit)) == string.Concat(other.Where(char.IsDigit)) ? Spelling.Likeness(one, other) : 0;

    // Heads, services and programmes are subjects and nothing else: nothing stands under them.
    private Territory? PlaceSubject(RegisterEntry entry, Territory? territory, string place)
    {
        if (territory is null)
        {
            Fault(
                entry,
                place,
                $"у записи {Russian.Quote(entry.Name)} не указано, к чему она относится",
                "укажите муниципалитет или организацию в столбце «выше»"
            );
            return null;
        }
        var (subject, isNew, changes) = SubjectOf(entry, entry.Id, territory, mayRevive: true);
        Record(subject, entry, place, entry.Id, isNew, isNew ? Given(entry, territory) : changes, null);
        return null;
    }

    private (Subject Subject, bool IsNew, List<FieldChange> Changes) SubjectOf(
        RegisterEntry entry,
        string code,
        Territory territory,
        bool mayRevive
    )
    {
        var stored = subjectByCode.GetValueOrDefault((entry.Kind, code))?.Attributes;
        var attributes = entry.Attributes.Length == 0 ? null : SubjectAttributes.Parse(entry.Attributes);
        if (entry.Type.Length > 0)
            attributes = SubjectAttributes.With(attributes ?? stored ?? "{}", Type, entry.Type);
        if (!subjectByCode.TryGetValue((entry.Kind, code), out var subject))
        {
            subject = new Subject
            {
                RegionId = region,
                TerritoryId = territory.Id,
                Kind = entry.Kind,
                Code = code,
                Name = entry.Name,
                Attributes = attributes ?? "{}",
            };
            NewSubjects.Add(subject);
            SubjectTerritories.Add((subject, territory));
            return (subject, true, []);
        }
        List<FieldChange> changes = [];
        Change(changes, "название", subject.Name, entry.Name, subject.Rename);
        Change(changes, Attributes, subject.Attributes, attributes, subject.Describe);
        // Its own territory back in use brings the subject back; one archived alone stays archived.
        if (subject.ArchivedAt is not null && mayRevive)
            Change(changes, "состояние", "в архиве", "действует", _ => subject.Restore());
        if (subject.TerritoryId != territory.Id)
        {
            changes.Add(new("территория", territories.Find(row => row.Id == subject.TerritoryId)?.Name ?? "", territory.Name));
            SubjectTerritories.Add((subject, territory));
        }
        return (subject, false, changes);
    }

    private void Record(
        object row,
        RegisterEntry entry,
        string place,
        string code,
        bool isNew,
        List<FieldChange> changes,
        string? recognised
    )
    {
        var outcome =
            isNew ? ImportOutcome.New
            : changes.Count > 0 ? ImportOutcome.Changed
            : ImportOutcome.Same;
        var told = new ImportedEntry(place, code, entry.Kind, entry.Name, outcome, changes, recognised);
        imported[order[entry.Id]] = told;
        if (outcome != ImportOutcome.Same)
            Records.Add((row, told));
    }

    // An empty cell leaves what is stored as it is.
    private static void Change(List<FieldChange> changes, string field, string? was, string? now, Action<string> set)
    {
        if (string.IsNullOrEmpty(now) || now == was)
            return;
        changes.Add(new(field, was ?? "", now));
        set(now);
    }

    // What a new entry brings, so that all of it is seen before and named by the fingerprint.
    private static List<FieldChange> Given(RegisterEntry entry, Territory? parent) =>
        [
            .. (
                (FieldChange[])
                    [
                        new("родитель", "", parent?.Name ?? ""),
                        new("ОКТМО", "", entry.Oktmo?.Digits ?? ""),
                        new("другие имена", "", string.Join('|', entry.Aliases)),
                        .. ContactWords.Changes([], entry.Contacts),
                        new(Type, "", entry.Type),
                        new(Attributes, "", entry.Attributes),
                    ]
            ).Where(change => change.New.Length > 0),
        ];
}
