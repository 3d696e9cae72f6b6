namespace Orientir.App.Tests.Cli;

public class CommandLineTests
{
    public static TheoryData<string> Commands =>
        ["methodology check", "methodology show", "score", "register check", "register resolve", "demo reconstruct"];

    [Fact]
    public async Task Help_OfTheTool_NamesEveryCommandWithAnExample()
    {
        var run = await ToolRun.Of("--help");
        run.ShouldSucceed();
        foreach (var command in Commands)
        {
            run.Output.ShouldContain($"  {command.Data} ");
            run.Output.ShouldContain($"  orientir {command.Data} ");
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_OfACommand_IsRussianAndComplete(string command)
    {
        var run = await ToolRun.Of([.. command.Split(' '), "--help"]);
        run.ShouldSucceed();
        run.Output.ShouldContain("Использование:");
        run.Output.ShouldContain($"  orientir {command} ");
        run.Output.ShouldMatch("Примеры?:");
        run.Output.ShouldContain("Код завершения:");
        run.Output.ShouldNotContain("Usage");
        run.Output.Split('\n').ShouldAllBe(line => line.Length <= 120);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_WithAnUnknownOption_IsRefused(string command) =>
        (await ToolRun.Of([.. command.Split(' '), "--colour", "red"])).ShouldBeRefused("--colour: такого параметра нет; есть ");

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_WithoutItsArguments_IsRefused(string command) =>
        (await ToolRun.Of(command.Split(' '))).ShouldBeRefused("указан");

    [Fact]
    public async Task Command_Unknown_IsRefusedWithTheKnownOnes() =>
        (await ToolRun.Of("scores")).ShouldBeRefused("scores: такой команды нет; есть methodology, score");

    [Fact]
    public async Task Option_Mistyped_IsToldWhatWasMeant()
    {
        (await ToolRun.Of("--verison")).ShouldBeRefused(
            "--verison: такого параметра нет; есть --help, --version; возможно, имелось в виду --version"
        );
        (await ToolRun.Of("scroe")).ShouldBeRefused("scroe: такой команды нет; есть ", "; возможно, имелось в виду score");
        (await ToolRun.Of("score", "--mark", "m.csv")).ShouldBeRefused(
            "--mark: такого параметра нет; есть ",
            "; возможно, имелось в виду --marks"
        );
    }

    [Fact]
    public async Task Option_WithoutItsValue_IsNamed() =>
        (await ToolRun.Of("score", "--methodology=", "--marks", "demo/lo-2020/marks.csv")).ShouldBeRefused(
            "--methodology: нет значения; нужно --methodology ФАЙЛ"
        );

    [Fact]
    public async Task Group_WithoutACommand_IsRefused() =>
        (await ToolRun.Of("methodology")).ShouldBeRefused("methodology: не указана команда; есть check, show");

    [Fact]
    public async Task Version_Asked_IsThreeNumbers()
    {
        var run = await ToolRun.Of("--version");
        run.ShouldSucceed();
        run.Output.ShouldMatch(@"^\d+\.\d+\.\d+\n$");
    }
}
