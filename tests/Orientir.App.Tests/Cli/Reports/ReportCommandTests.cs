using System.Security.Cryptography;

namespace Orientir.App.Tests.Cli.Reports;

public class ReportCommandTests
{
    private static readonly string[] Leningrad =
    [
        "report",
        "--methodology",
        "methodologies/lo-2020.json",
        "--marks",
        "demo/lo-2020/marks.csv",
    ];

    [Fact]
    public async Task Report_Leningrad_WritesTheWholePackageAndSaysSo()
    {
        using var folder = new TempFolder();
        var run = await ToolRun.Of([.. Leningrad, "--output", folder["пакет"], "--campaign", "Мониторинг 2020 года"]);
        run.ShouldSucceed();
        var files = FilesOf(folder["пакет"]);
        files.Keys.ShouldBe(
            [
                .. files.Keys.Where(file => file.StartsWith("conclusions/", StringComparison.Ordinal)),
                "report.docx",
                "report.html",
                "results.json",
                "summary.xlsx",
            ],
            ignoreOrder: true
        );
        files.Keys.Count(file => file.StartsWith("conclusions/", StringComparison.Ordinal)).ShouldBe(18);
        run.Output.ShouldBe(
            $"{folder["пакет"]}: {files.Count}\u00A0{(files.Count % 10 == 1 ? "файл" : files.Count % 10 is 2 or 3 or 4 ? "файла" : "файлов")}\n"
        );
        (await File.ReadAllTextAsync(Path.Combine(folder["пакет"], "report.html"), TestContext.Current.CancellationToken)).ShouldContain(
            "Мониторинг 2020 года"
        );
    }

    [Theory]
    [InlineData(18, "--register", "demo/lo-2020/register.csv")]
    [InlineData(0)]
    public async Task Report_NobodyAnswered_WritesTheWholePackage(int conclusions, params string[] register)
    {
        using var folder = new TempFolder();
        var marks = folder.Write("marks.csv", "subject,code,value,expert,comment\n");
        var run = await ToolRun.Of([.. Leningrad[..3], "--marks", marks, .. register, "--output", folder["пакет"]]);
        run.ShouldSucceed();
        FilesOf(folder["пакет"]).Count.ShouldBe(4 + conclusions);
        (await File.ReadAllTextAsync(Path.Combine(folder["пакет"], "report.html"), TestContext.Current.CancellationToken)).ShouldContain(
            "Данных нет ни по одному муниципалитету"
        );
    }

    [Fact]
    public async Task Report_MarksOfTheInstituteAlone_SaysOfNobodyThatItDidNotAnswer()
    {
        using var folder = new TempFolder();
        (
            await ToolRun.Of(
                "report",
                "--methodology",
                "methodologies/tver-2020.json",
                "--marks",
                "demo/tver-2020/marks.csv",
                "--register",
                "demo/tver-2020/register.csv",
                "--output",
                folder["пакет"]
            )
        ).ShouldSucceed();
        var report = await File.ReadAllTextAsync(Path.Combine(folder["пакет"], "report.html"), TestContext.Current.CancellationToken);
        report.ShouldContain("Оценён только по данным института: ЗАТО Солнечный");
        report.ShouldNotContain("не отправил", Case.Insensitive);
    }

    [Fact]
    public async Task Report_Twice_WritesTheSameBytes()
    {
        using var folder = new TempFolder();
        foreach (var name in (string[])["a", "b"])
            (await ToolRun.Of([.. Leningrad, "--output", folder[name]])).ShouldSucceed();
        FilesOf(folder["b"]).ShouldBe(FilesOf(folder["a"]));
    }

    [Fact]
    public async Task Report_Json_IsThatOfScore()
    {
        using var folder = new TempFolder();
        (await ToolRun.Of([.. Leningrad, "--output", folder["a"]])).ShouldSucceed();
        var score = await ToolRun.Of(["score", .. Leningrad[1..], "--format", "json"]);
        (await File.ReadAllBytesAsync(Path.Combine(folder["a"], "results.json"), TestContext.Current.CancellationToken)).ShouldBe(
            score.OutputBytes
        );
    }

    [Fact]
    public async Task Report_WrongMarks_LeavesThePackageOfBefore()
    {
        using var folder = new TempFolder();
        (await ToolRun.Of([.. Leningrad, "--output", folder["a"]])).ShouldSucceed();
        var before = FilesOf(folder["a"]);
        var marks = folder.Write("marks.csv", "subject,code,value\nЛужский район,9.9.9,1\nЛужский район,*,999\n");
        var run = await ToolRun.Of("report", "--methodology", "methodologies/lo-2020.json", "--marks", marks, "--output", folder["a"]);
        run.ShouldBeRefused($"{marks}:2:", $"{marks}:3:", "Найдено 2\u00A0ошибки. Ничего не записано.");
        FilesOf(folder["a"]).ShouldBe(before);
    }

    [Fact]
    public async Task Report_IntoAFile_IsRefused() =>
        (await ToolRun.Of([.. Leningrad, "--output", "README.md"])).ShouldBeRefused("README.md: это файл");

    // Every file by its path in the package, with a digest of its bytes.
    private static SortedDictionary<string, string> FilesOf(string folder) =>
        new(
            Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .ToDictionary(
                    file => Path.GetRelativePath(folder, file).Replace('\\', '/'),
                    file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))
                ),
            StringComparer.Ordinal
        );
}
