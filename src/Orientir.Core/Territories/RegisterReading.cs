using Orientir.Core.Office;

namespace Orientir.Core.Territories;

/// <summary>Reads the rows of a register, each by itself.</summary>
internal sealed class RegisterReading(IReadOnlyDictionary<string, string>? chosen)
{
    private static readonly (RegisterField Field, int Letters)[] Longest =
    [
        (RegisterField.Id, Territory.LongestCode),
        (RegisterField.Name, Territory.LongestName),
    ];

    private readonly HashSet<int> passed = [];

    // The municipality whose name stands above the rows that follow; null where none does.
    private string? above;

    public List<RegisterRow> Rows { get; } = [];

    public TableFaults Faults { get; } = new();

    /// <summary>Whether the table is wrong as a whole, so that no row of it can be taken.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Whether that is because nothing tells which column has the names.</summary>
    public bool LacksNames { get; private set; }

    public List<ReadColumn> Columns { get; } = [];

    public List<PassedRow> Passed { get; } = [];

    /// <summary>Reads every table of the file.</summary>
    /// <exception cref="InputException">It is no table.</exception>
    public void Read(ReadOnlyMemory<byte> content, string file)
    {
        if (!WorkbookReader.IsOne(content.Span))
        {
            using var table = HeaderRow.In(content, file, Faults, FitOf);
            if (table is not null)
                ReadTable(table);
        }
        else
        {
            using var book = WorkbookReader.Open(content, file);
            string[] ours = [.. RegisterColumns.Fields.Take((int)RegisterField.Contact).Select(field => field.Title)];
            foreach (var sheet in HeaderRow.All(book, FitOf, IsOne, () => book.SheetWithHeader(["id", "name"], ["kind", "oktmo"], ours)))
            {
                var header = sheet.Row;
                var before = Rows.Count;
                if (ReadTable(sheet) is not { } columns)
                    continue;
                FillDown(sheet, columns, before);
                IsRefused |= columns.Header.CheckMerged(sheet, header, Faults, (int)RegisterField.Parent, passed);
            }
        }
        IsRefused |= Rows.Count == 0;
    }

    // A municipality merged over its schools is what each of them stands under.
    private void FillDown(SheetReader sheet, RegisterColumns columns, int from)
    {
        var column = columns[RegisterField.Parent] + 1;
        List<CellRange> merged =
        [
            .. sheet
                .Merged.Where(range => column > 0 && range.FirstColumn == column && range.LastColumn == column)
                .OrderBy(range => range.FirstRow),
        ];
        var (next, said) = (0, (Row: 0, Parent: (string?)null));
        for (var at = from; at < Rows.Count; at++)
        {
            var number = Rows[at].At.Number;
            while (next < merged.Count && merged[next].LastRow < number)
                next++;
            if (next == merged.Count)
                return;
            if (merged[next].FirstRow == number)
                said = (number, Rows[at].Entry.Parent);
            else if (merged[next].FirstRow < number && said.Row == merged[next].FirstRow)
                Rows[at] = Rows[at] with { Entry = Rows[at].Entry with { Parent = said.Parent } };
        }
    }

    private int FitOf(TableReader table, bool isFirst) => RegisterColumns.FitOf(table, chosen);

    // Two columns may be those of any list.
    private bool IsOne(TableReader table) => RegisterColumns.FitOf(table, chosen) > 5;

    private RegisterColumns? ReadTable(TableReader table)
    {
        var columns = RegisterColumns.In(table, chosen, Faults);
        foreach (var column in columns.Told)
            if (!Columns.Exists(told => told.Title == column.Title))
                Columns.Add(column);
        if (columns[RegisterField.Name] < 0)
        {
            LacksNames = IsRefused = true;
            return null;
        }
        (above, var isFirst, var hasUnnamed) = (null, true, false);
        passed.Clear();
        while (table.Read())
        {
            hasUnnamed |= columns.Header.HoldsUnnamed(table);
            if (WhyNone(table, columns, isFirst) is var (text, why))
            {
                Passed.Add(new(table.Place(Math.Max(columns[RegisterField.Name], 0)), text, why));
                passed.Add(table.Row);
            }
            else
                Rows.Add(ReadRow(table, columns));
            isFirst = false;
        }
        if (hasUnnamed && !Columns.Contains(ReadColumn.Untitled))
            Columns.Add(ReadColumn.Untitled);
        return columns;
    }

