using Orientir.Core.Letters;
using Orientir.Core.Office;

namespace Orientir.Core.Territories;

/// <summary>
/// Reads and checks a register: CSV or a workbook with the columns <c>id,name,kind,parent,oktmo</c> and optionally
/// <c>oktmo_control,aliases</c> (separated by «|»)<c>,contact_name,contact_email,attributes</c> («key=value|key=value») in any
/// order, or the same in Russian.
/// </summary>
public sealed class ReadRegister
{
    private static readonly string[] Required = ["id", "name", "kind", "parent", "oktmo"];
    private static readonly string[] Optional = ["oktmo_control", "aliases", "contact_name", "contact_email", "attributes"];
    internal static readonly string[] RequiredInRussian = ["код", "название", "вид", "выше", "ОКТМО"];
    internal static readonly string[] OptionalInRussian = ["контрольная цифра", "другие имена", "контакт", "электронная почта", "свойства"];

    private static readonly (Field Field, int Letters)[] Longest = [(Field.Id, Territory.LongestCode), (Field.Name, Territory.LongestName)];

    /// <summary>Reads the register.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="file">Name of the file for messages; what it is its content says.</param>
    /// <param name="known">
    /// Where given, its entries may be parents too, by id or by name: a list of schools need not repeat the municipalities.
    /// </param>
    /// <param name="chosen">Ids of the parents meant by names that name none or several.</param>
    /// <param name="region">Title of the region: what stands under it has no parent.</param>
    /// <exception cref="InputException">The register has faults: every one, with its place.</exception>
    public Register Read(
        ReadOnlyMemory<byte> content,
        string file,
        Register? known = null,
        IReadOnlyDictionary<string, string>? chosen = null,
        string? region = null
    )
    {
        var faults = new TableFaults();
        var rows = new List<Row>();
        if (WorkbookReader.IsOne(content.Span))
        {
            using var book = WorkbookReader.Open(content, file);
            foreach (
                var table in HeaderRow.All(
                    book,
                    FitOf,
                    row => FitOf(row, true) > Required.Length / 2,
                    () => book.SheetWithHeader(Required, Optional, RequiredInRussian)
                )
            )
            {
                var header = table.Row;
                if (Header(table, known is not null, faults) is not { } columns)
                    continue;
                ReadRows(table, columns, IsInRussian(table), rows, faults);
                columns.CheckMerged(table, header, faults);
            }
        }
        else
        {
            using var table = HeaderRow.In(content, file, faults, FitOf);
            if (table is not null && Header(table, known is not null, faults) is { } columns)
                ReadRows(table, columns, IsInRussian(table), rows, faults);
        }
        CheckIds(rows, faults);
        var unsettled = FindParents(rows, known, chosen, region);
        CheckParents(rows, known, faults);
        CheckCodes(rows, faults);
        CheckNames(rows, faults);
        faults.ThrowIfAny();
        return new Register
        {
            Entries = [.. rows.Select(row => row.Entry)],
            Places = [.. rows.Select(row => row.Places[(int)Field.Id])],
            Unsettled = unsettled,
        };
    }

    // A header that is neither is told the names people on the site know.
    private static TableHeader? Header(TableReader table, bool isForPeople, TableFaults faults) =>
        IsInRussian(table) || isForPeople && TableHeader.CountOf(table, Required) == 0
            ? TableHeader.Map(table, RequiredInRussian, OptionalInRussian, faults)
            : TableHeader.Map(table, Required, Optional, faults);

    private static int FitOf(TableReader table, bool isFirst) =>
        Math.Max(TableHeader.CountOf(table, Required), TableHeader.CountOf(table, RequiredInRussian)) is var found and > 1 ? found : 0;

    private static bool IsInRussian(TableReader table) =>
        TableHeader.CountOf(table, RequiredInRussian) > TableHeader.CountOf(table, Required);

