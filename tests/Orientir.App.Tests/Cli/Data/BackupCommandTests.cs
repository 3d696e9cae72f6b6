using Orientir.Core.Letters;

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
    public async Task Commands_WithAPathOneMayNotEnter_SaySo()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/setpriv"))
        {
            Assert.Skip("Rights are taken away as Linux does it.");
            return;
        }
        using var folder = new TempFolder();
        var closed = Directory.CreateDirectory(folder["closed"]);
        closed.UnixFileMode = UnixFileMode.None;
        var isRoot = Environment.IsPrivilegedProcess;
        File.SetUnixFileMode(
            folder.Path,
            File.GetUnixFileMode(folder.Path) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite
        );
        async Task<ToolRun> RunAsync(params string[] args) => await ToolRun.Of(args, folder.Path, asNobody: isRoot);

        (await RunAsync("account", "add", "--email", "first@example.org", "--name", "Первый")).ShouldSucceed();
        (await RunAsync("backup", "closed/x.zip")).ShouldBeRefused("closed/x.zip", "нет права на запись");
        (await RunAsync("backup", "closed/in/x.zip")).ShouldBeRefused("нет права на запись");
        (await RunAsync("restore", "closed/x.zip", "--replace")).ShouldBeRefused("closed/x.zip");
        (await RunAsync("methodology", "check", "closed/x.json")).ShouldBeRefused("closed/x.json", "нет права на чтение");
        closed.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
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
    public async Task Restore_OfACopyOfAnEarlierProgram_TellsWhatWasAppliedAndWhatIsHeld()
    {
        using var folder = new TempFolder();
        await using (var old = OldStore.Backup())
        await using (var copy = File.Create(folder["old.zip"]))
            await old.CopyToAsync(copy, TestContext.Current.CancellationToken);
        var restored = await ToolRun.Of(["restore", "old.zip"], folder.Path);
        restored.ShouldSucceed();
        restored.Output.ShouldContain("Данные копии обновлены со схемы ");
        restored.Output.ShouldContain("0020-what-jobs-did");
        restored.Output.ShouldNotContain("Писем");

        var store = new Orientir.Data.Store(folder["data/orientir.db"]);
        await using (var context = store.Open())
        {
            context.Letters.Add(
                Letter.ToSend(
                    new(LetterWhy.Reminder, "Имя", "x@example.org", "Тема", "Текст"),
                    1,
                    Core.Accounts.Actor.Installation(null),
                    TimeProvider.System.GetUtcNow().UtcDateTime
                )
            );
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        (await ToolRun.Of(["backup", "new.zip"], folder.Path)).ShouldSucceed();
        var again = await ToolRun.Of(["restore", "new.zip", "--replace"], folder.Path);
        again.ShouldSucceed();
        again.Output.ShouldContain("Писем, которые в копии ждали отправки: 1. Сами они не уйдут");
        again.Output.ShouldNotContain("обновлены");
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
