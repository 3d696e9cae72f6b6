using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Orientir.Core.Evidence;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;

namespace Orientir.Core.Submissions;

/// <summary>The table municipalities are used to: code, indicator, links.</summary>
internal sealed partial class LinkTable(FormCells cells, SubmissionForm form) : FilledSheet(cells, form)
{
    private const int MostNamed = 10;

    private readonly List<string> unread = [];

    protected override IReadOnlyList<string> Unread => unread;

    /// <summary>Whether a row names a node of the methodology by more than a whole number.</summary>
    public bool IsCertain { get; private set; }

    /// <summary>Reads its rows; false where no row names a node of the methodology.</summary>
    public bool Read()
    {
        var places = Places();
        List<Node> order =
        [
            .. Form.Methodology.Nodes.Where(node =>
                node.Kind == NodeKind.Direction || node is { Scale: not null, Source: AnswerSource.Subject }
            ),
        ];
        var titles = order
            .GroupBy(node => FoldedName.Of(node.Title), StringComparer.Ordinal)
            .Where(group => group.Count() == 1)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var (nodeOf, madeNumbers) = (new Dictionary<int, Node>(), new HashSet<int>());
        foreach (var row in Cells.Rows)
        {
            var code = row.TextAt(0).TrimEnd('.');
            if (IsCodeMadeNumber(row, code, places))
            {
                madeNumbers.Add(row.Number);
                continue;
            }
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
        var passedOver = new SortedSet<int>();
        foreach (var row in Cells.Rows)
            for (var column = FirstOf(row); column < row.Texts.Length; column++)
            {
                if (
                    !Cells.Holds(row, column)
                    && !(Cells.Unreadable.ContainsKey((row.Number, column)) && (column > 1 || row.Texts.Length == 2))
                )
                    continue;
                if (nodeOf.ContainsKey(row.Number) && !IsReadable(row, column, column))
                    continue;
                var range = Cells.Merged.GetValueOrDefault((row.Number, column));
                List<Node> nodes = [];
                for (var number = row.Number; number <= Math.Max(row.Number, Math.Min(range.LastRow, Cells.Rows[^1].Number)); number++)
                    if (nodeOf.TryGetValue(number, out var node))
                        nodes.Add(node);
                var isLink = Cells.Links.ContainsKey((row.Number, column)) || WrittenEvidence.HasAddress(row.Texts[column]);
                if (nodes.Count == 0)
                {
                    if (isLink)
                        Fault(
                            row.Number,
                            column,
                            row.TextAt(0) is { Length: > 0 } unknown && column > 0 && row.Kinds[0] == CellKind.Text
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
                if ((isLink || IsGivenAsEvidence(row, column)) && nodes.Find(node => !Form.Sees(node.Uid)) is { } others)
                {
                    NotYours(row.Number, others.Code);
                    continue;
                }
                // Requisites are evidence as in our own form, and what is neither is told; the title and the marks of a table are not
                // asked of it.
                if (isLink || nodes.Exists(TakesEvidence) && IsGivenAsEvidence(row, column))
                    ReadEvidence(row, column, [.. nodes.Where(TakesEvidence).Select(node => new PlaceOfEvidence(node.Uid))]);
                else if (!IsDash(row.Texts[column]) && (column > 1 || AnswerHeads().IsMatch(HeadOf(column))))
                    passedOver.Add(column);
            }
        TellUnread(
            passedOver,
            [.. Cells.Rows.Where(row => row.Number > first && !nodeOf.ContainsKey(row.Number) && !madeNumbers.Contains(row.Number))]
        );
        Cells.LetGo();
        return true;

        // What named the row holds no link; in a row that nothing names, heads and feet of the table aside, each cell may.
        int FirstOf(FormRow row) =>
            !nodeOf.TryGetValue(row.Number, out var node) ? (row.Number > first && row.Number < last ? 0 : 1)
            : FoldedName.Of(row.TextAt(1)) == FoldedName.Of(node.Title) ? 2
            : row.TextAt(0).TrimEnd('.') == node.Code || FoldedName.Of(row.TextAt(0)) == FoldedName.Of(node.Title) ? 1
            : 2;

        string HeadOf(int column) =>
            Cells.Rows.TakeWhile(above => above.Number < first).LastOrDefault(above => above.TextAt(column).Length > 0)?.TextAt(column)
            ?? "";

        // What was written for nothing is said, and where it belongs.
        void TellUnread(IReadOnlyCollection<int> columns, IReadOnlyList<FormRow> unnamed)
        {
            var heads = columns
                .Select(column => (Column: column, Head: HeadOf(column)))
                .Where(one => !EvidenceHeads().IsMatch(one.Head))
                .ToList();
            if (heads.Count > 0)
                unread.Add(
                    $"{(heads.Count == 1 ? "Столбец" : "Столбцы")} "
                        + Russian.List([
                            .. heads.Select(one => one.Head.Length > 0 ? Russian.Quote(one.Head) : Cells.NameOf(first, one.Column)),
                        ])
                        + $" не {(heads.Count == 1 ? "читается" : "читаются")}: из такой таблицы берутся только подтверждения"
                        + (heads.Exists(one => AnswerHeads().IsMatch(one.Head)) ? "; ответы внесите в анкету или в нашу форму." : ".")
                );
            string[] rows =
            [
                .. unnamed
                    .Where(row =>
                        row.TextAt(0).Length > 0
                        && !Array.Exists(row.Texts, WrittenEvidence.HasAddress)
                        && (TotalsRow.Is(row.TextAt(0)) || row.Texts.Skip(1).Any(text => text.Length > 0))
                    )
                    .Select(row =>
                        $"{Cells.NameOf(row.Number, 0)} «{Shortened(row.TextAt(0))}»"
                        + (TotalsRow.Is(row.TextAt(0)) ? " (строка итогов)" : "")
                    ),
            ];
            if (rows.Length > 0)
                unread.Add(
                    $"Не {(rows.Length == 1 ? "читается строка" : "читаются строки")}, в первом столбце "
                        + $"{(rows.Length == 1 ? "которой" : "которых")} не код и не название из анкеты: {Russian.List(rows, MostNamed)}."
                );
        }

        bool IsGivenAsEvidence(FormRow row, int column)
        {
            var text = row.Texts[column];
            if (IsDash(text) || WrittenNumber.TryParse(text, out _))
                return false;
            var heads = Cells.Rows.TakeWhile(above => above.Number < first).Select(above => above.TextAt(column)).ToList();
            return heads.Exists(head => EvidenceHeads().IsMatch(head))
                || (column > 1 ? !heads.Exists(head => OtherHeads().IsMatch(head)) : WrittenEvidence.HasRequisites(text));
        }

        bool TitledBy(FormRow row, int column, [NotNullWhen(true)] out Node? node) =>
            titles.TryGetValue(FoldedName.Of(row.TextAt(column)), out node);
    }

    // Regions print rows without a number («Таблица 1» of 2020 between 2.1.8 and 2.1.9): between two rows that are known they are the
    // indicators between those, where they are as many.
    private void NameUnnumbered(Dictionary<int, Node> nodeOf, List<Node> order)
    {
        var named = nodeOf.Values.Select(node => node.Uid).ToHashSet(StringComparer.Ordinal);
        var placeOf = order.Select((node, at) => (node.Uid, at)).ToDictionary(StringComparer.Ordinal);
        var (last, run) = (-1, new List<int>());
        foreach (var row in Cells.Rows)
        {
            if (nodeOf.TryGetValue(row.Number, out var known))
            {
                var next = placeOf.GetValueOrDefault(known.Uid, -1);
                Name(next);
                last = next;
            }
            else if (last >= 0 && row.TextAt(0).Length == 0 && row.TextAt(1).Length > 0 && !WrittenEvidence.HasAddress(row.TextAt(1)))
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

    private static bool IsDash(string text) => text.Trim(' ', '-', '–', '—').Length == 0;

    private static bool TakesEvidence(Node node) => node.Scale is not null || node.Kind == NodeKind.Direction;

    [GeneratedRegex("ссылк|подтвержд|документ|реквизит|адрес", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EvidenceHeads();

    // Where such a table says what our form asks.
    [GeneratedRegex("балл|оценк|значени|ответ", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnswerHeads();

    // What regions keep in their tables beside the evidence.
    [GeneratedRegex(
        "балл|оценк|значени|ответ|максим|шкал|показател|критери|наименован|единиц|срок",
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex OtherHeads();
}
