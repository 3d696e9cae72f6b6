using System.CommandLine;
using System.Text;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Results;
using Orientir.Measurement.Scoring;

namespace Orientir.Cli.Results;

/// <summary>score --methodology FILE --marks FILE [--register FILE] [--format table|json|csv|csv-excel|xlsx] [--output FILE]</summary>
internal sealed class ScoreCommand : Verb
{
    private const string ForExcel = "csv-excel";
    private const int MostNamed = 20;
    private static readonly string[] Formats = ["table", "json", "csv", "xlsx", ForExcel];

    // What the ending of a file says; a text may be any of them.
    private static readonly (string Ending, string[] Formats)[] Endings =
    [
        (".xlsx", ["xlsx"]),
        (".csv", ["csv", ForExcel]),
        (".json", ["json"]),
        (".txt", ["table"]),
    ];

    private readonly ScoringInput _input = new();

    private readonly Option<string?> _format = Optional(
        "--format",
        "ВИД",
        "Вид результата: table — таблица для чтения (по умолчанию), json и csv — данные для программ, csv-excel — CSV для русского Excel, "
            + "xlsx — книга. Без параметра его решает расширение файла в --output."
    );

    private readonly Option<string?> _output = Optional(
        "--output",
        "ФАЙЛ",
        "Куда записать результат; без параметра — на экран. Для xlsx обязателен."
    );

    public ScoreCommand()
        : base(
            "score",
            "Рассчитать баллы, доли, места и уровни по оценкам.",
            "score --methodology methodologies/lo-2020.json --marks demo/lo-2020/marks.csv",
            "score --methodology methodologies/lo-2020.json --marks demo/lo-2020/marks.csv --register demo/lo-2020/register.csv "
                + "--format xlsx --output out/lo-2020.xlsx",
            "score --methodology methodologies/tver-2020.json --marks demo/tver-2020/marks.csv --format json --output out/tver-2020.json"
        )
    {
        _input.AddTo(this);
        Add(_format);
        Add(_output);
    }

    public override void Run(ParseResult parse)
    {
        var output = parse.GetValue(_output);
        var format = parse.GetValue(_format) ?? FormatOf(output);
        if (!Formats.Contains(format, StringComparer.Ordinal))
            throw InputFile.Refused("--format", $"«{format}»", $"допустимо: {string.Join(", ", Formats)}");
        if (FormatsOf(output) is { } fitting && !fitting.Contains(format))
            throw InputFile.Refused(
                "--output",
                $"«{output}» не подходит к --format {format}",
                $"дайте другое расширение или --format {fitting[0]}"
            );
        if (format == "xlsx" && output is null)
            throw InputFile.Refused("--output", "для --format xlsx не указан файл", "нужно --output ФАЙЛ");

        var scored = _input.Score(parse);
        Action<Stream> write = format switch
        {
            "json" => stream => ResultsJson.Write(stream, scored),
            "csv" => stream => ResultsSheet.WriteCsv(stream, scored),
            ForExcel => stream => ResultsSheet.WriteCsvForExcel(stream, scored),
            "xlsx" => stream => ResultsSheet.WriteWorkbook(stream, scored),
            _ => stream => stream.Write(Encoding.UTF8.GetBytes(TableOf(scored))),
        };
        if (output is null)
            Terminal.Write(write);
        else
            OutputFile.Write(output, write);
    }

    private static string[]? FormatsOf(string? output) =>
        Array.Find(Endings, known => known.Ending.Equals(Path.GetExtension(output), StringComparison.OrdinalIgnoreCase)).Formats;

    private static string FormatOf(string? output) =>
        FormatsOf(output) is [var first, ..] ? first
        : string.IsNullOrEmpty(Path.GetExtension(output)) ? "table"
        : throw InputFile.Refused(
            "--output",
            $"по расширению «{Path.GetExtension(output)}» вид результата не узнать",
            $"нужно {string.Join(", ", Endings.Select(known => known.Ending))} или --format"
        );

