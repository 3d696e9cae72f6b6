namespace Orientir.App.Tests.Cli.Demo;

public class FillCommandTests
{
    [Fact]
    public async Task Fill_OfAFreshDatabase_PrintsItsAccountsAndIsDoneOnce()
    {
        using var folder = new TempFolder();
        (await ToolRun.Of(["demo", "fill", "--source", "nowhere"], folder.Path)).ShouldBeRefused("нет файла демонстрации");
        var first = await ToolRun.Of(["demo", "fill", "--source", Repository.Root], folder.Path);
        first.ShouldSucceed();
        first.Output.ShouldContain("operator@demo");
        first.Output.ShouldContain("учебный вход в систему");
        File.Exists(Path.Combine(folder.Path, "data", "orientir.db")).ShouldBeTrue();

        var second = await ToolRun.Of(["demo", "fill", "--source", Repository.Root], folder.Path);
        second.ShouldSucceed();
        second.Output.ShouldContain("Ничего не изменено");
    }

    [Fact]
    public async Task Fill_WithAWrongOption_IsRefusedInWords()
    {
        using var folder = new TempFolder();
        (await ToolRun.Of(["demo", "fill", "--districts", "5"], folder.Path)).ShouldBeRefused("от 18 до 2000");
    }
}
