using System.CommandLine;
using System.Globalization;
using Orientir.Core.Demo;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Reviews;

namespace Orientir.Cli.Demo;

/// <summary>demo reconstruct</summary>
internal sealed class ReconstructCommand : Verb
{
    private readonly Option<string> _methodology = Required("--methodology", "ФАЙЛ", "Методика.");
    private readonly Option<string> _totals = Required("--totals", "ФАЙЛ", "Оценки: итоги направлений (CSV или xlsx).");
    private readonly Option<string> _cycle = Required(
        "--cycle",
        "ФАЙЛ",
        "Напечатанная матрица цикла: CSV со столбцами direction, cycle_stage, points."
    );
    private readonly Option<string> _seed = Required(
        "--seed",
        "ЧИСЛО",
        "Целое число: от него зависит случайная часть, одно и то же число даёт один и тот же файл."
    );
    private readonly Option<string?> _name = Optional(
        "--name",
        "СЛОВО",
        "Как называть объекты вместо настоящих имён; по умолчанию «Район»."
    );
    private readonly Option<string> _output = Required("--output", "ФАЙЛ", "Куда записать оценки (CSV).");

    public ReconstructCommand()
        : base(
            "reconstruct",
            "Восстановить возможные оценки показателей по известным итогам: для показа, не для выводов о районах.",
            "demo reconstruct --methodology lo-2020.json --totals marks.csv --cycle table5.csv --seed 2020 --output r.csv"
        )
    {
        Add(_methodology);
        Add(_totals);
        Add(_cycle);
        Add(_seed);
        Add(_name);
        Add(_output);
    }

    public override void Run(ParseResult parse)
    {
        var seedText = parse.GetRequiredValue(_seed);
        if (!int.TryParse(seedText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed))
            throw InputFile.Refused(_seed.Name, $"«{seedText}»", "нужно целое число, например 2020");
        var (methodologyFile, totalsFile, cycleFile) = (
            parse.GetRequiredValue(_methodology),
            parse.GetRequiredValue(_totals),
            parse.GetRequiredValue(_cycle)
        );
        var methodology = new ReadMethodology().Read(InputFile.Read(methodologyFile), methodologyFile);
        var totals = new ReadMarks().Read(InputFile.Read(totalsFile), totalsFile, methodology);
        var sums = new ReadCycleSums().Read(InputFile.Read(cycleFile), cycleFile, methodology);

        var output = parse.GetRequiredValue(_output);
        var result = new ReconstructMarks().Reconstruct(new(methodology, totals, sums, seed, parse.GetValue(_name) ?? "Район"));
        OutputFile.Write(output, result.WriteCsv);

        Terminal.Write($"{output}: {Russian.Count(result.Marks.Count, Nouns.Mark)}\n");
        foreach (var cell in result.Unmet)
            Terminal.Write($"{cell.Direction}, {cell.Stage}: напечатано {cell.Printed}, итоги позволяют {cell.Reached}\n");
        if (result.Unmet.Count == 0)
            Terminal.Write("Все напечатанные клетки матрицы цикла соблюдены.\n");
    }
}
