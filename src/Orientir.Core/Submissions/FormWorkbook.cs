using System.Globalization;
using Orientir.Core.Evidence;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Submissions;

/// <summary>
/// The Excel form of one subject: an instruction, the indicators with drop-downs and what is answered already, and hidden
/// beside them whose form it is. Only cells to be filled may be written.
/// </summary>
public sealed class FormWorkbook
{
    internal const string FormSheet = "Анкета";
    internal const string IdentitySheet = "orientir";
    internal const string Format = "orientir-form/1";
    internal const string NotApplicable = MarkValues.NotApplicable;
    internal const string FilePrefix = "[файл в анкете] ";
    internal static readonly string[] Header = ["Код", "Показатель", "Ответ", "Подтверждения", "Документа нет", "Комментарий"];
    private const string ListSheet = "Списки";
    private const string Yes = "да";
    private const string No = "нет";

    private static readonly CellStyle Title = new() { Bold = true, Size = 14 };
    private static readonly CellStyle Head = new()
    {
        Bold = true,
        Fill = "DDE7E9",
        Border = true,
        Wrap = true,
        Middle = true,
    };
    private static readonly CellStyle Group = new()
    {
        Bold = true,
        Fill = "E9EFF0",
        Border = true,
        Wrap = true,
    };
    private static readonly CellStyle Code = new() { Border = true, Format = CellFormat.Text };
    private static readonly CellStyle Locked = new()
    {
        Border = true,
        Wrap = true,
        Fill = "F4F4F2",
    };
    private static readonly CellStyle Text = new() { Border = true, Wrap = true };
    private static readonly CellStyle Item = new()
    {
        Border = true,
        Wrap = true,
        Indent = 1,
    };
    private static readonly CellStyle Fill = new()
    {
        Border = true,
        Wrap = true,
        Fill = "FFFBE6",
        Format = CellFormat.Text,
        Unlocked = true,
    };
    private static readonly CellStyle Words = new() { Wrap = true };

    private const string Answering =
        "В столбце «Ответ» выберите значение из списка или впишите число. Если показатель к вам не относится, выберите «не применимо».";

    private const string NoAnswering =
        "Самооценка не запрашивается: столбец «Ответ» нужен, только если показатель к вам не относится, — выберите «не применимо».";

    private static readonly string[] Instruction =
    [
        "Заполняйте жёлтые ячейки листа «Анкета»; остальные защищены от случайной правки.",
        Answering,
        "В столбце «Подтверждения» — ссылки и реквизиты документов, каждое подтверждение с новой строки ячейки (Alt+Enter). Перед "
            + "ссылкой можно написать название: «Приказ о мониторинге: https://…».",
        "Реквизиты пишите так: приказ № 15 от 12.03.2026 «О мониторинге».",
        "Подтверждение всего направления впишите в его строку. Файлы загружаются на сайте.",
        "Если документа нет, выберите «да» в столбце «Документа нет»: это тоже ответ.",
        "Не переименовывайте листы, не удаляйте и не переставляйте строки. Загрузите файл на сайте: перед сохранением вы увидите, что "
            + "изменится. Пустая ячейка ничего не стирает.",
    ];

