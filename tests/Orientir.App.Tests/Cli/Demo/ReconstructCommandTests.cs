namespace Orientir.App.Tests.Cli.Demo;

public class ReconstructCommandTests
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("orientir-").FullName;

    [Fact]
    public async Task Reconstruct_AsTheReadmeSays_WritesTheStoredFile()
    {
        var output = Path.Combine(Folder, "marks.csv");

        var run = await ToolRun.Of(Arguments(output));

        run.ShouldSucceed();
        run.Output.ShouldContain("Все напечатанные клетки матрицы цикла соблюдены.");
        var stored = await File.ReadAllBytesAsync(
            Repository.PathOf("demo", "lo-2020-reconstruction", "marks.csv"),
            TestContext.Current.CancellationToken
        );
        var written = await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken);
        written.AsSpan().SequenceEqual(stored).ShouldBeTrue();
    }

    [Fact]
    public async Task Reconstruct_OfMarksOfIndicators_IsRefusedAndWritesNothing()
    {
        var output = Path.Combine(Folder, "refused.csv");

        (await ToolRun.Of(Arguments(output, totals: "demo/lo-2020-reconstruction/marks.csv"))).ShouldBeRefused(
            "Район 1, 1.1.1: отметка показателя"
        );

        File.Exists(output).ShouldBeFalse();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1.5")]
    public async Task Reconstruct_WithAWrongSeed_IsRefused(string seed) =>
        (await ToolRun.Of(Arguments(Path.Combine(Folder, "seed.csv"), seed: seed))).ShouldBeRefused($"--seed: «{seed}»; нужно целое число");

    private static string[] Arguments(string output, string totals = "demo/lo-2020/marks.csv", string seed = "2020") =>
        [
            "demo",
            "reconstruct",
            "--methodology",
            "methodologies/lo-2020.json",
            "--totals",
            totals,
            "--cycle",
            "demo/lo-2020/printed/table5.csv",
            "--seed",
            seed,
            "--output",
            output,
        ];
}
