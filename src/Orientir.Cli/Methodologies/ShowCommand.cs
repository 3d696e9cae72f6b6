using System.CommandLine;
using System.Text;
using Orientir.Core.Methodologies;
using Orientir.Measurement.Scoring;

namespace Orientir.Cli.Methodologies;

/// <summary>methodology show FILE</summary>
internal sealed class ShowCommand : Verb
{
    private const int Width = 100;

    private readonly Argument<string> _file = new("FILE") { HelpName = "ФАЙЛ", Description = "Файл методики." };

    public ShowCommand()
        : base(
            "show",
            "Показать методику: дерево направлений и показателей с максимумами, этапы цикла и уровни.",
            "methodology show methodologies/lo-2020.json"
        ) => Add(_file);

    public override void Run(ParseResult parse)
    {
        var file = parse.GetRequiredValue(_file);
        Terminal.Write(Drawing(new ReadMethodology().Read(InputFile.Read(file), file)));
    }

    private static string Drawing(Methodology methodology)
    {
        var text = new StringBuilder();
        text.Append(methodology.Title)
            .Append('\n')
            .Append(Identity(methodology))
            .Append('\n')
            .Append("Основание: ")
            .Append(methodology.Basis)
            .Append('\n')
            .Append("Объект оценки: ")
            .Append(methodology.Subject.Noun.One)
            .Append('\n')
            .Append("Нет оценки: ")
            .Append(methodology.Specification.Missing == MissingRule.Zero ? "0 баллов, максимум сохраняется" : "максимум уменьшается")
            .Append("\nНесколько экспертов: ")
            .Append(
                methodology.Specification.Combine switch
                {
                    CombineRule.Consensus => "согласие, при расхождении — медиана с отметкой",
                    CombineRule.Mean => "среднее",
                    CombineRule.Median => "медиана",
                    _ => "наименьшая оценка",
                }
            )
            .Append("\n\n");

        Row(text, "", "", "Максимум", "");
        Draw(text, methodology, 0, "", "");

        if (methodology.Stages.Count > 0)
        {
            text.Append("\nЭтапы управленческого цикла:\n");
            foreach (var stage in methodology.Stages)
                text.Append("  [").Append(stage.Id).Append("] ").Append(stage.Title).Append('\n');
        }
        foreach (var level in methodology.Levels)
        {
            text.Append('\n')
                .Append(level.Title)
                .Append(": ")
                .Append(
                    level.By switch
                    {
                        LevelBasis.Share => "по доле от максимума",
                        LevelBasis.Points => "по баллам",
                        _ => "по доле показателей, достигших порога",
                    }
                )
                .Append(level.Node == "*" ? "\n" : ", узел " + level.Node + "\n");
            foreach (var band in level.Bands)
                text.Append("  ").Append(Bound(level.By, band)).Append(" — ").Append(band.Title).Append('\n');
        }
        return text.ToString();
    }

    private static string Identity(Methodology methodology) =>
        $"{methodology.Id}, издание {methodology.Edition}, редакция {methodology.Revision}";

    private static string Bound(LevelBasis basis, Band band)
    {
        var value = band.Above ?? band.From ?? 0;
        var shown = basis == LevelBasis.Points ? Russian.Number(value) : $"{Russian.Number(value * 100)}\u00A0%";
        return (band.Above is null ? "от " : "выше ") + shown;
    }

    // A node and what is below it: the branches before its own line, and those before the lines that follow.
    private static void Draw(StringBuilder text, Methodology methodology, int index, string before, string below)
    {
        var node = methodology.Nodes[index];
        var label = index == 0 ? "Вся методика" : $"{node.Code}  {node.Title}";
        if (node.Stage is not null)
            label += node.InCycle ? $" [{node.Stage}]" : $" [{node.Stage}, вне матрицы цикла]";
        if (node.Weight != 1)
            label += $" (вес {Russian.Number(node.Weight)})";
        if (node.Source == AnswerSource.Operator)
            label += " (заполняет оператор)";

        var isReported = node.Scale is MeasureScale { Bands.Count: 0 };
        var maximum = isReported ? "не оценивается" : Russian.Number(methodology.Specification.MaximumOf(index));
        Row(text, before, below + (node.Nodes.Count > 0 ? "│  " : "   "), maximum, label);

        foreach (var note in NotesOf(node))
            Note(text, below + "     ", note);
        var end = methodology.Specification.EndOf(index);
        for (var child = index + 1; child < end; child = methodology.Specification.EndOf(child))
        {
            var isLast = methodology.Specification.EndOf(child) == end;
            Draw(text, methodology, child, below + (isLast ? "└─ " : "├─ "), below + (isLast ? "   " : "│  "));
        }
    }

    // What a mark may be.
    private static IEnumerable<string> NotesOf(Node node)
    {
        if (node.Scale is not { } scale)
            yield break;
        yield return $"Шкала: {ScaleWords.Of(scale)}" + (node.Threshold is { } least ? $"; порог {Russian.Number(least)}" : "");
        switch (scale)
        {
            case OrdinalScale ordinal:
                foreach (var step in ordinal.Steps)
                    yield return $"{Russian.Number(step.Points, 9)} — {step.Title}";
                break;
            case ChecklistScale or ComponentsScale:
                foreach (var item in node.Items)
                    yield return $"{item.Id} — {item.Title}";
                break;
            default:
                foreach (var (title, points) in ScaleWords.PartsOf(scale))
                    yield return points.Length > 0 ? $"{title} — {points}" : title;
                break;
        }
        if (ScaleWords.FormulaOf(scale) is { } formula)
            yield return formula;
    }

    private static void Note(StringBuilder text, string indent, string note)
    {
        var line = new StringBuilder(indent);
        var length = indent.Length;
        foreach (var word in note.Split(' '))
        {
            if (line.Length > length && line.Length + word.Length + 1 > Width)
            {
                text.Append(line.ToString().TrimEnd()).Append('\n');
                line.Clear().Append(indent).Append("  ");
                length = indent.Length + 2;
            }
            else if (line.Length > length)
            {
                line.Append(' ');
            }
            line.Append(word);
        }
        text.Append(line.ToString().TrimEnd()).Append('\n');
    }

    // The label broken into lines, with the figure at the right edge of the last.
    private static void Row(StringBuilder text, string before, string continuation, string figure, string label)
    {
        var line = new StringBuilder(before);
        var start = before.Length;
        foreach (var word in label.Split(' '))
        {
            if (line.Length > start && line.Length + word.Length + figure.Length + 3 > Width)
            {
                text.Append(line).Append('\n');
                line.Clear().Append(continuation);
                start = continuation.Length;
            }
            else if (line.Length > start)
            {
                line.Append(' ');
            }
            line.Append(word);
        }
        text.Append(line).Append(' ', Math.Max(1, Width - line.Length - figure.Length)).Append(figure).Append('\n');
    }
}
