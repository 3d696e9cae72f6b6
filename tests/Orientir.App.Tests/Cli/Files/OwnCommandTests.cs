namespace Orientir.App.Tests.Cli.Files;

public sealed class OwnCommandTests
{
    [Fact]
    public async Task Own_OfADatabase_MarksItsStoreAndNamesBoth()
    {
        using var folder = new TempFolder();
        (await ToolRun.Of(["account", "add", "--email", "admin@example.ru", "--name", "Администратор"], folder.Path)).ShouldSucceed();
        var owned = await ToolRun.Of(["files", "own"], folder.Path);
        owned.ShouldSucceed();
        owned.Output.ShouldContain("отмечено как хранилище базы");
        (await File.ReadAllTextAsync(folder["data/files/.owner"], TestContext.Current.CancellationToken)).Trim().Length.ShouldBe(8);
    }

    [Fact]
    public async Task Own_WhereThereIsNoDatabase_IsRefusedAndMarksNothing()
    {
        using var folder = new TempFolder();
        (await ToolRun.Of(["files", "own"], folder.Path)).ExitCode.ShouldNotBe(0);
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }
}
