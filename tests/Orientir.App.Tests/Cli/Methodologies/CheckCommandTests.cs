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
        run.Output.ShouldContain(
            "lo-2020.json: в порядке — lo-2020, издание 1, редакция 0; 61\u00A0показатель, максимум 113\u00A0баллов\n"
        );
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
    public async Task Check_RevisionThatChangesStructure_IsRefusedWithPlaces()
    {
        using var folder = new TempFolder();
        var published = await File.ReadAllTextAsync(
            Repository.PathOf("methodologies/perm-mum-2021.json"),
            TestContext.Current.CancellationToken
        );
        var same = folder.Write("same.json", published);
        string Revised(string name, string piece, string replacement)
        {
            published.ShouldContain(piece);
            return folder.Write(
                name,
                published
                    .Replace("\"revision\": 0", "\"revision\": 1", StringComparison.Ordinal)
                    .Replace(piece, replacement, StringComparison.Ordinal)
            );
        }
        var texts = Revised("texts.json", "\"basis\": \"", "\"basis\": \"Уточнено. ");
        var structure = Revised("structure.json", "\"max\": 902", "\"max\": 900");

        (await ToolRun.Of("methodology", "check", texts, same, "methodologies/perm-mum-2021.json")).ShouldSucceed();
        (await ToolRun.Of("methodology", "check", structure, same)).ShouldBeRefused(
            $"{structure}:",
            ".scale.max: максимум: было 902, стало 900; редакция меняет только тексты"
        );
    }

    [Theory]
    [InlineData("methodologies", "это папка; укажите файл")]
    [InlineData("/dev/zero", "это устройство, а не файл; укажите файл")]
    public async Task Check_WhatIsNoFile_IsRefused(string path, string said) =>
        (await ToolRun.Of("methodology", "check", path)).ShouldBeRefused($"{path}: {said}");
}
