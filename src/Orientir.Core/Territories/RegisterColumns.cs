using Orientir.Core.Office;

namespace Orientir.Core.Territories;

/// <summary>The fields of an entry in a table; those of contacts repeat behind the others, four a contact.</summary>
internal enum RegisterField
{
    Id,
    Name,
    Kind,
    Parent,
    Oktmo,
    Control,
    Aliases,
    Attributes,
    Contact,
}

/// <summary>Which column of a table holds which field of a register, and how the others were understood.</summary>
internal sealed class RegisterColumns
{
    /// <summary>Contacts an entry may have.</summary>
    public const int MostContacts = 9;

    private const string Place = "place";

    /// <summary>What a contact is told by, in the order of their columns.</summary>
    public static readonly ColumnField[] OfContact =
    [
        new(
            "contact_name",
            "контакт",
            ["фио", "ф и о", "контактное лицо", "контактные лица", "контакты", "ответственный", "кому писать"],
            ["фио", "фамилия", "руководител", "директор", "начальник", "ответственн", "заведующ", "координатор"]
        )
        {
            Repeats = true,
        },
        new("contact_post", "должность", ["должность контакта"], ["должност"]) { Repeats = true },
        new("contact_phone", "телефон", ["тел", "телефоны", "номер телефона", "контактный телефон"], ["телефон"]) { Repeats = true },
        new(
            "contact_email",
            "электронная почта",
            ["почта", "e-mail", "email", "эл почта", "эл адрес", "электронный адрес", "адрес для писем"],
            ["электрон", "почта", "почты", "mail", "email"]
        )
        {
            Repeats = true,
        },
    ];

    /// <summary>The fields by their places, then those of contacts.</summary>
    public static readonly ColumnField[] Fields =
    [
        new("id", "код", ["код записи", "код в реестре"], [], 2),
        new(
            "name",
            "название",
            ["наименование", "полное наименование", "полное название", "организация", "учреждение", "школа", "оо", "наименование оо"],
            ["наименован", "назван", "школ", "организац", "учрежден"],
            2
        ),
        new(
            "kind",
            "вид",
            [
                .. "тип|статус|вид мо|тип мо|вид муниципального образования|тип муниципального образования".Split('|'),
                .. "вид организации|тип организации|тип оо|вид оо|вид записи".Split('|'),
            ],
            [],
            2
        ),
        new("parent", "выше", ["относится к", "родитель"], [], 2),
        new("oktmo", "ОКТМО", ["код октмо"], ["октмо"]),
        new("oktmo_control", "контрольная цифра", ["контрольное число", "кч"], []),
        new("aliases", "другие имена", ["другие названия"], ["кратк", "сокращ"], 1),
        new("attributes", "свойства", [], [], 2),
        .. OfContact,
    ];

    // A column of municipalities names the entries, or what they stand under where another does.
    private static readonly ColumnField OfPlace = new(
        Place,
        "муниципалитет",
        ["мо", "мсу", "район", "территория", "муниципальное образование", "наименование мо", "название мо", "городской округ"],
        ["муницип", "район", "округ", "территори"],
        1
    );

    private readonly int[] places = [.. Enumerable.Repeat(-1, (int)RegisterField.Contact + MostContacts * OfContact.Length)];

    private RegisterColumns(TableReader table, IReadOnlyDictionary<string, string>? chosen)
    {
        var mapped = new ColumnMapping([.. Fields, OfPlace], chosen).Of(table);
        var read = new Dictionary<MappedColumn, string>();
        foreach (var column in mapped.Where(one => one.Field is { Repeats: false, Name: not Place }).OrderByDescending(one => one.IsExact))
            Take((RegisterField)Array.IndexOf(Fields, column.Field!), column, read);
        foreach (var column in mapped.Where(one => one.Field?.Name == Place).OrderByDescending(one => one.IsExact))
            if (places[(int)RegisterField.Name] < 0)
            {
                Take(RegisterField.Name, column, read);
                NamesMunicipalities = true;
            }
            else
                Take(RegisterField.Parent, column, read);
        TakeContacts(mapped, read);
        NamesOrganisations =
            mapped.FirstOrDefault(one => one.Column == this[RegisterField.Name]) is { Title: var title } && IsOfOrganisations(title);
        KindIsOurs =
            mapped.FirstOrDefault(one => one.Column == this[RegisterField.Kind])?.Title.Trim().ToLowerInvariant() is "вид" or "kind";
        IsInRussian = mapped.Any(one => one.Title.Any(letter => letter is >= 'А' and <= 'я'));
        Told = [.. mapped.Select(one => new ReadColumn(one.Title, read.GetValueOrDefault(one, "")))];
        Header = TableHeader.Of(table, places, mapped.Where(one => !read.ContainsKey(one)).Select(one => one.Column));
    }