    private (string Text, string Why)? WhyNone(TableReader table, RegisterColumns columns, bool isFirst)
    {
        var filled = new List<int>();
        for (var column = 0; column < table.Width; column++)
            if (!table.Text(column).IsEmpty)
                filled.Add(column);
        if (filled.Count == 0)
            return null;
        var first = table.Text(filled[0]).ToString();
        var name = table.Text(columns[RegisterField.Name]).ToString();
        if (
            isFirst
            && filled.Count > 1
            && filled.Select((column, at) => table.Text(column) is var text && text.SequenceEqual($"{at + 1}")).All(one => one)
        )
            return (first, "номера столбцов");
        // A row whose kind is said is an entry, whatever its name.
        if (columns[RegisterField.Kind] is >= 0 and var kind && !table.Text(kind).IsEmpty)
            return null;
        foreach (var text in (string[])[first, name])
            if (TotalsRow.Is(text))
                return (text, "строка итогов");
        var oktmo = Oktmo.TryParse(Text(table, columns, RegisterField.Oktmo)) ?? Oktmo.TryParse(Text(table, columns, RegisterField.Id));
        // As the classifier has it: «84600000 Муниципальные районы Республики Алтай», «84640400 Сельские поселения …».
        if (oktmo is { Digits: [_, _, not '0', '0', '0', '0', '0', '0'] or [.., '0', '0'] } && EntryKind.HeadsPart(name))
            return (name, "код ОКТМО целой группы, а не муниципалитета");
        if (filled.Count != 1 || filled[0] == columns[RegisterField.Id])
            return null;
        if (EntryKind.HeadsPart(first))
            return (first, "заголовок части списка");
        // A list of schools under the names of their municipalities.
        if (
            columns is { NamesOrganisations: true }
            && columns[RegisterField.Parent] < 0
            && EntryKind.OfName(first) == EntryKind.Municipality
        )
        {
            above = first;
            return (first, "к этому муниципалитету отнесены строки ниже");
        }
        return null;
    }

    private static string Text(TableReader table, RegisterColumns columns, RegisterField field) =>
        columns[field] < 0 ? "" : table.Text(columns[field]).ToString();

    private RegisterRow ReadRow(TableReader table, RegisterColumns columns)
    {
        string Text(RegisterField field) => RegisterReading.Text(table, columns, field);
        string[] places =
        [
            .. Enum.GetValues<RegisterField>()
                .Select(field => table.Place(columns[field] < 0 ? columns[RegisterField.Name] : columns[field])),
        ];
        void Fault(RegisterField field, string found, string allowed) =>
            Faults.Add(table, columns[field] < 0 ? columns[RegisterField.Name] : columns[field], found, allowed);

        CheckCells(table, columns);
        if (Text(RegisterField.Name).Length == 0)
            Fault(RegisterField.Name, "пустое название", "у каждой записи есть название");
        foreach (var (field, longest) in Longest)
            if (Text(field).Length is var length && length > longest && length <= TextStore.LongestText)
                Fault(field, $"текст длиннее {Russian.Number(longest)} знаков", "сократите его");
        foreach (var field in (RegisterField[])[RegisterField.Id, RegisterField.Name, RegisterField.Aliases])
            if (LookAlikes.FaultIn(Text(field)) is { } mixed)
                Fault(field, mixed, LookAlikes.Remedy);

        var (code, id) = (Text(RegisterField.Oktmo), Text(RegisterField.Id));
        // «Код» of a list of municipalities is their ОКТМО as a rule.
        if (columns[RegisterField.Oktmo] < 0 && Oktmo.TryParse(id) is { } own && KindOf(table, columns, own, null).Kind is var its)
            (code, id) = EntryKind.IsTerritory(its) ? (own.Digits, own.Digits) : (code, id);
        var oktmo = Oktmo.TryParse(code);
        if (code.Length > 0 && oktmo is null)
            Fault(
                RegisterField.Oktmo,
                $"«{code}» — не код ОКТМО",
                code.Length is 7 or 10 && code.All(char.IsAsciiDigit)
                    ? "нужны 8 или 11 цифр; похоже, Excel отбросил ноль в начале: сделайте столбец текстовым"
                    : "нужны 8 или 11 цифр"
            );
        CheckControl(code, oktmo, Text(RegisterField.Control), Fault);
        var (kind, type) = KindOf(table, columns, oktmo, Fault);

        var attributes = Text(RegisterField.Attributes);
        if (attributes.Length > 0 && SubjectAttributes.Parse(attributes) is null)
            Fault(
                RegisterField.Attributes,
                $"«{attributes}» не разобрать",
                "свойства пишутся так: ключ=значение|ключ=значение, ключи не повторяются"
            );
        var parent = Text(RegisterField.Parent) is { Length: > 0 } said ? said : above;
        return new RegisterRow(
            new RegisterEntry(id, NameOf(Text(RegisterField.Name)), kind, parent, oktmo, Several(Text(RegisterField.Aliases), '|', '\n'))
            {
                Contacts = new ContactCells(table, columns, Faults).Read(),
                Attributes = attributes,
                Type = type,
            },
            table.At,
            columns,
            places
        );
    }

