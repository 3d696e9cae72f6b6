using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Orientir.Core.Evidence;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;

namespace Orientir.Core.Submissions;

/// <summary>A sheet of a filled form, read against a submission: what its rows would change, and what is wrong with them.</summary>
internal sealed partial class FormSheet(WorkbookReader book, int index, SubmissionForm form)
{
    private const int MostRows = 20_000;
    private const int MostColumns = 50;

    // Each cell is kept as a text; a full form of three hundred indicators has some hundred thousand letters.
    private const int MostLetters = 8_000_000;

    // Cells that links and merged ranges cover, each counted as often as it is covered.
    private const int MostCovered = 1_000_000;

    private sealed record Row(int Number, CellKind[] Kinds, string[] Texts);

    private readonly string sheetName = book.SheetNames[index];
    private readonly MarkValues values = new(form.Methodology);
    private readonly List<FormChange> changes = [];
    private readonly List<(string Cell, EvidenceFields Fields, PlaceOfEvidence Place)> evidence = [];
    private readonly List<(int Row, int Column, InputError Error)> errors = [];
    private readonly List<Row> rows = [];
    private readonly Dictionary<(int Row, int Column), string> links = [];
    private readonly Dictionary<(int Row, int Column), (string Found, string Allowed)> unreadable = [];
    private readonly Dictionary<(int Row, int Column), CellRange> merged = [];
    private readonly List<(int Row, int Column)> beyond = [];
    private int covered;

    /// <summary>Whether a row of a table names a node of the methodology by more than a whole number.</summary>
    public bool IsCertain { get; private set; }

