using System.CommandLine;
using Orientir.Core.Reports;

namespace Orientir.Cli.Reports;

/// <summary>report --methodology FILE --marks FILE --output DIR [--register FILE] [--campaign TITLE]</summary>
internal sealed class ReportCommand : Verb
{
    private readonly ScoringInput _input = new();
    private readonly Option<string> _output = Required("--output", "ПАПКА", "Куда записать пакет отчёта.");
    private readonly Option<string?> _campaign = Optional(
        "--campaign",
        "НАЗВАНИЕ",
        "Название мониторинга для титула; по умолчанию — название методики."
    );

    public ReportCommand()
        : base(
            "report",
            "Составить пакет отчёта: report.docx, report.html, summary.xlsx, results.json и заключения по объектам.",
            "report --methodology methodologies/lo-2020.json --marks demo/lo-2020/marks.csv --output out/lo-2020 --campaign "
                + "\"Мониторинг 2020 года\""
        )
    {
        _input.AddTo(this);
        Add(_output);
        Add(_campaign);
    }

    public override void Run(ParseResult parse)
    {
        var scored = _input.Score(parse);
        var folder = parse.GetRequiredValue(_output);
        var written = new WriteReport().Write(
            scored,
            CleanText.Of(parse.GetValue(_campaign)),
            folder,
            new Progress("Пишу отчёт"),
            cancellation: Tool.Interruption
        );
        Progress.Clear();
        Terminal.Write(
            $"{folder}: {Russian.Count(written.Files.Count, "файл", "файла", "файлов")}\n"
                + string.Concat(written.Removed.Select(file => $"убрано прежнее заключение: {file}\n"))
        );
    }
}
