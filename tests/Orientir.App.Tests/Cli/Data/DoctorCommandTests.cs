using System.Text.Json;

namespace Orientir.App.Tests.Cli.Data;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task Doctor_BeforeAndAfterTheFirstAccount_SaysWhetherTheSiteCanWork()
    {
        using var folder = new TempFolder();
        var before = await ToolRun.Of(["doctor"], folder.Path);
        before.ExitCode.ShouldBe(1);
        before.Errors.ShouldBeEmpty();
        before.Output.ShouldContain("ORIENTIR_DATABASE: файла базы нет");
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();

        (await ToolRun.Of(["account", "add", "--email", "admin@example.ru", "--name", "Администратор"], folder.Path)).ShouldSucceed();
        var after = await ToolRun.Of(["doctor", "--format", "json"], folder.Path);
        after.ShouldSucceed();
        using var json = JsonDocument.Parse(after.Output);
        json.RootElement.GetProperty("ok").GetBoolean().ShouldBeTrue();
        json.RootElement.GetProperty("findings")
            .EnumerateArray()
            .ShouldContain(one =>
                one.GetProperty("subject").GetString() == "ORIENTIR_DATABASE" && one.GetProperty("verdict").GetString() == "fine"
            );
    }

    [Fact]
    public async Task Doctor_InAnUnknownFormat_IsRefused()
    {
        using var folder = new TempFolder();
        (await ToolRun.Of(["doctor", "--format", "xml"], folder.Path)).ShouldBeRefused("--format", "json");
    }

    [Fact]
    public async Task Files_MadeByATool_AreItsUsersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes of files.");
            return;
        }
        using var folder = new TempFolder();
        (await ToolRun.Of(["account", "add", "--email", "admin@example.ru", "--name", "Администратор"], folder.Path)).ShouldSucceed();
        (await ToolRun.Of(["backup", "copies/one.zip"], folder.Path)).ShouldSucceed();
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (var file in (string[])["data/orientir.db", "data/orientir.db.running", "copies/one.zip"])
            File.GetUnixFileMode(folder[file]).ShouldBe(own, file);
        foreach (var inner in (string[])["data", "copies"])
            File.GetUnixFileMode(folder[inner]).ShouldBe(own | UnixFileMode.UserExecute, inner);
    }
}
