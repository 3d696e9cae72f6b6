using System.Text.RegularExpressions;
using Orientir.Core.Evidence;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;

namespace Orientir.Core.Submissions;

/// <summary>One change a file would make.</summary>
/// <param name="Cell">Where it stands: «Анкета!C5».</param>
/// <param name="Patch">The change.</param>
/// <param name="Title">The indicator or item.</param>
/// <param name="Old">What is kept, in words of the scale.</param>
/// <param name="New">What the file says.</param>
public sealed record FormChange(string Cell, AnswerPatch Patch, string Title, string Old, string New);

/// <summary>Evidence a file would add.</summary>
/// <param name="Cell">Where it stands.</param>
/// <param name="Fields">What it says.</param>
/// <param name="Places">Where it would serve.</param>
/// <param name="DisplayText">In one line.</param>
public sealed record FormAddition(string Cell, EvidenceFields Fields, IReadOnlyList<PlaceOfEvidence> Places, string DisplayText);

/// <summary>What a file would change in a submission.</summary>
/// <param name="IsOurs">Whether it is a form of ours, which names its subject; another table can't tell whose it is.</param>
/// <param name="Changes">Answers that differ.</param>
/// <param name="Additions">Evidence not there yet.</param>
/// <param name="Errors">Faults by cell; with any of them nothing is imported.</param>
public sealed record FormReading(
    bool IsOurs,
    IReadOnlyList<FormChange> Changes,
    IReadOnlyList<FormAddition> Additions,
    IReadOnlyList<InputError> Errors
);

/// <summary>
/// Reads a filled Excel form against the submission it belongs to: our own form, or the table municipalities are used to
/// (code, indicator, links). Empty cells change nothing.
/// </summary>
public sealed partial class ReadForm
{
    private const int MostRows = 20_000;

    /// <summary>Reads the file.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="form">The submission it is to be imported into, as it is now.</param>
    /// <exception cref="InputException">It is no workbook, or a damaged one.</exception>
    /// <exception cref="RefusedException">It is the form of another subject, campaign or edition.</exception>
    public FormReading Read(ReadOnlyMemory<byte> content, string file, SubmissionForm form)
    {
        using var book = new WorkbookReader(content, file, largestSheet: 1L << 26);
        var names = book.SheetNames;
        var identity = IndexOf(names, FormWorkbook.IdentitySheet);
        if (identity >= 0)
        {
            CheckIdentity(book, identity, form);
            var sheet = IndexOf(names, FormWorkbook.FormSheet);
            if (sheet < 0)
                throw new RefusedException(
                    RefusalKind.Invalid,
                    "В файле нет листа «Анкета»: его удалили или переименовали. Скачайте форму ещё раз и перенесите ответы в неё."
                );
            var own = new Reading(book, sheet, form);
            own.Load();
            own.ReadOwn();
            return own.Result(isOurs: true);
        }
        for (var index = 0; index < names.Count; index++)
        {
            var table = new Reading(book, index, form);
            table.Load();
            // Read as a table it would lose its answers; whose they are and of which edition nothing says.
            if (table.HasOwnHeader)
                throw new RefusedException(
                    RefusalKind.Invalid,
                    $"На листе «{names[index]}» наша форма, но в книге нет служебного листа, по которому видно, чья она: лист скопирован в другую книгу. Скачайте форму ещё раз и перенесите ответы в неё."
                );
            if (table.ReadTable())
                return table.Result(isOurs: false);
        }
        throw new RefusedException(
            RefusalKind.Invalid,
            "Это не форма анкеты: в файле нет ни кодов, ни названий показателей этой методики. Скачайте форму на странице анкеты и заполните её."
        );
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (var index = 0; index < names.Count; index++)
            if (string.Equals(names[index], name, StringComparison.OrdinalIgnoreCase))
                return index;
        return -1;
    }