    // A parent that is no id may be a name: of an entry known before or of the file itself.
    private static List<NamedParent> FindParents(
        List<Row> rows,
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
                    unsettled.Add(new(row.Places[(int)Field.Parent], parent, resolution.Candidates));
            }
            if ((resolution.Entry ?? (resolution.Candidates is [var first, ..] ? first : null)) is { } likeliest)
                rows[index] = row with { Entry = row.Entry with { Parent = likeliest.Id } };
        }
        return unsettled;

        bool IsRegion(string name) =>
            title is not null && TerritoryName.Of(name) is var written && written.Stem == title.Stem && written.AgreesWith(title);
    }

    private static void ReadRows(TableReader table, TableHeader columns, bool russian, List<Row> rows, TableFaults faults)
    {
        while (table.Read())
        {
            if (TotalsIn(table, columns) is { } totals)
            {
                faults.Add(table, totals, TotalsRow.Found(table.Text(totals).ToString(), "запись реестра"), TotalsRow.Remedy);
                continue;
            }
            columns.CheckUnnamed(table, faults);
            rows.Add(ReadRow(table, columns, russian, faults));
        }
    }

    // The column that says that a row is one of totals: it names no kind.
    private static int? TotalsIn(TableReader table, TableHeader columns)
    {
        if (!table.Text(columns[(int)Field.Kind]).IsEmpty)
            return null;
        foreach (var column in (int[])[columns[(int)Field.Id], columns[(int)Field.Name]])
            if (TotalsRow.Is(table.Text(column).ToString()))
                return column;
        return null;
    }

    private sealed record Row(RegisterEntry Entry, TableRow At, TableHeader Columns, string[] Places)
    {
        public void Fault(TableFaults faults, Field field, string found, string allowed) =>
            faults.Add(At, Columns[(int)field], new InputError(Places[(int)field], found, allowed));

        public void FaultOfName(TableFaults faults, Field field, string found, string allowed) =>
            faults.AddName(At, Columns[(int)field], new InputError(Places[(int)field], found, allowed));
    }

    private enum Field
    {
        Id,
        Name,
        Kind,
        Parent,
        Oktmo,
        Control,
        Aliases,
        ContactName,
        ContactEmail,
        Attributes,
    }

    private static Row ReadRow(TableReader table, TableHeader columns, bool russian, TableFaults faults)
    {
        string Text(Field field) => columns[(int)field] < 0 ? "" : table.Text(columns[(int)field]).ToString();
        void Fault(Field field, string found, string allowed) => faults.Add(table, columns[(int)field], found, allowed);

        foreach (var field in Enum.GetValues<Field>())
            if (columns[(int)field] is >= 0 and var column)
            {
                if (CellFault.Of(table, column) is var (found, allowed))
                    Fault(field, found, allowed);
                else if (table.Kind(column) is CellKind.Date)
                    Fault(field, "дата вместо текста", "сделайте столбец текстовым и впишите значение заново");
            }
        if (Text(Field.Id).Length == 0)
            Fault(Field.Id, "пустой id", "у каждой записи свой id");
        if (Text(Field.Name).Length == 0)
            Fault(Field.Name, "пустое название", "у каждой записи есть название");
        foreach (var (field, longest) in Longest)
            if (Text(field).Length is var length && length > longest && length <= TextStore.LongestText)
                Fault(field, $"текст длиннее {Russian.Number(longest)} знаков", "сократите его");
        foreach (var field in (Field[])[Field.Id, Field.Name, Field.Aliases])
            if (LookAlikes.FaultIn(Text(field)) is { } mixed)
                Fault(field, mixed, LookAlikes.Remedy);
        var kind = EntryKind.Called(Text(Field.Kind)) ?? Text(Field.Kind);
        if (!EntryKind.Ids.Contains(kind, StringComparer.Ordinal))
            faults.AddName(
                table,
                columns[(int)Field.Kind],
                $"неизвестный вид «{kind}»",
                "допустимы: "
                    + string.Join(", ", EntryKind.Ids.Select(id => russian ? EntryKind.TitleOf(id) : $"{id} ({EntryKind.TitleOf(id)})"))
            );

        var code = Text(Field.Oktmo);
        var oktmo = Oktmo.TryParse(code);
        if (code.Length > 0 && oktmo is null)
            Fault(
                Field.Oktmo,
                $"«{code}» — не код ОКТМО",
                code.Length is 7 or 10 && code.All(char.IsAsciiDigit)
                    ? "нужны 8 или 11 цифр; похоже, Excel отбросил ноль в начале: сделайте столбец текстовым"
                    : "нужны 8 или 11 цифр"
            );
        var control = Text(Field.Control);
        if (control.Length > 0 && code.Length == 0)
            Fault(Field.Control, $"контрольная цифра «{control}» без кода ОКТМО", "укажите код или очистите ячейку");
        else if (control.Length > 0 && oktmo is not null && control != $"{oktmo.ControlDigit}")
            Fault(
                Field.Control,
                $"контрольная цифра «{control}» не подходит к коду {oktmo}",
                $"для этого кода она {oktmo.ControlDigit}: проверьте код"
            );

        string[] aliases = [.. Text(Field.Aliases).Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        var email = Text(Field.ContactEmail);
        if (email.Length > 0 && !EmailAddress.IsOne(email))
            Fault(Field.ContactEmail, $"«{email}» — не адрес электронной почты", "нужен один адрес вида name@example.ru или пустая ячейка");
        var attributes = Text(Field.Attributes);
        if (attributes.Length > 0 && SubjectAttributes.Parse(attributes) is null)
            Fault(
                Field.Attributes,
                $"«{attributes}» не разобрать",
                "свойства пишутся так: ключ=значение|ключ=значение, ключи не повторяются"
            );
        var parent = Text(Field.Parent);
        return new Row(
            new RegisterEntry(Text(Field.Id), Text(Field.Name), kind, parent.Length == 0 ? null : parent, oktmo, aliases)
            {
                ContactName = Text(Field.ContactName),
                ContactEmail = email,
                Attributes = attributes,
            },
            table.At,
            columns,
            [.. Enum.GetValues<Field>().Select(field => columns[(int)field] < 0 ? "" : table.Place(columns[(int)field]))]
        );
    }

    private static void CheckIds(List<Row> rows, TableFaults faults)
    {
        var first = new Dictionary<string, Row>(StringComparer.Ordinal);
        foreach (var row in rows)
            if (row.Entry.Id.Length > 0 && !first.TryAdd(row.Entry.Id, row))
                row.Fault(
                    faults,
                    Field.Id,
                    $"id «{row.Entry.Id}» уже есть в {first[row.Entry.Id].At.SeenFrom(row.At.Sheet)}",
                    "id не повторяются"
                );
    }

    private static void CheckParents(List<Row> rows, Register? known, TableFaults faults)
    {
        var byId = rows.DistinctBy(row => row.Entry.Id).ToDictionary(row => row.Entry.Id, StringComparer.Ordinal);
        // 0: not seen, 1: on the path walked now, 2: done.
        var seen = new Dictionary<Row, int>(ReferenceEqualityComparer.Instance);
        foreach (var start in rows)
        {
            var path = new List<Row>();
            var row = start;
            while (true)
            {
                var state = seen.GetValueOrDefault(row);
                if (state == 1)
                {
                    var loop = path[path.IndexOf(row)..];
                    row.Fault(
                        faults,
                        Field.Parent,
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
                        Field.Parent,
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

    private static void CheckCodes(List<Row> rows, TableFaults faults)
    {
        var first = new Dictionary<string, Row>(StringComparer.Ordinal);
        foreach (var row in rows)
            if (row.Entry.Oktmo is { } oktmo && EntryKind.IsTerritory(row.Entry.Kind) && !first.TryAdd(oktmo.Digits, row))
                row.Fault(
                    faults,
                    Field.Oktmo,
                    $"код ОКТМО {oktmo} уже у записи «{first[oktmo.Digits].Entry.Id}» в {first[oktmo.Digits].At.SeenFrom(row.At.Sheet)}",
                    "у каждой территории свой код"
                );
    }

    /// <summary>Two entries of one kind under one parent must not answer to one name: no name could ever tell them apart.</summary>
    private static void CheckNames(List<Row> rows, TableFaults faults)
    {
        var first = new Dictionary<(string Kind, string? Parent, string Stem, TerritoryType Type), Row>();
        foreach (var row in rows)
        foreach (var name in row.Entry.Aliases.Prepend(row.Entry.Name).Where(name => name.Length > 0))
        {
            var form = TerritoryName.Of(name);
            var key = (row.Entry.Kind, row.Entry.Parent, form.Stem, form.Type);
            if (first.TryAdd(key, row) || first[key] == row)
                continue;
            row.Fault(
                faults,
                name == row.Entry.Name ? Field.Name : Field.Aliases,
                $"имя «{name}» не отличить от имени записи «{first[key].Entry.Id}» в {first[key].At.SeenFrom(row.At.Sheet)}",
                "имена записей одного вида под одним родителем различаются не только регистром, ё, кавычками и сокращениями"
            );
        }
    }
}
