using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orientir.App.Tests.Cli.Results;

public class ScoreCommandTests
{
    private static readonly string[] Leningrad =
    [
        "score",
        "--methodology",
        "methodologies/lo-2020.json",
        "--marks",
        "demo/lo-2020/marks.csv",
    ];

    [Fact]
    public async Task Score_LeningradTotals_ShowsTheRatingAsATable()
    {
        var run = await ToolRun.Of(Leningrad);
        run.ShouldSucceed();
        var lines = run.Output.Split('\n');
        lines[0].ShouldMatch("^Место +Муниципалитет +Баллы +Максимум +Доля");
        lines[2].ShouldMatch("^ +1  Волховский район +65 +113  57,5\u00A0%");
        lines.ShouldContain(line => line.StartsWith("13–14  Гатчинский район", StringComparison.Ordinal));
        run.Output.ShouldContain("18\u00A0муниципалитетов.\n");
    }

    [Fact]
    public async Task Score_SubjectsWithoutMarks_AreListedLastWithNoData()
    {
        using var folder = new TempFolder();
        var register = folder.Write(
            "register.csv",
            "id,name,kind,parent,oktmo\na,Авдеевский район,municipality,,\nb,Борский район,municipality,,\n"
        );
        var marks = folder.Write("marks.csv", "subject,code,value\nb,*,50\n");
        var run = await ToolRun.Of("score", "--methodology", "methodologies/lo-2020.json", "--marks", marks, "--register", register);
        run.ShouldSucceed();
        run.Output.Split('\n')[3].ShouldMatch("^ +—  Авдеевский район +не оценено ");
        run.Output.ShouldContain("2\u00A0муниципалитета, из них не оценено — 1.");
    }

    [Fact]
    public async Task Score_SubjectsMarkedInPart_AreToldWithTheirCounts()
    {
        using var folder = new TempFolder();
        var marks = folder.Write("marks.csv", "subject,code,value\nПустой,1.1.1,\nБорский,1.1.1,1\nБорский,1.1.2,NA\nКирский,*,50\n");
        var run = await ToolRun.Of("score", "--methodology", "methodologies/lo-2020.json", "--marks", marks);
        run.ShouldSucceed();
        var lines = run.Output.Split('\n');
        lines[0].ShouldMatch("^Место +Муниципалитет +Баллы +Максимум +Доля +Без оценки");
        lines[2].ShouldMatch("Кирский .* 0$");
        lines[3].ShouldMatch("Борский .* 59$");
        run.Output.ShouldContain("Оценены не полностью: 1\u00A0муниципалитет, без оценки 59\u00A0показателей. По методике за них 0 баллов");
    }

