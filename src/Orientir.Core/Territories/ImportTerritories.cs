using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Territories;

/// <summary>A register to be imported.</summary>
/// <param name="Content">The file's bytes: CSV or xlsx as <see cref="ReadRegister"/> reads them.</param>
/// <param name="File">Its name, for messages.</param>
/// <param name="Confirmed">The <see cref="TerritoryImport.Fingerprint"/> of the preview agreed to; null for the preview alone.</param>
/// <param name="Chosen">Ids chosen for the questions of a preview, by <see cref="NameQuestion.Key"/>.</param>
public sealed record TerritoryUpload(
    ReadOnlyMemory<byte> Content, string File, string? Confirmed = null, IReadOnlyDictionary<string, string>? Chosen = null);

/// <summary>A name of the file that may mean something known: whoever imports it says what.</summary>
/// <param name="Key">Names the question.</param>
/// <param name="Place">Where the name stands in the file.</param>
/// <param name="Name">As written.</param>
/// <param name="IsParent">It names what an entry stands under, and must be settled; otherwise a new entry that may be a known one.</param>
/// <param name="Candidates">Ids and names of what it may mean, likeliest first.</param>
/// <param name="Chosen">Id chosen; null for none yet.</param>
public sealed record NameQuestion(
    string Key, string Place, string Name, bool IsParent, IReadOnlyList<(string Code, string Name)> Candidates, string? Chosen);

/// <summary>What an import does to one entry.</summary>
public enum ImportOutcome
{
    /// <summary>Новая запись.</summary>
    New,

    /// <summary>Изменится.</summary>
    Changed,

    /// <summary>Без изменений.</summary>
    Same,
}

/// <summary>A field that an import changes.</summary>
public sealed record FieldChange(string Field, string Old, string New);

/// <summary>An entry of the file and what becomes of it.</summary>
/// <param name="Place">Where it stands in the file.</param>
/// <param name="Code">Id under which it is kept.</param>
/// <param name="Kind">Kind, as in registers.</param>
/// <param name="Name">Name in the file.</param>
/// <param name="Outcome">What happens to it.</param>
/// <param name="Changes">Fields that change; of a new entry those that are given.</param>
/// <param name="RecognisedBy">Where the id is new but the entry is not: by what it was known again, in words.</param>
public sealed record ImportedEntry(
    string Place, string Code, string Kind, string Name, ImportOutcome Outcome, IReadOnlyList<FieldChange> Changes, string? RecognisedBy);

/// <summary>The preview of an import, or what it did.</summary>
/// <param name="Entries">The entries in the order of the file.</param>
/// <param name="Questions">Names that may mean something known.</param>
/// <param name="Absent">Names known before that the file does not have: they stay as they are.</param>
/// <param name="Fingerprint">Names exactly these changes: an import that would do anything else is refused.</param>
/// <param name="Applied">Whether they were made.</param>
public sealed record TerritoryImport(
    IReadOnlyList<ImportedEntry> Entries, IReadOnlyList<NameQuestion> Questions, IReadOnlyList<string> Absent, string Fingerprint, bool Applied)
{
    /// <summary>Whether every name that must be settled is.</summary>
    public bool IsSettled => Questions.All(question => !question.IsParent || question.Chosen is not null);

    /// <summary>How many entries have an outcome.</summary>
    public int Count(ImportOutcome outcome) => Entries.Count(entry => entry.Outcome == outcome);
}

/// <summary>
/// Imports a register into the region: first a preview, then, agreed to, exactly what it showed. Municipalities and organisations
/// become territories and subjects, heads, services and programmes subjects alone. An empty cell erases nothing, and what the file
/// does not have stays.
/// </summary>
public sealed class ImportTerritories(OrientirContext context, TimeProvider time)
{
    private const string ParentKey = "parent:";
    private const string EntryKey = "entry:";

    /// <summary>Largest file taken, bytes.</summary>
    public const int LargestFile = 2 << 20;