    /// <summary>The column of a field, −1 where it has none.</summary>
    public int this[RegisterField field] => places[(int)field];

    /// <summary>The column of a part of a contact, from 0.</summary>
    public int OfContactAt(int contact, int part) => places[(int)RegisterField.Contact + contact * OfContact.Length + part];

    public TableHeader Header { get; }

    /// <summary>How each titled column was understood.</summary>
    public IReadOnlyList<ReadColumn> Told { get; }

    /// <summary>Whether the entries stand in a column of municipalities.</summary>
    public bool NamesMunicipalities { get; }

    /// <summary>Whether they stand in one of schools and other organisations.</summary>
    public bool NamesOrganisations { get; }

    /// <summary>Whether the column of kinds is one by its very name: what stands there must be a kind.</summary>
    public bool KindIsOurs { get; }

    public bool IsInRussian { get; }

    /// <summary>Reads the header the table stands on; a fault where no column has the names of entries.</summary>
    public static RegisterColumns In(TableReader table, IReadOnlyDictionary<string, string>? chosen, TableFaults faults)
    {
        var columns = new RegisterColumns(table, chosen);
        if (columns[RegisterField.Name] >= 0)
            return columns;
        faults.Add(
            table,
            0,
            "нет столбца с названиями",
            "в строке заголовка нужен столбец «название» (name); по желанию "
                + string.Join(", ", Fields.Where(field => field.Name != "name").Select(field => $"«{field.Title}» ({field.Name})"))
                + (table.Sheet > 0 ? "; если на листе другое, уберите его из книги" : "")
        );
        return columns;
    }

    /// <summary>How well a row fits as a header: how many fields it names, 0 where it names no entries.</summary>
    public static int FitOf(TableReader table, IReadOnlyDictionary<string, string>? chosen)
    {
        var mapped = new ColumnMapping([.. Fields, OfPlace], chosen).Of(table);
        var found = mapped.Where(one => one.Field is not null).DistinctBy(one => (one.Field, one.Number)).ToList();
        var namesEntries = found.Exists(one => one.Field!.Name is "name" or Place);
        // A list of names alone has a header of one word; a title that holds such a word has none.
        return found.Count > 1 ? found.Count * 2 + (namesEntries ? 1 : 0)
            : namesEntries && mapped.Count == 1 && found[0].IsExact ? 1
            : 0;
    }

    private void Take(RegisterField field, MappedColumn column, Dictionary<MappedColumn, string> read)
    {
        if (places[(int)field] >= 0)
            return;
        places[(int)field] = column.Column;
        read[column] = Fields[(int)field].Name;
    }

    // «ФИО, телефон, ФИО, телефон» are two people: what follows a name is that person's.
    private void TakeContacts(IReadOnlyList<MappedColumn> mapped, Dictionary<MappedColumn, string> read)
    {
        var names = 0;
        foreach (var column in mapped)
        {
            var part = Array.IndexOf(OfContact, column.Field);
            if (part < 0)
                continue;
            var at =
                column.Number > 0 ? column.Number - 1
                : part == 0 ? names
                : Math.Max(names - 1, 0);
            while (column.Number == 0 && at < MostContacts && OfContactAt(at, part) >= 0)
                at++;
            if (at >= MostContacts || OfContactAt(at, part) >= 0)
                continue;
            places[(int)RegisterField.Contact + at * OfContact.Length + part] = column.Column;
            read[column] = column.Field!.Name;
            if (part == 0)
                names = Math.Max(names, at + 1);
        }
    }

    private static bool IsOfOrganisations(string title)
    {
        var plain = HeaderWords.Plain(title);
        return plain is "оо" or "наименование оо"
            || plain.Contains("школ", StringComparison.Ordinal)
            || plain.Contains("организац", StringComparison.Ordinal)
            || plain.Contains("учрежден", StringComparison.Ordinal);
    }
}
