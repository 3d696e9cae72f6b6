namespace Orientir.App.Tests.Cli.Territories;

public class CheckCommandTests
{
    [Theory]
    [InlineData("lo-2020")]
    [InlineData("tver-2020")]
    [InlineData("perm-2022")]
    public async Task Check_DemonstrationRegister_IsInOrder(string demo)
    {
        var run = await ToolRun.Of("register", "check", $"demo/{demo}/register.csv");
        run.ShouldSucceed();
        run.Output.ShouldMatch($"^demo/{demo}/register.csv: в порядке — \\d+\u00A0запис(ь|и|ей)\n$");
    }

    [Fact]
    public async Task Check_FaultyRegister_TellsEveryFaultWithItsPlace()
    {
        using var folder = new TempFolder();
        var file = folder.Write("register.csv", "id,name,kind,parent,oktmo\na,А,municipality,,123\na,Б,planet,нет,\n");
        var run = await ToolRun.Of("register", "check", file);
        run.ShouldBeRefused($"{file}:2:", $"{file}:3:", "123", "planet");
        run.ErrorLines.Length.ShouldBeGreaterThanOrEqualTo(5);
    }
}
