namespace Orientir.App.Tests.Cli.Methodologies;

public class CheckCommandTests
{
    [Fact]
    public async Task Check_PublishedPackages_SaysEachIsInOrder()
    {
        var files = Directory.GetFiles(Repository.PathOf("methodologies"), "*.json");
        var run = await ToolRun.Of(["methodology", "check", .. files]);
        run.ShouldSucceed();
        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(files.Length);
        run.Output.ShouldContain("lo-2020.json: в порядке — lo-2020, издание 1, редакция 0; 61\u00A0показатель, максимум 113\u00A0баллов\n");
    }

    [Fact]
    public async Task Check_FaultyFiles_TellsEveryFaultOfEveryFile()
    {
        using var folder = new TempFolder();
        var broken = folder.Write("broken.json", "{\"format\": \"orientir-methodology/1\", \"colour\": 1}");
        var run = await ToolRun.Of("methodology", "check", broken, folder["absent.json"], "methodologies/lo-2020.json");
        run.ShouldBeRefused($"{broken}:1:", "colour", $"{folder["absent.json"]}: файл не найден; ", "Ничего не записано.");
        run.ErrorLines.Length.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Check_AFolder_IsRefused() =>
        (await ToolRun.Of("methodology", "check", "methodologies")).ShouldBeRefused("methodologies: это папка; укажите файл");
}
