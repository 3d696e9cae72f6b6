using Orientir.Core.Office;

namespace Orientir.Core.Territories;

/// <summary>What the rows of a register must be among themselves: each known by its code and its name, under what there is.</summary>
internal static class CheckRegister
{
    /// <summary>Adds every fault between the rows.</summary>
    /// <param name="rows">The rows, parents found.</param>
    /// <param name="known">Entries known before; null for none.</param>
    /// <param name="faults">Where they go.</param>
    public static void Run(List<RegisterRow> rows, Register? known, TableFaults faults)
    {
        CheckIds(rows, faults);
        CheckParents(rows, known, faults);
        CheckCodes(rows, faults);
        CheckNames(rows, faults);
    }

    // A parent that is no id may be a name: of an entry known before or of the file itself.
    public static List<NamedParent> FindParents(
        List<RegisterRow> rows,
        Register? known,
        IReadOnlyDictionary<string, string>? chosen,
        string? region
    )
    {
        var own = rows.Select(row => row.Entry.Id).ToHashSet(StringComparer.Ordinal);
        var all = new Register
        {
            Entries =
            [
                .. (known?.Entries ?? [])
                    .Where(entry => !own.Contains(entry.Id))
                    .Concat(rows.Select(row => row.Entry).DistinctBy(entry => entry.Id))
                    .Where(entry => entry.Kind is EntryKind.Region or EntryKind.Municipality or EntryKind.Organisation or EntryKind.School),
            ],
        };
        var title = region is null ? null : TerritoryName.Of(region);
        var found = new Dictionary<string, Resolution>(StringComparer.Ordinal);
        var unsettled = new List<NamedParent>();
        for (var index = 0; index < rows.Count; index++)
        {
            var row = rows[index];
            if (row.Entry.Parent is not { } parent || all.HasId(parent))
                continue;
            if (IsRegion(parent) && all.Find(parent) is null)
            {
                rows[index] = row with { Entry = row.Entry with { Parent = null } };
                continue;
            }
            if (!found.TryGetValue(parent, out var resolution))
            {
                resolution =
                    chosen?.GetValueOrDefault(parent) is { } id && all.Entries.FirstOrDefault(entry => entry.Id == id) is { } choice
                        ? new(choice, [])
                    : known is not null && Spelling.MayCompare(found.Count, all.Entries.Count) ? all.Resolve(parent)
                    : new(all.Find(parent), []);
                found.Add(parent, resolution);
                if (resolution is { Entry: null, Candidates.Count: > 0 })
                    unsettled.Add(new(row.PlaceOf(RegisterField.Parent), parent, resolution.Candidates));
            }
            if ((resolution.Entry ?? (resolution.Candidates is [var first, ..] ? first : null)) is { } likeliest)
                rows[index] = row with { Entry = row.Entry with { Parent = likeliest.Id } };
        }
        return unsettled;

        bool IsRegion(string name) =>
            title is not null && TerritoryName.Of(name) is var written && written.Stem == title.Stem && written.AgreesWith(title);
    }

    private static void CheckIds(List<RegisterRow> rows, TableFaults faults)
    {
        var first = new Dictionary<string, RegisterRow>(StringComparer.Ordinal);
        foreach (var row in rows)
            if (row.Entry.Id.Length > 0 && !first.TryAdd(row.Entry.Id, row))
                row.Fault(
                    faults,
                    RegisterField.Id,
                    $"id «{row.Entry.Id}» уже есть в {first[row.Entry.Id].At.SeenFrom(row.At.Sheet)}",
                    "id не повторяются"
                );
    }

    private static void CheckParents(List<RegisterRow> rows, Register? known, TableFaults faults)
    {
        var byId = rows.DistinctBy(row => row.Entry.Id).ToDictionary(row => row.Entry.Id, StringComparer.Ordinal);
        // 0: not seen, 1: on the path walked now, 2: done.
        var seen = new Dictionary<RegisterRow, int>(ReferenceEqualityComparer.Instance);
        foreach (var start in rows)
        {
            var path = new List<RegisterRow>();
            var row = start;
            while (true)
            {
                var state = seen.GetValueOrDefault(row);
                if (state == 1)
                {
                    var loop = path[path.IndexOf(row)..];
                    row.Fault(
                        faults,
                        RegisterField.Parent,
                        $"родители идут по кругу: {string.Join(" → ", loop.Append(row).Select(one => one.Entry.Id))}",
                        "вверху стоит запись без родителя"
                    );
                }
                if (state != 0)
                    break;
                seen[row] = 1;
                path.Add(row);
                if (row.Entry.Parent is null)
                    break;
                if (!byId.TryGetValue(row.Entry.Parent, out var parent))
                {
                    if (known?.HasId(row.Entry.Parent) == true)
                        break;
                    var near = Spelling.MayCompare(faults.Count, byId.Count)
                        ? Spelling.Nearest(row.Entry.Parent, byId.Keys, 3).ToArray()
                        : [];
                    row.FaultOfName(
                        faults,
                        RegisterField.Parent,
                        $"родителя «{row.Entry.Parent}» нет в реестре",
                        known is not null ? "код или название территории этого файла или региона, или пустая ячейка"
                            : near.Length > 0 ? $"нужен id или название записи; похожие: {string.Join(", ", near)}"
                            : "нужен id или название записи этого файла или пустая ячейка"
                    );
                    break;
                }
                row = parent;
            }
            foreach (var walked in path)
                seen[walked] = 2;
        }
    }

    private static void CheckCodes(List<RegisterRow> rows, TableFaults faults)
    {
        var first = new Dictionary<string, RegisterRow>(StringComparer.Ordinal);
        foreach (var row in rows)
            if (row.Entry.Oktmo is { } oktmo && EntryKind.IsTerritory(row.Entry.Kind) && !first.TryAdd(oktmo.Digits, row))
                row.Fault(
                    faults,
                    RegisterField.Oktmo,
                    $"код ОКТМО {oktmo} уже у записи «{first[oktmo.Digits].Entry.Id}» в {first[oktmo.Digits].At.SeenFrom(row.At.Sheet)}",
                    "у каждой территории свой код"
                );
    }

    /// <summary>Two entries of one kind under one parent must not answer to one name: no name could ever tell them apart.</summary>
    private static void CheckNames(List<RegisterRow> rows, TableFaults faults)
    {
        var first = new Dictionary<(string Kind, string? Parent, (string Stem, TerritoryType Type) Name), RegisterRow>();
        foreach (var row in rows)
        foreach (var name in row.Entry.Aliases.Prepend(row.Entry.Name).Where(name => name.Length > 0))
        {
            var key = (row.Entry.Kind, row.Entry.Parent, NamesTold.Of(name));
            if (first.TryAdd(key, row) || first[key] == row)
                continue;
            row.Fault(
                faults,
                name == row.Entry.Name ? RegisterField.Name : RegisterField.Aliases,
                $"имя «{name}» не отличить от имени записи «{first[key].Entry.Id}» в {first[key].At.SeenFrom(row.At.Sheet)}",
                NamesTold.Rule
            );
        }
    }
}
