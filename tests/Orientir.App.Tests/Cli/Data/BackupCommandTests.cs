namespace Orientir.App.Tests.Cli.Data;

public class BackupCommandTests
{
    [Fact]
    public async Task Backup_WithoutDatabase_IsRefusedAndWritesNothing()
    {
        using var folder = new TempFolder();
        (await ToolRun.Of(["backup", "one.zip"], folder.Path)).ShouldBeRefused("orientir.db", "ORIENTIR_DATABASE");
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Restore_OfAbsentOrForeignFile_IsRefusedAndMakesNoDatabase()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "two.zip"), "нет", TestContext.Current.CancellationToken);
        (await ToolRun.Of(["restore", "one.zip"], folder.Path)).ShouldBeRefused("one.zip", "не открывается");
        (await ToolRun.Of(["restore", "two.zip"], folder.Path)).ShouldBeRefused("two.zip", "не резервная копия");
        Directory.EnumerateFileSystemEntries(folder.Path).Count().ShouldBe(1);
    }

    [Fact]
    public async Task Restore_OverAStoreInUse_AsksForReplaceAndTakesIt()
    {
        using var folder = new TempFolder();
        (await ToolRun.Of(["account", "add", "--email", "first@example.org", "--name", "Первый"], folder.Path)).ShouldSucceed();
        (await ToolRun.Of(["backup", "one.zip"], folder.Path)).ShouldSucceed();
        (await ToolRun.Of(["account", "add", "--email", "second@example.org", "--name", "Второй"], folder.Path)).ShouldSucceed();

        (await ToolRun.Of(["restore", "one.zip"], folder.Path)).ShouldBeRefused("уже есть данные", "--replace");
        (await ToolRun.Of(["restore", "one.zip", "--replace"], folder.Path)).ShouldSucceed();
        (await ToolRun.Of(["account", "add", "--email", "second@example.org", "--name", "Второй"], folder.Path)).ShouldSucceed();
    }
}