    [Fact]
    public async Task Score_MethodologyOfMeasuresAlone_CountsByValuesAndSaysWhoIsMeasured()
    {
        using var folder = new TempFolder();
        var marks = folder.Write("marks.csv", "subject,code,value\nА,1.1.1,39.6\nБ,1.1.2,12\nБ,2.1,1\nВ,1.1.1,NA\nГ,1.1.1,\n");
        var run = await ToolRun.Of("score", "--methodology", "methodologies/ishimbay-2021.json", "--marks", marks);
        run.ShouldSucceed();
        var lines = run.Output.Split('\n');
        lines[0].ShouldMatch("^Место +Муниципалитет +Баллы +Максимум +Доля +Без оценки");
        lines[2].ShouldMatch("^ +—  А +без баллов ");
        lines[4].ShouldMatch("^ +—  В +не оценено ");
        run.Output.ShouldContain("4\u00A0муниципалитета, из них не оценено — 2.\n");
        run.Output.ShouldContain("Баллов методика не начисляет; значения есть: А и\u00A0Б.\n");
        run.Output.ShouldMatch("Оценены не полностью: 2\u00A0муниципалитета, без оценки [0-9]+\u00A0показател[а-я]+\\.\n");
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    public async Task Score_ToScreenAndToFile_WritesTheSameBytes(string format)
    {
        using var folder = new TempFolder();
        var screen = await ToolRun.Of([.. Leningrad, "--format", format]);
        screen.ShouldSucceed();
        var file = await ToolRun.Of([.. Leningrad, "--format", format, "--output", folder["result"]]);
        file.ShouldSucceed();
        file.Output.ShouldBeEmpty();
        (await File.ReadAllBytesAsync(folder["result"], TestContext.Current.CancellationToken)).ShouldBe(screen.OutputBytes);
        Directory.GetFiles(folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Score_AsJson_IsTheFormatOfTheDesign()
    {
        using var json = JsonDocument.Parse((await ToolRun.Of([.. Leningrad, "--format", "json"])).OutputBytes);
        json.RootElement.EnumerateObject()
            .Select(property => property.Name)
            .ShouldBe(["methodology", "edition", "revision", "subjects", "nodes", "cycle", "flags"]);
        json.RootElement.GetProperty("subjects")[0].GetProperty("points").GetDouble().ShouldBe(65);
    }

    [Fact]
    public async Task Score_AsXlsxTwice_WritesTheSameWorkbook()
    {
        using var folder = new TempFolder();
        foreach (var name in (string[])["a.xlsx", "b.xlsx"])
            (await ToolRun.Of([.. Leningrad, "--format", "xlsx", "--output", folder[name]])).ShouldSucceed();
        var first = await File.ReadAllBytesAsync(folder["a.xlsx"], TestContext.Current.CancellationToken);
        first.AsSpan(0, 2).SequenceEqual("PK"u8).ShouldBeTrue();
        (await File.ReadAllBytesAsync(folder["b.xlsx"], TestContext.Current.CancellationToken)).ShouldBe(first);
    }

    [Fact]
    public async Task Score_XlsxWithoutAFile_IsRefused() =>
        (await ToolRun.Of([.. Leningrad, "--format", "xlsx"])).ShouldBeRefused(
            "--output: для --format xlsx не указан файл; нужно --output ФАЙЛ"
        );

    [Fact]
    public async Task Score_UnknownFormat_IsRefused() =>
        (await ToolRun.Of([.. Leningrad, "--format", "pdf"])).ShouldBeRefused("--format: «pdf»; допустимо: table, json, csv, xlsx");

    [Fact]
    public async Task Score_FilesThatAreNotThere_AreNamedTogether() =>
        (await ToolRun.Of("score", "--methodology", "м.json", "--marks", "о.csv", "--register", "р.csv")).ShouldBeRefused(
            "м.json: файл не найден",
            "о.csv: файл не найден",
            "р.csv: файл не найден",
            "3\u00A0ошибки. Ничего не записано."
        );

    [Fact]
    public async Task Score_HundredFaults_AreHundredLinesAndTheOldFileStays()
    {
        using var folder = new TempFolder();
        var text = new StringBuilder("subject,code,value\n");
        for (var row = 0; row < 100; row++)
            text.Append(CultureInfo.InvariantCulture, $"Район {row},1.1.1,{row + 2}\n");
        var old = folder.Write("result.json", "прежний");
        var run = await ToolRun.Of(
            "score",
            "--methodology",
            "methodologies/lo-2020.json",
            "--marks",
            folder.Write("marks.csv", text.ToString()),
            "--format",
            "json",
            "--output",
            old
        );
        run.ShouldBeRefused("marks.csv:2:", "marks.csv:101:");
        run.ErrorLines.Length.ShouldBe(101);
        (await File.ReadAllTextAsync(old, TestContext.Current.CancellationToken)).ShouldBe("прежний");
    }

    [Fact]
    public async Task Score_FromAnotherFolder_TakesPathsFromThere()
    {
        using var folder = new TempFolder();
        File.Copy(Repository.PathOf("methodologies", "lo-2020.json"), folder["методика.json"]);
        File.Copy(Repository.PathOf("demo", "lo-2020", "marks.csv"), folder["мои оценки.csv"]);
        var run = await ToolRun.Of(["score", "--methodology", "методика.json", "--marks", "мои оценки.csv"], folder.Path);
        run.ShouldSucceed();
    }

    [Fact]
    public async Task Score_ReaderThatLeaves_EndsQuietly()
    {
        using var process = ToolRun.Start([.. Leningrad, "--format", "json"], Repository.Root);
        process.StandardOutput.Close();
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("-INT", 130)]
    [InlineData("-TERM", 143)]
    public async Task Score_Interrupted_ExitsByTheSignalAndLeavesNothing(string signal, int exit)
    {
        using var folder = new TempFolder();
        // A pipe that nobody writes to: the tool waits for its marks, as it would for a slow disk.
        using (var made = Process.Start("mkfifo", folder["marks.csv"]))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var process = ToolRun.Start(
            ["score", "--methodology", "methodologies/lo-2020.json", "--marks", folder["marks.csv"], "--output", folder["result"]],
            Repository.Root
        );
        // The pipe opens for writing once the tool has opened it for reading: from then on it waits.
        await using var silent = await Task.Run(
                () => new FileStream(folder["marks.csv"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite),
                TestContext.Current.CancellationToken
            )
            .WaitAsync(ToolRun.Patience, TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process
            .WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(ToolRun.Patience, TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(exit);
        File.Exists(folder["result"]).ShouldBeFalse();
        Directory.GetFiles(folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Score_MarksFromStandardInput_AreRead()
    {
        string[] args = ["score", "--methodology", "methodologies/lo-2020.json", "--marks", "-", "--format", "json"];
        var marks = await File.ReadAllBytesAsync(Repository.PathOf("demo/lo-2020/marks.csv"), TestContext.Current.CancellationToken);
        var run = await ToolRun.Of(args, Repository.Root, marks);
        run.ShouldSucceed();
        run.OutputBytes.ShouldBe((await ToolRun.Of([.. Leningrad, "--format", "json"])).OutputBytes);

        (await ToolRun.Of(["score", "--methodology", "-", "--marks", "-"], Repository.Root, marks)).ShouldBeRefused(
            "-: стандартный ввод указан дважды"
        );
    }

    [Theory]
    [InlineData("r.xlsx", "PK")]
    [InlineData("r.json", "{")]
    [InlineData("r.csv", "subject,name,rank")]
    [InlineData("r.TXT", "Место")]
    public async Task Score_OutputFile_DecidesTheFormat(string file, string beginning)
    {
        using var folder = new TempFolder();
        (await ToolRun.Of([.. Leningrad, "--output", folder[file]])).ShouldSucceed();
        (await File.ReadAllTextAsync(folder[file], TestContext.Current.CancellationToken)).ShouldStartWith(beginning);
    }

    [Theory]
    [InlineData("r.xlsx", "csv", "не подходит к --format csv; дайте другое расширение или --format xlsx")]
    [InlineData("r.json", "table", "не подходит к --format table")]
    [InlineData("r.doc", null, "--output: по расширению «.doc» вид результата не узнать; нужно .xlsx, .csv, .json, .txt или --format")]
    public async Task Score_OutputAgainstTheFormat_IsRefused(string file, string? format, string said)
    {
        using var folder = new TempFolder();
        (
            await ToolRun.Of([.. Leningrad, "--output", folder[file], .. format is null ? (string[])[] : ["--format", format]])
        ).ShouldBeRefused(said);
        Directory.GetFiles(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Score_CsvForExcel_IsAsRussianExcelOpensIt()
    {
        var run = await ToolRun.Of([.. Leningrad, "--format", "csv-excel"]);
        run.ShouldSucceed();
        run.Output.ShouldStartWith("\uFEFFid;Название;Место;Место по;Баллы;Максимум;Доля;Показателей без оценки;1. ");
        run.Output.ShouldContain("\r\nВолховский район;Волховский район;1;1;65;113;0,57522");
    }

    [Fact]
    public async Task Score_ThousandsOfWrongRows_AreTwoHundredLinesUnlessAllAreAskedFor()
    {
        using var folder = new TempFolder();
        var rows = string.Concat(Enumerable.Range(0, 300).Select(row => $"Волховский район,9.{row},1\n"));
        var same = string.Concat(Enumerable.Repeat("Волховский район,1.1.1,9\n", 1080));
        var marks = folder.Write("marks.csv", "subject,code,value\n" + rows + same);
        string[] args = ["score", "--methodology", "methodologies/lo-2020.json", "--marks", marks];

        var run = await ToolRun.Of(args);
        run.ShouldBeRefused("…и ещё 102\u00A0строки: все — с параметром --all.", "Найдена 1381\u00A0ошибка.");
        run.ErrorLines.Length.ShouldBe(202);
        run.ErrorLines[0].ShouldContain("из 301\u00A0кода в методике «lo-2020» нет 300");
        var all = await ToolRun.Of([.. args, "--all"]);
        all.ErrorLines.Length.ShouldBe(303);
        all.Errors.ShouldContain(":302:24: значения 9 нет на шкале (в 1080\u00A0строках, первая здесь)");
    }
}