    private static void CheckIdentity(WorkbookReader book, int index, SubmissionForm form)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var sheet = book.Sheet(index))
            while (sheet.Read())
                found[sheet.Text(0).ToString()] = sheet.Text(1).ToString();
        foreach (var (key, expected) in FormWorkbook.IdentityOf(form))
        {
            var given = found.GetValueOrDefault(key) ?? "";
            if (given == expected || key is "campaign-title" or "subject-name")
                continue;
            throw new RefusedException(
                RefusalKind.Invalid,
                key switch
                {
                    "campaign" =>
                        $"Это форма другого мониторинга: «{found.GetValueOrDefault("campaign-title")}», а анкета — «{form.Campaign.Title}». Скачайте форму на странице этой анкеты.",
                    "subject" =>
                        $"Это форма другого объекта оценки: «{found.GetValueOrDefault("subject-name")}», а анкета — «{form.Subject.Name}». Загрузите её в анкету этого объекта.",
                    "methodology" or "edition" =>
                        $"Форма заполнена по методике «{found.GetValueOrDefault("methodology")}», издание {found.GetValueOrDefault("edition")}, а мониторинг идёт по методике «{form.Methodology.Id}», издание {form.Methodology.Edition}. Скачайте новую форму.",
                    _ => "Форма создана другой версией программы. Скачайте новую форму и перенесите в неё ответы.",
                }
            );
        }
    }

    private sealed class Reading(WorkbookReader book, int index, SubmissionForm form)
    {
        private sealed record Row(int Number, CellKind[] Kinds, string[] Texts);

        private readonly string sheetName = book.SheetNames[index];
        private readonly MarkValues values = new(form.Methodology);
        private readonly List<FormChange> changes = [];
        private readonly List<(string Cell, EvidenceFields Fields, PlaceOfEvidence Place)> evidence = [];
        private readonly List<(int Row, int Column, InputError Error)> errors = [];
        private readonly List<Row> rows = [];
        private readonly Dictionary<(int Row, int Column), string> links = [];
        private List<CellRange> merged = [];

        public FormReading Result(bool isOurs)
        {
            var known = form
                .Evidence.SelectMany(one =>
                    one.Item.Places.Select(place => (Key(one.Item.Url, one.DisplayText), new PlaceOfEvidence(place.Uid, place.ItemId)))
                )
                .ToHashSet();
            var additions = evidence
                .GroupBy(one => Key(one.Fields.Url, one.Fields.DisplayText), StringComparer.Ordinal)
                .Select(group =>
                    (
                        First: group.First(),
                        Places: group.Select(one => one.Place).Distinct().Where(place => !known.Contains((group.Key, place))).ToList()
                    )
                )
                .Where(group => group.Places.Count > 0)
                .Select(group => new FormAddition(group.First.Cell, group.First.Fields, group.Places, group.First.Fields.DisplayText));
            return new(
                isOurs,
                changes,
                [.. additions],
                [.. errors.OrderBy(error => error.Row).ThenBy(error => error.Column).Select(error => error.Error)]
            );

            static string Key(string? url, string said) => url ?? said;
        }

        public bool HasOwnHeader =>
            rows.FirstOrDefault() is { } header
            && FormWorkbook.Header.Select((name, column) => TextAt(header, column) == name).All(same => same);

        public void ReadOwn()
        {
            if (!HasOwnHeader)
            {
                Fault(
                    rows.FirstOrDefault()?.Number ?? 1,
                    0,
                    "первая строка листа изменена",
                    $"столбцы формы: {string.Join(", ", FormWorkbook.Header)}; скачайте форму ещё раз"
                );
                return;
            }
            var places = Places();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var row in rows.Skip(1))
            {
                var code = TextAt(row, 0);
                if (code.Length == 0 && Enumerable.Range(1, 5).All(column => TextAt(row, column).Length == 0))
                    continue;
                if (IsNumber(row, code, places))
                    continue;
                if (!places.TryGetValue(code, out var place))
                {
                    Fault(
                        row.Number,
                        0,
                        code.Length == 0 ? "строка без кода" : $"кода «{code}» нет в методике",
                        "не меняйте первый столбец: скачайте форму ещё раз"
                    );
                    continue;
                }
                if (!seen.Add(code))
                {
                    Fault(row.Number, 0, $"код «{code}» стоит дважды", "оставьте одну строку");
                    continue;
                }
                if (!form.Sees(place.Node.Uid))
                {
                    if (Enumerable.Range(2, 4).Any(column => TextAt(row, column).Length > 0))
                        NotYours(row.Number, code);
                    continue;
                }
                if (place.Node.Scale is not null)
                    Answer(row, place.Node, place.ItemId);
                if (place.Node.Scale is not null || place.Node.Kind == NodeKind.Direction)
                    Evidence(row, 3, [new(place.Node.Uid, place.ItemId)]);
            }
        }

        /// <summary>Code, indicator, links; false where no row names a node of the methodology.</summary>
        public bool ReadTable()
        {
            var places = Places();
            List<Node> order =
            [
                .. form.Methodology.Nodes.Where(node =>
                    node.Kind == NodeKind.Direction || node is { Scale: not null, Source: AnswerSource.Subject }
                ),
            ];
            var titles = order
                .GroupBy(node => FoldedName.Of(node.Title), StringComparer.Ordinal)
                .Where(group => group.Count() == 1)
                .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
            var nodeOf = new Dictionary<int, Node>();
            var coded = 0;
            foreach (var row in rows)
            {
                var code = TextAt(row, 0).TrimEnd('.');
                if (IsNumber(row, code, places))
                    continue;
                if (places.TryGetValue(code, out var place) && place.ItemId.Length == 0)
                {
                    nodeOf[row.Number] = place.Node;
                    coded++;
                }
                else if (titles.TryGetValue(FoldedName.Of(TextAt(row, 1).Length > 0 ? TextAt(row, 1) : TextAt(row, 0)), out var named))
                {
                    nodeOf[row.Number] = named;
                    coded++;
                }
            }
            if (coded == 0)
                return false;
            NameUnnumbered(nodeOf, order);
            foreach (var row in rows)
                for (var column = 2; column < row.Texts.Length; column++)
                {
                    if (row.Texts[column].Length == 0 && !links.ContainsKey((row.Number, column)))
                        continue;
                    var covered = merged.FirstOrDefault(range => range.FirstRow == row.Number && range.FirstColumn == column + 1);
                    List<Node> nodes = [];
                    for (var number = row.Number; number <= Math.Max(row.Number, covered.LastRow); number++)
                        if (nodeOf.TryGetValue(number, out var node))
                            nodes.Add(node);
                    var isLink = links.ContainsKey((row.Number, column)) || Address().IsMatch(row.Texts[column]);
                    if (nodes.Count == 0)
                    {
                        if (isLink)
                            Fault(
                                row.Number,
                                column,
                                "ссылка в строке без кода",
                                "впишите в первый столбец код показателя или направления, к которому она относится"
                            );
                        continue;
                    }
                    if (isLink && nodes.Find(node => !form.Sees(node.Uid)) is { } others)
                    {
                        NotYours(row.Number, others.Code);
                        continue;
                    }
                    // Words without an address beside an indicator are a remark of the table, not evidence.
                    if (isLink)
                        Evidence(
                            row,
                            column,
                            [
                                .. nodes
                                    .Where(node => node.Scale is not null || node.Kind == NodeKind.Direction)
                                    .Select(node => new PlaceOfEvidence(node.Uid)),
                            ]
                        );
                }
            return true;
        }

        // A code that Excel took for a number is one of two.
        private bool IsNumber(Row row, string code, Dictionary<string, (Node Node, string ItemId)> places)
        {
            if (row.Kinds.Length == 0 || row.Kinds[0] is not (CellKind.Number or CellKind.Date) || !places.ContainsKey(code + "0"))
                return false;
            Fault(
                row.Number,
                0,
                $"код «{code}» Excel превратил в число",
                $"это может быть и {code}, и {code}0: сделайте столбец текстовым и введите код заново"
            );
            return true;
        }

        // Regions print rows without a number («Таблица 1» of 2020 between 2.1.8 and 2.1.9): between two rows that are known they are the
        // indicators between those, where they are as many.
        private void NameUnnumbered(Dictionary<int, Node> nodeOf, List<Node> order)
        {
            var named = nodeOf.Values.Select(node => node.Uid).ToHashSet(StringComparer.Ordinal);
            var placeOf = order.Select((node, at) => (node.Uid, at)).ToDictionary(StringComparer.Ordinal);
            var (last, run) = (-1, new List<int>());
            foreach (var row in rows)
            {
                if (nodeOf.TryGetValue(row.Number, out var known))
                {
                    var next = placeOf.GetValueOrDefault(known.Uid, -1);
                    Name(next);
                    last = next;
                }
                else if (last >= 0 && TextAt(row, 0).Length == 0 && TextAt(row, 1).Length > 0)
                    run.Add(row.Number);
            }
            if (last >= 0)
                Name(order.FindIndex(last + 1, node => node.Kind == NodeKind.Direction) is >= 0 and var end ? end : order.Count);

            void Name(int next)
            {
                List<Node> between =
                    last >= 0 && last < next
                        ? [.. order[(last + 1)..next].Where(node => node.Scale is not null && !named.Contains(node.Uid))]
                        : [];
                if (between.Count == run.Count)
                    foreach (var (number, node) in run.Zip(between))
                        nodeOf[number] = node;
                run.Clear();
            }
        }

        public void Load()
        {
            using var sheet = book.Sheet(index);
            while (sheet.Read())
            {
                if (rows.Count >= MostRows)
                    throw book.Refuse($"на листе «{sheetName}» больше {Russian.Number(MostRows)} строк", "оставьте строки показателей");
                var width = Math.Min(sheet.Width, 50);
                var (kinds, texts) = (new CellKind[width], new string[width]);
                for (var column = 0; column < width; column++)
                    (kinds[column], texts[column]) = (sheet.Kind(column), AnswerText.Normal(sheet.Text(column).ToString()));
                rows.Add(new(sheet.Row, kinds, texts));
            }
            foreach (var link in sheet.Links)
                if (!link.Target.StartsWith('#'))
                    links.TryAdd((link.Range.FirstRow, link.Range.FirstColumn - 1), link.Target);
            merged = sheet.Merged;
        }

        private Dictionary<string, (Node Node, string ItemId)> Places()
        {
            var places = new Dictionary<string, (Node, string)>(StringComparer.Ordinal);
            foreach (var node in form.Methodology.Nodes)
            {
                if (node is { Scale: not null, Source: AnswerSource.Operator })
                    continue;
                places[node.Code] = (node, "");
                foreach (var item in node.Items)
                    places[$"{node.Code}/{item.Id}"] = (node, item.Id);
            }
            return places;
        }

        private void Answer(Row row, Node leaf, string itemId)
        {
            var text = TextAt(row, 2);
            var isNotApplicable = text.Equals(FormWorkbook.NotApplicable, StringComparison.OrdinalIgnoreCase) || text is "н/п" or "NA";
            if (isNotApplicable)
                Change(row, 2, leaf, itemId, AnswerField.NotApplicable, "1", FormWorkbook.NotApplicable);
            else if (text.Length > 0 && !form.AsksValue(leaf))
            {
                Fault(
                    row.Number,
                    2,
                    $"«{text}», а самооценка не запрашивается",
                    "очистите ячейку: достаточно подтверждения или отметки «документа нет»"
                );
            }
            else if (text.Length > 0)
            {
                var value = FormWorkbook.ValueOf(text, leaf.Scale!, itemId.Length > 0);
                if (value is null && itemId.Length == 0 && leaf.Scale is not Measurement.Scoring.BinaryScale)
                    value = row.Kinds[2] == CellKind.Date ? null : text;
                if (value is null || (itemId.Length == 0 && Fault(leaf, value)))
                {
                    var options = itemId.Length > 0 ? ["да", "нет"] : FormWorkbook.OptionsOf(leaf.Scale!);
                    Fault(
                        row.Number,
                        2,
                        $"«{text}» — не ответ на этот показатель",
                        options.Count > 0
                            ? $"выберите из списка: {string.Join("; ", options)}"
                            : values.AllowedAt(form.Methodology.Tree.IndexOf(leaf))
                    );
                }
                else
                {
                    if (WrittenNumber.TryParse(value, out var number))
                        value = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
                    Change(row, 2, leaf, itemId, AnswerField.Value, value, FormWorkbook.ValueText(leaf, itemId, value));
                    if (form.ValueAt(leaf.Uid, itemId, AnswerField.NotApplicable).Length > 0)
                        Change(row, 2, leaf, itemId, AnswerField.NotApplicable, "", "применимо");
                }
            }
            var none = TextAt(row, 4);
            if (none.Equals("да", StringComparison.OrdinalIgnoreCase))
                Change(row, 4, leaf, itemId, AnswerField.NoDocument, "1", "документа нет");
            else if (none.Length > 0)
                Fault(row.Number, 4, $"«{none}» в столбце «Документа нет»", "выберите «да» или очистите ячейку");
            if (TextAt(row, 5) is { Length: > AnswerText.Longest } written)
                Fault(
                    row.Number,
                    5,
                    $"комментарий в {Russian.Count(written.Length, "знак", "знака", "знаков")}",
                    $"не больше {Russian.Number(AnswerText.Longest)}: сократите его или приложите файлом на сайте"
                );
            else if (TextAt(row, 5) is { Length: > 0 } comment)
                Change(row, 5, leaf, itemId, AnswerField.Comment, comment, comment);
        }

        private bool Fault(Node leaf, string value) =>
            !values.TryRead(value, form.Methodology.Tree.IndexOf(leaf), out var number, out _) || double.IsNaN(number);

        private void Change(Row row, int column, Node leaf, string itemId, AnswerField field, string value, string words)
        {
            var before = form.ValueAt(leaf.Uid, itemId, field);
            if (before == value)
                return;
            var cell = CellOf(row.Number, column);
            var title = $"{leaf.Code}. {(itemId.Length > 0 ? leaf.Items.First(item => item.Id == itemId).Title : leaf.Title)}";
            var old = field switch
            {
                AnswerField.Value => FormWorkbook.ValueText(leaf, itemId, before),
                AnswerField.NotApplicable => before.Length > 0 ? FormWorkbook.NotApplicable : "",
                AnswerField.NoDocument => before.Length > 0 ? "документа нет" : "",
                _ => before,
            };
            changes.Add(new(cell, new("", leaf.Uid, itemId, field, before, value), title, old, words));
        }

        private void Evidence(Row row, int column, IReadOnlyList<PlaceOfEvidence> places)
        {
            var text = TextAt(row, column);
            var under = links.GetValueOrDefault((row.Number, column));
            if (under is not null && !Address().IsMatch(text) && EvidenceFields.AddressOf(under) is { } target)
            {
                Add(new(EvidenceKind.Link, target, text.Length > 0 ? text.ReplaceLineEndings(" ") : null));
                return;
            }
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (line.StartsWith(FormWorkbook.FilePrefix.TrimEnd(), StringComparison.Ordinal))
                    continue;
                var addresses = Address().Matches(line);
                if (addresses.Count > 0)
                {
                    Links(line, addresses);
                }
                else if (RequisitesOf(line) is { } requisites)
                {
                    Add(requisites);
                }
                else if (EvidenceFields.AddressOf(line) is { } bare)
                {
                    Add(new(EvidenceKind.Link, bare));
                }
                else
                {
                    Fault(
                        row.Number,
                        column,
                        $"«{Shortened(line)}» — не ссылка и не реквизиты",
                        "ссылка начинается с https://, реквизиты пишутся так: приказ № 15 от 12.03.2026 «О мониторинге»; каждое подтверждение с новой строки"
                    );
                }
            }

            // «Название: адрес» or, where the line begins with an address, «адрес — название»; several addresses in a line are several links.
            void Links(string line, MatchCollection addresses)
            {
                var isBefore = Before(0, addresses[0].Index).Length > 0;
                for (var at = 0; at < addresses.Count; at++)
                {
                    var (address, isLast) = (addresses[at], at == addresses.Count - 1);
                    var end = address.Index + address.Length;
                    var after = line[end..(isLast ? line.Length : addresses[at + 1].Index)].Trim(' ', ':', '-', '—', '–', ';', ',');
                    // What stands after «адрес;» and reads as requisites is evidence of its own.
                    var own = address.Value.EndsWith(';') ? RequisitesOf(after) : null;
                    var title =
                        isBefore ? Before(at == 0 ? 0 : addresses[at - 1].Index + addresses[at - 1].Length, address.Index)
                        : own is null ? after
                        : "";
                    if (isBefore && isLast && own is null && after.Length > 0)
                        title += " " + after;
                    if (EvidenceFields.AddressOf(address.Value.TrimEnd(';', ',', '.', ')')) is { } url)
                        Add(new(EvidenceKind.Link, url, title.Length > 0 ? title : null));
                    else
                        Fault(
                            row.Number,
                            column,
                            $"«{Shortened(address.Value)}» — не адрес",
                            "адрес начинается с https:// и не содержит пробелов"
                        );
                    if (own is not null)
                        Add(own);
                }

                string Before(int from, int to) => line[from..to].TrimEnd(' ', ':', '-', '—', '–').TrimStart(' ', ';', ',');
            }

            static EvidenceFields? RequisitesOf(string text) =>
                Requisites().Match(text) is { Success: true } match
                    ? new(
                        EvidenceKind.Requisites,
                        Title: match.Groups["title"].Value,
                        DocumentKind: match.Groups["kind"].Value,
                        DocumentNumber: Given(match.Groups["number"]),
                        DocumentDate: Given(match.Groups["date"])
                    )
                    : null;

            void Add(EvidenceFields fields)
            {
                try
                {
                    fields = fields.Checked(fileStays: false);
                }
                catch (RefusedException wrong)
                {
                    Fault(row.Number, column, $"«{Shortened(fields.DisplayText)}» не принято", wrong.Errors[0].Message);
                    return;
                }
                foreach (var place in places)
                    evidence.Add((CellOf(row.Number, column), fields, place));
            }

            static string Shortened(string text) => text.Length <= 80 ? text : text[..79] + "…";

            static string? Given(Group group) => group.Success && group.Value.Length > 0 ? group.Value.Trim() : null;
        }

        private void NotYours(int row, string code) =>
            Fault(
                row,
                0,
                $"«{code}» относится к направлению, которое вам не поручено",
                "очистите ячейки этой строки или передайте файл координатору"
            );

        private static string TextAt(Row row, int column) => column < row.Texts.Length ? row.Texts[column] : "";

        private string CellOf(int row, int column) => $"{sheetName}!{CellRange.Name(row, column + 1)}";

        private void Fault(int row, int column, string found, string allowed) =>
            errors.Add((row, column, new($"{book.File}:{CellOf(row, column)}", found, allowed)));
    }

    [GeneratedRegex(
        @"(https?://|www\.)\S+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Address();

    [GeneratedRegex(
        @"^(?<kind>[^№«""]{1,150}?)(\s*№\s*(?<number>[^«""]{1,80}?))?(\s+от\s+(?<date>[^«""]{1,60}?))?\s*[«""](?<title>.+)[»""]\.?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Requisites();
}