    /// <summary>Writes the form with what is answered already.</summary>
    /// <param name="stream">Takes the xlsx file; stays open.</param>
    /// <param name="form">The form.</param>
    public void Write(Stream stream, SubmissionForm form)
    {
        using var book = new WorkbookWriter(stream, $"{form.Campaign.Title}: {form.Subject.Name}");
        var guide = book.AddSheet("Инструкция", new() { Widths = [100], Portrait = true });
        guide.Row().Text(form.Campaign.Title, Title);
        guide.Row().Text($"{form.Subject.Name}, {form.Campaign.Period}", Words);
        guide.Row().Text($"Ответы принимаются по {form.Until}.", Words);
        guide.SkipRows(1);
        foreach (var line in Instruction)
            guide
                .Row()
                .Text(line == Answering && form.Campaign.SelfAssessment == Campaigns.SelfAssessment.None ? NoAnswering : line, Words);

        var sheet = book.AddSheet(
            FormSheet,
            new()
            {
                Widths = [13, 62, 26, 52, 13, 42],
                FrozenRows = 1,
                LastTitleRow = 1,
                Protected = true,
            }
        );
        var lists = new List<IReadOnlyList<string>>();
        sheet.Row();
        foreach (var name in Header)
            sheet.Text(name, Head);
        Walk(form.Methodology.Root, null);

        if (lists.Count > 0)
        {
            var choices = book.AddSheet(ListSheet, new() { Hidden = true, Protected = true });
            for (var row = 0; row < lists.Max(list => list.Count); row++)
            {
                choices.Row();
                foreach (var list in lists)
                    if (row < list.Count)
                        choices.Text(list[row]);
                    else
                        choices.Skip();
            }
        }
        var identity = book.AddSheet(IdentitySheet, new() { Hidden = true, Protected = true });
        foreach (var (key, value) in IdentityOf(form))
            identity.Row().Text(key).Text(value);

        void Walk(Node node, Node? direction)
        {
            if (!IsShown(node, direction))
                return;
            if (node.Kind == NodeKind.Direction)
                direction = node;
            if (node.Scale is not null && direction is not null)
                Leaf(node);
            else if (node.Code != "*")
                Inner(node, node == direction);
            foreach (var child in node.Nodes)
                Walk(child, direction);
        }

        // An executor of named directions gets those.
        bool IsShown(Node node, Node? direction) =>
            form.IsWhole
            || direction is not null
            || (node.Kind == NodeKind.Direction ? form.Sees(node.Uid) : node.Nodes.Any(child => IsShown(child, null)));

        void Inner(Node node, bool isDirection)
        {
            sheet.Row().Text(node.Code, Group).Text(node.Title, Group).Empty(Group);
            if (isDirection)
                sheet.Text(EvidenceText(form, node.Uid, ""), Fill);
            else
                sheet.Empty(Group);
            sheet.Empty(Group).Empty(Group);
        }

        void Leaf(Node leaf)
        {
            if (leaf.Source == AnswerSource.Operator)
                return;
            var (items, asks) = (leaf.Items, form.AsksValue(leaf));
            Row(leaf.Code, leaf.Title, Text, asks && items.Count == 0 ? OptionsOf(leaf.Scale!) : [NotApplicable], leaf.Uid, "", leaf);
            foreach (var item in items)
                Row($"{leaf.Code}/{item.Id}", item.Title, Item, asks ? [Yes, No] : [], leaf.Uid, item.Id, leaf);
        }

        void Row(string code, string title, CellStyle titleStyle, IReadOnlyList<string> options, string uid, string itemId, Node leaf)
        {
            sheet
                .Row()
                .Text(code, Code)
                .Text(title, titleStyle)
                .Text(AnswerText(form, leaf, uid, itemId), Fill)
                .Text(EvidenceText(form, uid, itemId), Fill)
                .Text(form.ValueAt(uid, itemId, AnswerField.NoDocument).Length > 0 ? Yes : "", Fill)
                .Text(form.ValueAt(uid, itemId, AnswerField.Comment), Fill);
            var row = sheet.RowNumber;
            sheet.Choices(new(row, 5, row, 5), [Yes], "Выберите «да» или очистите ячейку.");
            if (options.Count == 0)
                return;
            var index = lists.FindIndex(list => list.SequenceEqual(options));
            if (index < 0)
            {
                index = lists.Count;
                lists.Add(options);
            }
            sheet.Choices(
                new(row, 3, row, 3),
                $"{ListSheet}!{new CellRange(1, index + 1, options.Count, index + 1).Absolute}",
                "Выберите ответ из списка."
            );
        }
    }

    /// <summary>What the hidden sheet says, in order.</summary>
    internal static IReadOnlyList<(string Key, string Value)> IdentityOf(SubmissionForm form) =>
        [
            ("format", Format),
            ("campaign", form.Campaign.Id.ToString(CultureInfo.InvariantCulture)),
            ("campaign-title", form.Campaign.Title),
            ("subject", form.Subject.Code),
            ("subject-name", form.Subject.Name),
            ("methodology", form.Methodology.Id),
            ("edition", form.Methodology.Edition.ToString(CultureInfo.InvariantCulture)),
        ];

    /// <summary>The answers a scale offers; none where a number is written.</summary>
    internal static IReadOnlyList<string> OptionsOf(Scale scale) =>
        scale switch
        {
            BinaryScale => [Yes, No, NotApplicable],
            OrdinalScale ordinal => [.. ordinal.Steps.Select(step => $"{WrittenNumber.Show(step.Points)} — {step.Title}"), NotApplicable],
            _ => [],
        };

    /// <summary>The value behind an option of a scale; null where the text is none.</summary>
    internal static string? ValueOf(string text, Scale scale, bool isItem)
    {
        if (isItem || scale is BinaryScale)
            return text.ToLowerInvariant() switch
            {
                Yes or "1" => "1",
                No or "0" => "0",
                _ => null,
            };
        if (scale is OrdinalScale ordinal)
            for (var index = 0; index < ordinal.Steps.Count; index++)
                if (
                    string.Equals(OptionsOf(scale)[index], text, StringComparison.OrdinalIgnoreCase)
                    || string.Equals(ordinal.Steps[index].Title, text, StringComparison.OrdinalIgnoreCase)
                )
                    return ordinal.Steps[index].Points.ToString(CultureInfo.InvariantCulture);
        return null;
    }

    /// <summary>A kept answer as the form shows it: the option of its scale, or a number with a comma.</summary>
    internal static string AnswerText(SubmissionForm form, Node leaf, string uid, string itemId)
    {
        if (form.ValueAt(uid, itemId, AnswerField.NotApplicable).Length > 0)
            return NotApplicable;
        return ValueText(leaf, itemId, form.ValueAt(uid, itemId, AnswerField.Value));
    }

    /// <summary>A value in words of its scale.</summary>
    public static string ValueText(Node leaf, string itemId, string value)
    {
        if (value.Length == 0)
            return "";
        if (itemId.Length > 0 || leaf.Scale is BinaryScale)
            return value == "1" ? Yes : No;
        if (!double.TryParse(value, CultureInfo.InvariantCulture, out var number))
            return value;
        return leaf.Scale is OrdinalScale ordinal && ordinal.Steps.FirstOrDefault(step => step.Points == number) is { } step
            ? $"{WrittenNumber.Show(step.Points)} — {step.Title}"
            : WrittenNumber.Show(number);
    }

    private static string EvidenceText(SubmissionForm form, string uid, string itemId) =>
        string.Join(
            '\n',
            form.EvidenceAt(uid, itemId).Select(one => one.Item.Kind == EvidenceKind.File ? FilePrefix + one.Line : one.Line)
        );
}
