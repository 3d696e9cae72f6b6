using Orientir.Core.Office;

namespace Orientir.Core.Territories;

/// <summary>
/// Writes a register as a workbook that <see cref="ImportTerritories"/> reads back: empty, it is the template to be filled.
/// </summary>
public sealed class WriteRegister
{
    private static readonly CellStyle Head = new()
    {
        Bold = true,
        Fill = "DDE7E9",
        Border = true,
        Wrap = true,
    };
    private static readonly CellStyle Cell = new()
    {
        Border = true,
        Wrap = true,
        Format = CellFormat.Text,
    };
    private static readonly CellStyle Title = new() { Bold = true, Size = 14 };
    private static readonly CellStyle Words = new() { Wrap = true };

    private static readonly string[] Columns =
    [
        .. RegisterColumns.Fields.Where(field => field is { Repeats: false, Name: not "oktmo_control" }).Select(field => field.Title),
    ];

    private static readonly (string Column, string Meaning)[] Guide =
    [
        (
            "код",
            "Постоянный код записи, свой у каждой: латиница, цифры, дефис. По нему запись узнают при следующей загрузке. "
                + "Пусто — кодом станет ОКТМО, а без него код составит программа."
        ),
        ("название", "Полное название. Только этот столбец обязателен."),
        (
            "вид",
            "муниципалитет, организация, школа, руководитель, служба или программа; можно и точнее: «городской округ», «СОШ», «гимназия». "
                + "Строка вида «регион» может быть одна, она пропускается."
        ),
        (
            "выше",
            "Код или название того, к чему запись относится: у школы — муниципалитет, у руководителя — школа. У муниципалитета — пусто."
        ),
        ("ОКТМО", "8 или 11 цифр; можно не указывать."),
        ("другие имена", "Как ещё называют, через знак |."),
        ("контакт", "Кому писать и звонить: имя. Ещё один человек — в столбцах «контакт 2», «должность 2» и так далее."),
        ("должность", "Его должность."),
        ("телефон", "Его телефон."),
        ("электронная почта", "Его адрес; несколько адресов разделяют точкой с запятой."),
        ("свойства", "Что ещё известно: ключ=значение|ключ=значение, например тип=сельская|учащихся=312."),
    ];

    private static readonly string[][] Example =
    [
        [
            "luga",
            "Лужский муниципальный район",
            "муниципалитет",
            "",
            "41633000",
            "Луга",
            "тип=муниципальный район",
            "",
            "Начальник отдела образования",
            "8 800 000-00-00",
            "luga@example.org",
        ],
        ["luga-s1", "Школа № 1 города Луги", "школа", "luga", "", "", "тип=городская", "", "", "", ""],
        ["luga-s1-head", "Директор школы № 1", "руководитель", "luga-s1", "", "", "", "", "", "", ""],
    ];

    /// <summary>Writes the workbook.</summary>
    /// <param name="stream">Takes the xlsx file; stays open.</param>
    /// <param name="entries">The entries, parents before what stands under them.</param>
    public void Write(Stream stream, IReadOnlyList<RegisterEntry> entries)
    {
        using var book = new WorkbookWriter(stream, "Реестр территорий и объектов оценки");
        var people = Math.Max(entries.Select(entry => entry.Contacts.Count).DefaultIfEmpty().Max(), 1);
        string[] columns =
        [
            .. Columns,
            .. Enumerable
                .Range(1, people)
                .SelectMany(number => RegisterColumns.OfContact.Select(field => number == 1 ? field.Title : $"{field.Title} {number}")),
        ];
        var sheet = book.AddSheet(
            "Реестр",
            new()
            {
                Widths = [16, 46, 16, 16, 13, 26, 34, .. Enumerable.Repeat(22.0, people * RegisterColumns.OfContact.Length)],
                FrozenRows = 1,
                FrozenColumns = 2,
                LastTitleRow = 1,
            }
        );
        sheet.Row();
        foreach (var column in columns)
            sheet.Text(column, Head);
        foreach (var entry in entries)
            Row(
                sheet,
                [
                    entry.Id,
                    entry.Name,
                    EntryKind.TitleOf(entry.Kind),
                    entry.Parent ?? "",
                    entry.Oktmo?.Digits ?? "",
                    string.Join('|', entry.Aliases),
                    entry.Attributes,
                    .. entry.Contacts.SelectMany(one => (string[])[one.Name, one.Post, one.Phone, one.Email]),
                    .. Enumerable.Repeat("", (people - entry.Contacts.Count) * RegisterColumns.OfContact.Length),
                ]
            );
        // Empty rows of text cells: a code typed into a text cell keeps its leading zeros.
        var room = Math.Max(200 - entries.Count, 20);
        for (var row = 0; row < room; row++)
            Row(sheet, [.. columns.Select(_ => "")]);
        sheet.Choices(new(2, 3, entries.Count + room + 1, 3), [.. EntryKind.Ids.Select(EntryKind.TitleOf)], "Выберите вид из списка.");

        var guide = book.AddSheet(HeaderRow.Guides[0], new() { Widths = [24, 46, 16, 16, 13, 16, 34, 22, 22, 22, 22] });
        guide.Row().Text("Как заполнить реестр", Title);
        foreach (var (column, meaning) in Guide)
            guide.Row().Text(column, Head).Text(meaning, Words);
        guide.SkipRows(1);
        guide.Row().Text("Пример", Title);
        guide.Row();
        foreach (var column in columns[..Example[0].Length])
            guide.Text(column, Head);
        foreach (var row in Example)
            Row(guide, row);
    }

    private static void Row(SheetWriter sheet, params ReadOnlySpan<string> texts)
    {
        sheet.Row();
        foreach (var text in texts)
            sheet.Text(text, Cell);
    }

    /// <summary>Territories and subjects as entries of a register, archived ones left out.</summary>
    public static IReadOnlyList<RegisterEntry> EntriesOf(IReadOnlyList<Territory> territories, IReadOnlyList<Subject> subjects)
    {
        var entries = new List<RegisterEntry>();
        var below = territories
            .Where(row => row.ArchivedAt is null)
            .OrderBy(row => row.FoldedName, StringComparer.Ordinal)
            .ToLookup(row => row.ParentId);
        var of = subjects
            .Where(row => row.ArchivedAt is null)
            .OrderBy(row => row.FoldedName, StringComparer.Ordinal)
            .ToLookup(row => row.TerritoryId);
        Add(null, null);
        return entries;

        void Add(int? parent, string? code)
        {
            foreach (var row in below[parent])
            {
                // The subject a territory is itself shares its code; the others stand under it.
                var own = of[row.Id].FirstOrDefault(subject => subject.Code == row.Code);
                entries.Add(
                    new(row.Code, row.Name, own?.Kind ?? row.Kind, code, Oktmo.TryParse(row.Oktmo), row.OtherNames)
                    {
                        Contacts = row.GivenContacts,
                        Attributes = own is null ? "" : SubjectAttributes.Write(own.Attributes),
                    }
                );
                foreach (var subject in of[row.Id])
                    if (subject != own)
                        entries.Add(
                            new(subject.Code, subject.Name, subject.Kind, row.Code, null, [])
                            {
                                Attributes = SubjectAttributes.Write(subject.Attributes),
                            }
                        );
                Add(row.Id, row.Code);
            }
        }
    }
}