    private static string TableOf(ScoredMarks scored)
    {
        var (methodology, _, scores) = scored;
        var levels = methodology.Levels.Index().Where(level => level.Item.Node == "*").ToList();
        var counts = ResultWords.MarkedInPart(scored) is not null;
        var (hasValue, unmarked) = (scored.HasLeafValue(), scored.Unmarked());
        bool IsMarked(int subject) => scores[subject, 0].Points is not null || hasValue[subject];
        // A methodology may measure and give no points: who has values is marked all the same.
        string Absent(int subject) =>
            IsMarked(subject) || methodology.Specification.MaximumOf(0) > 0 ? ResultWords.Absent(scores, subject, 0)
            : scores.IsNotApplicable(subject, 0) ? ResultWords.NotApplicable
            : ResultWords.NotMarked;
        var table = new TextTable([
            ("Место", true),
            (Capital(methodology.Subject.Noun.One), false),
            ("Баллы", true),
            ("Максимум", true),
            ("Доля", true),
            .. counts ? new[] { ("Без оценки", true) } : [],
            .. levels.Select(level => (level.Item.Title, false)),
        ]);
        foreach (var subject in scored.Listed)
        {
            var score = scores[subject, 0];
            var bands = levels.Select(level => scores.BandOf(subject, level.Index) is { } band ? level.Item.Bands[band].Title : "—");
            table.Add([
                score.Rank is { } rank ? Russian.PlaceNumber(rank, score.RankTo!.Value) : "—",
                scores.Subjects[subject].Name + ResultWords.InBrackets(scored, subject),
                score.Points is { } points ? Russian.Number(points) : Absent(subject),
                Russian.Number(score.Max),
                score.Share is { } share ? Russian.Percent(share) : "—",
                .. counts ? new[] { Russian.Number(unmarked[subject]) } : [],
                .. bands,
            ]);
        }

        var text = new StringBuilder(table.ToString());
        var without = scored.Listed.Where(subject => !IsMarked(subject)).ToLookup(subject => scores.IsNotApplicable(subject, 0));
        string[] left =
        [
            .. without[false].Any() ? new[] { $"не оценено — {without[false].Count()}" } : [],
            .. without[true].Any() ? new[] { $"не применимо ничего — {without[true].Count()}" } : [],
        ];
        text.Append('\n')
            .Append(Russian.Sentence(methodology.Title))
            .Append(' ')
            .Append(Russian.Count(scores.Subjects.Count, methodology.Subject.Noun))
            .Append(left.Length == 0 ? ".\n" : $", из них {string.Join(", ", left)}.\n");
        string[] measured = [.. scored.Listed.Where(IsMarked).Select(subject => scores.Subjects[subject].Name)];
        if (methodology.Specification.MaximumOf(0) == 0 && measured.Length > 0)
            text.Append("Баллов методика не начисляет; значения есть: ").Append(Russian.List(measured, MostNamed)).Append(".\n");
        if (ResultWords.MarkedInPart(scored) is { } partly)
            text.Append(partly).Append('\n');
        foreach (
            var (kind, title) in ((ScoreFlagKind, string)[])
                [
                    (ScoreFlagKind.Disagreement, "Эксперты разошлись в оценке"),
                    (ScoreFlagKind.NaIgnored, "«Не применимо» рядом с оценкой не учтено"),
                    (ScoreFlagKind.TotalMismatch, "Итог расходится с суммой"),
                ]
        )
        {
            var flags = scores.Flags.Where(flag => flag.Kind == kind).ToList();
            if (flags.Count == 0)
                continue;
            var first = flags[0];
            text.Append(title)
                .Append(": ")
                .Append(Russian.Count(flags.Count, "раз", "раза", "раз"))
                .Append(", например ")
                .Append(scores.Subjects[first.Subject].Name)
                .Append(", ")
                .Append(first.Node == 0 ? "вся методика" : methodology.Nodes[first.Node].Code);
            if (first is { Given: { } given, Computed: { } computed })
                text.Append(" (указано ")
                    .Append(Russian.Number(given))
                    .Append(", по расчёту ")
                    .Append(Russian.Number(computed))
                    .Append(')');
            text.Append(".\n");
        }
        if (scores.Flags.Count > 0)
            text.Append("Все замечания — в --format json, раздел flags.\n");
        return text.ToString();
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
