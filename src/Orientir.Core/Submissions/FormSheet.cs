using Orientir.Core.Methodologies;
using Orientir.Core.Office;

namespace Orientir.Core.Submissions;

/// <summary>The sheet of our own form: a row an indicator, item or direction, answers and evidence in the columns of the form.</summary>
internal sealed class FormSheet(FormCells cells, SubmissionForm form) : FilledSheet(cells, form)
{
    private readonly MarkValues values = new(form.Methodology, ValuePlace.AnswerCell);
    private readonly List<FormChange> changes = [];

    protected override IReadOnlyList<FormChange> Changes => changes;

    /// <summary>Reads its rows; one whose header was changed is a fault as a whole.</summary>
    public void Read()
    {
        if (!Cells.HasOwnHeader)
        {
            Fault(
                Cells.Rows is [var first, ..] ? first.Number : 1,
                0,
                "первая строка листа изменена",
                $"столбцы формы: {string.Join(", ", FormWorkbook.Header)}; скачайте форму ещё раз"
            );
            return;
        }
        var places = Places();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        TellBeyond();
        foreach (var row in Cells.Rows.Skip(1))
        {
            if (
                Enumerable
                    .Range(FormWorkbook.Header.Length, Math.Max(0, row.Texts.Length - FormWorkbook.Header.Length))
                    .FirstOrDefault(column => Cells.Holds(row, column))
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
            var code = row.TextAt(0);
            if (code.Length == 0 && Enumerable.Range(1, 5).All(column => row.TextAt(column).Length == 0))
                continue;
            if (IsCodeMadeNumber(row, code, places))
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
            if (!Form.Sees(place.Node.Uid))
            {
                if (Enumerable.Range(2, 4).Any(column => row.TextAt(column).Length > 0))
                    NotYours(row.Number, code);
                continue;
            }
            if (!IsReadable(row, 2, 5) | !IsOpen(row, place.Node))
                continue;
            if (place.Node.Scale is not null)
                ReadAnswer(row, place.Node, place.ItemId);
            if (place.Node.Scale is not null || place.Node.Kind == NodeKind.Direction)
                ReadEvidence(row, 3, [new(place.Node.Uid, place.ItemId)]);
        }
    }

    // Cells of a row of the form in which nothing is asked, and links where a text is.
    private bool IsOpen(FormRow row, Node node)
    {
        var before = Faults;
        for (var column = 2; column < Math.Min(row.Texts.Length, FormWorkbook.Header.Length); column++)
        {
            if (!Cells.Holds(row, column))
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
            else if (column != 3 && Cells.Links.ContainsKey((row.Number, column)) && !WrittenEvidence.HasAddress(row.Texts[column]))
                Fault(
                    row.Number,
                    column,
                    $"ссылка под текстом в столбце «{FormWorkbook.Header[column]}»",
                    $"впишите её в столбец «{FormWorkbook.Header[3]}»"
                );
        }
        return Faults == before;
    }

    private void ReadAnswer(FormRow row, Node leaf, string itemId)
    {
        var text = row.TextAt(2);
        var isNotApplicable = MarkValues.IsNotApplicable(text);
        var none = row.TextAt(4);
        var isWithout = none.Equals("да", StringComparison.OrdinalIgnoreCase);
        var kept = Form.AnswerAt(leaf.Uid, itemId);
        if (none.Length > 0 && !isWithout)
            Fault(row.Number, 4, $"«{none}» в столбце «Документа нет»", "выберите «да» или очистите ячейку");
        if (isWithout && IsDeniedBy(text, leaf, itemId) && !IsKeptSo(text, leaf, itemId, kept))
            Fault(
                row.Number,
                4,
                $"«{text}» и «документа нет» вместе",
                "оставьте одно: что без документа, то не засчитывается, а неприменимому документ не нужен"
            );
        else if (isWithout)
        {
            if (text.Length == 0 && kept?.Value is not null && AnswerChoice.Claims(leaf, itemId, kept.Value))
                Change(row, 4, leaf, itemId, AnswerField.Value, "", "нет ответа");
            if (text.Length == 0 && kept?.NotApplicable == true)
                Change(row, 4, leaf, itemId, AnswerField.NotApplicable, "", "применимо");
        }
        else if (text.Length > 0 && kept?.NoDocument == true)
            Change(row, 2, leaf, itemId, AnswerField.NoDocument, "", "отметка снята");
        if (isNotApplicable && kept is { NotApplicable: false, Value: { } claimed } && AnswerChoice.Claims(leaf, itemId, claimed))
            Change(row, 2, leaf, itemId, AnswerField.Value, "", "нет ответа");
        if (isNotApplicable)
            Change(row, 2, leaf, itemId, AnswerField.NotApplicable, "1", FormWorkbook.NotApplicable);
        else if (text.Length > 0 && !Form.AsksValue(leaf))
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
            if (value is null || (itemId.Length == 0 && !IsAnswer(leaf, value)))
            {
                var options = itemId.Length > 0 ? ["да", "нет"] : FormWorkbook.OptionsOf(leaf.Scale!);
                Fault(
                    row.Number,
                    2,
                    row.Kinds[2] == CellKind.Date ? $"вместо ответа дата {text}{CellFault.Typed(text)}"
                        : WrittenNumber.TryParsePercent(text, out var percent) ? MarkValues.NotInPercent(percent)
                        : $"«{text}» — не ответ на этот показатель",
                    options.Count > 0
                        ? $"выберите из списка: {string.Join("; ", options)}"
                        : values.AllowedAt(Form.Methodology.Tree.IndexOf(leaf))
                );
            }
            else
            {
                value = AnswerText.AsKept(AnswerField.Value, itemId, value);
                if (Form.ValueAt(leaf.Uid, itemId, AnswerField.NotApplicable).Length > 0)
                    Change(row, 2, leaf, itemId, AnswerField.NotApplicable, "", "применимо");
                Change(row, 2, leaf, itemId, AnswerField.Value, value, FormWorkbook.ValueText(leaf, itemId, value));
            }
        }
        if (isWithout)
            Change(row, 4, leaf, itemId, AnswerField.NoDocument, "1", "документа нет");
        if (row.TextAt(5) is { Length: > AnswerText.Longest } written)
            Fault(
                row.Number,
                5,
                $"комментарий в {Russian.Count(written.Length, "знак", "знака", "знаков")}",
                $"не больше {Russian.Number(AnswerText.Longest)}: сократите его или приложите файлом на сайте"
            );
        else if (row.TextAt(5) is { Length: > 0 } comment)
            Change(row, 5, leaf, itemId, AnswerField.Comment, comment, comment);
    }

    // «Да» or «н/п»: what «документа нет» cannot stand beside.
    private static bool IsDeniedBy(string text, Node leaf, string itemId) =>
        MarkValues.IsNotApplicable(text)
        || (
            text.Length > 0
            && AnswerChoice.Claims(
                leaf,
                itemId,
                FormWorkbook.ValueOf(text, leaf.Scale!, itemId.Length > 0) ?? AnswerText.AsKept(AnswerField.Value, itemId, text)
            )
        );

    // What was kept together before is written so by the form itself, and stays.
    private static bool IsKeptSo(string text, Node leaf, string itemId, Answer? kept) =>
        kept is { NoDocument: true }
        && (MarkValues.IsNotApplicable(text) ? kept.NotApplicable : AnswerChoice.Claims(leaf, itemId, kept.Value));

    private bool IsAnswer(Node leaf, string value) =>
        values.TryRead(value, Form.Methodology.Tree.IndexOf(leaf), out var number, out _) && !double.IsNaN(number);

    private void Change(FormRow row, int column, Node leaf, string itemId, AnswerField field, string value, string words)
    {
        var before = Form.ValueAt(leaf.Uid, itemId, field);
        if (before == value)
            return;
        var cell = Cells.NameOf(row.Number, column);
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
}