    /// <summary>What the sheets of a file would change together.</summary>
    public static FormReading ResultOf(IReadOnlyList<FormSheet> sheets, SubmissionForm form, bool isOurs)
    {
        var known = form
            .Evidence.SelectMany(one =>
                one.Item.Places.Select(place => (Key(one.Item.Url, one.Line), new PlaceOfEvidence(place.Uid, place.ItemId)))
            )
            .ToHashSet();
        var additions = sheets
            .SelectMany(sheet => sheet.evidence)
            .GroupBy(one => Key(one.Fields.Url, one.Fields.Line), StringComparer.Ordinal)
            .Select(group =>
                (
                    First: group.First(),
                    Places: group.Select(one => one.Place).Distinct().Where(place => !known.Contains((group.Key, place))).ToList()
                )
            )
            .Where(group => group.Places.Count > 0)
            .Select(group => new FormAddition(group.First.Cell, group.First.Fields, group.Places, group.First.Fields.Line));
        return new(
            isOurs,
            [.. sheets.SelectMany(sheet => sheet.changes)],
            [.. additions],
            [
                .. sheets.SelectMany(sheet =>
                    sheet.errors.OrderBy(error => error.Row).ThenBy(error => error.Column).Select(error => error.Error)
                ),
            ]
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
        TellBeyond();
        foreach (var row in rows.Skip(1))
        {
            if (
                Enumerable
                    .Range(FormWorkbook.Header.Length, Math.Max(0, row.Texts.Length - FormWorkbook.Header.Length))
                    .FirstOrDefault(column => Holds(row, column))
                is > 0
                    and var outside
            )
                Fault(
                    row.Number,
                    outside,
                    row.Texts[outside].Length > 0
                        ? $"«{Shortened(row.Texts[outside])}» правее столбцов формы"
                        : "ссылка правее столбцов формы",
                    $"перенесите в столбец «{FormWorkbook.Header[3]}» или «{FormWorkbook.Header[5]}» или очистите ячейку"
                );
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
            if (!IsReadable(row, 2, 5) | !IsOpen(row, place.Node))
                continue;
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
        foreach (var row in rows)
        {
            var code = TextAt(row, 0).TrimEnd('.');
            if (IsNumber(row, code, places))
                continue;
            var isTitled = TitledBy(row, 1, out var named) || TitledBy(row, 0, out named);
            if (places.TryGetValue(code, out var place) && place.ItemId.Length == 0)
            {
                nodeOf[row.Number] = place.Node;
                IsCertain |= isTitled || !code.All(char.IsAsciiDigit);
            }
            else if (isTitled)
            {
                nodeOf[row.Number] = named!;
                IsCertain = true;
            }
        }
        if (nodeOf.Count == 0)
            return false;
        var (first, last) = (nodeOf.Keys.Min(), nodeOf.Keys.Max());
        NameUnnumbered(nodeOf, order);
        TellBeyond();
        foreach (var row in rows)
            for (var column = FirstOf(row); column < row.Texts.Length; column++)
            {
                if (!Holds(row, column) && !(unreadable.ContainsKey((row.Number, column)) && (column > 1 || row.Texts.Length == 2)))
                    continue;
                if (nodeOf.ContainsKey(row.Number) && !IsReadable(row, column, column))
                    continue;
                var range = merged.GetValueOrDefault((row.Number, column));
                List<Node> nodes = [];
                for (var number = row.Number; number <= Math.Max(row.Number, Math.Min(range.LastRow, rows[^1].Number)); number++)
                    if (nodeOf.TryGetValue(number, out var node))
                        nodes.Add(node);
                var isLink = links.ContainsKey((row.Number, column)) || WrittenEvidence.HasAddress(row.Texts[column]);
                if (nodes.Count == 0)
                {
                    if (isLink)
                        Fault(
                            row.Number,
                            column,
                            TextAt(row, 0) is { Length: > 0 } unknown && column > 0 && row.Kinds[0] == CellKind.Text
                                ? $"ссылка в строке, а «{Shortened(unknown)}» — не код и не название из анкеты"
                                : "ссылка в строке без кода",
                            "впишите в первый столбец код показателя или направления, к которому она относится"
                        );
                    continue;
                }
                if (isLink && !nodes.Exists(TakesEvidence))
                {
                    Fault(row.Number, column, $"ссылка у {KindOf(nodes[0])} «{nodes[0].Code}»", "впишите её у показателя или направления");
                    continue;
                }
                if ((isLink || IsGivenAsEvidence(row, column)) && nodes.Find(node => !form.Sees(node.Uid)) is { } others)
                {
                    NotYours(row.Number, others.Code);
                    continue;
                }
                // Requisites are evidence as in our own form, and what is neither is told; the title and the marks of a table are not
                // asked of it.
                if (isLink || nodes.Exists(TakesEvidence) && IsGivenAsEvidence(row, column))
                    Evidence(row, column, [.. nodes.Where(TakesEvidence).Select(node => new PlaceOfEvidence(node.Uid))]);
            }
        // Other sheets of the book are read beside it.
        rows.Clear();
        return true;

        // What named the row holds no link; in a row that nothing names, heads and feet of the table aside, each cell may.
        int FirstOf(Row row) =>
            !nodeOf.TryGetValue(row.Number, out var node) ? (row.Number > first && row.Number < last ? 0 : 1)
            : FoldedName.Of(TextAt(row, 1)) == FoldedName.Of(node.Title) ? 2
            : TextAt(row, 0).TrimEnd('.') == node.Code || FoldedName.Of(TextAt(row, 0)) == FoldedName.Of(node.Title) ? 1
            : 2;

        bool IsGivenAsEvidence(Row row, int column)
        {
            var text = row.Texts[column];
            if (text.Trim(' ', '-', '–', '—').Length == 0 || WrittenNumber.TryParse(text, out _))
                return false;
            var heads = rows.TakeWhile(above => above.Number < first).Select(above => TextAt(above, column)).ToList();
            return heads.Exists(head => EvidenceHeads().IsMatch(head))
                || (column > 1 ? !heads.Exists(head => OtherHeads().IsMatch(head)) : WrittenEvidence.HasRequisites(text));
        }

        bool TitledBy(Row row, int column, [NotNullWhen(true)] out Node? node) =>
            titles.TryGetValue(FoldedName.Of(TextAt(row, column)), out node);
    }

    [GeneratedRegex("ссылк|подтвержд|документ|реквизит|адрес", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EvidenceHeads();

    // What regions keep in their tables beside the evidence.
    [GeneratedRegex(
        "балл|оценк|значени|ответ|максим|шкал|показател|критери|наименован|единиц|срок",
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex OtherHeads();

    private static bool TakesEvidence(Node node) => node.Scale is not null || node.Kind == NodeKind.Direction;

    private static string KindOf(Node node) => node.Kind == NodeKind.Section ? "раздела" : "группы";

    private static string Shortened(string text) => text.Length <= 60 ? text : $"{text[..60]}…";

    private bool Holds(Row row, int column) => row.Texts[column].Length > 0 || links.ContainsKey((row.Number, column));

    // Cells of a row of the form in which nothing is asked, and links where a text is.
    private bool IsOpen(Row row, Node node)
    {
        var before = errors.Count;
        for (var column = 2; column < Math.Min(row.Texts.Length, FormWorkbook.Header.Length); column++)
        {
            if (!Holds(row, column))
                continue;
            if (node.Scale is null && (column != 3 || node.Kind != NodeKind.Direction))
                Fault(
                    row.Number,
                    column,
                    $"в строке {(node.Kind == NodeKind.Direction ? "направления" : KindOf(node))} «{node.Code}» заполнен столбец "
                        + $"«{FormWorkbook.Header[column]}»",
                    node.Kind == NodeKind.Direction
                        ? $"у направления заполняется только столбец «{FormWorkbook.Header[3]}»"
                        : "перенесите к показателю или направлению или очистите ячейку"
                );
            else if (column != 3 && links.ContainsKey((row.Number, column)) && !WrittenEvidence.HasAddress(row.Texts[column]))
                Fault(
                    row.Number,
                    column,
                    $"ссылка под текстом в столбце «{FormWorkbook.Header[column]}»",
                    $"впишите её в столбец «{FormWorkbook.Header[3]}»"
                );
        }
        return errors.Count == before;
    }

    private void TellBeyond()
    {
        if (beyond.Count > 0)
            errors.Add(
                (
                    beyond[0].Row,
                    beyond[0].Column,
                    new(
                        $"{book.File}:{CellOf(beyond[0].Row, beyond[0].Column)}",
                        $"ячейка правее {MostColumns}-го столбца",
                        "они не читаются: перенесите нужное левее, остальное очистите"
                    )
                    {
                        Count = beyond.Count,
                    }
                )
            );
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
            else if (last >= 0 && TextAt(row, 0).Length == 0 && TextAt(row, 1).Length > 0 && !WrittenEvidence.HasAddress(TextAt(row, 1)))
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
        var letters = 0;
        while (sheet.Read())
        {
            if (rows.Count >= MostRows)
                throw book.Refuse($"на листе «{sheetName}» больше {Russian.Number(MostRows)} строк", "оставьте строки показателей");
            var width = Math.Min(sheet.Width, MostColumns);
            var (kinds, texts) = (new CellKind[width], new string[width]);
            for (var column = 0; column < width; column++)
            {
                (kinds[column], texts[column]) = (sheet.Kind(column), AnswerText.Normal(sheet.Text(column).ToString()));
                letters += texts[column].Length;
                if (CellFault.Of(sheet, column) is { } fault)
                    unreadable[(sheet.Row, column)] = fault;
            }
            for (var column = sheet.Width - 1; column >= width; column--)
                if (sheet.Kind(column) != CellKind.Empty)
                {
                    beyond.Add((sheet.Row, column));
                    break;
                }
            if (letters > MostLetters)
                throw book.Refuse($"на листе «{sheetName}» больше {MostLetters / 1_000_000} млн знаков", "оставьте строки показателей");
            rows.Add(new(sheet.Row, kinds, texts));
        }
        // What a merged cell covers nobody sees in Excel.
        foreach (var range in sheet.Merged)
        {
            merged.TryAdd((range.FirstRow, range.FirstColumn - 1), range);
            foreach (var (row, column) in CellsOf(range))
                if ((row.Number, column) != (range.FirstRow, range.FirstColumn - 1))
                    row.Texts[column] = "";
        }
        foreach (var link in sheet.Links)
            if (link.Target.StartsWith('#'))
                continue;
            else if (link.Range.FirstRow == link.Range.LastRow && link.Range.FirstColumn == link.Range.LastColumn)
                LinkCell(link.Range.FirstRow, link.Range.FirstColumn - 1, link.Target);
            else
                foreach (var (row, column) in CellsOf(link.Range))
                    if (row.Texts[column].Length > 0)
                        links.TryAdd((row.Number, column), link.Target);
    }

    // A link may stand on a cell without a text, to the right of all that have one.
    private void LinkCell(int number, int column, string target)
    {
        if (column >= MostColumns)
        {
            beyond.Add((number, column));
            return;
        }
        links.TryAdd((number, column), target);
        var at = FirstFrom(number);
        if (at < rows.Count && rows[at] is var row && row.Number == number && row.Texts.Length <= column)
            rows[at] = row with
            {
                Kinds = [.. row.Kinds, .. new CellKind[column + 1 - row.Kinds.Length]],
                Texts = [.. row.Texts, .. Enumerable.Repeat("", column + 1 - row.Texts.Length)],
            };
    }

    // The first row of this number or a greater one.
    private int FirstFrom(int number)
    {
        var (first, last) = (0, rows.Count);
        while (first < last)
            (first, last) = rows[(first + last) / 2].Number < number ? ((first + last) / 2 + 1, last) : (first, (first + last) / 2);
        return first;
    }

    private IEnumerable<(Row Row, int Column)> CellsOf(CellRange range)
    {
        for (var at = FirstFrom(range.FirstRow); at < rows.Count && rows[at].Number <= range.LastRow; at++)
        for (var column = range.FirstColumn - 1; column < Math.Min(range.LastColumn, rows[at].Texts.Length); column++)
            yield return ++covered <= MostCovered
                ? (rows[at], column)
                : throw book.Refuse(
                    $"на листе «{sheetName}» ссылки и объединённые ячейки ложатся друг на друга",
                    "скачайте форму ещё раз и перенесите ответы в неё"
                );
    }

    private bool IsReadable(Row row, int first, int last)
    {
        var before = errors.Count;
        for (var column = first; column <= last; column++)
            if (unreadable.TryGetValue((row.Number, column), out var fault))
                Fault(row.Number, column, fault.Found, fault.Allowed);
        return errors.Count == before;
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
        var isNotApplicable = MarkValues.IsNotApplicable(text);
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
                    row.Kinds[2] == CellKind.Date
                        ? $"вместо ответа дата {text}{CellFault.Typed(text)}"
                        : $"«{text}» — не ответ на этот показатель",
                    options.Count > 0
                        ? $"выберите из списка: {string.Join("; ", options)}"
                        : values.AllowedAt(form.Methodology.Tree.IndexOf(leaf))
                );
            }
            else
            {
                value = AnswerText.AsKept(AnswerField.Value, itemId, value);
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
        var under = links.GetValueOrDefault((row.Number, column));
        if (under == "=" && !WrittenEvidence.HasAddress(TextAt(row, column)))
        {
            Fault(row.Number, column, "адрес ссылки собран формулой из других ячеек", "впишите в ячейку сам адрес");
            return;
        }
        var written = places.SelectMany(place => form.EvidenceAt(place.Uid, place.ItemId)).Select(one => one.Line).ToHashSet();
        foreach (var (fields, fault) in WrittenEvidence.In(TextAt(row, column), under, written))
            if (fields is null)
                Fault(row.Number, column, fault!.Found, fault.Allowed);
            else
                foreach (var place in places)
                    evidence.Add((CellOf(row.Number, column), fields, place));
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
