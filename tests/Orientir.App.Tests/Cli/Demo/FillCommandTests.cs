namespace Orientir.App.Tests.Cli.Demo;

public class FillCommandTests
{
    [Fact]
    public async Task Fill_OfAFreshDatabase_PrintsItsAccountsAndIsDoneOnce()
    {
        using var folder = new TempFolder();
        var first = await ToolRun.Of(["demo", "fill", "--source", Repository.Root], folder.Path);
        first.ShouldSucceed();
        first.Output.ShouldContain("operator@demo");
        first.Output.ShouldContain("учебный вход в систему");
        File.Exists(Path.Combine(folder.Path, "data", "orientir.db")).ShouldBeTrue();

        var second = await ToolRun.Of(["demo", "fill", "--source", Repository.Root], folder.Path);
        second.ShouldSucceed();
        second.Output.ShouldContain("Ничего не изменено");
    }

    [Theory]
    [InlineData("--districts", "5", "от 18 до 2000")]
    [InlineData("--source", "nowhere", "нет файла демонстрации")]
    public async Task Fill_WithAWrongOption_IsRefusedInWords(string option, string value, string said)
    {
        using var folder = new TempFolder();
        (await ToolRun.Of(["demo", "fill", option, value], folder.Path)).ShouldBeRefused(said);
    }
}