    /// <summary>Previews the import, or makes it.</summary>
    /// <exception cref="InputException">The file has faults: every one.</exception>
    /// <exception cref="RefusedException">No right to it; or it would not do what was agreed to.</exception>
    public async Task<TerritoryImport> RunAsync(Actor actor, TerritoryUpload upload, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageTerritories);
        if (upload.Content.Length > LargestFile)
            throw new InputException([new(upload.File, "файл больше 2 МБ", "разделите список на несколько файлов")]);
        var territories = await context.Territories.OrderBy(row => row.Id).ToListAsync(cancel);
        var subjects = await context.Subjects.OrderBy(row => row.Id).ToListAsync(cancel);
        var codes = territories.ToDictionary(row => row.Id, row => row.Code);
        var known = new Register
        {
            Entries = [.. territories.Select(row => new RegisterEntry(
                row.Code, row.Name, row.Kind, row.ParentId is { } parent ? codes[parent] : null,
                row.Oktmo is null ? null : Oktmo.TryParse(row.Oktmo), row.Aliases?.Split('|') ?? []))],
        };
        var chosen = upload.Chosen ?? new Dictionary<string, string>();
        var register = new ReadRegister().Read(
            upload.Content, upload.File, known,
            chosen.Where(pair => pair.Key.StartsWith(ParentKey, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[ParentKey.Length..], pair => pair.Value));
        var plan = new Plan(actor.RegionId!.Value, territories, subjects, known, register, chosen);
        var entries = plan.Make(upload.File);
        var questions = QuestionsOf(upload.Content, upload.File, known, register, plan, chosen);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(entries)));
        if (upload.Confirmed is null)
        {
            context.ChangeTracker.Clear();
            return new(entries, questions, plan.Absent, fingerprint, Applied: false);
        }
        if (register.Unsettled.Count > 0) throw RefusedException.Conflict("Не все названия выбраны: укажите, к чему относится каждое.");
        if (upload.Confirmed != fingerprint)
            throw RefusedException.Conflict("Пока вы смотрели изменения, территории поменялись. Загрузите файл ещё раз и проверьте изменения заново.");
        await ApplyAsync(actor, upload, plan, cancel);
        return new(entries, questions, plan.Absent, fingerprint, Applied: true);
    }

    // A name settled by a choice is asked again with the choice made: it may be changed until the import.
    private static List<NameQuestion> QuestionsOf(
        ReadOnlyMemory<byte> content, string file, Register known, Register register, Plan plan, IReadOnlyDictionary<string, string> chosen)
    {
        var parents = chosen.Keys.Any(key => key.StartsWith(ParentKey, StringComparison.Ordinal))
            ? new ReadRegister().Read(content, file, known).Unsettled : register.Unsettled;
        return
        [
            .. parents.Select(one => new NameQuestion(
                ParentKey + one.Name, one.Place, one.Name, IsParent: true, [.. one.Candidates.Select(entry => (entry.Id, entry.Name))],
                chosen.GetValueOrDefault(ParentKey + one.Name))),
            .. plan.Questions,
        ];
    }

    private async Task ApplyAsync(Actor actor, TerritoryUpload upload, Plan plan, CancellationToken cancel)
    {
        var audit = new AuditTrail(context, time);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        // A parent first: its key is the ParentId of those below.
        foreach (var level in plan.NewTerritories.GroupBy(one => one.Depth).OrderBy(group => group.Key))
        {
            foreach (var one in level)
            {
                if (one.Parent is { } parent) one.Territory.ParentId = parent.Id;
                context.Territories.Add(one.Territory);
            }
            await context.SaveChangesAsync(cancel);
        }
        foreach (var (territory, parent) in plan.Moved)
            territory.ParentId = parent?.Id;
        foreach (var (subject, territory) in plan.SubjectTerritories)
            subject.TerritoryId = territory.Id;
        context.Subjects.AddRange(plan.NewSubjects);
        await context.SaveChangesAsync(cancel);
        foreach (var (row, entry) in plan.Records)
        {
            var (kind, id) = row is Territory territory ? ("territory", territory.Id) : ("subject", ((Subject)row).Id);
            audit.Add(
                actor, entry.Outcome == ImportOutcome.New ? kind + ".create" : kind + ".change", kind, id,
                entry.Outcome == ImportOutcome.New ? null : Without(entry.Changes, change => change.Old),
                entry.Outcome == ImportOutcome.New ? new { entry.Code, entry.Kind, entry.Name } : Without(entry.Changes, change => change.New));
        }
        audit.Add(actor, "territory.import", "region", actor.RegionId!.Value, null, new
        {
            File = Convert.ToHexStringLower(SHA256.HashData(upload.Content.Span)),
            New = plan.Entries.Count(entry => entry.Outcome == ImportOutcome.New),
            Changed = plan.Entries.Count(entry => entry.Outcome == ImportOutcome.Changed),
        });
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw RefusedException.Conflict("Пока вы смотрели изменения, территории поменялись. Загрузите файл ещё раз и проверьте изменения заново.");
        }
        await transaction.CommitAsync(cancel);
    }

    // Contacts are personal data: the audit says that they changed, not to what.
    private static Dictionary<string, string> Without(IReadOnlyList<FieldChange> changes, Func<FieldChange, string> side) =>
        changes.ToDictionary(change => change.Field, change => change.Field is Plan.ContactName or Plan.ContactEmail ? "…" : side(change));

    private sealed class Plan(
        int region, List<Territory> territories, List<Subject> subjects, Register known, Register register, IReadOnlyDictionary<string, string> chosen)
    {
        public const string ContactName = "контакт";
        public const string ContactEmail = "адрес для писем";
        private readonly Dictionary<string, Territory> byCode = territories.ToDictionary(row => row.Code, StringComparer.Ordinal);
        private readonly Dictionary<(string Kind, string Code), Subject> subjectByCode = subjects.ToDictionary(row => (row.Kind, row.Code));
        private readonly Dictionary<string, (Territory? Territory, int Depth)> ofEntry = new(StringComparer.Ordinal);
        private readonly HashSet<object> met = new(ReferenceEqualityComparer.Instance);
        private readonly HashSet<string> inFile = [.. register.Entries.Select(entry => entry.Id)];
        private readonly HashSet<Territory> revived = new(ReferenceEqualityComparer.Instance);
        private readonly List<InputError> errors = [];

        public List<(Territory Territory, Territory? Parent, int Depth)> NewTerritories { get; } = [];

        public List<(Territory Territory, Territory? Parent)> Moved { get; } = [];

        public List<Subject> NewSubjects { get; } = [];

        public List<(Subject Subject, Territory Territory)> SubjectTerritories { get; } = [];

        public List<(object Row, ImportedEntry Entry)> Records { get; } = [];

        public List<ImportedEntry> Entries { get; } = [];

        public List<NameQuestion> Questions { get; } = [];

        public IReadOnlyList<string> Absent =>
            [.. territories.Where(row => row.ArchivedAt is null && !met.Contains(row)).OrderBy(row => row.FoldedName, StringComparer.Ordinal).Select(row => row.Name)];

        public List<ImportedEntry> Make(string file)
        {
            var order = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var index = 0; index < register.Entries.Count; index++) order.Add(register.Entries[index].Id, index);
            foreach (var entry in register.Entries) Visit(entry, order, file);
            if (errors.Count > 0) throw new InputException(errors);
            var found = Entries.OrderBy(entry => order[Original(entry)]).ToList();
            return found;
        }

        private readonly Dictionary<ImportedEntry, string> originals = new(ReferenceEqualityComparer.Instance);

        private string Original(ImportedEntry entry) => originals[entry];

        // Parents before children, wherever they stand in the file; the file itself has no loops, that was checked.
        private void Visit(RegisterEntry entry, Dictionary<string, int> order, string file)
        {
            if (ofEntry.ContainsKey(entry.Id)) return;
            var place = register.Places.Count > 0 ? register.Places[order[entry.Id]] : file;
            var (parent, depth) = ((Territory?)null, 0);
            if (entry.Parent is not null)
            {
                if (order.TryGetValue(entry.Parent, out var at))
                {
                    Visit(register.Entries[at], order, file);
                    (parent, depth) = ofEntry[entry.Parent];
                    if (parent is null && register.Entries[at].Kind != EntryKind.Region)
                        errors.Add(new(place, $"«{entry.Name}» стоит под «{register.Entries[at].Name}»", "выше может быть муниципалитет или организация"));
                }
                else
                {
                    parent = byCode[entry.Parent];
                }
            }
            if (entry.Kind == EntryKind.Region)
            {
                ofEntry.Add(entry.Id, (null, 0));
                return;
            }
            var territoryKind = TerritoryKindOf(entry.Kind);
            if (territoryKind is null)
            {
                ofEntry.Add(entry.Id, (null, 0));
                if (parent is null)
                    errors.Add(new(place, $"у записи «{entry.Name}» нет родителя", "укажите муниципалитет или организацию, к которым она относится"));
                else
                    Subject(entry, entry.Id, parent, place);
                return;
            }
            Territory(entry, territoryKind, parent, depth, place);
        }

        private void Territory(RegisterEntry entry, string kind, Territory? parent, int depth, string place)
        {
            var (territory, recognised) = Find(entry, kind, parent);
            if (recognised is null && !byCode.ContainsKey(entry.Id))
                (territory, recognised) = Ask(entry, kind, parent, place);
            if (territory is not null && (!met.Add(territory) || territory.Kind != kind))
            {
                errors.Add(territory.Kind != kind
                    ? new(place, $"id «{territory.Code}» уже у записи другого вида", "вид записи не меняется: дайте новой записи другой id")
                    : new(place, $"«{entry.Name}» и другая строка файла — одна и та же запись «{territory.Name}»", "оставьте одну строку"));
                ofEntry.Add(entry.Id, (territory, depth + 1));
                return;
            }
            if (entry.Oktmo is { } code && kind == EntryKind.Municipality
                && territories.Find(row => row.Oktmo == code.Digits && row.Kind == kind && row != territory) is { } same)
                errors.Add(new(place, $"код ОКТМО {code} уже у «{same.Name}»", "у каждого муниципалитета свой код"));
            if (territory is null)
            {
                territory = new Territory
                {
                    RegionId = region,
                    Code = entry.Id,
                    Kind = kind,
                    Name = entry.Name,
                    FoldedName = FoldedName.Of(entry.Name),
                    Oktmo = entry.Oktmo?.Digits,
                    Aliases = Given(string.Join('|', entry.Aliases)),
                    FoldedAliases = Given(FoldedName.Of(string.Join('|', entry.Aliases))),
                    ContactName = Given(entry.ContactName),
                    ContactEmail = Given(entry.ContactEmail),
                };
                NewTerritories.Add((territory, parent, depth));
                Record(territory, entry, new(place, entry.Id, entry.Kind, entry.Name, ImportOutcome.New, Given(entry, parent), null));
            }
            else
            {
                var changes = new List<FieldChange>();
                Change(changes, "название", territory.Name, entry.Name, value => (territory.Name, territory.FoldedName) = (value, FoldedName.Of(value)));
                Change(changes, "ОКТМО", territory.Oktmo, entry.Oktmo?.Digits, value => territory.Oktmo = value);
                Change(changes, "другие имена", territory.Aliases, Given(string.Join('|', entry.Aliases)), value => (territory.Aliases, territory.FoldedAliases) = (value, FoldedName.Of(value)));
                Change(changes, ContactName, territory.ContactName, entry.ContactName, value => territory.ContactName = value);
                Change(changes, ContactEmail, territory.ContactEmail, entry.ContactEmail, value => territory.ContactEmail = value);
                if (territory.ArchivedAt is not null)
                {
                    Change(changes, "состояние", "в архиве", "действует", _ => territory.ArchivedAt = null);
                    revived.Add(territory);
                }
                var above = territories.Find(row => row.Id == territory.ParentId);
                if (above != parent)
                {
                    changes.Add(new("родитель", above?.Name ?? "регион", parent?.Name ?? "регион"));
                    Moved.Add((territory, parent));
                }
                Record(territory, entry, new(
                    place, territory.Code, entry.Kind, entry.Name, changes.Count > 0 ? ImportOutcome.Changed : ImportOutcome.Same, changes, recognised));
            }
            ofEntry.Add(entry.Id, (territory, depth + 1));
            Subject(entry, territory.Code, territory, place: null);
        }

        private (Territory? Found, string? By) Find(RegisterEntry entry, string kind, Territory? parent)
        {
            if (byCode.TryGetValue(entry.Id, out var same)) return (same, null);
            if (entry.Oktmo is { } code && kind == EntryKind.Municipality && known.Resolve(code.Digits, kind).Entry is { } byOktmo)
                return (byCode[byOktmo.Id], $"по коду ОКТМО {code}");
            if (known.Resolve(entry.Name, kind).Entry is not { } byName || byCode[byName.Id] is not { } found) return (null, null);
            // «Школа № 1» is in every district: a name tells an organisation only under the same parent, and another code another municipality.
            if (inFile.Contains(found.Code)) return (null, null);
            var agrees = kind == EntryKind.Municipality
                ? found.Oktmo is null || entry.Oktmo is null
                : parent is not null && found.ParentId == parent.Id;
            return agrees ? (found, $"по названию «{found.Name}»") : (null, null);
        }

        // A new name that is near to a known one: the same entry spelt another way, or a new one beside it.
        private (Territory? Found, string? By) Ask(RegisterEntry entry, string kind, Territory? parent, string place)
        {
            var near = Near(entry, kind, parent);
            if (near.Count == 0) return (null, null);
            var choice = chosen.GetValueOrDefault(EntryKey + entry.Id);
            Questions.Add(new(EntryKey + entry.Id, place, entry.Name, IsParent: false, [.. near.Select(row => (row.Code, row.Name))], choice));
            return near.Find(row => row.Code == choice) is { } found ? (found, $"по вашему выбору: «{found.Name}»") : (null, null);
        }

        private List<Territory> Near(RegisterEntry entry, string kind, Territory? parent)
        {
            const double Alike = 0.75;
            var sought = TerritoryName.Of(entry.Name).Stem;
            return [.. territories
                .Where(row => row.Kind == kind && (kind == EntryKind.Municipality || row.ParentId == parent?.Id) && !inFile.Contains(row.Code))
                .Select(row => (Row: row, Likeness: LikenessOf(sought, TerritoryName.Of(row.Name).Stem)))
                .Where(one => one.Likeness >= Alike)
                .OrderByDescending(one => one.Likeness)
                .Select(one => one.Row)
                .Take(5)];
        }

        // «Школа № 5» and «Школа № 6» differ by one letter and are never one.
        private static double LikenessOf(string one, string other) =>
            string.Concat(one.Where(char.IsDigit)) == string.Concat(other.Where(char.IsDigit)) ? Spelling.Likeness(one, other) : 0;

        private void Subject(RegisterEntry entry, string code, Territory territory, string? place)
        {
            var attributes = entry.Attributes.Length == 0 ? null : SubjectAttributes.Parse(entry.Attributes);
            if (!subjectByCode.TryGetValue((entry.Kind, code), out var subject))
            {
                subject = new Subject
                {
                    RegionId = region,
                    TerritoryId = territory.Id,
                    Kind = entry.Kind,
                    Code = code,
                    Name = entry.Name,
                    FoldedName = FoldedName.Of(entry.Name),
                    Attributes = attributes ?? "{}",
                };
                NewSubjects.Add(subject);
                SubjectTerritories.Add((subject, territory));
                if (place is not null) Record(subject, entry, new(place, code, entry.Kind, entry.Name, ImportOutcome.New, Given(entry, territory), null));
                return;
            }
            var changes = new List<FieldChange>();
            Change(changes, "название", subject.Name, entry.Name, value => (subject.Name, subject.FoldedName) = (value, FoldedName.Of(value)));
            Change(changes, "свойства", subject.Attributes, attributes, value => subject.Attributes = value);
            // Its own territory back in use brings the subject back; one archived alone stays archived.
            if (subject.ArchivedAt is not null && (place is not null || revived.Contains(territory)))
                Change(changes, "состояние", "в архиве", "действует", _ => subject.ArchivedAt = null);
            if (subject.TerritoryId != territory.Id)
            {
                changes.Add(new("территория", territories.Find(row => row.Id == subject.TerritoryId)?.Name ?? "", territory.Name));
                SubjectTerritories.Add((subject, territory));
            }
            if (place is not null)
                Record(subject, entry, new(
                    place, code, entry.Kind, entry.Name, changes.Count > 0 ? ImportOutcome.Changed : ImportOutcome.Same, changes, null));
            else if (changes.Exists(change => change.Field == "свойства"))
                Extend(changes.Find(change => change.Field == "свойства")!);
        }

        // Attributes stand with the subject, and the entry shown is its territory.
        private void Extend(FieldChange change)
        {
            var last = Entries[^1];
            var entry = last with { Outcome = last.Outcome == ImportOutcome.New ? ImportOutcome.New : ImportOutcome.Changed, Changes = [.. last.Changes, change] };
            originals.Add(entry, originals[last]);
            Entries[^1] = entry;
            var at = Records.FindIndex(record => record.Entry == last);
            if (at >= 0) Records[at] = (Records[at].Row, entry);
            else Records.Add((territories.First(row => row.Code == entry.Code), entry));
        }

        private void Record(object row, RegisterEntry entry, ImportedEntry imported)
        {
            Entries.Add(imported);
            originals.Add(imported, entry.Id);
            if (imported.Outcome != ImportOutcome.Same) Records.Add((row, imported));
        }

        private static void Change(List<FieldChange> changes, string field, string? was, string? now, Action<string> set)
        {
            if (string.IsNullOrEmpty(now) || now == was) return;
            changes.Add(new(field, was ?? "", now));
            set(now);
        }

        // What a new entry brings, so that all of it is seen before and named by the fingerprint.
        private static FieldChange[] Given(RegisterEntry entry, Territory? parent) =>
        [
            .. new FieldChange[]
            {
                new("родитель", "", parent?.Name ?? ""), new("ОКТМО", "", entry.Oktmo?.Digits ?? ""), new("другие имена", "", string.Join('|', entry.Aliases)),
                new(ContactName, "", entry.ContactName), new(ContactEmail, "", entry.ContactEmail), new("свойства", "", entry.Attributes),
            }.Where(change => change.New.Length > 0),
        ];

        private static string? Given(string text) => text.Length == 0 ? null : text;

        private static string? TerritoryKindOf(string kind) => kind switch
        {
            "municipality" => EntryKind.Municipality,
            "organisation" or "school" => EntryKind.Organisation,
            _ => null,
        };
    }
}