    private void CheckCells(TableReader table, RegisterColumns columns)
    {
        for (var field = RegisterField.Id; field < RegisterField.Contact; field++)
            if (columns[field] is >= 0 and var column)
            {
                if (CellFault.Of(table, column) is var (found, allowed))
                    Faults.Add(table, column, found, allowed);
                else if (table.Kind(column) is CellKind.Date)
                    Faults.Add(table, column, "дата вместо текста", "сделайте столбец текстовым и впишите значение заново");
            }
    }

    private static void CheckControl(string code, Oktmo? oktmo, string control, Action<RegisterField, string, string> fault)
    {
        if (control.Length > 0 && code.Length == 0)
            fault(RegisterField.Control, $"контрольная цифра «{control}» без кода ОКТМО", "укажите код или очистите ячейку");
        else if (control.Length > 0 && oktmo is not null && control != $"{oktmo.ControlDigit}")
            fault(
                RegisterField.Control,
                $"контрольная цифра «{control}» не подходит к коду {oktmo}",
                $"для этого кода она {oktmo.ControlDigit}: проверьте код"
            );
    }

    // A narrower kind than ours is kept as the «тип» of the entry. Where no kind is said, the name tells it, then the column it stands in.
    private (string Kind, string Type) KindOf(
        TableReader table,
        RegisterColumns columns,
        Oktmo? oktmo,
        Action<RegisterField, string, string>? fault
    )
    {
        var said = Text(table, columns, RegisterField.Kind);
        if (EntryKind.Ids.Contains(said, StringComparer.Ordinal))
            return (said, "");
        if (EntryKind.Called(said) is { } called)
            return (called, EntryKind.Wider(said) is null || called == EntryKind.Region ? "" : InLowerCase(said));
        if (said.Length > 0 && columns.KindIsOurs)
        {
            if (fault is null)
                return (said, "");
            Faults.AddName(
                table,
                columns[RegisterField.Kind],
                $"неизвестный вид «{said}»",
                "допустимы: "
                    + string.Join(
                        ", ",
                        EntryKind.Ids.Select(id => columns.IsInRussian ? EntryKind.TitleOf(id) : $"{id} ({EntryKind.TitleOf(id)})")
                    )
                    + ", а также «муниципальный район», «городской округ», «ЗАТО», «СОШ», «гимназия» и подобные"
            );
            return (said, "");
        }
        var name = Text(table, columns, RegisterField.Name);
        var kind =
            oktmo is { Digits: [_, _, '0', '0', '0', '0', '0', '0'] } ? EntryKind.Region
            : EntryKind.OfName(name) is { } told && !(columns.NamesMunicipalities && told != EntryKind.Region) ? told
            : columns.NamesMunicipalities || oktmo is not null && !columns.NamesOrganisations ? EntryKind.Municipality
            : columns.NamesOrganisations ? EntryKind.Organisation
            : null;
        if (kind is null && name.Length > 0)
            fault?.Invoke(
                RegisterField.Kind,
                $"не понять, что такое «{name}»: муниципалитет, школа или другая организация",
                "добавьте столбец «вид» или впишите вид в него"
            );
        return (kind ?? EntryKind.Organisation, said);
    }

    // «ЗАТО» and «СОШ» stay in capitals.
    private static string InLowerCase(string text) => text.Any(char.IsLower) ? text.ToLowerInvariant() : text;

    // As the classifier prints it: «- город Волжск», «Городские округа/».
    private static string NameOf(string text) => CleanText.Line(text.StartsWith("- ", StringComparison.Ordinal) ? text[2..] : text);

    private static string[] Several(string text, params char[] separators) =>
        text.Split(separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
