using Orientir.Core.Office;

namespace Orientir.Core.Methodologies;

/// <summary>A methodology as a workbook for people: the tree with maxima and scales in words, steps and items, levels.</summary>
public sealed class MethodologyWorkbook
{
    private static readonly CellStyle Title = new()
    {
        Bold = true,
        Size = 14,
        Wrap = true,
    };
    private static readonly CellStyle Words = new() { Wrap = true };
    private static readonly CellStyle Head = new()
    {
        Bold = true,
        Fill = "DDE7E9",
        Border = true,
        Wrap = true,
        Middle = true,
    };
    private static readonly CellStyle Code = new() { Border = true, Format = CellFormat.Text };
    private static readonly CellStyle Text = new() { Border = true, Wrap = true };
    private static readonly CellStyle Figure = new() { Border = true, Align = CellAlignment.Right };

    /// <summary>Writes the workbook.</summary>
    /// <param name="stream">Takes the xlsx file; stays open.</param>
    /// <param name="methodology">The methodology.</param>
    public void Write(Stream stream, Methodology methodology)
    {
        using var book = new WorkbookWriter(stream, methodology.Title);
        var about = book.AddSheet("Методика", new() { Widths = [28, 90], Portrait = true });
        about.Row().Text(methodology.Title, Title);
        About("Код", $"{methodology.Id}, издание {methodology.Edition}, редакция {methodology.Revision}");
        About("Оценивается", methodology.Subject.Noun.One);
        About("Основание", methodology.Basis);
        if (methodology.Note is { } note)
            About("Примечание", note);
        foreach (var stage in methodology.Stages)
            About("Этап цикла", stage.Title);

        var stages = methodology.Stages.ToDictionary(stage => stage.Id, stage => stage.Title, StringComparer.Ordinal);
        var tree = book.AddSheet(
            "Показатели",
            new()
            {
                Widths = [12, 60, 20, 50, 11, 9, 20, 18, 50],
                FrozenRows = 1,
                FrozenColumns = 2,
                LastTitleRow = 1,
            }
        );
        tree.Row();
        foreach (
            var column in (string[])
                ["Код", "Название", "Этап цикла", "Шкала", "Максимум, баллов", "Вес", "Подтверждение", "Кто отвечает", "Пояснение"]
        )
            tree.Text(column, Head);
        for (var index = 1; index < methodology.Nodes.Count; index++)
        {
            var node = methodology.Nodes[index];
            var inner = node.Scale is null;
            tree.Row()
                .Text(node.Code, Code with { Bold = inner })
                .Text(node.Title, Text with { Bold = inner, Indent = Math.Min(methodology.Tree.AncestorsOf(node).Count() - 1, 8) })
                .Text(node.Stage is { } stage ? stages[stage] : "", Text)
                .Text(node.Scale is { } scale ? ScaleWords.Of(scale) : "", Text)
                .Number(methodology.Specification.MaximumOf(index), Figure with { Bold = inner });
            if (inner)
                tree.Empty(Figure).Empty(Text).Empty(Text);
            else
                tree.Number(node.Weight, Figure).Text(NodeWords.EvidenceOf(node), Text).Text(NodeWords.SourceOf(node), Text);
            tree.Text(string.Join('\n', ((string?[])[node.Help, node.Note]).OfType<string>()), Text);
        }
        tree.Row()
            .Text("", Code)
            .Text("Всего", Text with { Bold = true })
            .Empty(Text)
            .Empty(Text)
            .Number(methodology.Specification.MaximumOf(0), Figure with { Bold = true })
            .Empty(Text)
            .Empty(Text)
            .Empty(Text)
            .Empty(Text);

        var scales = book.AddSheet(
            "Шкалы",
            new()
            {
                Widths = [12, 60, 70, 16],
                FrozenRows = 1,
                LastTitleRow = 1,
            }
        );
        scales.Row();
        foreach (var column in (string[])["Код", "Показатель", "Ступень, условие или граница", "Баллы"])
            scales.Text(column, Head);
        foreach (var node in methodology.Nodes)
            if (node.Scale is { } scale)
                foreach (var (part, points) in ScaleWords.PartsOf(scale))
                    scales.Row().Text(node.Code, Code).Text(node.Title, Text).Text(part, Text).Text(points, Text);

        if (methodology.Levels.Count == 0)
            return;
        var levels = book.AddSheet(
            "Уровни",
            new()
            {
                Widths = [36, 40, 30, 40],
                FrozenRows = 1,
                LastTitleRow = 1,
            }
        );
        levels.Row();
        foreach (var column in (string[])["Уровни", "Основание", "Уровень", "Границы"])
            levels.Text(column, Head);
        foreach (var scheme in methodology.Levels)
            for (var band = 0; band < scheme.Bands.Count; band++)
                levels
                    .Row()
                    .Text(scheme.Title, Text)
                    .Text(BandWords.BasisOf(scheme.By) + (scheme.Node == "*" ? "" : $", узел {scheme.Node}"), Text)
                    .Text(scheme.Bands[band].Title, Text)
                    .Text(BandWords.RangeOf(scheme, band), Text);

        void About(string name, string value) => about.Row().Text(name, Words with { Bold = true }).Text(value, Words);
    }
}
