namespace Orientir.App.Tests.Cli.Methodologies;

public class ShowCommandTests
{
    [Fact]
    public async Task Show_Leningrad_DrawsTheTreeWithMaximaAtTheRight()
    {
        var run = await ToolRun.Of("methodology", "show", "methodologies/lo-2020.json");
        run.ShouldSucceed();
        var lines = run.Output.Split('\n');
        lines.ShouldContain(line =>
            line.StartsWith("Вся методика ", StringComparison.Ordinal)
            && line.EndsWith(" 113", StringComparison.Ordinal)
            && line.Length == 100
        );
        foreach (
            var (direction, maximum) in ((string, string)[])[("1.1", "17"), ("1.2", "21"), ("1.3", "32"), ("2.1", "19"), ("2.2", "24")]
        )
            lines.ShouldContain(line =>
                line.Contains($"─ {direction}  ", StringComparison.Ordinal) && line.EndsWith($" {maximum}", StringComparison.Ordinal)
            );
        lines.ShouldAllBe(line => line.Length <= 100);
        run.Output.ShouldContain("Этапы управленческого цикла:\n  [goals] Цели\n");
    }

    [Fact]
    public async Task Show_LevelsAndMeasures_NamesBoundsAndWhatIsNotScored()
    {
        (await ToolRun.Of("methodology", "show", "methodologies/young-teachers-2019.json")).Output.ShouldMatch(@"по баллам\n  от 0 — ");
        (await ToolRun.Of("methodology", "show", "methodologies/ishimbay-2021.json")).Output.ShouldContain("не оценивается\n");
    }

    [Fact]
    public async Task Show_Scales_SayWhatAMarkMayBe()
    {
        var run = await ToolRun.Of("methodology", "show", "methodologies/lo-2020.json");
        run.Output.ShouldContain("Шкала: да — 1\u00A0балл, нет — 0\n");
        run.Output.ShouldContain("0 — системы нет\n");
        run.Output.ShouldContain("commission — ");
        (await ToolRun.Of("methodology", "show", "methodologies/young-teachers-2019.json")).Output.ShouldContain("Шкала: ");
    }

    [Fact]
    public async Task Show_AFileThatIsNoPackage_IsRefused() =>
        (await ToolRun.Of("methodology", "show", "README.md")).ShouldBeRefused("README.md:1:");
}
